"""The catalogue as JSON-ready data: entries and tables as their files say them, and the lines to paste."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.catalogue.instrument import Instrument, Question
from comity.catalogue.model import Catalogue, Entry, Source, StandardTable, Tree
from comity.catalogue.search import Found
from comity.reports.catalogue import words
from comity.reports.catalogue.instruments import lines_of

FORMAT = "comity catalogue 1"


def catalogue_data(found: Found, known: Catalogue) -> Mapping[str, Any]:
    """Return a document: `format`, `entries`, `tables`, `instruments`. Numbers are texts, as an agreement has them."""
    return {
        "format": FORMAT,
        "entries": [_entry(entry, known) for entry in found.entries],
        "tables": [_table(table) for table in found.tables],
        "instruments": [_instrument(one) for one in found.instruments],
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
        "sources": _sources(entry.sources),
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


def _instrument(one: Instrument) -> Mapping[str, Any]:
    return {
        "name": one.name,
        "version": one.version,
        "kind": one.kind,
        "title": dict(one.title),
        "says": dict(one.says),
        "languages": list(one.languages),
        "scale": [str(level) for level in one.scale],
        "for_whom": one.for_whom,
        "note": one.note,
        "fits": list(one.fits),
        "words": list(one.words),
        "dimensions": [
            {"name": each.name, "title": dict(each.title), "says": dict(each.says), "sources": _sources(each.sources)}
            for each in one.constructs
        ],
        "questions": [_question(question) for question in one.questions],
        "vignettes": [
            {"name": each.key, "of": each.of, "on": each.on, "level": str(each.level), "says": dict(each.says)}
            for each in one.vignettes
        ],
        "lines": lines_of(one),
    }


def _question(question: Question) -> Mapping[str, Any]:
    return {
        "name": question.key,
        "of": question.of,
        "asks": dict(question.says),
        "levels": {str(level): dict(texts) for level, texts in question.levels.items()},
        "reverse": question.reverse,
        "open": question.open,
        "probes": {language: list(texts) for language, texts in question.probes.items()},
    }


def _sources(sources: tuple[Source, ...]) -> list[Mapping[str, str]]:
    return [{"title": one.title, "version": one.version, "where": one.where} for one in sources]


def _plain(value: Tree) -> Any:
    """Return a tree with plain lists and maps."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _plain(below) for key, below in value.items()}
    return [_plain(item) for item in value]
