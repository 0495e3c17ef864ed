"""Scores."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.figure import Exact, Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricScore:
    """A metric against its anchors: `score` is 0 at the floor, 100 at the target, up to 120 at the stretch.

    `low` and `high` are the lowest and highest score the missing figure could still bring; equal to `score`
    when it is known. `weight` is its share of its dimension, 0 to 1.
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
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """A dimension: its score, or the range left open by missing figures, and the share of weight covered."""

    name: str
    weight: Exact
    metrics: tuple[MetricScore, ...]
    score: Exact | None
    low: Exact
    high: Exact
    coverage: Exact
    gate: bool = False
    below_floor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The scorecard: `gated_by` names a dimension below its floor that caps the total, or is ""."""

    dimensions: tuple[DimensionScore, ...]
    score: Exact | None
    low: Exact
    high: Exact
    coverage: Exact
    gated_by: str = ""
