"""Weight-stability intervals: how far the weight of one criterion may move before the order changes.

B. Mareschal 1988, Weight stability intervals in multicriteria decision aid, EJOR 33, 54-64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_TIED = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The weights of one criterion, the others keeping their proportions, for which the order stays as it is.

    Shares of the whole, 0 to 1. `order` is for the whole order, `first` for the first place alone.
    """

    weight: float
    order: tuple[float, float]
    first: tuple[float, float]


def intervals(scores: Sequence[Sequence[float]], weights: Sequence[float]) -> list[Interval]:
    """Return the interval of each criterion; `scores` are alternatives x criteria, `weights` add up to 1.

    With everything else in proportion, the total of an alternative is a straight line in the weight moved, so each pair
    of alternatives changes places at one weight at most.
    """
    totals = [_total(row, weights) for row in scores]
    best = max(totals, default=0.0)
    firsts = [i for i, one in enumerate(totals) if best - one <= _TIED]
    everything = [(i, j) for i in range(len(scores)) for j in range(len(scores)) if totals[i] - totals[j] > _TIED]
    leading = [(i, j) for i, j in everything if i in firsts]
    return [
        Interval(
            weight=weights[k],
            order=_between(_lines(scores, weights, k), everything, weights[k]),
            first=_between(_lines(scores, weights, k), leading, weights[k]),
        )
        for k in range(len(weights))
    ]


def _total(row: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * v for w, v in zip(weights, row, strict=True))


def _lines(scores: Sequence[Sequence[float]], weights: Sequence[float], k: int) -> list[tuple[float, float]]:
    """Return each alternative's total where criterion `k` weighs nothing, and where it weighs everything."""
    rest = [0.0 if j == k else w for j, w in enumerate(weights)]
    whole = sum(rest)
    if not whole:  # nothing else weighs anything: the others share alike
        rest, whole = [float(j != k) for j in range(len(weights))], float(max(len(weights) - 1, 1))
    return [(_total(row, rest) / whole, row[k]) for row in scores]


def _between(
    lines: Sequence[tuple[float, float]], pairs: Sequence[tuple[int, int]], weight: float
) -> tuple[float, float]:  # fmt: skip
    """Return the interval around a weight in which the first of every pair keeps the lead over the second."""
    low, high = 0.0, 1.0
    for i, j in pairs:
        at_none, at_all = lines[i][0] - lines[j][0], lines[i][1] - lines[j][1]
        if (at_none > 0) == (at_all > 0) or at_none == at_all:
            continue
        crossing = at_none / (at_none - at_all)
        if crossing <= weight:
            low = max(low, crossing)
        else:
            high = min(high, crossing)
    return low, high
