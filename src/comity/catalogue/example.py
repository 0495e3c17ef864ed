"""The worked example of an entry as an agreement of its own, which `comity check` could read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from comity.catalogue.model import Catalogue, Entry

PARTIES = {"fern": "Fern Ltd", "lark": "Lark Ltd"}
"""The parties of every worked example; tables with a party name one of them."""

JUDGES = {party: ["alliance manager", "sponsor"] for party in PARTIES}
"""Who judges in the worked example of a judged entry: an entry says on which levels, an agreement says who."""


def agreement_of(entry: Entry, tables: Sequence[str], known: Catalogue, *, expected: bool = True) -> bytes:
    """Return an agreement (YAML) that measures one entry over some of the catalogue's tables.

    `expected` says whether the worked example is among its examples.
    """
    document: dict[str, Any] = {
        "comity": "1",
        "alliance": "example",
        "title": entry.title,
        "parties": PARTIES,
        "currency": "USD",
        "starts": entry.example.starts,
        "settings": dict(entry.example.settings),
        "facts": {name: _table(name, known) for name in tables},
        "metrics": {entry.name: _metric(entry)},
        "milestones": dict(entry.example.milestones),
        "examples": [_example(entry)] if expected else [],
    }
    return json.dumps({key: value for key, value in document.items() if value}, ensure_ascii=False).encode()


def _metric(entry: Entry) -> str | Mapping[str, Any]:
    if "levels" not in entry.define:
        return f"catalogue {entry.version}"
    return {"catalogue": f"{entry.name} {entry.version}", "judged by": JUDGES}


def _table(name: str, known: Catalogue) -> Mapping[str, Any]:
    table = known.table(name)
    if table is None:
        raise KeyError(name)
    columns = table.define["columns"]
    each = isinstance(columns, Mapping) and "reporter" in columns.values()
    return {"catalogue": f"{name} {table.version}", "reported by": [*PARTIES] if each else "fern"}


def _example(entry: Entry) -> Mapping[str, Any]:
    example = entry.example
    acts = {"acts": list(example.acts)} if example.acts else {}
    return {"says": example.says, "given": example.given, **acts, "expect": {entry.name: example.expect}}
