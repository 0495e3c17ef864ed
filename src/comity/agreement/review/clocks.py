"""Clocks that do not fit together: a time that is over before its step can open.

A case is followed on its latest course: facts are reported on their due day, everybody acts on the last day. A time
that is over in that course for every period looked at is a slip; what depends on the calendar is left to the parties.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import date

from comity.agreement.formula.parts import following
from comity.agreement.model import Clause, FactTable, Step, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import ground_of, mentioned, tested
from comity.agreement.review.windows import first_periods
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain
from comity.kernel.problem import Problem, Related
from comity.kernel.values import dataclass

_ORDER = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.CONTRACT_YEAR)
_PERIODS = {Grain.DAY: 5, Grain.WEEK: 5, Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 2, Grain.CONTRACT_YEAR: 2}
"""How many periods are looked at, by kind: enough for months and years of every length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A step whose time is over on the day it opens. `before` is the step that it waits for, None for the facts."""

    step: Step
    before: Step | None


@dataclass(slots=True)
class _Course:
    """One case followed on its latest course: the days of its anchors, and the steps that came too late."""

    terms: Terms
    every: Grain | None
    anchors: dict[str, date]
    late: dict[int, Late] = field(default_factory=dict)

    def follow(self, step: Step, opened: date | None, before: Step | None, *, is_rule: bool = False) -> None:
        """Follow a step that opens on a day (None: not known) and everything after it; `before` set its opening."""
        last = None if step.within is None else self.last_day(step, step.within, opened)
        if last is not None and opened is not None and last <= opened and _counts_from_elsewhere(step):
            self.late[id(step)] = Late(step=step, before=before)
        waits = bool(step.modal or step.level or (step.when and not is_rule))
        ended = last if step.within is not None else None if waits else opened
        inner = _Course(terms=self.terms, every=self.every, anchors=dict(self.anchors), late=self.late)
        for name in filter(None, (step.name, step.do)):
            inner.anchors.pop(name, None)
            if ended is not None:
                inner.anchors[name] = ended
        timed = step if step.within is not None else before
        for later in following(step):
            inner.follow(later, ended, timed)

    def last_day(self, step: Step, within: Deadline, opened: date | None) -> date | None:
        """Return the last day of a step's time, None where it counts from something that is not followed."""
        if not _relative(within):
            return None
        anchors = dict(self.anchors) | ({"": opened} if opened is not None else {})
        if not _anchors(within) <= set(anchors):
            return None
        return self.terms.calendar.deadline_day(within, anchors, step_grain(step, self.every, self.terms))


def step_grain(step: Step, every: Grain | None, terms: Terms) -> Grain | None:
    """Return what `3 periods` counts in a step: the finest periods of the metrics it waits for, else the clause's."""
    metrics = {name for formula in (step.when, step.unless) if formula for name in mentioned(formula.node)}
    found = [terms.metrics[name].every for name in sorted(metrics) if name in terms.metrics]
    return min(found, key=_ORDER.index) if found else every


def _counts_from_elsewhere(step: Step) -> bool:
    """Say whether a time does not count from the step's own opening; one that does cannot be over before."""
    return step.within is not None and all(one.anchor for one in step.within.among or (step.within,))


def clocks(desk: Desk) -> Iterator[Problem]:
    """Find times that are over before they begin, in clauses and in ladders."""
    terms = desk.terms
    for clause in terms.clauses.values():
        for late in _late_in(clause, terms):
            yield _told(late, clause, desk)
    for levels in terms.ladders.values():
        days = [period.last for period in first_periods(Grain.MONTH, terms, 12)]
        for late in _always([_climbed(levels, day, terms) for day in days]):
            yield _told(late, None, desk)


def _told(late: Late, clause: Clause | None, desk: Desk) -> Problem:
    step, before = late.step, late.before
    within = step.within.text if step.within is not None else ""
    place = desk.step_at(step, "within")
    if before is not None and before.within is not None:
        near = Related(place=desk.step_at(before, "within"), says=f"the step before it may end {before.within.text}")
        why = f"{within}: this time is over when the step before it ends, on its last day"
        hint = "Count from the day the step opens (leave the anchor out), or give it more time."
        return finding("CMY-842", place, why, hint, near)
    tables = _waited_for(clause, desk.terms) if clause is not None else []
    latest = [f"{table.name} {table.due.text}" for table in tables if table.due is not None]
    why = f"{within}: this time is over before the facts are due ({', '.join(latest)})"
    hint = "Count from `report`, or from the day the step opens (no anchor), or let the facts be due earlier."
    near_ = [Related(place=desk.at("facts", table.name, "due"), says=f"{table.name} is due") for table in tables[:1]]
    return finding("CMY-841", place, why, hint, *near_)


# -- the courses ------------------------------------------------------------------------------


def _late_in(clause: Clause, terms: Terms) -> list[Late]:
    if not isinstance(clause.every, Grain):
        return []
    courses = []
    for period in first_periods(clause.every, terms, _PERIODS[clause.every]):
        known = _known(clause, period.last, terms)
        anchors = {"period start": period.first, "period end": period.last, "starts": terms.starts}
        if known is not None:
            anchors["report"] = known
        course = _Course(terms=terms, every=clause.every, anchors=anchors)
        for rule in clause.rules.values():
            # `when: true` opens before the period is known; its own time is not looked at.
            opened = None if rule.when is not None and rule.when.text.strip() in ("true", "yes") else known
            course.follow(rule, opened, None, is_rule=True)
        courses.append(course)
    return _always(courses)


def _climbed(levels: tuple[Step, ...], day: date, terms: Terms) -> _Course:
    """Return the course of a ladder: each level opens when the one before has run out."""
    course = _Course(terms=terms, every=None, anchors={"dispute": day, "starts": terms.starts})
    opened: date | None = day
    before: Step | None = None
    for level in levels:
        course.follow(level, opened, before)
        last = course.last_day(level, level.within, opened) if level.within is not None else None
        if level.condition is None:
            opened, before = last, level
        if last is not None:
            course.anchors |= dict.fromkeys(filter(None, (level.name, level.do, level.level)), last)
    return course


def _always(courses: list[_Course]) -> list[Late]:
    """Return what came too late in every course."""
    if not courses:
        return []
    common = set.intersection(*(set(course.late) for course in courses))
    return [late for key, late in courses[0].late.items() if key in common]


def _known(clause: Clause, end: date, terms: Terms) -> date | None:
    """Return the last day on which the facts of a period are in time; its end where the tables say none."""
    days = [due_day(table, end, terms) for table in _waited_for(clause, terms)]
    known = [day for day in days if day is not None]
    return max([end, *known])


def _waited_for(clause: Clause, terms: Terms) -> list[FactTable]:
    """Return the tables a verdict rests on that have a due day."""
    ground = ground_of((formula.node for formula in tested(clause)), terms, clause)
    return [terms.facts[name] for name in sorted(ground.tables) if terms.facts[name].due is not None]


def due_day(table: FactTable, end: date, terms: Terms) -> date | None:
    """Return when the facts are due of the period, or the row, that ends on a day."""
    columns = [column.name for column in table.columns.values() if column.type == "date"]
    anchors = {"period end": end, "day": end, **dict.fromkeys(columns, end)}
    if table.due is None or not _anchors(table.due) <= set(anchors):
        return None
    return terms.calendar.deadline_day(table.due, anchors, table.every)


def _relative(deadline: Deadline) -> bool:
    """Say whether a deadline counts from an anchor; a calendar day and a value carried are not followed."""
    return all(one.kind in ("after", "before") for one in deadline.among or (deadline,))


def _anchors(deadline: Deadline) -> set[str]:
    found = {one.anchor for one in deadline.among or (deadline,)}
    periods = [one for one in deadline.among or (deadline,) if one.duration and one.duration.unit == "period"]
    return (found - {one.anchor for one in periods if not one.anchor}) | ({"period end"} if periods else set())
