"""Fact rows and milestones as clauses over rows see them: each with the days on which it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from comity.agreement.acts import Act
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.values import lookup
from comity.agreement.model import Agreement, FactTable, Milestone, Terms
from comity.clauses.known import Row, RowHistory
from comity.facts.model import SealedTable
from comity.kernel.deadline import Deadline
from comity.kernel.figure import State, Unknown
from comity.kernel.period import Grain

if TYPE_CHECKING:
    from comity.standing.timeline import Snapshot

ONE_DAY = timedelta(days=1)
MILESTONES = "milestones"
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
        if owed is not None:
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
    for milestone in terms.milestones.values():
        due = due_day(milestone, terms)
        if due is None:
            continue
        days = [act.on for act in acts if act.do == "complete" and act.about[:1] == (milestone.name,)]
        done = min(days, default=None)
        yield RowHistory(name=milestone.name, day=due, states=tuple(_states(milestone, due, done, as_of)))


def _states(milestone: Milestone, due: date, done: date | None, as_of: date) -> Iterable[tuple[date, Row]]:
    """Yield what is known of a milestone from which day: how late it is grows day by day until it is done."""
    not_over = Unknown(State.NOT_DUE, f"{milestone.name} is due on {due}")
    base: dict[str, Result] = {"milestone": milestone.name, "due": due, "done": None, "days_late": not_over}
    yield date.min, base
    until = min(as_of, done - ONE_DAY) if done is not None else as_of
    for days in range(1, (until - due).days + 1):
        # How late it will be is open; that it is at least so late is certain.
        so_far = Unknown(State.UNDETERMINED, f"{milestone.name} is not done yet", Decimal(days), VERY_LATE)
        yield due + timedelta(days=days), {**base, "days_late": so_far}
    if done is not None and done <= as_of:
        yield done, {**base, "done": done, "days_late": Decimal((done - due).days)}


def due_day(milestone: Milestone, terms: Terms) -> date | None:
    """Return the day a milestone is due, as agreed; None where it counts from something that has not happened."""
    anchors = {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})
    if isinstance(milestone.due, Deadline):
        return terms.calendar.deadline_day(milestone.due, anchors)
    env = Env(terms, terms.calendar.containing(Grain.DAY, terms.starts), (), terms.starts, terms.starts)
    day = lookup(milestone.due, env, milestone.name)
    return day if isinstance(day, date) else None
