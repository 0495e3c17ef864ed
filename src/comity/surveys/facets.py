"""The many-facet Rasch model as numbers: maximum of the posterior by Newton's method.

With x answers of a person's object, rater and item, P(level k) is proportional to exp(k (object - rater - item) - the
first k steps). Priors are normal, mean 0, with the standard deviations below in logits: weak beside a dozen answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.surveys.matrix import Floats

PRIOR_OBJECT, PRIOR_OTHER, PRIOR_STEP = 2.0, 1.0, 3.0
SIGNS = (1.0, -1.0, -1.0)  # object, rater, item


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Measures and errors by facet (object, rater, item), the steps, and each answer as observed and expected."""

    measures: tuple[Floats, ...]
    errors: tuple[Floats, ...]
    steps: Floats
    observed: Floats
    expected: Floats
    variance: Floats


def fit(places: Sequence[NDArray[np.intp]], sizes: Sequence[int], levels: NDArray[np.intp], top: int) -> Fit:
    """Fit answers with levels 0..top, given the place of each answer's object, rater and item in its facet."""
    design = np.hstack([sign * np.eye(n)[place] for sign, n, place in zip(SIGNS, sizes, places, strict=True)])
    spread = [PRIOR_OBJECT] * sizes[0] + [PRIOR_OTHER] * (sizes[1] + sizes[2]) + [PRIOR_STEP] * top
    precision = 1 / np.array(spread) ** 2
    at = np.zeros(len(spread))
    log, slope, curve = _peak(design, levels, at, precision, top)
    for _ in range(100):
        move = np.linalg.solve(curve, slope)
        length, gain = 1.0, float(slope @ move)
        new = _peak(design, levels, at + move, precision, top)
        while new[0] < log + 1e-4 * length * gain and length > 1e-9:
            length /= 2
            new = _peak(design, levels, at + length * move, precision, top)
        at, (log, slope, curve) = at + length * move, new
        if gain < 1e-12:
            break
    return _finished(design, levels, at, curve, sizes, top)


def _chances(design: Floats, at: Floats, top: int) -> Floats:
    """Return the probability of each level for each answer."""
    merit, steps = design @ at[: design.shape[1]], at[design.shape[1] :]
    log = np.arange(top + 1) * merit[:, None] - np.concatenate([[0.0], np.cumsum(steps)])
    odds = np.exp(log - log.max(axis=1, keepdims=True))
    chances: Floats = odds / odds.sum(axis=1, keepdims=True)
    return chances


def _peak(
    design: Floats, levels: NDArray[np.intp], at: Floats, precision: Floats, top: int
) -> tuple[float, Floats, Floats]:
    """Return the log posterior at a point, its slope, and its curvature (of the negative, so positive)."""
    chances = _chances(design, at, top)
    level = np.arange(top + 1)
    mean = chances @ level
    reached = np.cumsum(chances[:, ::-1], axis=1)[:, ::-1][:, 1:]  # P(at least step j)
    passed = levels[:, None] >= level[1:]
    # Covariance of the level with "passed step j", and of two such steps.
    beyond = np.cumsum((chances * level)[:, ::-1], axis=1)[:, ::-1][:, 1:]
    mixed = beyond - mean[:, None] * reached
    variance = chances @ level**2 - mean**2
    width = design.shape[1]
    curve = np.diag(precision)
    curve[:width, :width] += design.T @ (variance[:, None] * design)
    curve[:width, width:] -= design.T @ mixed
    curve[width:, :width] = curve[:width, width:].T
    both = reached.sum(axis=0)[np.maximum.outer(np.arange(top), np.arange(top))]
    curve[width:, width:] += both - reached.T @ reached
    slope = np.concatenate([design.T @ (levels - mean), (reached - passed).sum(axis=0)]) - precision * at
    log = np.log(chances[np.arange(len(levels)), levels]).sum() - (precision * at**2).sum() / 2
    return float(log), slope, curve


def _finished(
    design: Floats, levels: NDArray[np.intp], at: Floats, curve: Floats, sizes: Sequence[int], top: int
) -> Fit:
    """Move raters, items and steps to mean 0, the objects taking up what was moved; errors follow the same move."""
    ends = np.cumsum([0, *sizes])
    parts = [slice(ends[i], ends[i + 1]) for i in range(3)]
    steps = slice(ends[3], ends[3] + top)
    move = np.eye(len(at))
    for part, count in ((parts[1], sizes[1]), (parts[2], sizes[2]), (steps, top)):
        move[part, part] -= 1 / count
        move[parts[0], part] -= 1 / count
    centred, covariance = move @ at, move @ np.linalg.inv(curve) @ move.T
    errors = np.sqrt(np.diagonal(covariance))
    chances, level = _chances(design, at, top), np.arange(top + 1)
    mean = chances @ level
    return Fit(
        measures=tuple(centred[part] for part in parts),
        errors=tuple(errors[part] for part in parts),
        steps=centred[steps],
        observed=levels.astype(np.float64),
        expected=mean,
        variance=chances @ level**2 - mean**2,
    )
