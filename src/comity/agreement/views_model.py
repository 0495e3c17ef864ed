"""The scorecard, the governance and who may see what, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal

from comity.agreement.terms_model import Formula
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from comity.kernel.problem import Place
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePoint:
    """A point between floor and target: at the figure `at` the score is `score`, above 0 and below 100."""

    at: Formula
    score: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredMetric:
    """A metric of the scorecard with its fixed anchors. `metric` is a name or `survey(name.dimension)`.

    Between floor and target the score runs through `points`, or along a curve that is 50 at `halfway`, else
    straight. `recent` are the weights of the latest period and of those before it; empty, the latest counts alone.
    """

    metric: str
    floor: Formula
    target: Formula
    place: Place
    weight: Decimal = Decimal(1)
    stretch: Formula | None = None
    points: tuple[ScorePoint, ...] = ()
    halfway: Formula | None = None
    recent: tuple[Decimal, ...] = ()

    @property
    def anchors(self) -> tuple[Formula, ...]:
        """Every figure that is agreed for the score: floor, points, halfway, target and stretch, where written."""
        found = (self.floor, *(point.at for point in self.points), self.halfway, self.target, self.stretch)
        return tuple(formula for formula in found if formula is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A dimension of the scorecard. `metrics` are all metrics scored in it, those of its `parts` if it has any."""

    name: str
    weight: Decimal
    metrics: tuple[ScoredMetric, ...]
    place: Place
    gate: bool = False
    says: str = ""
    parts: tuple[Dimension, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body of the governance."""

    name: str
    place: Place
    members: Mapping[str, int] = field(default_factory=dict)
    chair: str = ""
    decides: str = ""
    meets: str = ""
    minutes: Deadline | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """Who may see something: at which grain, from which age on, in groups of how many."""

    name: str
    place: Place
    seen_by: tuple[str, ...] = ()
    grain: Grain | None = None
    older_than: Duration | None = None
    groups_of: int | None = None
