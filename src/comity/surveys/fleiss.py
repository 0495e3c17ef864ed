"""Fleiss' kappa: agreement about categories where every subject is judged by the same number of raters.

Source: Fleiss 1971, Measuring nominal scale agreement among many raters, Psychological Bulletin 76. Alpha
(`krippendorff`) is to be preferred where answers are ordered or some are missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.surveys.matrix import Floats, quantiles
from comity.surveys.model import CONFIDENCE, CannotTell, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Agreement beyond chance: 1 is perfect, 0 is chance. The interval comes from a bootstrap over subjects."""

    value: float
    subjects: int
    raters: int
    interval: Interval


def kappa(
    counts: Floats, *, draws: int = 1000, seed: int = 0, confidence: float = CONFIDENCE
) -> Kappa | CannotTell:  # fmt: skip
    """Return kappa of a table, subjects x categories, saying how many raters put the subject into the category."""
    raters = counts.sum(axis=1)
    if len(counts) < 2 or raters[0] < 2:
        return CannotTell(reason="kappa needs two subjects and two raters")
    if (raters != raters[0]).any():
        return CannotTell(reason="not every subject was judged by the same number of raters; use Krippendorff's alpha")
    value = _kappa(counts)
    if np.isnan(value):
        return CannotTell(reason="all answers fall into one category, so agreement cannot be told from habit")
    chance = np.random.default_rng(seed)
    picks = chance.integers(len(counts), size=(draws, len(counts)))
    low, high = quantiles(np.array([_kappa(counts[pick]) for pick in picks]), confidence)
    interval = Interval(low=low, high=high, confidence=confidence)
    return Kappa(value=value, subjects=len(counts), raters=int(raters[0]), interval=interval)


def _kappa(counts: Floats) -> float:
    raters = counts[0].sum()
    observed = ((counts**2).sum(axis=1) - raters).mean() / (raters * (raters - 1))
    expected = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    return float((observed - expected) / (1 - expected)) if expected < 1 else float("nan")
