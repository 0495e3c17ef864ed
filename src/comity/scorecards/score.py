"""Scores: additive value over anchors fixed in the agreement (MAVT), with coverage instead of imputation.

Source of the method: Keeney & Raiffa 1976, Decisions with Multiple Objectives; fixed anchors instead of
min-max over whatever data is there. What is missing widens a range, it is never filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.model import Dimension, Formula, ScoredMetric, Terms
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, State
from comity.kernel.period import Grain
from comity.scorecards.model import DimensionScore, MetricScore, Score

NOTHING, FULL, STRETCHED = Decimal(0), Decimal(100), Decimal(120)


class Figures(Protocol):
    """What a scorecard sees of the metrics."""

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the figures of a metric without scope, in order of period; empty if there are none."""


def score(terms: Terms, figures: Figures, *, as_of: date) -> Score | None:
    """Score the latest due figure of every metric on the scorecard; None where there is no scorecard."""
    if not terms.scorecard:
        return None
    dimensions = tuple(_dimension(d, terms, figures, as_of) for d in terms.scorecard.values())
    low, high, coverage = _weighted((d.weight, d.low, d.high, d.coverage) for d in dimensions)
    # A gate that is not fully covered could still prove below its floor, and cap the total at its own lowest score.
    for open_gate in (d for d in dimensions if d.gate and d.coverage != 1):
        low = exact.least((low, open_gate.low))
    gate = min((d for d in dimensions if d.gate and d.below_floor), key=lambda d: d.high, default=None)
    if gate is not None:
        low, high = exact.least((low, gate.low)), exact.least((high, gate.high))
    return Score(
        dimensions=dimensions,
        score=low if exact.compare(low, high) == 0 and coverage == 1 else None,
        low=low,
        high=high,
        coverage=coverage,
        gated_by=gate.name if gate else "",
    )


def value_of(value: Exact, floor: Exact, target: Exact, stretch: Exact | None) -> Exact:
    """Return the score of a value: 0 at the floor or worse, 100 at the target, linear between.

    Above the target 100, or linear to 120 at the stretch. Anchors may rise or fall (lower is better).
    """
    reached = exact.mul(exact.div(exact.sub(value, floor), exact.sub(target, floor)), FULL)
    if exact.compare(reached, NOTHING) <= 0:
        return NOTHING
    if exact.compare(reached, FULL) <= 0 or stretch is None:
        return exact.least((reached, FULL))
    if exact.compare(stretch, target) == 0:
        return FULL
    beyond = exact.div(exact.sub(value, target), exact.sub(stretch, target))
    return exact.least((exact.add(FULL, exact.mul(beyond, STRETCHED - FULL)), STRETCHED))


def _dimension(dimension: Dimension, terms: Terms, figures: Figures, as_of: date) -> DimensionScore:
    metrics = tuple(_metric(m, dimension, terms, figures, as_of) for m in dimension.metrics)
    rows = ((m.weight, m.low, m.high, Decimal(m.score is not None)) for m in metrics)
    low, high, coverage = _weighted(rows)
    return DimensionScore(
        name=dimension.name,
        weight=dimension.weight,
        metrics=metrics,
        score=low if coverage == 1 else None,
        low=low,
        high=high,
        coverage=coverage,
        gate=dimension.gate,
        below_floor=any(_below_floor(m) for m in metrics),
    )


def _metric(scored: ScoredMetric, dimension: Dimension, terms: Terms, figures: Figures, as_of: date) -> MetricScore:
    whole = sum((m.weight for m in dimension.metrics), Decimal(0))
    figure = next((f for f in reversed(figures.of(scored.metric)) if f.state is not State.NOT_DUE), None)
    floor, target, stretch = (_anchor(a, terms, figure, as_of) for a in (scored.floor, scored.target, scored.stretch))
    value = figure.value if figure is not None and figure.state is not State.DISPUTED else None
    reached = None
    if value is not None and floor is not None and target is not None and exact.compare(floor, target) != 0:
        reached = value_of(value, floor, target, stretch)
    # Beyond the target a stretch that is not known leaves open how far.
    beyond = scored.stretch is not None and stretch is None and reached == FULL
    least = reached if reached is not None else NOTHING
    reached = None if beyond else reached
    return MetricScore(
        metric=scored.metric,
        weight=exact.div(scored.weight, whole),
        figure=figure,
        score=reached,
        low=least,
        high=reached if reached is not None else (STRETCHED if scored.stretch else FULL),
        floor=floor,
        target=target,
        stretch=stretch,
        reason=_reason(scored, figure) if reached is None else "",
    )


def _reason(scored: ScoredMetric, figure: Figure | None) -> str:
    if figure is not None:
        return figure.reason or f"{scored.metric} has no figure for {figure.period}"
    if scored.metric.startswith("survey("):
        return "no health check has been answered yet"
    return f"{scored.metric} has no figure yet"


def _anchor(anchor: Formula | None, terms: Terms, figure: Figure | None, as_of: date) -> Exact | None:
    if anchor is None:
        return None
    period = figure.period if figure else next(iter(terms.calendar.between(Grain.DAY, as_of, as_of)))
    value = evaluate(anchor.node, Env(terms, period, (), as_of, terms.starts))
    return value if isinstance(value, Exact) and not isinstance(value, bool) else None


def _below_floor(metric: MetricScore) -> bool:
    if metric.score is None or metric.figure is None or metric.figure.value is None:
        return False
    if metric.floor is None or metric.target is None:
        return False
    upward = exact.compare(metric.target, metric.floor) > 0
    return (exact.compare(metric.figure.value, metric.floor) < 0) is upward and metric.figure.value != metric.floor


def _weighted(rows: Iterable[tuple[Exact, Exact, Exact, Exact]]) -> tuple[Exact, Exact, Exact]:
    """Return the weighted means of the lows, the highs and the coverages."""
    items = list(rows)
    whole: Exact = Decimal(0)
    for row in items:
        whole = exact.add(whole, row[0])

    def mean(column: int) -> Exact:
        total: Exact = Decimal(0)
        for row in items:
            total = exact.add(total, exact.mul(row[0], row[column]))
        return exact.div(total, whole) if whole else NOTHING

    return mean(1), mean(2), mean(3)
