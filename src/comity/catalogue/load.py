"""From `catalogue.jsonl`, which lies beside this file and belongs to the program, to values.

Each line is one entry or table, its name first: a command that uses twenty of them reads twenty of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Generic, TypeVar

from comity.catalogue.data import data
from comity.catalogue.model import Catalogue, Entry, Parameter, Source, StandardTable, WorkedExample

DATA = "catalogue.jsonl"

_One = TypeVar("_One", Entry, StandardTable)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that came with this version of Comity."""
    return from_lines(data(DATA).splitlines())


def from_lines(lines: Iterable[bytes]) -> Catalogue:
    """Return a catalogue from lines like `{"entry":"revenue",…}` and `{"table":"sales",…}`, to be read when asked for.

    ValueError for any other line; what is wrong further on in one is raised when it is read (see `from_document`).
    """
    found: dict[bytes, dict[str, list[bytes]]] = {b"entry": {}, b"table": {}}
    for line in lines:
        _, kind, _, name, _ = line.split(b'"', 4)
        found[kind].setdefault(name.decode(), []).append(line)
    return Catalogue(entries=_Lines(found[b"entry"], _entry), tables=_Lines(found[b"table"], _table))


class _Lines(Mapping[str, tuple[_One, ...]], Generic[_One]):
    """Versions by name, in the order of names; the lines of a name are read when it is first asked for."""

    def __init__(self, lines: Mapping[str, list[bytes]], read: Callable[[Any], _One]) -> None:
        self._lines = dict(sorted(lines.items()))
        self._read: Callable[[Any], _One] = read
        self._known: dict[str, tuple[_One, ...]] = {}

    def __getitem__(self, name: str) -> tuple[_One, ...]:
        if name not in self._known:
            made = [self._read(json.loads(line)) for line in self._lines[name]]
            self._known[name] = tuple(sorted(made, key=lambda one: one.version))
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._lines

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def from_document(document: Mapping[str, Any]) -> Catalogue:
    """Return a catalogue from `{entries: […], tables: […]}`, as their files say it. KeyError where a key is absent."""
    return Catalogue(
        entries=_by_name(map(_entry, document["entries"])),
        tables=_by_name(map(_table, document["tables"])),
    )


def _by_name(found: Iterable[_One]) -> dict[str, tuple[_One, ...]]:
    grouped: dict[str, list[_One]] = {}
    for one in sorted(found, key=lambda one: (one.name, one.version)):
        grouped.setdefault(one.name, []).append(one)
    return {name: tuple(versions) for name, versions in grouped.items()}


def _entry(data: Mapping[str, Any]) -> Entry:
    return Entry(
        name=data["entry"],
        version=int(data["version"]),
        title=data["title"],
        family=data["family"],
        topic=data["topic"],
        definition=data["definition"],
        define=data["define"],
        data_owner=data["data owner"],
        nature=data["nature"],
        signal=data["signal"],
        pitfalls=tuple(data["pitfalls"]),
        gaming=data["gaming"],
        pair_with=tuple(data["pair with"]),
        sources=tuple(Source(**{key: str(value) for key, value in one.items()}) for one in data["sources"]),
        example=_example(data["example"]),
        parameters=tuple(
            Parameter(name=name, default=one["default"], says=one["says"])
            for name, one in data.get("parameters", {}).items()
        ),
        fits=tuple(data.get("fits", ())),
        words=tuple(data.get("words", ())),
        note=data.get("note", ""),
    )


def _example(data: Mapping[str, Any]) -> WorkedExample:
    return WorkedExample(
        says=data["says"],
        given=data["given"],
        expect=data["expect"],
        starts=data.get("starts", "2026-01-01"),
        settings=data.get("settings", {}),
        milestones=data.get("milestones", {}),
        acts=tuple(data.get("acts", ())),
    )


def _table(data: Mapping[str, Any]) -> StandardTable:
    return StandardTable(
        name=data["table"],
        version=int(data["version"]),
        title=data["title"],
        says=data["says"],
        data_owner=data["data owner"],
        define=data["define"],
        columns=data["columns"],
    )
