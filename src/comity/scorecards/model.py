"""Scores."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.figure import Exact, Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodScore:
    """One of several periods that a metric is scored over: its figure, and its share of the metric, 0 to 1."""

    figure: Figure
    weight: Exact
    score: Exact | None
    low: Exact
    high: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricScore:
    """A metric against its anchors: `score` is 0 at the floor, 100 at the target, up to 120 at the stretch.

    `low` and `high` are the lowest and highest score the missing figure could still bring; equal to `score`
    when it is known. `weight` is its share of its dimension, 0 to 1. `coverage` is the share of its periods that is
    known; `periods` are these, latest first, where the agreement weighs several, and `figure` is then the latest.
    """

    metric: str
    weight: Exact
    figure: Figure | None
    score: Exact | None
    low: Exact
    high: Exact
    floor: Exact | None
    target: Exact | None
    stretch: Exact | None
    coverage: Exact
    reason: str = ""
    periods: tuple[PeriodScore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """A dimension: its score, or the range left open by missing figures, and the share of weight covered.

    `weight` is as agreed, beside its sisters. Where the dimension is made of `parts`, `metrics` are those of all parts,
    each with its share of the whole dimension, and `gated_by` names a part below its floor that caps it, or is "".
    """

    name: str
    weight: Exact
    metrics: tuple[MetricScore, ...]
    score: Exact | None
    low: Exact
    high: Exact
    coverage: Exact
    gate: bool = False
    below_floor: bool = False
    parts: tuple[DimensionScore, ...] = ()
    gated_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The scorecard: `gated_by` names a dimension below its floor that caps the total, or is ""."""

    dimensions: tuple[DimensionScore, ...]
    score: Exact | None
    low: Exact
    high: Exact
    coverage: Exact
    gated_by: str = ""
