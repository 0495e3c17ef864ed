"""What a party judged, and the weights that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.kernel.figure import Exact
from comity.kernel.problem import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """Points for the move of each dimension from floor to target, alone; the most wanted move has 100."""

    points: Mapping[str, Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestWorst:
    """How many times as important the best is as each other, and each other as the worst; 1 to 9.

    Both maps hold every dimension, the best and the worst with 1 over themselves.
    """

    best: str
    worst: str
    best_over: Mapping[str, Exact]
    over_worst: Mapping[str, Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """How many times as important the first of a pair is as the second, 1/9 to 9; every pair once."""

    over: Mapping[tuple[str, str], Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Weights that a party simply stated; they add up to 1."""

    weights: Mapping[str, Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The judgement of one party about the dimensions, and where it stands."""

    party: str
    about: Swing | BestWorst | Pairs | Stated
    place: Place
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worst:
    """The judgement that fits least with the others: `first` over `second` was said to be `said`, `fits` would fit."""

    first: str
    second: str
    said: float
    fits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """How well the comparisons of a party go together: 0 is perfect, above `limit` they should be judged again.

    `limit` is None where no limit is published. `circle` names dimensions that are each held above the next, and the
    last above the first; empty where there is none.
    """

    ratio: float
    limit: float | None
    measure: str
    worst: Worst | None = None
    circle: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Whether the ratio keeps its limit."""
        return self.limit is None or self.ratio <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Elicited:
    """The weights of one party, adding up to 1, in the order of the scorecard."""

    party: str
    method: str
    weights: Mapping[str, float]
    place: Place
    consistency: Consistency | None = None
    says: str = ""


METHODS = {Swing: "swing", BestWorst: "best-worst", Pairs: "pairs", Stated: "stated"}
