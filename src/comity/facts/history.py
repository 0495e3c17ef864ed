"""Everything ever reported of a table, and until when each row held.

A correction is a later report of the same key by the same reporter; the row it corrects stays, with the day on
which it stopped to hold. Two reporters never supersede one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.cells import one_array
from comity.facts.covers import joined
from comity.facts.digits import common, widen
from comity.facts.found import MOST, indices, plain
from comity.facts.keys import same_as_before
from comity.facts.model import SealedTable, Submission
from comity.kernel.calendar import Calendar
from comity.kernel.period import Period
from comity.kernel.problem import Place, Problem, Related

ORIGIN = {"_reporter": pa.string(), "_known_at": pa.date32(), "_file": pa.string(), "_row": pa.int64()}
SUPERSEDED = "_superseded_at"
_TYPES = {"period": pa.string(), "text": pa.string(), "reporter": pa.string(), "date": pa.date32(), "truth": pa.bool_()}


def history(
    table: FactTable, submissions: Sequence[Submission], calendar: Calendar, known_at: date
) -> tuple[pa.Table, list[Problem]]:
    """Return all rows in one order that depends on nothing but the rows, with `_superseded_at`.

    A row holds from `_known_at` to the day before `_superseded_at`; a row that says the same as another of the
    same day, or contradicts it, holds on no day. Contradictions are problems.
    """
    rows = _sorted(_together(table, submissions), table)
    superseded, clashing = _superseded(rows, table)
    for submission in submissions:
        superseded = _completed(rows, superseded, submission, calendar)
    known = [index for index in clashing if rows.column("_known_at")[index].as_py() <= known_at]
    problems = [_contradiction(rows, table, index) for index in known[:MOST]]
    return rows.append_column(SUPERSEDED, superseded), problems


def holding(rows: pa.Table, day: date) -> pa.Table:
    """Return the rows of a history that held on a day, without `_superseded_at`."""
    on = pa.scalar(day, pa.date32())
    until = rows.column(SUPERSEDED)
    known = pc.less_equal(rows.column("_known_at"), on)
    holds = pc.and_(known, pc.fill_null(pc.greater(until, on), True))
    kept = rows.drop_columns([SUPERSEDED])
    return kept if pc.all(holds).as_py() is not False else kept.filter(holds)


def overtaken(rows: pa.Table, file: str, day: date) -> list[date]:
    """Return for each row of a file, known from a day, that holds only until a later one: that one. In order."""
    mine = rows.filter(pc.equal(rows.column("_file"), pa.scalar(file, pa.string())))
    return sorted(until for until in mine.column(SUPERSEDED).to_pylist() if until is not None and until > day)


def says_the_same(one: SealedTable, other: SealedTable, day: date) -> bool:
    """Tell whether a table says on a day what another state of it says, wherever and whenever that was reported."""
    if (one.covers, one.covered_by) != (other.covers, other.covered_by):
        return False
    rows, others = (holding(state.history, day).drop_columns(["_known_at", "_file", "_row"]) for state in (one, other))
    return rows.num_rows == others.num_rows and bool(rows.cast(others.schema).equals(others))


def _together(table: FactTable, submissions: Sequence[Submission]) -> pa.Table:
    parts = [submission.rows for submission in submissions if submission.rows.num_rows]
    if not parts:
        return _empty(table)
    if len(parts) == 1:
        return parts[0]
    for name in parts[0].column_names:
        types = [part.column(name).type for part in parts]
        if len(set(types)) > 1:
            parts = [_with(part, name, widen(part.column(name), common(types))) for part in parts]
    return pa.concat_tables(parts)


def _with(rows: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    return rows.set_column(rows.column_names.index(name), name, values)


def _empty(table: FactTable) -> pa.Table:
    columns = {name: _TYPES.get(column.type, pa.int64()) for name, column in table.columns.items()}
    return pa.schema([*(columns | {"_first": pa.date32(), "_last": pa.date32()} | ORIGIN).items()]).empty_table()


def _sorted(rows: pa.Table, table: FactTable) -> pa.Table:
    first = [*_owner(table), "_known_at"]
    order = [*first, *(name for name in rows.column_names if name not in first)]
    return rows.take(pc.sort_indices(rows, sort_keys=[(name, "ascending") for name in order])).combine_chunks()


def _owner(table: FactTable) -> list[str]:
    """Return the columns by which a later row takes the place of an earlier one, in the order of sorting.

    The key and the reporter, or the day where there is no key. A key without the period (an order, an incident)
    is the same whatever day the rows give for it.
    """
    has_period = not table.key or table.period_column in table.key
    return [*(["_first"] if has_period else []), *table.key, "_reporter"]


def _superseded(rows: pa.Table, table: FactTable) -> tuple[pa.Array, list[int]]:
    """Return for each row the day of the next later report of its key, and which rows contradict the one before."""
    never = pa.nulls(rows.num_rows, pa.date32())
    owner = _owner(table)
    if rows.num_rows < 2 or (not table.key and _known_once(rows)):
        return never, []
    changes = pc.invert(same_as_before(rows, [*owner, "_known_at"]))
    changes = pa.concat_arrays([pa.array([True]), changes])
    report = pc.subtract(pc.cumulative_sum(pc.cast(changes, pa.int64())), 1)
    heads = rows.select([*owner, "_known_at"]).filter(changes)
    same_owner = same_as_before(heads, owner)
    later = pc.if_else(same_owner, heads.column("_known_at").combine_chunks().slice(1), pa.scalar(None, pa.date32()))
    superseded = pc.take(pa.concat_arrays([later, pa.nulls(1, pa.date32())]), report)
    return _once(rows, table, report, superseded) if table.key else (superseded, [])


def _known_once(rows: pa.Table) -> bool:
    """Whether no reporter has reported on two days, so that nothing can be superseded."""
    days = rows.select(["_reporter", "_known_at"]).group_by(["_reporter", "_known_at"]).aggregate([])
    reporters = days.column("_reporter").unique()
    return len(reporters) == int(days.num_rows)


def _once(rows: pa.Table, table: FactTable, report: pa.Array, superseded: pa.Array) -> tuple[pa.Array, list[int]]:
    """Let one of several rows of one key and day hold: the first if they all say the same, otherwise none."""
    repeated = pa.concat_arrays([pa.array([False]), pc.equal(report.slice(0, len(report) - 1), report.slice(1))])
    if not pc.any(repeated).as_py():
        return superseded, []
    same = pa.concat_arrays([pa.array([True]), same_as_before(rows, tuple(table.columns))])
    clashing = indices(pc.and_(repeated, pc.invert(same)))
    bad = pc.unique(pc.take(report, pa.array(clashing, pa.int64())))
    idle = pc.or_(repeated, pc.is_in(report, bad))
    held = pc.if_else(idle, rows.column("_known_at").combine_chunks(), superseded)
    return held, clashing


def _contradiction(rows: pa.Table, table: FactTable, index: int) -> Problem:
    one, other = rows.slice(index - 1, 2).to_pylist()
    datum = ", ".join(f"{name} {plain(other[name])}" for name in table.key)
    known = other["_known_at"]
    return Problem(
        code="CMY-440",
        place=Place(file=other["_file"], cell=f"row {other['_row']}, column {table.key[0]}"),
        why=f"{other['_reporter']} reported two different rows of {table.name} for {datum} on {known}; neither counts",
        hint="If one corrects the other, give it its own, later `known at`; otherwise remove one.",
        related=(Related(place=Place(file=one["_file"], cell=f"row {one['_row']}"), says="the other report"),),
    )


def _completed(rows: pa.Table, superseded: pa.Array, submission: Submission, calendar: Calendar) -> pa.Array:
    """End what a later report of the same reporter leaves out although it is complete for the period."""
    day = submission.known_at
    if not submission.covers or day is None or not rows.num_rows:
        return superseded
    on = pa.scalar(day, pa.date32())
    before = pc.less(rows.column("_known_at"), on)
    if not pc.any(before).as_py():
        return superseded
    # A file that grows, each row with its own day, is complete with all of its rows: it ends none of them.
    elsewhere = pc.and_(before, pc.not_equal(rows.column("_file"), pa.scalar(submission.path, pa.string())))
    mine = pc.and_(elsewhere, pc.equal(rows.column("_reporter"), pa.scalar(submission.reporter, pa.string())))
    open_ = pc.and_(mine, pc.fill_null(pc.greater(superseded, on), True))
    within = inside(rows, [calendar.period(name) for name in submission.covers])
    ended = pc.fill_null(pc.and_(open_, within), False)
    return one_array(pc.if_else(ended, on, superseded))


def inside(rows: pa.Table, periods: Sequence[Period]) -> pa.ChunkedArray:
    """Return which rows lie in one of some periods."""
    found = pc.less(rows.column("_first"), rows.column("_first"))
    for first, last in joined(periods):
        after = pc.greater_equal(rows.column("_first"), pa.scalar(first, pa.date32()))
        found = pc.or_(found, pc.and_(after, pc.less_equal(rows.column("_last"), pa.scalar(last, pa.date32()))))
    return found
