"""What a file would change in a table, row by row: new, corrected (old to new), the same again, overtaken.

And what a file that is complete for a period takes back of what its reporter said of that period before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.headings import money_of
from comity.facts.history import holding, inside
from comity.facts.model import SealedTable, Submission
from comity.kernel.calendar import Calendar
from comity.kernel.words import plural
from comity.web.amounts import in_full

NEW, CORRECTED, SAME, OVERTAKEN, TAKEN = "new", "corrected", "unchanged", "overtaken", "taken back"
MOST = 500
"""Things that are listed, each with its rows; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What becomes of a row: its number in the file, what it is about, and each column that changes, old and new.

    A row that is taken back has the number 0: it is not in the file.
    """

    kind: str
    row: int
    about: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How many rows of each kind, and the first lines: what is taken back, then what is corrected, then the rest.

    `unlisted` counts the things that have no line because there are too many.
    `complete` counts the periods that the file states to be complete, and its reporter had not stated before.
    """

    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    overtaken: int = 0
    taken: int = 0
    complete: int = 0
    lines: tuple[Line, ...] = ()
    unlisted: int = 0

    @property
    def changes(self) -> bool:
        """Whether anything would be different."""
        return bool(self.new or self.corrected or self.overtaken or self.taken or self.complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A table with its key, as sealed, with all rows ever reported; the agreement's currency and calendar."""

    table: FactTable
    sealed: SealedTable
    currency: str | None
    calendar: Calendar

    @property
    def history(self) -> pa.Table:
        """The rows of it that were ever reported (facts.history)."""
        return self.sealed.history

    def units(self, reporter: str) -> dict[str, str]:
        """Return the unit of each column, in their order, for one of its reporters."""
        return {name: money_of(self.table, one, reporter, self.currency) for name, one in self.table.columns.items()}


@dataclass(frozen=True, slots=True)
class _Datum:
    """What one reporter says of one thing: the rows, their numbers in the file, and the day of the report."""

    values: list[tuple[Any, ...]]
    rows: list[int]
    known_at: date


def difference(known: Held, submission: Submission, day: date) -> Difference:
    """Return what a file changes in the rows of a table that hold on a day.

    A row that was reported before, on the same day and with the same cells, is unchanged. Where a table has no key, no
    row takes the place of another of the same day: what comes is added, the same again too, unless the whole file is.
    """
    history, owner, columns = known.history, _owner(known.table), [*known.table.columns]
    held = dict(_grouped(holding(history, day), owner, columns))
    sent = sorted(_grouped(submission.rows, owner, columns), key=lambda pair: pair[1].known_at, reverse=True)
    dated = any(datum.known_at < day for _, datum in sent)
    ever = {(*key, one.known_at): _values(one) for key, one in _grouped(history, owner, columns)} if dated else {}
    adds = not known.table.key and any(_values(datum) != _values(held.get(key)) for key, datum in sent)
    units = {reporter: known.units(reporter) for reporter in {key[-1] for key, _ in sent}}
    counts = dict.fromkeys((NEW, CORRECTED, SAME, OVERTAKEN), 0)
    lines: list[Line] = []
    # Of several reports of one thing in a file the latest comes first, and overtakes the others.
    for key, datum in sent:
        same = ever.get((*key, datum.known_at)) == _values(datum)
        kind, says = (SAME, "") if same and not adds else _kind(held.get(key), datum, units[key[-1]], adds=adds)
        counts[kind] += len(datum.rows)
        if kind in (NEW, CORRECTED):
            held[key] = datum
        if kind != SAME:
            about = ", ".join(str(part) for part in key[:-1])
            lines.append(Line(kind=kind, row=datum.rows[0], about=about, says=says))
    taken = left_out(known, submission, day).filter(pc.field("_known_at") < day)
    lines += _taken(known, taken)
    order = (TAKEN, CORRECTED, OVERTAKEN, NEW)
    lines.sort(key=lambda line: (order.index(line.kind), line.row))
    before = {name for who, name in known.sealed.covered_by if who == submission.reporter}
    return Difference(
        new=counts[NEW], corrected=counts[CORRECTED], unchanged=counts[SAME], overtaken=counts[OVERTAKEN],
        taken=taken.num_rows, complete=len({*submission.covers} - before), lines=tuple(lines[:MOST]),
        unlisted=max(len(lines) - MOST, 0),
    )  # fmt: skip


def left_out(known: Held, submission: Submission, day: date) -> pa.Table:
    """Return the rows that hold on a day, which a file's reporter said of the periods that it covers and not in it.

    Those known before that day are taken back by it (facts.history), those of the same day are not.
    """
    rows = holding(known.history, day)
    if not submission.covers:
        return rows.slice(0, 0)
    mine = pc.equal(rows.column("_reporter"), pa.scalar(submission.reporter, pa.string()))
    periods = [known.calendar.period(name) for name in submission.covers]
    rows = rows.filter(pc.fill_null(pc.and_(mine, inside(rows, periods)), False))
    owner = _owner(known.table)
    sent = {tuple(row.values()) for row in submission.rows.select(owner).to_pylist()}
    kept = [tuple(row.values()) not in sent for row in rows.select(owner).to_pylist()]
    return rows.filter(pa.array(kept, pa.bool_()))


def _taken(known: Held, rows: pa.Table) -> list[Line]:
    """Return a line for each thing of which rows are taken back, with what they said."""
    lines = []
    for key, datum in _grouped(rows, _owner(known.table), [*known.table.columns]):
        said = ["; ".join(_cells(values, known.units(key[-1]))) for values in datum.values]
        about = ", ".join(str(part) for part in key[:-1])
        lines.append(Line(kind=TAKEN, row=0, about=about, says=" / ".join(said)))
    return lines


def _owner(table: FactTable) -> list[str]:
    """Return by which columns a later row takes the place of an earlier one (facts.history)."""
    has_day = not table.key
    return [*(["_first"] if has_day else []), *table.key, "_reporter"]


def _grouped(
    rows: pa.Table, owner: Sequence[str], columns: Sequence[str]
) -> Iterable[tuple[tuple[Any, ...], _Datum]]:  # fmt: skip
    """Return every report of a thing, one for each day on which there is one, with the key of the thing."""
    wanted = list(dict.fromkeys([*owner, *columns, "_known_at", "_row"]))
    cells = {name: rows.column(name).to_pylist() for name in wanted}
    found: dict[tuple[Any, ...], _Datum] = {}
    for index in range(rows.num_rows):
        key = tuple(cells[name][index] for name in owner)
        known = cells["_known_at"][index]
        datum = found.setdefault((*key, known), _Datum([], [], known))
        datum.values.append(tuple(_plain(cells[name][index]) for name in columns))
        datum.rows.append(cells["_row"][index])
    return [(key[:-1], datum) for key, datum in found.items()]


def _plain(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _kind(before: _Datum | None, after: _Datum, units: Mapping[str, str], *, adds: bool) -> tuple[str, str]:
    """Return what becomes of a datum, and what it says; `units` are those of its columns, in their order."""
    if before is None:
        return NEW, "; ".join(_cells(after.values[0], units))
    if adds and before.known_at == after.known_at:
        return NEW, f"{plural(len(after.values), 'row')}, added to {len(before.values)} known from the same day"
    if _values(before) == _values(after):
        return SAME, ""
    if after.known_at < before.known_at:
        return OVERTAKEN, f"a report of {before.known_at} is known already, and stays"
    if len(before.values) == len(after.values) == 1:
        return CORRECTED, "; ".join(_changed(before.values[0], after.values[0], units))
    return CORRECTED, f"{plural(len(before.values), 'row')} replaced by {len(after.values)}"


def _values(datum: _Datum | None) -> list[tuple[str, ...]]:
    return sorted(map(_order, datum.values)) if datum is not None else []


def _order(values: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple(str(one.normalize()) if isinstance(one, Decimal) else str(one) for one in values)


def _cells(values: tuple[Any, ...], units: Mapping[str, str]) -> Iterator[str]:
    for (name, unit), value in zip(units.items(), values, strict=True):
        if value is not None:
            yield f"{name} {_said(value, unit)}"


def _changed(old: tuple[Any, ...], new: tuple[Any, ...], units: Mapping[str, str]) -> Iterator[str]:
    for (name, unit), was, now in zip(units.items(), old, new, strict=True):
        if was != now:
            yield f"{name} {_said(was, unit)} → {_said(now, unit)}"


def _said(value: Any, unit: str) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return in_full(value, unit) if isinstance(value, Decimal) else str(value)
