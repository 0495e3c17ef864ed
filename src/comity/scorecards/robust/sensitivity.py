"""What a score depends on: each weight from nothing to everything, other people's weights, and the order of days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from comity.kernel import exact
from comity.kernel.figure import Exact
from comity.scorecards.curves import NOTHING
from comity.scorecards.model import Score
from comity.scorecards.robust.others import View, views
from comity.scorecards.robust.smaa import DRAWS, acceptability, draw_weights
from comity.scorecards.robust.stability import Interval, intervals
from comity.scorecards.score import reweighed

SEED = 20_260_101
"""The seed of the draws: the same page for both parties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The lowest and the highest total that missing figures leave open; equal where all is known."""

    low: Exact
    high: Exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One dimension: its share of the whole, and the total if it weighed nothing and if nothing else weighed anything.

    The others keep their proportions. Gates stay.
    """

    name: str
    weight: Exact
    at_none: Range
    at_all: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A set of weights beside the agreed one: whose it is, the shares, and the score with them."""

    name: str
    weights: Mapping[str, Exact]
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The scorecard on an earlier day. `scores` are those of its dimensions, None where one is not fully known."""

    name: str
    on: date
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How days compare: their order, how far each weight may move before it changes, how often each day is the best.

    Gates are left aside here: they do not depend on weights.

    `moments` are those of which every dimension is known; `left_out` the others. `acceptable[i][r]` is the share of
    all possible weights for which moment `i` takes rank `r`; `between` the same over every compromise of the parties,
    empty without judgements of at least two.
    """

    moments: tuple[Moment, ...]
    left_out: tuple[str, ...]
    intervals: Mapping[str, Interval]
    acceptable: tuple[tuple[float, ...], ...]
    between: tuple[tuple[float, ...], ...]
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Everything a score depends on. `course` is None where fewer than two days are known."""

    levers: tuple[Lever, ...]
    alternatives: tuple[Alternative, ...]
    course: Course | None


def sensitivity(
    score: Score,
    parties: Mapping[str, Mapping[str, Exact]],
    moments: Sequence[Moment],
    what_if: Mapping[str, Mapping[str, Exact]] | None = None,
) -> Sensitivity:
    """Return what a score depends on.

    `parties` are the weights that each party holds, by its name; `what_if` other sets, that nobody holds; `moments` are
    earlier days, oldest first.
    """
    sets = {**parties, **(what_if or {})}
    return Sensitivity(
        levers=tuple(levers(score)),
        alternatives=tuple(
            Alternative(name=name, weights=weights, score=reweighed(score, weights)) for name, weights in sets.items()
        ),
        course=course(score, parties, moments),
    )


def shares(score: Score) -> dict[str, Exact]:
    """Return the share of each dimension in the whole, 0 to 1."""
    whole = exact.total(one.weight for one in score.dimensions)
    return {one.name: exact.div(one.weight, whole) if whole else NOTHING for one in score.dimensions}


def levers(score: Score) -> list[Lever]:
    """Return for each dimension what its weight does to the total."""
    found = []
    for name, share in shares(score).items():
        rest = {one.name: one.weight for one in score.dimensions if one.name != name}
        if not exact.total(rest.values()):  # it already weighs everything: the others would share alike
            rest = dict.fromkeys(rest, exact.HUNDRED)
        alone = dict.fromkeys(rest, NOTHING) | {name: exact.HUNDRED}
        found.append(
            Lever(
                name=name,
                weight=share,
                at_none=_range(reweighed(score, rest | {name: NOTHING} if rest else alone)),
                at_all=_range(reweighed(score, alone)),
            )
        )
    return found


def _range(score: Score) -> Range:
    return Range(low=score.low, high=score.high)


def course(
    score: Score, parties: Mapping[str, Mapping[str, Exact]], moments: Sequence[Moment]
) -> Course | None:  # fmt: skip
    """Return how the days compare whose dimensions are all known; None with fewer than two of them, or dimensions."""
    known = tuple(one for one in moments if all(d.score is not None for d in one.score.dimensions))
    names = [one.name for one in score.dimensions]
    if len(known) < 2 or len(names) < 2:
        return None
    scores = [[_float(d.score) for d in one.score.dimensions] for one in known]
    weights = [_float(share) for share in shares(score).values()]
    corners = [[_float(held.get(name)) for name in names] for held in parties.values()]
    return Course(
        moments=known,
        left_out=tuple(one.name for one in moments if one not in known),
        intervals=dict(zip(names, intervals(scores, weights), strict=True)),
        acceptable=_ranks(scores, len(names), None),
        between=_ranks(scores, len(names), corners) if len(corners) > 1 else (),
        views=tuple(views(np.array(scores), np.array(weights))),
    )


def _ranks(
    scores: Sequence[Sequence[float]], count: int, corners: Sequence[Sequence[float]] | None
) -> tuple[tuple[float, ...], ...]:  # fmt: skip
    drawn = draw_weights(count, DRAWS, SEED, None if corners is None else np.array(corners))
    return tuple(tuple(map(float, row)) for row in acceptability(np.array(scores), drawn).ranks)


def _float(value: Exact | None) -> float:
    return float(value) if value is not None else 0.0
