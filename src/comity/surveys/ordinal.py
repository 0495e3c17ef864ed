"""A dimension's score from ordered answers: the distribution first, then a partially pooled estimate.

Codes of anchored levels are not numbers of equal steps, so their mean only stands beside. The estimate is a
cumulative logit model (McCullagh 1980, Journal of the Royal Statistical Society B 42) in which respondents and items
vary normally: whoever answered little, and an item answered by few, lean on the rest. How much they vary is
integrated over a grid of both spreads, with Laplace's approximation at each (Tierney & Kadane 1986; Rue, Martino &
Chopin 2009): no iteration can fail to converge on ten answers, and the doubt about the spreads is part of the
interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.surveys.cumulative import Cell, Model, fit, model_of
from comity.surveys.matrix import Floats, quantiles
from comity.surveys.model import CONFIDENCE, CannotTell, Estimate, Interval

RESPONDENTS_VARY = (0.15, 0.4, 0.7, 1.0, 1.4, 1.9, 2.5, 3.3, 4.4)
ITEMS_VARY = (0.1, 0.3, 0.6, 1.0, 1.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionEstimate:
    """What the respondents would answer to all items of a dimension, and within what limits people like them would.

    The values speak of the respondents, the intervals of all who might have been asked. `shares` has one estimate an
    answer, lowest first; `top` is the share of the highest answers; `position` the expected answer in units of the
    scale. `mean_of_codes` stands beside, for those who are used to it. `spread` is how much respondents differ,
    as a standard deviation on the logit scale; it is released nowhere.
    """

    shares: tuple[Estimate, ...]
    top: Estimate
    position: Estimate
    mean_of_codes: float
    spread: float
    respondents: int
    answers: int


def estimate(
    answers: Floats,
    scale: tuple[int, int],
    *,
    top: int = 2,
    draws: int = 2000,
    seed: int = 0,
    confidence: float = CONFIDENCE,
) -> DimensionEstimate | CannotTell:
    """Estimate a dimension from one group's answers, respondents x items, NaN where there is none.

    `scale` has the lowest and the highest level; levels are consecutive whole numbers.
    """
    known = answers[~np.isnan(answers).all(axis=1)]
    known = known[:, ~np.isnan(known).all(axis=0)]
    if len(known) < 2:
        return CannotTell(reason="fewer than two respondents answered")
    flat = known[~np.isnan(known)]
    if flat.min() < scale[0] or flat.max() > scale[1] or (flat != np.rint(flat)).any():
        return CannotTell(reason="an answer lies outside the scale")
    model = model_of(known - scale[0], scale[1] - scale[0] + 1)
    cells: list[Cell] = []
    for people in RESPONDENTS_VARY:
        for items in ITEMS_VARY:
            cells.append(fit(model, people, items, cells[-1] if cells else None))
    weights = _weights(cells)
    shares, drawn = _at_the_mode(model, cells, weights), _draws(model, cells, weights, draws, seed)
    levels = np.arange(scale[0], scale[1] + 1)
    return DimensionEstimate(
        shares=tuple(_summary(float(one), column, confidence) for one, column in zip(shares, drawn.T, strict=True)),
        top=_summary(float(shares[-top:].sum()), drawn[:, -top:].sum(axis=1), confidence),
        position=_summary(float(shares @ levels), drawn @ levels, confidence),
        mean_of_codes=float(flat.mean()),
        spread=float(weights @ np.array([cell.people for cell in cells])),
        respondents=len(known),
        answers=len(flat),
    )


def _weights(cells: Sequence[Cell]) -> Floats:
    """Return the posterior weight of each pair of spreads: evidence, half-normal priors, the width of the grid."""
    people, items = (np.array([getattr(cell, name) for cell in cells]) for name in ("people", "items"))
    width = np.tile(np.gradient(ITEMS_VARY), len(RESPONDENTS_VARY))
    width = width * np.repeat(np.gradient(RESPONDENTS_VARY), len(ITEMS_VARY))
    log = np.array([cell.evidence for cell in cells]) - (people / 2.0) ** 2 / 2 - (items / 1.0) ** 2 / 2
    weights = np.exp(log - log.max()) * width
    total: Floats = weights / weights.sum()
    return total


def _draws(model: Model, cells: Sequence[Cell], weights: Floats, draws: int, seed: int) -> Floats:
    """Return draws of the expected share of each answer (draws x answers), over items and people."""
    chance = np.random.default_rng(seed)
    nodes, mass = np.polynomial.hermite_e.hermegauss(15)
    parts = []
    for cell, count in zip(cells, chance.multinomial(draws, weights), strict=True):
        if count:
            drawn = chance.multivariate_normal(cell.mode, cell.covariance, size=count, method="cholesky")
            # Where an answer was hardly used, the normal approximation may put its borders in disorder. Sorted they
            # favour neither end of the scale.
            borders = np.sort(drawn[:, : model.borders], axis=1)
            items = drawn[:, model.borders :]
            at = borders[:, None, None, :] - items[:, :, None, None] - (cell.people * nodes)[None, None, :, None]
            below = (_below(at) * (mass / mass.sum())[None, None, :, None]).sum(axis=2).mean(axis=1)
            parts.append(np.diff(below, axis=1, prepend=0.0, append=1.0))
    return np.concatenate(parts)


def _at_the_mode(model: Model, cells: Sequence[Cell], weights: Floats) -> Floats:
    """Return the share of each answer that those who answered would give to the items, at the mode of each cell.

    A mean of draws would lean towards the middle of the scale: far out the curve is flat, so doubt pulls inwards only.
    """
    shares = np.zeros(model.borders + 1)
    for cell, weight in zip(cells, weights, strict=True):
        borders, items = cell.mode[: model.borders], cell.mode[model.borders :]
        below = _below(borders[None, None, :] - items[:, None, None] - cell.each[None, :, None]).mean(axis=(0, 1))
        shares += weight * np.diff(below, prepend=0.0, append=1.0)
    return shares


def _below(at: Floats) -> Floats:
    chance: Floats = 1 / (1 + np.exp(-at))
    return chance


def _summary(value: float, draws: Floats, confidence: float) -> Estimate:
    """Return a value with the interval of its draws, which holds it."""
    low, high = quantiles(draws, confidence)
    return Estimate(value=value, interval=Interval(low=min(low, value), high=max(high, value), confidence=confidence))
