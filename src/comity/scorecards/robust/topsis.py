"""TOPSIS: nearness to the best and distance from the worst there is. A view with a warning, never the score.

C. L. Hwang & K. Yoon 1981, Multiple Attribute Decision Making. Its ideal is made of the alternatives at hand, so that
taking one away, even the worst, can reorder the others (`reversals`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def closeness(values: Matrix, weights: Matrix, gain: Sequence[bool] | None = None) -> Matrix:
    """Return the relative closeness to the ideal, 0 to 1, higher is better.

    `values` are alternatives x criteria, normalised by the length of each column (vector normalisation); `weights` one
    set, or a row a draw, and then the result has a row a draw. `gain` tells which criteria are better when higher; all,
    if left out. An alternative that is both ideal and anti-ideal (all are alike) has 1/2.
    """
    length = np.sqrt((values**2).sum(axis=0))
    unit = values / np.where(length > 0, length, 1.0)
    higher = np.ones(values.shape[1], dtype=bool) if gain is None else np.asarray(gain, dtype=bool)
    best = np.where(higher, unit.max(axis=0), unit.min(axis=0))
    worst = np.where(higher, unit.min(axis=0), unit.max(axis=0))
    squared = weights**2
    to_best = np.sqrt(squared @ ((unit - best) ** 2).T)
    to_worst = np.sqrt(squared @ ((unit - worst) ** 2).T)
    whole = to_best + to_worst
    return np.asarray(np.divide(to_worst, whole, out=np.full_like(whole, 0.5), where=whole > 0), dtype=np.float64)
