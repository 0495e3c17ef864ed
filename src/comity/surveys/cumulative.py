"""The cumulative logit model with normal respondents and items: its mode and curvature for given spreads.

An answer is at most level c with probability F(border[c] - respondent - item), F the logistic distribution. The
logarithm of the likelihood is concave (Pratt 1981, Journal of the American Statistical Association 76), so Newton's
method finds its one summit. Respondents are independent given the rest: their part of the curvature is a diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.surveys.matrix import Floats

_FAR = 40.0  # beyond this many logits a logistic probability is 0 or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The fit for one pair of spreads: mode and covariance of borders and items, the mode of each person, evidence."""

    people: float
    items: float
    mode: Floats
    each: Floats
    covariance: Floats
    evidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slopes:
    """Log likelihood of answers, with its slopes by the upper (a) and the lower border (b)."""

    log: Floats
    a: Floats
    b: Floats
    aa: Floats
    ab: Floats
    bb: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _Peak:
    """The log posterior at a point, its slope, and its curvature with the respondents apart."""

    log: float
    slope: Floats
    slope_people: Floats
    rest: Floats
    cross: Floats
    people: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The answers as a model: which borders and items each answer depends on, as rows of ones and minus ones.

    `borders` counts the borders between levels. `who` gave each answer; answers are sorted by person, and `starts` says
    where each person's begin. `ends` marks answers at the highest and at the lowest level.
    """

    borders: int
    items: int
    guess: Floats
    upper: Floats
    lower: Floats
    who: NDArray[np.intp]
    starts: NDArray[np.intp]
    ends: NDArray[np.bool_]


def model_of(codes: Floats, levels: int) -> Model:
    """Return the model of answers coded from 0, respondents x items, NaN for none; every row has an answer."""
    who, items = np.nonzero(~np.isnan(codes))
    level = codes[who, items].astype(np.intp)
    one_item = np.eye(codes.shape[1])[items]
    counts = np.bincount(level, minlength=levels) + 1 / levels
    below = np.cumsum(counts)[:-1] / counts.sum()
    return Model(
        borders=levels - 1,
        items=codes.shape[1],
        guess=np.concatenate([np.log(below / (1 - below)), np.zeros(codes.shape[1])]),
        upper=np.hstack([_border(level, levels), -one_item]),
        lower=np.hstack([_border(level - 1, levels), -one_item]),
        who=who,
        starts=np.searchsorted(who, np.arange(len(codes))),
        ends=np.stack([level == levels - 1, level == 0]),
    )


def _border(level: NDArray[np.intp], levels: int) -> Floats:
    """Return which border stands above each level: none above the highest, none above level -1."""
    table = np.vstack([np.eye(levels - 1), np.zeros((1, levels - 1))])
    return table[level]  # -1 and the last row are both "none"


def fit(model: Model, people: float, items: float, near: Cell | None = None) -> Cell:
    """Return the mode for given spreads of people and items by Newton's method, from the mode of a cell near by."""
    rest, each = (near.mode, near.each) if near else (model.guess, np.zeros(len(model.starts)))
    here = _peak(model, rest, each, people, items)
    for _ in range(100):
        schur = here.rest - here.cross.T @ (here.cross / here.people[:, None])
        move = np.linalg.solve(schur, here.slope - here.cross.T @ (here.slope_people / here.people))
        move_people = (here.slope_people - here.cross @ move) / here.people
        gain = float(here.slope @ move + here.slope_people @ move_people)
        length = 1.0
        while length > 1e-9:
            new = _peak(model, rest + length * move, each + length * move_people, people, items)
            if new.log >= here.log + 1e-4 * length * gain:
                break
            length /= 2
        if length <= 1e-9 or gain < 1e-8:
            break
        rest, each, here = rest + length * move, each + length * move_people, new
    schur = here.rest - here.cross.T @ (here.cross / here.people[:, None])
    size = np.linalg.slogdet(schur)[1] + np.log(here.people).sum()
    spreads = len(each) * np.log(people) + model.items * np.log(items)
    evidence = float(here.log - spreads - size / 2)
    return Cell(
        people=people,
        items=items,
        mode=rest,
        each=each,
        covariance=np.linalg.inv(schur).astype(np.float64),
        evidence=evidence,
    )


def _peak(model: Model, rest: Floats, each: Floats, people: float, items: float) -> _Peak:
    """Return the log posterior and its slopes; curvatures are those of its negative, so that they are positive."""
    up, low = model.upper, model.lower
    above = np.where(model.ends[0], _FAR, up @ rest - each[model.who])
    s = _slopes(above, np.where(model.ends[1], -_FAR, low @ rest - each[model.who]), model.ends)
    prior = _even_answers(model, rest)
    slope, curve = up.T @ s.a + low.T @ s.b, up.T @ (s.aa[:, None] * up) + low.T @ (s.bb[:, None] * low)
    mixed = up.T @ (s.ab[:, None] * low)
    curve = curve + mixed + mixed.T
    width = model.borders
    slope[:width] += prior[1]
    curve[:width, :width] += prior[2]
    slope[width:] -= rest[width:] / items**2
    by_person = (s.aa + s.ab)[:, None] * up + (s.ab + s.bb)[:, None] * low
    inner = np.add.reduceat(s.aa + 2 * s.ab + s.bb, model.starts)
    log = s.log.sum() + prior[0] - (each**2).sum() / people**2 / 2 - (rest[width:] ** 2).sum() / items**2 / 2
    return _Peak(
        log=float(log),
        slope=slope,
        slope_people=-np.add.reduceat(s.a + s.b, model.starts) - each / people**2,
        rest=-curve + np.diag(np.concatenate([np.zeros(width), np.full(len(rest) - width, 1 / items**2)])),
        cross=np.add.reduceat(by_person, model.starts, axis=0),
        people=-inner + 1 / people**2,
    )


def _even_answers(model: Model, rest: Floats) -> tuple[float, Floats, Floats]:
    """Return what one answer, spread evenly over the levels, adds to the log posterior, its slope and curvature.

    So much is known before anybody answered, and a level that nobody chose does not run away to infinity.
    """
    level = np.arange(model.borders + 1)
    up, low = _border(level, len(level)), _border(level - 1, len(level))
    ends = np.stack([level == model.borders, level == 0])
    borders = rest[: model.borders]
    s = _slopes(np.where(ends[0], _FAR, up @ borders), np.where(ends[1], -_FAR, low @ borders), ends)
    mixed = up.T @ (s.ab[:, None] * low)
    curve = up.T @ (s.aa[:, None] * up) + low.T @ (s.bb[:, None] * low) + mixed + mixed.T
    share = 1 / len(level)
    return float(s.log.sum()) * share, (up.T @ s.a + low.T @ s.b) * share, curve * share


def _slopes(a: Floats, b: Floats, ends: NDArray[np.bool_]) -> _Slopes:
    """Return log(F(a) - F(b)) with its slopes; at the ends of the scale one border is nowhere, and has none."""
    if not (a > b).all():  # borders out of order: not a point of the model
        nothing = np.zeros_like(a)
        return _Slopes(log=np.full_like(a, -np.inf), a=nothing, b=nothing, aa=nothing, ab=nothing, bb=nothing)
    a, b = np.clip(a, -_FAR, _FAR), np.clip(b, -_FAR, _FAR)
    above, below = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-b))
    # F(a) - F(b) without cancellation: F(a) F(-b) (1 - exp(b - a)).
    share = above * (1 / (1 + np.exp(b))) * -np.expm1(b - a)
    at_a, at_b = above * (1 - above), below * (1 - below)
    at_a, at_b = np.where(ends[0], 0.0, at_a), np.where(ends[1], 0.0, at_b)
    slope_a, slope_b = at_a / share, -at_b / share
    return _Slopes(
        log=np.log(share),
        a=slope_a,
        b=slope_b,
        aa=at_a * (1 - 2 * above) / share - slope_a**2,
        ab=-slope_a * slope_b,
        bb=-at_b * (1 - 2 * below) / share - slope_b**2,
    )
