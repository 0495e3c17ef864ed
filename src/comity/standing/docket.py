"""The docket: which facts are owed, by whom, by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.agreement.model import Agreement, FactTable, Terms
from comity.facts.model import Facts
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain, Period
from comity.kernel.words import named
from comity.standing.model import Due

HORIZON = timedelta(days=92)
"""How far ahead the docket looks: a quarter."""


def docket(agreement: Agreement, facts: Facts, *, as_of: date) -> tuple[Due, ...]:
    """Return the facts overdue and those due within a quarter, earliest first.

    Only tables owed by a party for each period by an agreed day are listed; the terms are those of the period.
    """
    names = dict.fromkeys(name for _, terms in agreement.versions for name in terms.facts)
    found = [due for name in names for due in _of_table(name, agreement, facts, as_of)]
    return tuple(sorted(found, key=lambda due: (due.due, due.what, due.party)))


def _of_table(name: str, agreement: Agreement, facts: Facts, as_of: date) -> Iterator[Due]:
    versions = [terms.facts[name] for _, terms in agreement.versions if name in terms.facts]
    for grain in dict.fromkeys(table.every for table in versions if table.every is not None):
        for period in _periods(grain, agreement.as_of(as_of), as_of):
            terms = agreement.as_of(period.first)
            table = terms.facts.get(name)
            if table is not None and table.every is grain and table.due is not None:
                yield from _of_period(table, table.due, period, terms, facts, as_of)


def _of_period(
    table: FactTable, due: Deadline, period: Period, terms: Terms, facts: Facts, as_of: date
) -> Iterator[Due]:
    day = terms.calendar.deadline_day(due, _anchors(period, terms))
    if day is None or day > _horizon(as_of):
        return
    reported = _reported(table, facts)
    for reporter in table.reporters:
        if reporter.party in terms.parties and (reporter.party, period.name) not in reported:
            yield _due(table, reporter.party, period, day, as_of, terms)


def _horizon(as_of: date) -> date:
    return as_of + min(HORIZON, date.max - as_of)


def _anchors(period: Period, terms: Terms) -> dict[str, date]:
    anchors = {"period start": period.first, "period end": period.last, "day": period.last, "starts": terms.starts}
    return anchors | ({"ends": terms.ends} if terms.ends else {})


def _periods(grain: Grain, terms: Terms, as_of: date) -> list[Period]:
    if as_of < terms.starts:
        return []
    last = min(_horizon(as_of), terms.ends) if terms.ends else _horizon(as_of)
    return terms.calendar.between(grain, terms.starts, last)


def _reported(table: FactTable, facts: Facts) -> set[tuple[str, str]]:
    """Return (party, period name) for every period of which a party has reported something."""
    sealed = facts.tables.get(table.name)
    column = table.period_column
    if sealed is None or column is None:
        return set()
    history = sealed.history.select([column, "_reporter", "_known_at"]).to_pydict()
    rows = zip(history["_reporter"], history[column], history["_known_at"], strict=True)
    found = {(who, what) for who, what, known in rows if known <= facts.known_at}
    return found | sealed.covered_by


def _due(table: FactTable, party: str, period: Period, day: date, as_of: date, terms: Terms) -> Due:
    return Due(
        what=f"{named(table.name)} {period}",
        table=table.name,
        party=party,
        period=period,
        due=day,
        state="overdue" if day < as_of else "due",
        if_nothing=_consequence(table, terms),
    )


def _consequence(table: FactTable, terms: Terms) -> str:
    resting = [m.title or named(m.name) for m in terms.metrics.values() if f"{table.name}." in m.formula.text]
    if not resting:
        return "No metric rests on it."
    more = f" and {len(resting) - 1} more" if len(resting) > 1 else ""
    return f"{resting[0]}{more} cannot be computed."
