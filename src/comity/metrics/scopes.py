"""Which members are measured in a period: those the agreement names, else those the facts name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from comity.agreement.formula import tree
from comity.agreement.model import Metric, Terms
from comity.kernel.figure import Exact, Scope
from comity.kernel.period import Grain, Period
from comity.metrics.env import MetricEnv, Source
from comity.metrics.members import agreed_members, tested_members
from comity.metrics.plan import aggregates
from comity.metrics.reporting import agreed_parties, parties_measured, party_column
from comity.metrics.store import Store

Given = Mapping[str, Mapping[tuple[Scope, str], Exact]]
"""Figures that are given and not computed: metric -> (member, period name) -> value."""


class Calendared(Source, Protocol):
    """Where scopes find periods and cubes."""

    store: Store
    given: Given

    def periods(self, grain: Grain) -> Sequence[Period]:
        """Return the periods of a grain that have begun."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What names the members of a metric under some terms: the agreement, clauses, its aggregates, other metrics."""

    metric: Metric
    agreed: frozenset[Scope]
    tested: frozenset[Scope]
    calls: tuple[tree.Call, ...]
    inner: tuple[str, ...]
    parties: tuple[tuple[str, str], ...]
    """The parties measured each for itself, with the scope column that names them; none where all report the same."""


class Scopes:
    """The members of every metric, found once for each period."""

    def __init__(self, source: Calendared) -> None:
        self._source = source
        self._naming: dict[tuple[str, int], Naming | None] = {}
        self._found: dict[tuple[str, str], list[Scope]] = {}
        self._named: dict[tuple[str, str], frozenset[Scope]] = {}
        self._naming_in: dict[
            tuple[str, Grain, tuple[str, str] | None], tuple[list[date], list[frozenset[Scope]]]
        ] = {}  # fmt: skip

    def of(self, metric: str, period: Period) -> list[Scope]:
        """Return the members measured in a period, sorted.

        Those the agreement names; else those the facts name in that period together with those a clause tests.
        Where the facts of a period name nobody, the members of the nearest period that names any are expected.
        """
        key = (metric, period.name)
        if key not in self._found:
            self._found[key] = self._find(metric, period)
        return self._found[key]

    def _find(self, name: str, period: Period) -> list[Scope]:
        naming = self._naming_of(name, period)
        if naming is None:
            return []
        if not naming.metric.per:
            return [()]
        if naming.agreed:
            return sorted(naming.agreed)
        named = self.named(name, period) or self._expected(naming.metric, period)
        return sorted(named | naming.tested | self._silent(naming, period, named))

    def _silent(self, naming: Naming, period: Period, named: frozenset[Scope]) -> frozenset[Scope]:
        """Return the members expected of parties that name none, where each party reports its own rows."""
        there = {pair for scope in named for pair in scope}
        silent = [pair for pair in naming.parties if pair not in there]
        return frozenset(scope for pair in silent for scope in self._expected(naming.metric, period, pair))

    def _naming_of(self, name: str, period: Period) -> Naming | None:
        terms = self._source.terms(period.first)
        key = (name, id(terms))
        if key not in self._naming:
            self._naming[key] = self._made(terms.metrics.get(name), terms)
        return self._naming[key]

    def _made(self, metric: Metric | None, terms: Terms) -> Naming | None:
        if metric is None:
            return None
        node = metric.formula.node
        others = (terms.metrics.get(name.parts[0]) for name in tree.names(node))
        inner = [other.name for other in others if other is not None and other.per == metric.per]
        return Naming(
            metric=metric,
            agreed=agreed_parties(metric, terms) or _scopes(metric, agreed_members(metric, terms)),
            tested=_scopes(metric, tested_members(metric, terms)),
            calls=tuple(call for call in aggregates(node) if self._source.store.table_of(call, terms)),
            inner=tuple(dict.fromkeys(name for name in inner if name != metric.name)),
            parties=tuple((party_column(metric, terms), party) for party in parties_measured(metric, terms)),
        )

    def named(self, name: str, period: Period) -> frozenset[Scope]:
        """Return the members that the facts beneath a metric name in a period."""
        key = (name, period.name)
        if key not in self._named:
            # Metrics that need one another are refused by `check`; the empty set ends the search here.
            self._named[key] = frozenset()
            self._named[key] = frozenset(self._of_facts(name, period))
        return self._named[key]

    def _of_facts(self, name: str, period: Period) -> set[Scope]:
        naming = self._naming_of(name, period)
        if name in self._source.given:
            return {scope for scope, of in self._source.given[name] if of == period.name}
        found: set[Scope] = set()
        if naming is None or naming.metric.every is not period.grain:
            return found
        per = naming.metric.per
        env = MetricEnv(self._source, period, ())
        for call in naming.calls:
            bound = self._source.store.bound(call, per, env)
            if bound.per == per:
                found |= {tuple(zip(per, members, strict=True)) for members in bound.cube.named.get(period.first, ())}
        for inner in naming.inner:
            found |= self.named(inner, period)
        return found

    def _expected(self, metric: Metric, period: Period, of: tuple[str, str] | None = None) -> frozenset[Scope]:
        """Return the members of the nearest earlier period that names any, else of the nearest later one.

        With `of`, a scope column and a party, only those of that party.
        """
        firsts, members = self._naming_periods(metric, of)
        at = bisect_left(firsts, period.first)
        if at > 0:
            return members[at - 1]
        # Figures given by an example begin with the first that it gives.
        later = bisect_right(firsts, period.first) if metric.name not in self._source.given else len(firsts)
        return members[later] if later < len(firsts) else frozenset()

    def _naming_periods(
        self, metric: Metric, of: tuple[str, str] | None
    ) -> tuple[list[date], list[frozenset[Scope]]]:  # fmt: skip
        """Return the first days of the periods that name any members, in order, with these; looked for once."""
        key = (metric.name, metric.every, of)
        if key not in self._naming_in:
            found = [(one.first, self.named(metric.name, one)) for one in self._source.periods(metric.every)]
            mine = [(day, named if of is None else frozenset(s for s in named if of in s)) for day, named in found]
            there = [(day, named) for day, named in mine if named]
            self._naming_in[key] = [day for day, _ in there], [named for _, named in there]
        return self._naming_in[key]


def _scopes(metric: Metric, members: list[str]) -> frozenset[Scope]:
    return frozenset(((metric.per[0], member),) for member in members)
