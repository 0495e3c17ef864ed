"""SMAA: over all weights one might hold, how often each alternative takes each rank.

R. Lahdelma & P. Salminen 2001, SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
Operations Research 49, 444-454.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
DRAWS = 10_000
TIED = 1e-9
"""Totals nearer than this are equal: they differ by rounding only."""
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptability:
    """`ranks[i, r]` is the share of draws in which alternative `i` takes rank `r` (0 is the first); rows add up to 1.

    Equal totals share the better rank. `central[i]` are the mean weights of the draws that put `i` first: what one has
    to find important for it to be the best; zeros where it never is.
    """

    ranks: Matrix
    central: Matrix


def draw_weights(count: int, draws: int, seed: int, corners: Matrix | None = None) -> Matrix:
    """Return random weights, a row a draw, each adding up to 1; the same for the same seed.

    Without corners all weights are equally likely. With corners, a row a party, they are all mixtures of these: every
    compromise between the parties.
    """
    rng = np.random.default_rng(seed)
    if corners is None:
        return rng.dirichlet(np.ones(count), draws)
    return rng.dirichlet(np.ones(len(corners)), draws) @ corners


def acceptability(scores: Matrix, weights: Matrix) -> Acceptability:
    """Return how often each alternative takes each rank.

    `scores` are alternatives x criteria, `weights` draws x criteria.
    """
    count, draws = len(scores), len(weights)
    found = np.zeros(count * count)
    central = np.zeros((count, scores.shape[1]))
    for start in range(0, draws, _AT_ONCE):
        some = weights[start : start + _AT_ONCE]
        order, ranks = ranked(some @ scores.T)
        found += np.bincount((order * count + ranks).ravel(), minlength=count * count)
        first = np.zeros((len(some), count))
        np.put_along_axis(first, order, (ranks == 0).astype(np.float64), axis=1)
        central += first.T @ some
    ranks_of = found.reshape(count, count) / draws
    firsts = ranks_of[:, :1] * draws
    return Acceptability(ranks=ranks_of, central=np.divide(central, firsts, out=central, where=firsts > 0))


def ranked(totals: Matrix) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return for each row the alternatives from best to worst, and the rank of each of them; equal totals share one."""
    order = np.argsort(-totals, axis=1, kind="stable")
    sorted_ = np.take_along_axis(totals, order, axis=1)
    positions = np.arange(totals.shape[1])
    lower = np.empty(totals.shape, dtype=bool)
    lower[:, 0] = True
    np.greater(sorted_[:, :-1] - sorted_[:, 1:], TIED, out=lower[:, 1:])
    return order, np.maximum.accumulate(np.where(lower, positions, 0), axis=1)
