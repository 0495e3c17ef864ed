"""The same alternatives by other ways to add up, and whether these can be trusted here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.scorecards.robust.promethee import Preference, net_flows
from comity.scorecards.robust.topsis import closeness

Matrix = NDArray[np.float64]
Way = Callable[[Matrix, Matrix], Matrix]
INDIFFERENT, DECIDED = 5.0, 20.0
"""Points of a score up to which PROMETHEE sees no preference, and from which it sees a full one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to add up: the value of each alternative, their order from best to worst, and a warning.

    `reversals` are the alternatives without which the others change places among themselves.
    """

    name: str
    values: tuple[float, ...]
    order: tuple[int, ...]
    reversals: tuple[int, ...] = ()
    warning: str = ""


def geometric(scores: Matrix, weights: Matrix) -> Matrix:
    """Return the weighted geometric mean, 0 to 120: a low score is made up for less than in the weighted sum."""
    with np.errstate(divide="ignore"):
        logs = np.where(scores > 0, np.log(np.where(scores > 0, scores, 1.0)), -np.inf)
    counted = weights > 0
    return np.asarray(np.exp(logs[:, counted] @ weights[counted]))


def views(scores: Matrix, weights: Matrix) -> list[View]:
    """Return the weighted sum and three views beside it; `scores` are alternatives x dimensions, `weights` a whole."""
    shape = Preference(shape="indifference", q=INDIFFERENT, p=DECIDED)
    ways: list[tuple[str, Way, bool]] = [
        ("weighted sum", lambda s, w: np.asarray(s @ w), False),
        ("geometric mean", geometric, False),
        ("TOPSIS", closeness, True),
        ("PROMETHEE II", lambda s, w: net_flows(s, w, [shape] * s.shape[1]), True),
    ]
    return [_view(name, way, scores, weights, relative=relative) for name, way, relative in ways]


def _view(name: str, way: Way, scores: Matrix, weights: Matrix, *, relative: bool) -> View:
    values = way(scores, weights)
    turned = reversals(way, scores, weights) if relative else ()
    warning = ""
    if turned:
        warning = f"{name} compares the alternatives with one another: without one of them the others change places"
    elif relative:
        warning = f"{name} compares the alternatives with one another: a further one could change their order"
    return View(
        name=name, values=tuple(map(float, values)), order=ordered(values), reversals=turned, warning=warning
    )  # fmt: skip


def ordered(values: Matrix) -> tuple[int, ...]:
    """Return the alternatives from best to worst; equal ones in the order given."""
    return tuple(int(i) for i in np.argsort(-np.round(values, 9), kind="stable"))


def reversals(way: Way, scores: Matrix, weights: Matrix) -> tuple[int, ...]:
    """Return the alternatives without which the order of the others is another one."""
    whole = ordered(way(scores, weights))
    found: list[int] = []
    for left_out in range(len(scores)) if len(scores) > 2 else ():
        kept = [i for i in range(len(scores)) if i != left_out]
        among = ordered(way(scores[kept], weights))
        if _names(kept, among) != [i for i in whole if i != left_out]:
            found.append(left_out)
    return tuple(found)


def _names(kept: Sequence[int], order: Sequence[int]) -> list[int]:
    return [kept[i] for i in order]
