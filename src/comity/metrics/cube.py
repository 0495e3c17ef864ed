"""The results of a scan, looked up by period and member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from comity.kernel.figure import Unknown
from comity.metrics.plan import ScanPlan

Members = tuple[str, ...]
"""The members of a scope, in the order of the scan's columns."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a scan found for one period and member.

    `rows` is how many rows there are, `known` the latest day one of them was known, `disputed` whether one is.
    `values` are the primitives in the order of the plan: None where no row has a value; Unknown where a row's
    value cannot be told.
    """

    rows: int
    known: date | None
    disputed: bool
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cube:
    """All cells of a scan, by first day of the period and members."""

    plan: ScanPlan
    cells: Mapping[tuple[date, Members], Cell]
    named: Mapping[date, tuple[Members, ...]]
    position: Mapping[str, int]
    """Where a primitive's key stands among the values of a cell."""


def cube(plan: ScanPlan, cells: Mapping[tuple[date, Members], Cell]) -> Cube:
    """Return cells with the indexes they are read by."""
    named: dict[date, list[Members]] = {}
    for first, members in cells:
        named.setdefault(first, []).append(members)
    ordered = {first: tuple(sorted(found)) for first, found in named.items()}
    return Cube(plan, cells, ordered, {part.key: index for index, part in enumerate(plan.primitives)})


def from_arrow(plan: ScanPlan, table: pa.Table) -> Cube:
    """Read the rows that `scan` selects. Rows outside all periods, or without a member, are nobody's."""
    columns = [column.to_pylist() for column in table.columns]
    width = 1 + len(plan.key.per)
    keys: Iterable[tuple[Any, ...]] = zip(*columns[:width], strict=True)
    values = zip(*columns[width + 3 :], strict=True) if plan.primitives else iter([()] * table.num_rows)
    cells = {
        (key[0], key[1:]): Cell(rows, known, bool(disputed), found)
        for key, rows, known, disputed, found in zip(keys, *columns[width : width + 3], values, strict=True)
        if None not in key
    }
    return cube(plan, cells)


def unknown_in(values: Iterable[Any]) -> Unknown | None:
    """Return the first value that cannot be told."""
    return next((value for value in values if isinstance(value, Unknown)), None)
