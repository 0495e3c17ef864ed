"""Scores: additive value over anchors fixed in the agreement (MAVT), with coverage instead of imputation.

Source of the method: Keeney & Raiffa 1976, Decisions with Multiple Objectives; fixed anchors instead of
min-max over whatever data is there. What is missing widens a range, it is never filled in. What must not be averaged
away is a gate: below its floor it caps what it belongs to at its own score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from comity.agreement.model import Dimension, Terms
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure
from comity.scorecards.curves import NOTHING
from comity.scorecards.measured import Scoring, below_floor, metric_score
from comity.scorecards.model import DimensionScore, MetricScore, Score


class Figures(Protocol):
    """What a scorecard sees of the metrics."""

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the figures of a metric for all its members, each in order of period; empty if there are none."""


def score(terms: Terms, figures: Figures, *, as_of: date) -> Score | None:
    """Score the latest due figure of every metric on the scorecard; None where there is no scorecard."""
    if not terms.scorecard:
        return None
    return _scored(tuple(_dimension(d, terms, figures, as_of) for d in terms.scorecard.values()))


def reweighed(found: Score, weights: Mapping[str, Exact]) -> Score:
    """Return a score with other weights of its dimensions, by name; whoever is not named keeps the one agreed.

    For asking what if: figures, anchors and gates stay as they are.
    """
    dimensions = tuple(replace(one, weight=weights.get(one.name, one.weight)) for one in found.dimensions)
    return _scored(dimensions)


def _scored(dimensions: tuple[DimensionScore, ...]) -> Score:
    whole = _whole(dimensions)
    return Score(
        dimensions=dimensions,
        score=whole.score,
        low=whole.low,
        high=whole.high,
        coverage=whole.coverage,
        gated_by=whole.gated_by,
    )


def _dimension(dimension: Dimension, terms: Terms, figures: Figures, as_of: date) -> DimensionScore:
    if dimension.parts:
        return _of_parts(dimension, tuple(_dimension(part, terms, figures, as_of) for part in dimension.parts))
    inside = exact.total(metric.weight for metric in dimension.metrics)
    metrics = tuple(
        metric_score(
            Scoring(scored=one, weight=exact.div(one.weight, inside) if inside else NOTHING, terms=terms, as_of=as_of),
            figures.of(one.metric),
        )
        for one in dimension.metrics
    )
    low, high, coverage = _weighted((m.weight, m.low, m.high, m.coverage) for m in metrics)
    return DimensionScore(
        name=dimension.name,
        weight=dimension.weight,
        metrics=metrics,
        score=low if coverage == 1 else None,
        low=low,
        high=high,
        coverage=coverage,
        gate=dimension.gate,
        below_floor=any(below_floor(m) for m in metrics),
    )


def _of_parts(dimension: Dimension, parts: tuple[DimensionScore, ...]) -> DimensionScore:
    whole = _whole(parts)
    inside = exact.total(part.weight for part in parts)
    return DimensionScore(
        name=dimension.name,
        weight=dimension.weight,
        metrics=tuple(_in_whole(metric, part, inside) for part in parts for metric in part.metrics),
        score=whole.score,
        low=whole.low,
        high=whole.high,
        coverage=whole.coverage,
        gate=dimension.gate,
        below_floor=any(part.below_floor for part in parts),
        parts=parts,
        gated_by=whole.gated_by,
    )


def _in_whole(metric: MetricScore, part: DimensionScore, inside: Exact) -> MetricScore:
    """Return a metric of a part with its share of the whole dimension."""
    share = exact.div(part.weight, inside) if inside else NOTHING
    return replace(metric, weight=exact.mul(metric.weight, share))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    score: Exact | None
    low: Exact
    high: Exact
    coverage: Exact
    gated_by: str


def _whole(dimensions: Sequence[DimensionScore]) -> _Whole:
    """Return the weighted mean of dimensions, capped by the gates among them; a gate never raises it."""
    low, high, coverage = _weighted((d.weight, d.low, d.high, d.coverage) for d in dimensions)
    # A gate that is not fully covered could still prove below its floor, and cap the total at its own lowest score.
    for open_gate in (d for d in dimensions if d.gate and d.coverage != 1):
        low = exact.least((low, open_gate.low))
    gate = min((d for d in dimensions if d.gate and d.below_floor), key=lambda d: d.high, default=None)
    if gate is not None:
        low, high = exact.least((low, gate.low)), exact.least((high, gate.high))
    return _Whole(
        score=low if exact.compare(low, high) == 0 and coverage == 1 else None,
        low=low,
        high=high,
        coverage=coverage,
        gated_by=gate.name if gate else "",
    )


def _weighted(rows: Iterable[tuple[Exact, Exact, Exact, Exact]]) -> tuple[Exact, Exact, Exact]:
    """Return the weighted means of the lows, the highs and the coverages."""
    items = list(rows)
    whole = exact.total(row[0] for row in items)

    def mean(column: int) -> Exact:
        return exact.div(exact.total(exact.mul(row[0], row[column]) for row in items), whole) if whole else NOTHING

    return mean(1), mean(2), mean(3)
