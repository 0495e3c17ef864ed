"""For which periods each party has reported a table, and which periods a table owes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.model import Agreement, Terms
from comity.facts.arrivals import last_arrivals
from comity.facts.covers import joined
from comity.facts.model import Facts, SealedTable
from comity.kernel.period import Grain, Period

FINEST_FIRST = tuple(Grain)


@dataclass(frozen=True, slots=True)
class Reports:
    """What was reported of a table: (party, period) -> the day, and the stretches of days declared complete.

    The day is that on which a party first reported a period; where rows have days, that of its last row in the period.
    """

    days: Mapping[tuple[str, str], date] = field(default_factory=dict)
    complete: Mapping[str, list[tuple[date, date]]] = field(default_factory=dict)

    def has(self, party: str, period: Period) -> bool:
        """Tell whether a party has reported a period, or declared it complete."""
        spans = self.complete.get(party, ())
        inside = any(first <= period.first and period.last <= last for first, last in spans)
        return inside or (party, period.name) in self.days

    def of(self, period: Period) -> list[date]:
        """Return the days on which a period was reported, one for each party that did."""
        return [day for (_, name), day in self.days.items() if name == period.name]


def owed_by(name: str, terms: Terms) -> Grain | None:
    """Return by which period a table is owed; None where nothing says so, or there is no such table.

    Where each row has its own day it is the shortest period of a metric that reads it: that is what lacks rows. Metrics
    that clauses write inline count where `terms` hold them (agreement.inline).
    """
    table = terms.facts.get(name)
    return (table.every or _shortest(name, terms)) if table is not None else None


def _shortest(name: str, terms: Terms) -> Grain | None:
    read = [metric.every for metric in terms.metrics.values() if name in _tables(metric.formula.node)]
    return min(read, key=FINEST_FIRST.index, default=None)


def _tables(node: tree.Node) -> set[str]:
    return {found.parts[0] for found in tree.names(node) if len(found.parts) == 2}


def reports_of(name: str, agreement: Agreement, facts: Facts) -> Reports:
    """Return what was reported of a table, as known with the facts."""
    sealed = facts.tables.get(name)
    table = next((t.facts[name] for _, t in agreement.versions[::-1] if name in t.facts), None)
    column = table.period_column if table is not None else None
    if sealed is None or table is None or column is None or column not in sealed.history.column_names:
        return Reports()
    if table.every is None:
        grains = {grain for _, terms in agreement.versions if (grain := owed_by(name, terms)) is not None}
        return Reports(dict(_by_day(sealed, column, agreement, facts, grains)), _complete(sealed, agreement))
    found: dict[tuple[str, str], date] = {}
    history = sealed.history.select([column, "_reporter", "_known_at"]).to_pydict()
    for what, who, known in zip(history[column], history["_reporter"], history["_known_at"], strict=True):
        if known <= facts.known_at:
            found[who, what] = min(known, found.get((who, what), known))
    return Reports(found | {key: found.get(key, facts.known_at) for key in sealed.covered_by})


def _by_day(
    sealed: SealedTable, column: str, agreement: Agreement, facts: Facts, grains: Collection[Grain]
) -> Iterator[tuple[tuple[str, str], date]]:  # fmt: skip
    """Yield the periods that have rows, each as often as its last day moves."""
    calendar = agreement.versions[-1][1].calendar
    for day, reporter, known in last_arrivals(sealed, column, facts.known_at):
        for grain in grains:
            yield (reporter, calendar.containing(grain, day).name), known


def _complete(sealed: SealedTable, agreement: Agreement) -> dict[str, list[tuple[date, date]]]:
    calendar = agreement.versions[-1][1].calendar
    periods: dict[str, list[Period]] = {}
    for who, name in sealed.covered_by:
        periods.setdefault(who, []).append(calendar.period(name))
    return {who: joined(of) for who, of in periods.items()}
