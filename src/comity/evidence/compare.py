"""Two documents of one standing, that which was recorded and that which came out again: where they differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import orjson

FIGURES = ("figures", "targets")
"""The parts that hold figures of one metric each; all other parts may rest on any of them."""


def result_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the bytes whose SHA-256 is the `result` of an evaluation: the JSON of a standing, keys in order, no space.

    It is what `comity evaluate --json | jq -cjS .` prints.
    """
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A part in which two documents differ: of a metric, or of the standing as a whole (then `metric` is "")."""

    part: str
    metric: str
    name: str


def differences(one: bytes, other: bytes) -> tuple[Difference, ...]:
    """Return where two documents differ, figure by figure. Other bytes than JSON differ as a whole."""
    try:
        first, second = json.loads(one), json.loads(other)
    except (ValueError, RecursionError):
        return (Difference(part="document", metric="", name="the document"),)
    if not isinstance(first, dict) or not isinstance(second, dict):
        return (Difference(part="document", metric="", name="the document"),)
    return tuple(_different(first, second))


def _different(first: dict[str, Any], second: dict[str, Any]) -> Iterator[Difference]:
    for part in {**first, **second}:
        before, after = first.get(part), second.get(part)
        if before == after:
            continue
        if part in FIGURES and _are_cells(before) and _are_cells(after):
            for metric in {**before, **after}:
                yield from _cells(part, metric, before.get(metric) or [], after.get(metric) or [])
        else:
            yield Difference(part=part, metric="", name=part)


def _are_cells(value: Any) -> TypeGuard[dict[str, list[Any]]]:
    """Tell whether a part lists cells by metric. A recorded document may be anything that somebody signed for."""
    return isinstance(value, dict) and all(
        isinstance(cells, list) and all(isinstance(one, dict) and _is_scope(one.get("scope", {})) for one in cells)
        for cells in value.values()
    )


def _is_scope(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(member, str) for member in value.values())


def _cells(part: str, metric: str, before: list[Any], after: list[Any]) -> Iterator[Difference]:
    olds, news = _by_name(metric, before), _by_name(metric, after)
    for name in {**olds, **news}:
        if olds.get(name) != news.get(name):
            yield Difference(part=part, metric=metric, name=name)


def _by_name(metric: str, cells: list[Any]) -> dict[str, Any]:
    return {" ".join([metric, *cell.get("scope", {}).values(), str(cell.get("period"))]): cell for cell in cells}


def missed(document: bytes) -> tuple[str, ...]:
    """Return the verdicts of a standing that are missed, in words: one by members and period, several counted."""
    verdicts = json.loads(document).get("verdicts", {})
    found = {clause: [cell for cell in cells if cell["verdict"] == "missed"] for clause, cells in verdicts.items()}
    return tuple(
        f"{clause} ({len(cells)} times)" if len(cells) > 1 else "".join(_by_name(clause, cells))
        for clause, cells in found.items()
        if cells
    )
