"""Tables in which each party reports its own rows, as metrics meet them: whose figures there are, and who is silent."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.judging import judging_of
from comity.agreement.model import FactTable, Metric, Terms
from comity.kernel.figure import Scope
from comity.metrics.surveys import PARTY, surveys_read


def reporting_tables(metric: Metric, terms: Terms) -> Iterator[FactTable]:
    """Yield the tables beneath a metric, also through others with the same members, in which each reports its own."""
    seen: set[str] = set()
    pending = [metric]
    while pending:
        here = pending.pop()
        if here.name in seen:
            continue
        seen.add(here.name)
        for name in tree.names(here.formula.node):
            table, other = terms.facts.get(name.parts[0]), terms.metrics.get(name.parts[0])
            if table is not None and len(name.parts) == 2 and table.reporter_column is not None:
                yield table
            if other is not None and other.per == metric.per:
                pending.append(other)


def party_column(metric: Metric, terms: Terms) -> str:
    """Return the scope column that says whose figure it is; "" where a metric is for both parties together."""
    columns = (table.reporter_column or "" for table in reporting_tables(metric, terms))
    return next((column for column in columns if column in metric.per), "")


def parties_measured(metric: Metric, terms: Terms) -> tuple[str, ...]:
    """Return the parties for which a metric is measured, each for itself: those that judge, else those that report."""
    column = party_column(metric, terms)
    if not column:
        return ()
    if metric.is_judged:
        return tuple(metric.judged_by)
    found: dict[str, None] = {}
    for table in reporting_tables(metric, terms):
        found |= dict.fromkeys(reporter.party for reporter in table.reporters)
    judged = {party for other in _judged_beneath(metric, terms) for party in other.judged_by}
    return tuple(party for party in found if not judged or party in judged)


def _judged_beneath(metric: Metric, terms: Terms) -> Iterator[Metric]:
    named = (terms.metrics.get(name.parts[0]) for name in tree.names(metric.formula.node))
    return (other for other in named if other is not None and other.is_judged and other.per == metric.per)


def agreed_parties(metric: Metric, terms: Terms) -> frozenset[Scope]:
    """Return the members that the agreement names because each party reports its own rows, or judges by its roles.

    None where there are further scope columns than the party (and, of a judged metric, the role): facts name those. A
    survey read `per: party` is measured for each party that it asks.
    """
    column = party_column(metric, terms)
    if metric.per == (PARTY,) and not column:
        # Each party's own people, of a survey that asks both.
        asked = {party for survey, _ in surveys_read(metric.formula.node) if survey in terms.surveys
                 for party in terms.surveys[survey].asks}  # fmt: skip
        return frozenset(((PARTY, party),) for party in asked)
    if metric.per == (column,):
        return frozenset(((column, party),) for party in parties_measured(metric, terms))
    judging = judging_of(metric, terms)
    if judging is not None and set(metric.per) == {judging.party, judging.role}:
        pairs = (
            {judging.party: party, judging.role: role} for party, roles in metric.judged_by.items() for role in roles
        )
        return frozenset(tuple((name, pair[name]) for name in metric.per) for pair in pairs)
    return frozenset()
