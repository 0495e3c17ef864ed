"""Fact rows and milestones as clauses over rows see them: each with the days on which it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.agreement.acts import Act
from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Agreement, FactTable, Terms
from comity.clauses.known import Row, RowHistory
from comity.facts.model import SealedTable
from comity.kernel.figure import State, Unknown
from comity.standing.milestones import MILESTONES, Course, Stage, courses_of, due_day

if TYPE_CHECKING:
    from comity.standing.timeline import Snapshot

ONE_DAY = timedelta(days=1)
VERY_LATE = Decimal(1_000_000)


def rows_of(
    agreement: Agreement, snapshots: Sequence[Snapshot], acts: Sequence[Act], as_of: date
) -> dict[str, tuple[RowHistory, ...]]:  # fmt: skip
    """Return the rows of every table that a clause goes through row by row, in order of their days."""
    terms = agreement.as_of(as_of)
    wanted = dict.fromkeys(
        clause.table for _, version in agreement.versions for clause in version.clauses.values() if clause.table
    )
    found: dict[str, tuple[RowHistory, ...]] = {}
    for name in wanted:
        owed = terms.facts.get(name)
        if owed is not None and name != MILESTONES:
            found[name] = tuple(_of_table(owed, snapshots, as_of))
    if terms.milestones:
        found[MILESTONES] = tuple(sorted(_milestones(terms, acts, as_of), key=lambda row: (row.day, row.name)))
    return found


# -- fact rows --------------------------------------------------------------------------------


def _of_table(owed: FactTable, snapshots: Sequence[Snapshot], as_of: date) -> list[RowHistory]:
    """Return the rows of a table, each followed by its key, or else by its day and its place among that day's."""
    states: dict[tuple[object, ...], list[tuple[date, Row]]] = {}
    days: dict[tuple[object, ...], date] = {}
    disputed: set[tuple[object, ...]] = set()
    for snapshot in snapshots:
        sealed = snapshot.facts.tables.get(owed.name)
        for identity, day, known, values, differs in _rows(owed, sealed):
            row: Row = {name: _exact(value) for name, value in values.items() if not name.startswith("_")}
            history = states.setdefault(identity, [])
            days[identity] = day
            (disputed.add if differs else disputed.discard)(identity)
            since = known if known <= as_of else min(day, as_of)
            if not history or history[-1][1] != row:
                history.append((since, row))
    found: list[RowHistory] = []
    seen: dict[date, int] = {}
    for identity in sorted(states, key=lambda one: (days[one], _first_known(states[one]), str(one))):
        day = days[identity]
        seen[day] = seen.get(day, 0) + 1
        name = f"{day} {seen[day]}" if seen[day] > 1 else f"{day}"
        found.append(RowHistory(name=name, day=day, states=tuple(states[identity]), disputed=identity in disputed))
    return found


def _exact(value: Result | int) -> Result:
    """Return whole numbers as the exact numbers that formulas know."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _first_known(history: Sequence[tuple[date, Row]]) -> date:
    return history[0][0]


def _rows(
    owed: FactTable, sealed: SealedTable | None
) -> Iterable[tuple[tuple[object, ...], date, date, dict[str, Result], bool]]:  # fmt: skip
    seen: dict[date, int] = {}
    for values in sealed.rows.to_pylist() if sealed is not None else ():
        day = values["_first"]
        if day is None:
            continue
        seen[day] = seen.get(day, 0) + 1
        key = tuple(values[column] for column in owed.key) if owed.key else (day, seen[day])
        yield key, day, values["_known_at"], values, bool(values.get("_disputed"))


# -- milestones -------------------------------------------------------------------------------


def _milestones(terms: Terms, acts: Sequence[Act], as_of: date) -> Iterable[RowHistory]:
    """Yield the milestones: done on the day of the act `complete`; before it, days late are counted to today."""
    for name, course in courses_of(terms, acts, as_of).items():
        due = due_day(course.milestone, terms)
        if due is not None:
            yield RowHistory(name=name, day=due, states=tuple(_states(course, due, as_of)))


def _states(course: Course, due: date, as_of: date) -> Iterable[tuple[date, Row]]:
    """Yield what is known of a milestone from which day: how late it is grows day by day until it is done."""
    ends: list[date | None] = [*(stage.since for stage in course.stages[1:]), None]
    for stage, end in zip(course.stages, ends, strict=True):
        row = row_of(course, stage, due)
        yield stage.since, {**row, "days_late": _days_late(course, stage, due, stage.since)}
        start = max(stage.since, due)
        last = (as_of - start).days if end is None else (end - start).days - 1
        for days in range(1, last + 1) if stage.done is None else ():
            day = start + timedelta(days=days)
            yield day, {**row, "days_late": _days_late(course, stage, due, day)}


def row_of(course: Course, stage: Stage, due: date) -> dict[str, Result]:
    """Return the columns of a milestone but for `days_late`, empty where there is nothing yet."""
    return {
        "milestone": course.milestone.name,
        "owner": course.milestone.owed_by,
        "due": due,
        "done": stage.done,
        "accepted": stage.accepted,
        "earned": course.earned(stage),
        "worth": course.worth,
    }


def _days_late(course: Course, stage: Stage, due: date, day: date) -> Result:
    """Return how late a milestone is known to be on a day."""
    name = course.milestone.name
    if stage.done is not None:
        return Decimal((stage.done - due).days)
    if day <= due:
        return Unknown(State.NOT_DUE, f"{name} is due on {due}")
    # How late it will be is open; that it is at least so late is certain.
    return Unknown(State.UNDETERMINED, f"{name} is not done yet", Decimal((day - due).days), VERY_LATE)
