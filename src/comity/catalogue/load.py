"""From `catalogue.json`, which lies beside this file and belongs to the program, to values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pkgutil import get_data
from typing import Any, TypeVar

from comity.catalogue.model import Catalogue, Entry, Parameter, Source, StandardTable, WorkedExample

DATA = "catalogue.json"

_One = TypeVar("_One", Entry, StandardTable)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue that came with this version of Comity."""
    # Not importlib.resources: it loads tempfile, shutil and zipfile, which costs more than all entries.
    return from_document(json.loads(get_data("comity.catalogue", DATA) or b""))


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
