"""The score of one metric: its figure against its anchors, over one period or several, by its weakest member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.model import Formula, ScoredMetric, Terms
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, Scope, State, Unknown
from comity.kernel.period import Grain
from comity.scorecards.curves import FULL, NOTHING, STRETCHED, Curve
from comity.scorecards.model import MetricScore, PeriodScore

Anchor = Exact | Unknown | None
"""The value of an anchor; unknown with its reason; None where there is none, or no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What a metric is scored with: how, its share of its dimension, the terms and the day."""

    scored: ScoredMetric
    weight: Exact
    terms: Terms
    as_of: date


def metric_score(scoring: Scoring, figures: Iterable[Figure]) -> MetricScore:
    """Score a metric by its weakest member: what one party lacks, the other's figure does not make up for.

    `figures` are those of all members, each in order of period; what is not due is left out.
    """
    members: dict[Scope, list[Figure]] = {}
    for figure in figures:
        if figure.state is not State.NOT_DUE:
            members.setdefault(figure.scope, []).append(figure)
    found = [_member(scoring, of) for of in members.values()]
    if not found:
        return _one(scoring, None)
    weakest = min(found, key=lambda one: (one.high, one.low))
    unknown = next((one for one in found if one.score is None), None)
    if unknown is None or weakest.high == NOTHING:
        return weakest
    # A member without a figure could still be the weakest.
    low = exact.least(one.low for one in found)
    coverage = exact.least(one.coverage for one in found)
    return replace(
        weakest, score=None, low=low, coverage=coverage, reason=unknown.reason, figure=unknown.figure,
        periods=unknown.periods,
    )  # fmt: skip


def _member(scoring: Scoring, figures: Sequence[Figure]) -> MetricScore:
    """Score the latest figure of a member, or the weighted mean of the latest few."""
    weights = scoring.scored.recent
    if not weights:
        return _one(scoring, figures[-1])
    latest = list(reversed(figures[-len(weights) :]))
    each = [_one(scoring, figure) for figure in latest]
    return _over_periods(each, latest, weights)


def _over_periods(each: Sequence[MetricScore], figures: Sequence[Figure], weights: Sequence[Decimal]) -> MetricScore:
    """Return the mean of the scores of several periods, latest first.

    The weights are divided by the sum of those of the periods that are there, so that the mean of equal scores is that
    score, in the first period as in the last.
    """
    whole = sum(weights[: len(each)], Decimal(0))
    shares = [exact.div(weight, whole) for weight in weights[: len(each)]]
    low = exact.total(exact.mul(share, one.low) for share, one in zip(shares, each, strict=True))
    high = exact.total(exact.mul(share, one.high) for share, one in zip(shares, each, strict=True))
    open_ = [one for share, one in zip(shares, each, strict=True) if one.score is None and share]
    coverage = exact.total(share for share, one in zip(shares, each, strict=True) if one.score is not None)
    periods = tuple(
        PeriodScore(figure=figure, weight=share, score=one.score, low=one.low, high=one.high)
        for figure, share, one in zip(figures, shares, each, strict=True)
    )
    return replace(
        each[0], score=None if open_ else low, low=low, high=low if not open_ else high,
        coverage=coverage if open_ else Decimal(1), reason=open_[0].reason if open_ else "", periods=periods,
    )  # fmt: skip


def _one(scoring: Scoring, figure: Figure | None) -> MetricScore:
    scored, anchors = scoring.scored, _Anchors.of(scoring, figure)
    value = figure.value if figure is not None and figure.state is not State.DISPUTED else None
    curve = anchors.curve
    fault = curve.fault if curve is not None else ""
    reached = curve.score(value) if curve is not None and not fault and value is not None else None
    # Beyond the target a stretch that is not known leaves open how far.
    beyond = scored.stretch is not None and anchors.number(anchors.stretch) is None and reached == FULL
    least = reached if reached is not None else NOTHING
    reached = None if beyond else reached
    return MetricScore(
        metric=scored.metric,
        weight=scoring.weight,
        figure=figure,
        score=reached,
        low=least,
        high=reached if reached is not None else (STRETCHED if scored.stretch else FULL),
        floor=anchors.number(anchors.floor),
        target=anchors.number(anchors.target),
        stretch=anchors.number(anchors.stretch),
        coverage=Decimal(reached is not None),
        reason=_reason(scored, figure, anchors, fault) if reached is None else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchors:
    """The values of the anchors for the period of a figure. `points` have their scores beside them."""

    floor: Anchor
    target: Anchor
    stretch: Anchor
    halfway: Anchor
    points: tuple[tuple[Anchor, Decimal], ...]
    bent: bool
    """Whether a halfway figure is agreed, known or not."""

    @classmethod
    def of(cls, scoring: Scoring, figure: Figure | None) -> _Anchors:
        scored = scoring.scored

        def valued(formula: Formula | None) -> Anchor:
            return _anchor(formula, scoring.terms, figure, scoring.as_of)

        return cls(
            floor=valued(scored.floor),
            target=valued(scored.target),
            stretch=valued(scored.stretch),
            halfway=valued(scored.halfway),
            points=tuple((valued(point.at), point.score) for point in scored.points),
            bent=scored.halfway is not None,
        )

    @staticmethod
    def number(anchor: Anchor) -> Exact | None:
        return anchor if isinstance(anchor, Exact) else None

    @property
    def all(self) -> tuple[Anchor, ...]:
        return (self.floor, *(at for at, _ in self.points), self.halfway, self.target, self.stretch)

    @property
    def curve(self) -> Curve | None:
        """The value function, where all that gives it its shape is known; the stretch may be open."""
        floor, target, halfway = (self.number(one) for one in (self.floor, self.target, self.halfway))
        points = tuple((at, score) for at, score in self.points if isinstance(at, Exact))
        if floor is None or target is None or len(points) < len(self.points) or (self.bent and halfway is None):
            return None
        return Curve(floor=floor, target=target, stretch=self.number(self.stretch), points=points, halfway=halfway)


def _anchor(anchor: Formula | None, terms: Terms, figure: Figure | None, as_of: date) -> Anchor:
    if anchor is None:
        return None
    period = figure.period if figure else next(iter(terms.calendar.between(Grain.DAY, as_of, as_of)))
    value = evaluate(anchor.node, Env(terms, period, (), as_of, terms.starts))
    return value if isinstance(value, Exact | Unknown) and not isinstance(value, bool) else None


def _reason(scored: ScoredMetric, figure: Figure | None, anchors: _Anchors, fault: str) -> str:
    """Say why there is no score: the figure is not known, or an anchor is still to be agreed."""
    if figure is not None and figure.value is not None and figure.state is not State.DISPUTED:
        open_ = [anchor.reason for anchor in anchors.all if isinstance(anchor, Unknown) and anchor.reason]
        if open_:
            return open_[0]
        if fault:
            return f"{scored.metric} cannot be scored: {fault}"
    if figure is not None:
        return figure.reason or f"{scored.metric} has no figure for {figure.period}"
    if scored.metric.startswith("survey("):
        return "no health check has been answered yet"
    return f"{scored.metric} has no figure yet"


def below_floor(metric: MetricScore) -> bool:
    """Tell whether the latest figure of a metric is known and worse than its floor."""
    figure = metric.figure
    if figure is None or figure.value is None or figure.state is State.DISPUTED:
        return False
    if metric.floor is None or metric.target is None or (metric.score is None and not metric.periods):
        return False
    upward = exact.compare(metric.target, metric.floor) > 0
    return exact.compare(figure.value, metric.floor) == (-1 if upward else 1)
