"""Who reported the rows of an uploaded file, and since when they are known: nobody speaks for the other side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.facts.cells import as_text, one_array
from comity.facts.found import Found, indices, shown
from comity.facts.model import RawFile
from comity.facts.sheet import KNOWN_AT, PROVENANCE, REPORTED_BY
from comity.kernel import lexical
from comity.kernel.problem import Problem
from comity.kernel.words import and_list
from comity.kernel.words import day as in_words

_UPLOADED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-[a-z0-9_-]+-[0-9a-f]{12}\.csv")
OTHER_PARTY, NOT_YET = "CMY-990", "CMY-991"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """A file with both columns filled in, what is wrong with them, and what they say.

    `backdated` counts the rows that say they were known before the day; `stated` tells whether any row says when.
    """

    raw: RawFile
    problems: tuple[Problem, ...]
    backdated: int = 0
    stated: bool = False


def with_provenance(raw: RawFile, parties: Sequence[str], day: date, counts_from: date) -> Provenance:
    """Return a file whose rows all say who reported them and since when they are known.

    A row may name one of `parties`, which are those of the uploader; where it names none it is the only one. A row
    that does not say when it was known is known from `counts_from` on; none may say a day after `day`.
    """
    filled = _filled(raw)
    found = Found(raw, pa.arange(raw.first_row, raw.first_row + raw.table.num_rows))
    names = _column(raw, REPORTED_BY)
    _check_parties(found, names, filled, parties)
    days = _column(raw, KNOWN_AT)
    said = [_day(text) for text in days.to_pylist()]
    late = [index for index, one in enumerate(said) if one is not None and one > day]
    hint = f"Leave known_at out: the workplace notes the day of the upload, {day}."
    found.cells(NOT_YET, KNOWN_AT, late, lambda index: f"{said[index]} has not come yet", hint)
    only = parties[0] if len(parties) == 1 else None
    names = pc.if_else(filled, pc.fill_null(names, pa.scalar(only, pa.string())), pa.scalar(None, pa.string()))
    days = pc.if_else(filled, pc.fill_null(days, counts_from.isoformat()), pa.scalar(None, pa.string()))
    table = raw.table.drop_columns([name for name in PROVENANCE if name in raw.table.column_names])
    table = table.append_column(REPORTED_BY, names).append_column(KNOWN_AT, days)
    return Provenance(
        raw=replace(raw, table=table), problems=tuple(found.problems()),
        backdated=sum(one is not None and one < day for one in said), stated=any(one is not None for one in said),
    )  # fmt: skip


def reporters_named(raw: RawFile, parties: Sequence[str]) -> list[str]:
    """Return those of an uploader's parties that the rows of a file are of; where they name none it is the only one."""
    named = frozenset(_column(raw, REPORTED_BY).to_pylist())
    return [one for one in parties if len(parties) == 1 or one in named]


def stated(file: str, known_at: date) -> str:
    """Say when a file came whose rows say that they were known before; "" for other rows, and for other files.

    The day is that of the name which the workplace gave the file (uploads): nobody else can choose it.
    """
    came = _UPLOADED.match(file.rpartition("/")[2])
    day = date.fromisoformat(came[1]) if came is not None else known_at
    return f"stated; the file came on {in_words(day)}" if day > known_at else ""


def without_provenance(raw: RawFile, party: str, day: date) -> RawFile:
    """Return a file for the record, whose entries say who reported it and since when it is known."""
    table = raw.table.drop_columns([name for name in PROVENANCE if name in raw.table.column_names])
    return replace(raw, table=table, about={"reported by": party, "known at": day.isoformat()})


def _check_parties(found: Found, names: pa.Array, filled: pa.Array, parties: Sequence[str]) -> None:
    other = pc.and_(pc.is_valid(names), pc.invert(pc.is_in(names, pa.array(parties, pa.string()))))
    who = and_list(parties)

    def why(index: int) -> str:
        return f"the row says that {shown(names[index])} reported it, and you report for {who}"

    found.cells(OTHER_PARTY, REPORTED_BY, indices(pc.and_(filled, other)), why, "Each party uploads its own rows.")
    if len(parties) > 1:
        silent = indices(pc.and_(filled, pc.is_null(names)))
        reason = f"you report for {who}, and this row does not say for which of them it is"
        found.cells(OTHER_PARTY, REPORTED_BY, silent, lambda _: reason, "Add a column reported_by.")


def _filled(raw: RawFile) -> pa.Array:
    """Return which rows hold anything beside who reported them and when."""
    mask = pa.repeat(pa.scalar(False), raw.table.num_rows)
    for name in raw.table.column_names:
        if name not in PROVENANCE:
            mask = pc.or_(mask, pc.is_valid(raw.table.column(name).combine_chunks()))
    return mask


def _column(raw: RawFile, name: str) -> pa.Array:
    """Return a column trimmed, empty cells as null; all are empty where a file has no such column."""
    if name not in raw.table.column_names:
        return pa.nulls(raw.table.num_rows, pa.string())
    return as_text(one_array(raw.table.column(name)))


def _day(text: str | None) -> date | None:
    """Return a day; None for none, and for what is no day, which is told where the file is checked."""
    try:
        return lexical.date(text) if text is not None else None
    except ValueError:
        return None
