"""Every figure of an alliance: what was agreed, computed from what was reported, as of a day.

The way of a figure: aggregates of all formulas -> primitives -> one scan a table and grain -> cubes -> formulas
evaluated exactly over a dense calendar -> figures with state, reason and derivation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.agreement.model import Agreement, Metric
from comity.facts.model import Facts
from comity.kernel.figure import Figure, Scope
from comity.kernel.period import Period
from comity.metrics.driver import Driver
from comity.metrics.engine import Engine
from comity.metrics.scopes import Given


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of an alliance as of a day, by metric, ordered by scope, then period, and dense.

    Every period that has begun within the term is there, whatever its state.
    """

    figures: Mapping[str, tuple[Figure, ...]]
    engine: Engine

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return the figure of a metric for one member and period; None if the metric has none there."""
        return self.engine.figure(metric, scope, period)

    def scopes(self, metric: str, period: Period) -> Sequence[Scope]:
        """Return the members measured for a metric in a period."""
        return self.engine.scopes(metric, period)


def measure(
    agreement: Agreement, facts: Facts, *, as_of: date, driver: Driver, given: Given | None = None
) -> Measurement:
    """Return all figures. Raises Refused where the database cannot compute exactly (CMY-503, CMY-504).

    A metric that is `given` (by a worked example) is not computed: cells it does not name are missing.
    """
    engine = Engine(agreement, facts, as_of, driver, given or {})
    engine.prepare()
    names = dict.fromkeys(name for _, terms in agreement.versions for name in terms.metrics)
    return Measurement({name: tuple(_series(engine, name)) for name in names}, engine)


def _series(engine: Engine, name: str) -> list[Figure]:
    found: list[Figure] = []
    for metric, period in _periods(engine, name):
        for scope in engine.scopes(metric.name, period):
            figure = engine.figure(name, scope, period)
            if figure is not None:
                found.append(figure)
    return sorted(found, key=lambda figure: (figure.scope, figure.period.first))


def _periods(engine: Engine, name: str) -> Iterator[tuple[Metric, Period]]:
    """Yield the periods of a metric, each with its definition on the period's first day."""
    for metric in engine.definitions(name):
        for period in engine.periods(metric.every):
            if engine.terms(period.first).metrics.get(name) is metric:
                yield metric, period
