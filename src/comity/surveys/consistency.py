"""Internal consistency: whether the items of a dimension measure one thing.

Sources: Cronbach 1951, Coefficient alpha and the internal structure of tests, Psychometrika 16; its interval by Feldt
1965, Psychometrika 30. McDonald 1999, Test Theory, for omega of one factor; its interval from a bootstrap over
respondents. One-factor model by the EM algorithm of Rubin & Thayer 1982, Psychometrika 47.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.surveys.distributions import f_quantile
from comity.surveys.matrix import Floats, complete, quantiles
from comity.surveys.model import CONFIDENCE, CannotTell, Interval

ALPHA_ANSWERS = (
    "How much of the sum's variation do the items share, if each measures the dimension equally well? "
    "It says nothing of whether two people would judge alike."
)
OMEGA_ANSWERS = (
    "How much of the sum's variation does one common factor explain, if items may measure it unequally well? "
    "It says nothing of whether two people would judge alike."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """A coefficient with its interval. `respondents` answered all `items`; `left_out` did not, and do not count.

    `note` says what to be careful about, or is "".
    """

    name: str
    value: float
    interval: Interval
    respondents: int
    left_out: int
    items: int
    answers: str
    note: str = ""


def cronbach(answers: Floats, *, confidence: float = CONFIDENCE) -> Consistency | CannotTell:
    """Return alpha of answers, respondents x items; reversed items have been turned round before."""
    rows = complete(answers)
    refused = _refused(rows)
    if refused:
        return refused
    n, k = rows.shape
    value = _alpha(np.cov(rows, rowvar=False))
    up, down = ((1 + confidence) / 2, (1 - confidence) / 2)
    low, high = (1 - (1 - value) * f_quantile(p, n - 1, (n - 1) * (k - 1)) for p in (up, down))
    return Consistency(
        name="Cronbach's alpha",
        value=value,
        interval=Interval(low=low, high=high, confidence=confidence),
        respondents=n,
        left_out=len(answers) - n,
        items=k,
        answers=ALPHA_ANSWERS,
        note="below zero: some items run against the others; are they worded in reverse?" if value < 0 else "",
    )


def omega(
    answers: Floats, *, draws: int = 500, seed: int = 0, confidence: float = CONFIDENCE
) -> Consistency | CannotTell:  # fmt: skip
    """Return omega of one factor for answers, respondents x items; three items at least."""
    rows = complete(answers)
    refused = _refused(rows)
    if refused:
        return refused
    n, k = rows.shape
    if k < 3:
        return CannotTell(reason="one factor cannot be found in two items; read alpha")
    loadings, own = one_factor(np.cov(rows, rowvar=False)[None])
    picks = np.random.default_rng(seed).integers(n, size=(draws, n))
    samples = np.stack([np.cov(rows[pick], rowvar=False) for pick in picks])
    varied = (np.diagonal(samples, axis1=1, axis2=2) > 0).all(axis=1)
    low, high = quantiles(_omega(*one_factor(samples[varied])), confidence)
    return Consistency(
        name="McDonald's omega",
        value=float(_omega(loadings, own)[0]),
        interval=Interval(low=low, high=high, confidence=confidence),
        respondents=n,
        left_out=len(answers) - n,
        items=k,
        answers=OMEGA_ANSWERS,
        note=_doubt(rows, loadings[0], own[0]),
    )


def one_factor(covariances: Floats) -> tuple[Floats, Floats]:
    """Return loadings and own variances of one factor (each b x items) for covariances (b x items x items)."""
    spread = np.diagonal(covariances, axis1=1, axis2=2)
    values, vectors = np.linalg.eigh(covariances)
    loadings = vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0) / 2)
    own = spread / 2
    for _ in range(2000):
        weights = loadings / own
        weights = weights / (1 + (loadings * weights).sum(axis=1, keepdims=True))
        seen = np.einsum("bij,bj->bi", covariances, weights)
        factor = 1 - (weights * loadings).sum(axis=1) + (weights * seen).sum(axis=1)
        new = seen / factor[:, None]
        # An own variance of nothing (a Heywood case) would stop the algorithm at the border.
        own = np.maximum(spread - new * seen, 1e-4 * spread)
        moved = float(np.max(np.abs(new - loadings) / np.sqrt(spread))) if new.size else 0.0
        loadings = new
        if moved < 1e-9:
            break
    # A factor has no direction of its own: it is turned to where most items point.
    return loadings * np.where(loadings.sum(axis=1, keepdims=True) < 0, -1.0, 1.0), own


def _refused(rows: Floats) -> CannotTell | None:
    n, k = rows.shape
    if k < 2:
        return CannotTell(reason="consistency needs two items at least")
    if n < 3:
        return CannotTell(reason="fewer than three respondents answered all items")
    if (rows.var(axis=0) == 0).any():
        return CannotTell(reason="everybody gave the same answer to some item, which then measures nothing")
    return None if rows.sum(axis=1).var() > 0 else CannotTell(reason="all respondents have the same sum")


def _alpha(covariance: Floats) -> float:
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _omega(loadings: Floats, own: Floats) -> Floats:
    common = loadings.sum(axis=1) ** 2
    shares: Floats = common / (common + own.sum(axis=1))
    return shares


def _doubt(rows: Floats, loadings: Floats, own: Floats) -> str:
    if (own <= 1.01e-4 * rows.var(axis=0, ddof=1)).any():
        return "one item alone makes the factor: there are too few respondents or items for omega"
    if (loadings > 0).any() and (loadings < 0).any():
        return "some items run against the others; are they worded in reverse?"
    return ""
