"""For which periods a table is owed, by when, and who has reported which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from comity.agreement.inline import with_inline_metrics
from comity.agreement.model import Agreement
from comity.facts.model import Facts
from comity.kernel.period import Period
from comity.standing.due.deadlines import anchors_of
from comity.standing.due.reported import owed_by, reports_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A period of a table: the day by which it is owed (None: none is agreed), and reporter -> the day it was reported.

    A reporter who has not reported it has None; `complete` are those who declared a period complete without a row.
    """

    period: Period
    due: date | None
    reported: Mapping[str, date | None]
    complete: frozenset[str] = frozenset()

    def open(self, party: str) -> bool:
        """Tell whether a party owes the period and has not reported it."""
        return party in self.reported and self.reported[party] is None and party not in self.complete

    def lacking(self, as_of: date) -> tuple[str, ...]:
        """Return who has not reported the period, once it is over."""
        return tuple(filter(self.open, self.reported)) if self.period.last < as_of else ()

    def late(self, as_of: date) -> tuple[str, ...]:
        """Return who should have reported it by now and has not."""
        return self.lacking(as_of) if self.due is not None and self.due < as_of else ()


def owed_periods(name: str, agreement: Agreement, facts: Facts, as_of: date) -> tuple[Owed, ...]:
    """Return the periods of a table that have begun, the newest first; none where nothing says which are owed."""
    return tuple(_owed(name, agreement, facts, as_of))[::-1]


def _owed(name: str, agreement: Agreement, facts: Facts, as_of: date) -> Iterator[Owed]:
    inlined = with_inline_metrics(agreement)
    terms = inlined.as_of(as_of)
    grain = owed_by(name, terms)
    if grain is None or as_of < terms.starts:
        return
    reports = reports_of(name, inlined, facts)
    last = min(as_of, terms.ends) if terms.ends else as_of
    for period in terms.calendar.between(grain, terms.starts, last):
        own = agreement.as_of(period.first)
        if (table := own.facts.get(name)) is None:
            continue
        due = None
        if table.due is not None:
            due = own.calendar.deadline_day(table.due, anchors_of(period, own), table.every)
        parties = [one.party for one in table.reporters if one.party in own.parties]
        said = {party: reports.days.get((party, period.name)) for party in parties}
        complete = frozenset(party for party in parties if said[party] is None and reports.has(party, period))
        yield Owed(period=period, due=due, reported=said, complete=complete)
