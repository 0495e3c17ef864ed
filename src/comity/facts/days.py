"""Days and periods in columns: read once for each distinct cell, compared with the table's grain and the term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.cells import distinct
from comity.facts.found import indices, shown
from comity.facts.sheet import Sheet
from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain, Period

T = TypeVar("T")
EXAMPLES = {
    Grain.DAY: "2026-03-31",
    Grain.WEEK: "2026-W10",
    Grain.MONTH: "2026-03",
    Grain.QUARTER: "2026-Q1",
    Grain.YEAR: "2026 or 2026/27",
    Grain.CONTRACT_YEAR: "CY1",
}
_EXCEL = "A spreadsheet may have turned the period into a day: format the column as text."
_TERM = "Correct the slip, or take the row out; if it belongs here, it is the term of the agreement that is wrong."


@dataclass(frozen=True, slots=True)
class Term:
    """The days from which to which the agreement runs; `ends` is None while it is open."""

    starts: date
    ends: date | None

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any of these days lies in the term."""
        return last >= self.starts and (self.ends is None or first <= self.ends)

    def __str__(self) -> str:
        return f"runs from {self.starts}" + (f" to {self.ends}" if self.ends else "")


def days(sheet: Sheet, name: str) -> pa.Array:
    """Return a column of days; cells that hold none are problems and come back empty."""
    values = sheet.columns[name]
    if pa.types.is_date32(values.type):
        return values
    read, which = _read(sheet, name, lexical.date, "CMY-424", lambda _: "Days are written 2026-03-31.")
    return pc.take(pa.array(read, pa.date32()), which)


def day_columns(sheet: Sheet, name: str, term: Term | None) -> dict[str, pa.Array]:
    """Return the column of a row's own day, with `_first` and `_last`; days outside the term are problems."""
    found = days(sheet, name)
    if term is not None:
        late = pc.greater(found, pa.scalar(term.ends or date.max, pa.date32()))
        bad = indices(pc.or_(pc.less(found, pa.scalar(term.starts, pa.date32())), late))
        sheet.found.cells("CMY-425", name, bad, lambda i: f"{found[i]} lies outside the term, which {term}", _TERM)
    return {name: found, "_first": found, "_last": found}


def period_columns(
    sheet: Sheet, name: str, calendar: Calendar, table: FactTable, term: Term | None
) -> dict[str, pa.Array]:
    """Return the column of periods with `_first` and `_last`; None as `term` lets any day pass.

    Periods that cannot be read, are of another grain than the table, or lie outside the term are problems.
    """
    read, which = _read(sheet, name, calendar.period, "CMY-423", _hint(table.every))
    if table.every is not None:
        wrong = [period is not None and period.grain is not table.every for period in read]
        _report(sheet, name, "CMY-426", wrong, which, lambda i: _other_grain(read[i], table), _own_grain(read, table))
        read = [None if bad else period for period, bad in zip(read, wrong, strict=True)]
    if term is not None:
        outside = [period is not None and not term.overlaps(period.first, period.last) for period in read]
        _report(
            sheet, name, "CMY-425", outside, which, lambda i: f"{read[i]} lies outside the term, which {term}", _TERM
        )
    return {
        name: pc.take(pa.array([p and p.name for p in read], pa.string()), which),
        "_first": pc.take(pa.array([p and p.first for p in read], pa.date32()), which),
        "_last": pc.take(pa.array([p and p.last for p in read], pa.date32()), which),
    }


def _own_grain(read: list[Period | None], table: FactTable) -> str:
    if any(period is not None and period.grain is Grain.DAY for period in read):
        return _EXCEL
    return f"Write a row for each {table.every}: nothing is spread over shorter periods or added up to longer ones."


def _other_grain(period: Period | None, table: FactTable) -> str:
    if period is None or table.every is None:
        raise TypeError("only a period that was read has another grain than its table")
    return f"{period} is a {period.grain}, but {table.name} is reported every {table.every} ({EXAMPLES[table.every]})"


def _hint(grain: Grain | None) -> Callable[[str], str]:
    written = f"A {grain} is written {EXAMPLES[grain]}." if grain else "Periods are written 2026-03, 2026-Q1 or 2026."
    return lambda _: written


def _read(
    sheet: Sheet, name: str, parse: Callable[[str], T], code: str, hint: Callable[[str], str]
) -> tuple[list[T | None], pa.Array]:
    """Return what each distinct cell means (None: empty or unreadable) and which of them each row holds."""
    known, which = distinct(sheet.text(name))
    read: list[T | None] = []
    reasons: list[str] = []
    for text in known.to_pylist():
        value, reason = _tried(parse, text)
        read.append(value)
        reasons.append(reason)
    _report(sheet, name, code, [bool(reason) for reason in reasons], which, reasons.__getitem__, hint(name))
    return read, which


def _tried(parse: Callable[[str], T], text: str | None) -> tuple[T | None, str]:
    if text is None:
        return None, ""
    try:
        return parse(text), ""
    except (ValueError, OverflowError) as failure:
        reason = str(failure).rstrip(".")
        return None, reason if text in reason else f"{shown(text)}: {reason}"


def _report(
    sheet: Sheet,
    name: str,
    code: str,
    wrong: list[bool],
    which: pa.Array,
    why: Callable[[int], str],
    hint: str = "",
) -> None:
    """Note a problem for each row that holds one of the wrong distinct cells; `why` is asked by distinct cell."""
    if any(wrong):
        bad = indices(pc.take(pa.array(wrong, pa.bool_()), which))
        sheet.found.cells(code, name, bad, lambda index: why(which[index].as_py()), hint)
