"""Days of facts and of values: finality before the due day, values that stop, holidays that nobody named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from comity.agreement.check_days import mappings
from comity.agreement.formula.parts import entries, leaves
from comity.agreement.model import DatedMap, FactTable, Step, Term, Terms, Unset
from comity.agreement.nodes import Scalar
from comity.agreement.review.clocks import due_day, step_grain
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import steps_of_clause
from comity.agreement.review.windows import first_periods
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain
from comity.kernel.problem import Problem, Related

_TIMES = ("within", "due", "final", "restate", "minutes", "after", "for")
"""The keys under which a length of time is written."""


def facts_days(desk: Desk) -> Iterator[Problem]:
    """Find facts that are final before they are due."""
    for table in desk.terms.facts.values():
        ends = [period.last for period in first_periods(table.every or Grain.DAY, desk.terms, 4)]
        if not ends:
            continue
        if table.final is not None and table.due is not None and all(_before(table, end, desk.terms) for end in ends):
            why = f"{table.name} is final {table.final}, before it is due {table.due}"
            near = Related(place=desk.at("facts", table.name, "due"), says="it is due here")
            hint = "Let it become final after the due day, with time to look at it."
            yield finding("CMY-843", desk.at("facts", table.name, "final"), why, hint, near)


def _day(deadline: Deadline, table: FactTable, end: date, terms: Terms) -> date | None:
    anchors = {"period end": end, "day": end}
    due = due_day(table, end, terms)
    anchors |= {"report": due or end}
    return terms.calendar.deadline_day(deadline, anchors, table.every)


def _before(table: FactTable, end: date, terms: Terms) -> bool:
    final = _day(table.final, table, end, terms) if table.final is not None else None
    due = due_day(table, end, terms)
    return final is not None and due is not None and final < due


# -- values over time -------------------------------------------------------------------------


def dated_values(desk: Desk) -> Iterator[Problem]:
    """Find dated values that are unset within the term, begin after it, or stop in an agreement without end."""
    for name, term in _values(desk.terms):
        for dated in _dated(term):
            yield from _entries(name, dated, desk.terms)
            if desk.terms.ends is None and desk.root.get("ends") is None and not desk.reconstructed:
                yield from _runs_out(name, dated)


def _values(terms: Terms) -> Iterator[tuple[str, Term]]:
    yield from terms.settings.items()
    for clause in terms.clauses.values():
        if clause.threshold is not None:
            yield f"the threshold of {clause.name}", clause.threshold
    for account in terms.accounts.values():
        for cap in account.caps:
            yield f"the cap of {account.name}", cap.at_most
    for metric in terms.metrics.values():
        if metric.target is not None:
            yield f"the target of {metric.name}", metric.target


def _dated(term: Term) -> Iterator[DatedMap]:
    if isinstance(term, DatedMap):
        yield term
    for entry in entries(term):
        yield from _dated(entry)


def _entries(name: str, dated: DatedMap, terms: Terms) -> Iterator[Problem]:
    for day, entry in dated.entries:
        if terms.ends is not None and day > terms.ends:
            why = f"{name} has a value from {day} on, but the term ends on {terms.ends}"
            yield finding("CMY-846", entry.place, why, "Take the entry out, or extend the term.")
        elif day > dated.entries[0][0] and any(isinstance(leaf, Unset) for leaf in leaves(entry)):
            why = f"{name} is unset from {day} on: from then everything that rests on it is undetermined"
            yield finding("CMY-845", entry.place, why, "Agree the value, or say by when and how it is set.")


def _runs_out(name: str, dated: DatedMap) -> Iterator[Problem]:
    days = [day for day, _ in dated.entries]
    if len(days) > 1 and all(365 <= (b - a).days <= 366 for a, b in pairwise(days)):
        why = f"{name} is agreed year by year and stops at {days[-1]}, but the agreement has no end"
        hint = "Write ends: DATE at the top, or say under `says` that the last value holds from then on."
        yield finding("CMY-847", dated.place, why, hint)


# -- business days and periods ----------------------------------------------------------------


def business_days(desk: Desk) -> Iterator[Problem]:
    """Find business days in an agreement that names no place: then public holidays are business days."""
    calendar = desk.root.mapping("calendar")
    if desk.terms.calendar.places or (calendar is not None and calendar.get("business days") is not None):
        return
    used = [value for below in mappings(desk.root) for key, value in below
            if key.text in _TIMES and isinstance(value, Scalar) and "business day" in value.text]  # fmt: skip
    if used:
        first = min((value.place for value in used), key=lambda place: (place.file, place.line or 0))
        why = "business days are counted here, and the calendar names no place whose holidays are left out"
        hint = "Write calendar: {business days: [US]}; Monday to Friday says that public holidays count."
        yield finding("CMY-848", first, why, hint)


def periods_of_rows(desk: Desk) -> Iterator[Problem]:
    """Find times in periods where a clause tests rows: a row has no period that could be counted."""
    for clause in desk.terms.clauses.values():
        for step in steps_of_clause(clause):
            if _in_periods(step) and step_grain(step, None, desk.terms) is None and not isinstance(clause.every, Grain):
                every = f"row of {clause.table}" if clause.table else str(clause.every)
                why = f"{step.within} counts periods, but {clause.name} tests every {every}"
                place = desk.step_at(step, "within")
                yield finding("CMY-849", place, why, "Write the time in days, weeks or months.")


def _in_periods(step: Step) -> bool:
    within = step.within
    return within is not None and any(
        one.duration is not None and one.duration.unit == "period" for one in within.among or (within,)
    )
