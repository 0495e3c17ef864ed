"""PROMETHEE II: how far each alternative is preferred to the others on balance. A view with a warning, never the score.

J. P. Brans, P. Vincke & B. Mareschal 1986, How to select and how to rank projects: the PROMETHEE method, EJOR 24,
228-238. The flow depends on who else is compared, so that taking an alternative away can reorder the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Shape = Literal["usual", "quasi", "linear", "level", "indifference", "gaussian"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """How a difference becomes a preference from 0 to 1: one of the six shapes of 1986 (types I to VI).

    `q` is the difference up to which nobody cares (quasi, level, indifference), `p` the one from which preference is
    full (linear, level, indifference), `s` the spread of the gaussian. `gain`: higher is better.
    """

    shape: Shape = "usual"
    q: float = 0.0
    p: float = 0.0
    s: float = 1.0
    gain: bool = True


def preference(of: Preference, column: Matrix) -> Matrix:
    """Return the preference of each alternative (rows) over each other on one criterion."""
    difference = column[:, None] - column[None, :]
    d = difference if of.gain else -difference
    match of.shape:
        case "usual":
            found = (d > 0).astype(np.float64)
        case "quasi":
            found = (d > of.q).astype(np.float64)
        case "linear":
            found = np.clip(d / of.p, 0.0, 1.0)
        case "level":
            found = 0.5 * (d > of.q) + 0.5 * (d > of.p)
        case "indifference":
            found = np.clip((d - of.q) / (of.p - of.q), 0.0, 1.0)
        case "gaussian":
            found = np.where(d > 0, 1.0 - np.exp(-(d**2) / (2 * of.s**2)), 0.0)
    return np.asarray(found, dtype=np.float64)


def indices(values: Matrix, weights: Matrix, shapes: Sequence[Preference]) -> Matrix:
    """Return the weighted preference of each alternative (rows) over each other (columns), 0 to 1."""
    each = [w * preference(shape, values[:, j]) for j, (w, shape) in enumerate(zip(weights, shapes, strict=True))]
    return np.asarray(sum(each), dtype=np.float64)


def flows_by_criterion(values: Matrix, shapes: Sequence[Preference]) -> Matrix:
    """Return the net flow of each alternative on each criterion, -1 to 1: how far it leads less how far it trails."""
    count = len(values)
    found = np.zeros(values.shape)
    for j, shape in enumerate(shapes):
        leads = preference(shape, values[:, j])
        found[:, j] = (leads.sum(axis=1) - leads.sum(axis=0)) / max(count - 1, 1)
    return found


def net_flows(values: Matrix, weights: Matrix, shapes: Sequence[Preference]) -> Matrix:
    """Return the net flow of each alternative, -1 to 1, higher is better; for `weights` a row a draw, a row a draw."""
    return np.asarray(weights @ flows_by_criterion(values, shapes).T)
