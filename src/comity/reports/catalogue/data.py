"""The catalogue as JSON-ready data: entries and tables as their files say them, and the lines to paste."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from comity.catalogue.model import Catalogue, Entry, StandardTable, Tree
from comity.reports.catalogue import words

FORMAT = "comity catalogue 1"


def catalogue_data(entries: Iterable[Entry], tables: Iterable[StandardTable], known: Catalogue) -> Mapping[str, Any]:
    """Return one document: `format`, `entries`, `tables`. Numbers are texts, as an agreement writes them."""
    return {
        "format": FORMAT,
        "entries": [_entry(entry, known) for entry in entries],
        "tables": [_table(table) for table in tables],
    }


def _entry(entry: Entry, known: Catalogue) -> Mapping[str, Any]:
    return {
        "name": entry.name,
        "version": entry.version,
        "title": entry.title,
        "family": entry.family,
        "topic": entry.topic,
        "definition": entry.definition,
        "define": _plain(entry.define),
        "unit": words.unit(entry, known),
        "nature": entry.nature,
        "signal": entry.signal,
        "reads": {read.name: list(read.columns) for read in words.reads(entry, known)},
        "parameters": [{"name": p.name, "default": _plain(p.default), "says": p.says} for p in entry.parameters],
        "data_owner": entry.data_owner,
        "pitfalls": list(entry.pitfalls),
        "gaming": entry.gaming,
        "pair_with": list(entry.pair_with),
        "sources": [{"title": s.title, "version": s.version, "where": s.where} for s in entry.sources],
        "fits": list(entry.fits),
        "words": list(entry.words),
        "note": entry.note,
        "example": _example(entry),
        "lines": words.lines(entry, known),
    }


def _example(entry: Entry) -> Mapping[str, Any]:
    example = entry.example
    return {
        "says": example.says,
        "starts": example.starts,
        "settings": _plain(example.settings),
        "milestones": _plain(example.milestones),
        "given": _plain(example.given),
        "acts": _plain(example.acts),
        "expect": _plain(example.expect),
    }


def _table(table: StandardTable) -> Mapping[str, Any]:
    return {
        "name": table.name,
        "version": table.version,
        "title": table.title,
        "says": table.says,
        "data_owner": table.data_owner,
        "define": _plain(table.define),
        "columns": dict(table.columns),
        "lines": words.table_lines(table),
    }


def _plain(value: Tree) -> Any:
    """Return a tree with plain lists and maps."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(item) for item in value]
