"""Scorecards: how long SMAA takes, against a loop, and that both find the same numbers."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np

from benchmarks.measure import Result
from comity.scorecards.robust.smaa import acceptability, draw_weights
from comity.scorecards.weights.bestworst import best_worst
from comity.scorecards.weights.model import BestWorst

DRAWS, ALTERNATIVES, CRITERIA = 10_000, 200, 30
CHECKED = 200
"""Draws over which the loop is run as well."""


def bench() -> list[Result]:
    """Return the time of one core for SMAA, the largest difference from a plain loop, and the time of best-worst."""
    scores = np.random.default_rng(1).uniform(0, 120, (ALTERNATIVES, CRITERIA))
    weights = draw_weights(CRITERIA, DRAWS, seed=2)
    acceptability(scores, weights)
    taken = min(_processor(scores, weights) for _ in range(3))
    few = weights[:CHECKED]
    start = time.perf_counter()
    looped = _looped(scores, few)
    loop = (time.perf_counter() - start) * DRAWS / CHECKED
    apart = float(np.abs(acceptability(scores, few).ranks - looped).max())
    return [
        Result(
            name="SMAA, 10,000 draws x 200 x 30", value=taken, unit="s", bar=0.8,
            note=f"processor time of all threads; a loop would take about {loop:,.0f} s",
        ),
        Result(name="SMAA against a plain loop", value=apart, unit="", bar=1e-12, note=f"{CHECKED} draws, largest gap"),
        Result(name="best-worst, 15 dimensions, exact", value=_judged(), unit="s"),
    ]  # fmt: skip


def _processor(scores: np.ndarray, weights: np.ndarray) -> float:
    start = time.process_time()
    acceptability(scores, weights)
    return time.process_time() - start


def _looped(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    found = np.zeros((len(scores), len(scores)))
    for drawn in weights:
        totals = [sum(w * v for w, v in zip(drawn, row, strict=True)) for row in scores.tolist()]
        for i, own in enumerate(totals):
            found[i, sum(other - own > 1e-9 for other in totals)] += 1
    return found / len(weights)


def _judged() -> float:
    names = [f"d{number}" for number in range(15)]
    rng = np.random.default_rng(4)
    over = {name: int(rng.integers(2, 9)) for name in names} | {names[0]: 1, names[-1]: 9}
    under = {name: int(rng.integers(2, 9)) for name in names} | {names[0]: 9, names[-1]: 1}
    start = time.perf_counter()
    best_worst(BestWorst(best=names[0], worst=names[-1], best_over=_exact(over), over_worst=_exact(under)))
    return time.perf_counter() - start


def _exact(raw: dict[str, int]) -> dict[str, Fraction]:
    return {name: Fraction(number) for name, number in raw.items()}
