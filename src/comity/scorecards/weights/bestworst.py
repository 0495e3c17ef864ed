"""Weights by the linear best-worst method, exactly.

J. Rezaei 2016, Best-worst multi-criteria decision-making method: some properties and a linear model, Omega 64, 126-130.
Consistency of the input: F. Liang, M. Brunelli, J. Rezaei 2020, Consistency issues in the best worst method, Omega 96,
102175, with their table 3 of limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from comity.scorecards.weights.model import BestWorst, Consistency, Worst
from comity.scorecards.weights.simplex import minimise

LIMITS = {
    3: (0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    4: (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    5: (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    6: (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    7: (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    8: (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    9: (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
}
"""Limits of the input-based ratio, by best over worst, for 3 to 9 dimensions."""


def best_worst(judged: BestWorst) -> tuple[dict[str, Fraction], Fraction]:
    """Return the weights, and how far they are from the judgements at worst (Rezaei's xi; 0 is perfect).

    Minimises xi under |w_best - a w_j| <= xi and |w_j - b w_worst| <= xi, the weights adding up to 1. The optimum is
    unique.
    """
    names = list(judged.best_over)
    place = {name: number for number, name in enumerate(names)}
    count, pairs = len(names), []
    for name in names:
        if name != judged.best:
            pairs.append((place[judged.best], place[name], Fraction(judged.best_over[name])))
        if name not in (judged.worst, judged.best):
            pairs.append((place[name], place[judged.worst], Fraction(judged.over_worst[name])))
    width = count + 1 + 2 * len(pairs)  # weights, xi, a slack for each inequality
    rows: list[list[Fraction]] = []
    for number, (i, j, times) in enumerate(pairs):
        for side, sign in enumerate((1, -1)):
            row = [Fraction(0)] * width
            row[i], row[j], row[count] = Fraction(sign), -sign * times, Fraction(-1)
            row[count + 1 + 2 * number + side] = Fraction(1)
            rows.append(row)
    rows.append([Fraction(column < count) for column in range(width)])
    sides = [Fraction(0)] * (2 * len(pairs)) + [Fraction(1)]
    costs = [Fraction(column == count) for column in range(width)]
    found = minimise(costs, rows, sides)
    assert found is not None  # equal weights and a large xi keep every inequality
    return dict(zip(names, found[:count], strict=True)), found[count]


def consistency(judged: BestWorst) -> Consistency:
    """Return the input-based ratio, its limit where one is published, and the judgement that fits least."""
    whole = judged.best_over[judged.worst]
    ratios: Mapping[str, Fraction] = {
        name: abs(Fraction(judged.best_over[name]) * Fraction(judged.over_worst[name]) - Fraction(whole))
        / (Fraction(whole) * (Fraction(whole) - 1))
        for name in judged.best_over
        if whole > 1
    }
    ratio = max(ratios.values(), default=Fraction(0))
    worst = None
    if ratio:
        name = max(ratios, key=lambda one: ratios[one])
        fits = Fraction(whole) / Fraction(judged.over_worst[name])
        worst = Worst(first=judged.best, second=name, said=float(judged.best_over[name]), fits=float(fits))
    limits, count = LIMITS.get(int(whole)) if whole == int(whole) else None, len(judged.best_over)
    limit = limits[count - 3] if limits is not None and 3 <= count <= 9 else None
    return Consistency(ratio=float(ratio), limit=limit, measure="input-based consistency ratio", worst=worst)
