"""Weights from comparisons of every pair: the principal eigenvector, with Saaty's consistency ratio.

T. L. Saaty 1980, The Analytic Hierarchy Process; 1990, How to make a decision, EJOR 48, 9-26.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations

from comity.scorecards.weights.model import Consistency, Pairs, Worst

RANDOM = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Saaty's mean consistency index of random matrices, by the number of rows."""
LIMIT = 0.10
_TURNS, _CLOSE = 10_000, 1e-14


def matrix(names: Sequence[str], judged: Pairs) -> list[list[float]]:
    """Return the reciprocal matrix of the comparisons, rows over columns, in the order of the names."""
    over = {pair: float(times) for pair, times in judged.over.items()}
    return [
        [1.0 if a == b else over[a, b] if (a, b) in over else 1.0 / over[b, a] for b in names]
        for a in names
    ]  # fmt: skip


def eigen(rows: Sequence[Sequence[float]]) -> tuple[list[float], float]:
    """Return the principal eigenvector, adding up to 1, and its eigenvalue (lambda max), by power iteration."""
    count = len(rows)
    weights = [1.0 / count] * count
    value = float(count)
    for _ in range(_TURNS):
        following = [sum(a * w for a, w in zip(row, weights, strict=True)) for row in rows]
        value = sum(following)
        following = [one / value for one in following]
        moved = max(abs(a - b) for a, b in zip(following, weights, strict=True))
        weights = following
        if moved < _CLOSE:
            break
    return weights, value


def consistency(names: Sequence[str], rows: Sequence[Sequence[float]]) -> Consistency:
    """Return Saaty's ratio with its limit of .10, the judgement that fits least, and a circle if there is one.

    The judgement that fits least is the one furthest, as a factor, from the ratio of the weights. More than 15
    dimensions have no random index: the ratio is then that of 15.
    """
    weights, value = eigen(rows)
    count = len(names)
    index = (value - count) / (count - 1) if count > 1 else 0.0
    random = RANDOM[min(count, len(RANDOM) - 1)]
    ratio = max(index / random, 0.0) if random else 0.0
    worst, furthest = None, 1.0 + 1e-9
    for i, j in combinations(range(count), 2):
        fits = weights[i] / weights[j]
        factor = max(rows[i][j] / fits, fits / rows[i][j])
        if factor > furthest:
            furthest = factor
            first, second, said = (i, j, rows[i][j]) if rows[i][j] >= 1 else (j, i, rows[j][i])
            worst = Worst(first=names[first], second=names[second], said=said, fits=weights[first] / weights[second])
    return Consistency(
        ratio=ratio, limit=LIMIT, measure="consistency ratio", worst=worst, circle=circle(names, rows)
    )  # fmt: skip


def circle(names: Sequence[str], rows: Sequence[Sequence[float]]) -> tuple[str, ...]:
    """Return three dimensions of which each is held above the next and the last above the first; else ().

    Where every pair is compared, any longer circle contains one of three.
    """
    for i, j, k in permutations(range(len(names)), 3):
        if i < j and i < k and rows[i][j] > 1 and rows[j][k] > 1 and rows[k][i] > 1:
            return names[i], names[j], names[k]
    return ()
