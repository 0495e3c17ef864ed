"""How many periods a window holds, and how many a term has."""

from __future__ import annotations

from datetime import date

from comity.agreement.check_days import clause_span
from comity.agreement.formula import tree
from comity.agreement.formula.context import finer
from comity.agreement.model import Clause, Terms
from comity.agreement.review.parts import mentioned
from comity.kernel.deadline import Duration
from comity.kernel.period import Grain, Period

_SAMPLES = {
    Grain.DAY: 1470, Grain.WEEK: 220, Grain.MONTH: 49, Grain.QUARTER: 17, Grain.YEAR: 9, Grain.CONTRACT_YEAR: 9,
}  # fmt: skip
"""Consecutive periods looked at, by kind: four years or more, since a window of one month has 28 to 31 days."""
NAMED = {"quarter": Grain.QUARTER, "year": Grain.YEAR, "contract_year": Grain.CONTRACT_YEAR}


def most_periods(window: tree.Node, grain: Grain, terms: Terms) -> int | None:
    """Return the most periods of a grain that a window holds, None where there is no bound but the term."""
    match window:
        case tree.Number(value=value):
            return int(value)
        case tree.Span(value=duration):
            return within(duration, grain, terms)
        case tree.Name(parts=(name,)) if name in NAMED:
            longer = first_periods(NAMED[name], terms, _SAMPLES[NAMED[name]])
            return max((len(terms.calendar.children(period, grain)) for period in longer), default=None)
    return None


def within(duration: Duration, grain: Grain, terms: Terms) -> int | None:
    """Return the most periods of a grain that end within a duration."""
    if duration.unit == "period":
        return duration.count
    back = Duration(-duration.count, duration.unit)
    found: int | None = None
    for period in first_periods(grain, terms, _SAMPLES[grain]):
        try:
            since = terms.calendar.add(period.last, back)
            earliest = terms.calendar.containing(grain, since)
        except (ValueError, OverflowError):
            return None
        # The window is open at its beginning, so a period that ends on that day lies outside.
        ends_inside = earliest.last > since
        inside = terms.calendar.ordinal(period) - terms.calendar.ordinal(earliest) + ends_inside
        found = inside if found is None else max(found, inside)
    return found


def first_periods(grain: Grain, terms: Terms, count: int) -> list[Period]:
    """Return the first periods from the start of the agreement on; fewer where the calendar ends."""
    found: list[Period] = []
    try:
        first = terms.calendar.containing(grain, terms.starts)
        found.extend(terms.calendar.shift(first, number) for number in range(count))
    except (ValueError, OverflowError):
        pass
    return found


def periods_of_term(grain: Grain, clause: Clause | None, terms: Terms) -> int | None:
    """Return how many periods the term of a clause (or of the agreement) has, None while its end is open."""
    starts, ends = clause_span(clause, terms) if clause is not None else (terms.starts, _last_day(terms))
    if ends is None or ends < starts:
        return None
    try:
        first, last = (terms.calendar.containing(grain, day) for day in (starts, ends))
    except (ValueError, OverflowError):
        return None
    return terms.calendar.ordinal(last) - terms.calendar.ordinal(first) + 1


def _last_day(terms: Terms) -> date | None:
    """Return the last day on which anything of an agreement is measured, None while that is open."""
    ends = [terms.ends, *(clause_span(clause, terms)[1] for clause in terms.clauses.values())]
    known = [day for day in ends if day is not None]
    return max(known) if len(known) == len(ends) else None


def grain_of(node: tree.Node, clause: Clause | None, terms: Terms) -> Grain | None:
    """Return the periods that a time function counts: the finest among the metrics it names and the clause's own."""
    found = clause.every if clause is not None and isinstance(clause.every, Grain) else None
    for name in mentioned(node):
        if name in terms.metrics and (found is None or finer(terms.metrics[name].every, found)):
            found = terms.metrics[name].every
    return found
