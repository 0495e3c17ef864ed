"""A file of facts against the table that the agreement owes: every problem at once, and never half a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import Column, FactTable
from comity.facts.conditions import check_condition
from comity.facts.covers import covered
from comity.facts.days import Term, day_columns, days, period_columns
from comity.facts.found import indices
from comity.facts.headings import check_units, reporters_among, unheaded
from comity.facts.keys import RATE, check_key
from comity.facts.model import RawFile, Submission
from comity.facts.money import AMOUNTS, Denomination, denomination
from comity.facts.numbers import numbers
from comity.facts.own_rows import fill_reporters
from comity.facts.provenance import file_known_at, file_reporter, known_days, reporters, unsaid
from comity.facts.rates import check_rates, is_of_rates
from comity.facts.sheet import Sheet, check_columns, sheet_of
from comity.facts.words import texts, truths
from comity.kernel.calendar import Calendar
from comity.kernel.problem import Problem, Severity

PUBLISHED = "published"
"""The reporter of facts from a public source, which may reach beyond the term."""


class _Frame(NamedTuple):
    """What the cells of a table are read by."""

    table: FactTable
    calendar: Calendar
    term: Term | None
    currency: str | None


def validate(
    raw: RawFile,
    table: FactTable,
    calendar: Calendar,
    terms_starts: date,
    terms_ends: date | None,
    currency: str | None,
) -> tuple[Submission | None, list[Problem]]:
    """Check a file and give its rows the declared types (facts.model.Submission); None if anything is wrong with it.

    `currency` is that of the agreement, in which amounts are whose money neither column nor reporter says.
    `table.key` must name the columns that identify a row (facts.keys.keyed), or be empty where a day does.
    """
    raw, headings = unheaded(raw, table)
    sheet = sheet_of(raw)
    public = any(reporter.party == PUBLISHED for reporter in table.reporters)
    frame = _Frame(table, calendar, None if public else Term(terms_starts, terms_ends), currency)
    check_columns(sheet, table)
    reporter, known_at = file_reporter(sheet, table), file_known_at(sheet)
    columns = {"_reporter": reporters(sheet, table, reporter), "_known_at": known_days(sheet, known_at)}
    who = reporters_among(pc.unique(columns["_reporter"]).to_pylist() if headings else (), table)
    check_units(sheet.found, headings, table, who, currency)
    for column in table.columns.values():
        if column.name in sheet.columns:
            columns |= _typed(sheet, column, columns["_reporter"], frame)
    fill_reporters(sheet, table, columns)
    covers = covered(sheet, table, calendar)
    if not sheet.found.refused:
        check_key(sheet, table, columns)
    _check_content(sheet, covers, known_at)
    if sheet.found.refused:
        return None, sheet.found.problems()
    known_at = known_at or pc.max(columns["_known_at"]).as_py()
    rows = _in_order(sheet, table, columns)
    submission = Submission(
        table_name=table.name,
        path=raw.path,
        digest=raw.digest,
        rows=rows,
        covers=covers,
        reporter=reporter,
        known_at=known_at,
    )
    return submission, sheet.found.problems()


def _typed(sheet: Sheet, column: Column, reported_by: pa.Array, frame: _Frame) -> dict[str, pa.Array]:
    """Return a column in its declared type; the table's period or day brings `_first` and `_last` with it."""
    own = column.name == frame.table.period_column
    made = _read(sheet, column, reported_by, frame, own=own)
    if own or column.name in frame.table.key:
        empty = indices(sheet.empty(column.name))
        why = f"{column.name} is empty, but a row of {frame.table.name} is known by it"
        sheet.found.cells("CMY-431", column.name, empty, lambda _: why, "Fill it in, or take the whole row out.")
    if column.name == RATE and is_of_rates(frame.table):
        check_rates(sheet, made[column.name])
    check_condition(sheet, column, made[column.name])
    return made


def _read(sheet: Sheet, column: Column, reported_by: pa.Array, frame: _Frame, *, own: bool) -> dict[str, pa.Array]:
    match column.type:
        case "period":
            table, term = (frame.table, frame.term) if own else (replace(frame.table, every=None), None)
            made = period_columns(sheet, column.name, frame.calendar, table, term)
            return made if own else {column.name: made[column.name]}
        case "date" if own:
            return day_columns(sheet, column.name, frame.term)
        case "date":
            return {column.name: days(sheet, column.name)}
        case "truth":
            return {column.name: truths(sheet, column)}
        case "text" | "reporter":
            return {column.name: texts(sheet, column)}
    money, which = _denominations(column, reported_by, frame)
    return {column.name: numbers(sheet, column, money, which)}


def _denominations(column: Column, reported_by: pa.Array, frame: _Frame) -> tuple[list[Denomination], pa.Array]:
    """Return the denominations of a column of numbers, and which of them each row is in."""
    if column.type not in AMOUNTS or len(frame.table.reporters) == 1:
        only = frame.table.reporters[0].party
        return [denomination(frame.table, column, only, frame.currency)], pa.repeat(0, len(reported_by))
    parties = [reporter.party for reporter in frame.table.reporters]
    which = pc.fill_null(pc.index_in(reported_by, pa.array(parties, pa.string())), 0)
    return [denomination(frame.table, column, party, frame.currency) for party in parties], which


def _check_content(sheet: Sheet, covers: tuple[str, ...], known_at: date | None) -> None:
    """Note a file without rows that does not say that there were none, or not when that was known."""
    if sheet.count or sheet.found.refused:
        return
    if covers and known_at is None:
        sheet.found.add(unsaid(sheet))
    if not covers:
        name = sheet.found.raw.path.rpartition("/")[2]
        say = "If there was nothing to report, say so: `--covers PERIOD` of `comity submit`, or in about.yaml beside it"
        hint = f"{say}: {name}: {{covers: PERIOD, known at: DAY}}"
        why = "the file has a header and no rows"
        problem = Problem(code="CMY-436", place=sheet.found.place(), why=why, hint=hint, severity=Severity.WARNING)
        sheet.found.add(problem)


def _in_order(sheet: Sheet, table: FactTable, columns: dict[str, pa.Array]) -> pa.Table:
    """Return the rows with the declared columns first, then where each row comes from."""
    empty = pa.nulls(sheet.count, pa.date32())
    added = {
        "_first": columns.get("_first", empty),
        "_last": columns.get("_last", empty),
        "_reporter": columns["_reporter"],
        "_known_at": columns["_known_at"],
        "_file": pa.repeat(pa.scalar(sheet.found.raw.path), sheet.count),
        "_row": sheet.found.rows,
    }
    return pa.table({name: columns[name] for name in table.columns} | added)
