"""Krippendorff's alpha: how far several raters agree about the same units beyond chance.

Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability (University of Pennsylvania); interval by a
bootstrap over units. It answers "would other raters have given the same answer?", which is another question than
those of Cronbach's alpha, omega (`consistency`) and the intraclass correlation (`icc`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from comity.surveys.matrix import Floats, quantiles
from comity.surveys.model import CONFIDENCE, CannotTell, Interval


class Metric(StrEnum):
    """What the difference of two answers means: `ordinal` is right for anchored levels."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alpha:
    """Agreement: 1 is perfect, 0 is chance, below 0 is worse than chance.

    `units` were judged by two raters or more, in `answers` answers. `interval` is None where no draws were asked for,
    or where hardly any of them had two different answers. `draws` counts those that did.
    """

    metric: Metric
    value: float
    units: int
    answers: int
    interval: Interval | None = None
    draws: int = 0


def alpha(
    ratings: Floats,
    metric: Metric = Metric.ORDINAL,
    *,
    draws: int = 1000,
    seed: int = 0,
    confidence: float = CONFIDENCE,
) -> Alpha | CannotTell:
    """Return alpha of ratings, units x raters, NaN where a rater did not judge.

    The answers are those of a scale: memory grows with units x different answers. `draws` = 0 leaves the interval out.
    """
    values, counts = value_counts(ratings)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        return CannotTell(reason="no unit was judged by two raters")
    shares = counts / (counts.sum(axis=1, keepdims=True) - 1)
    value = _alpha(_coincidences(counts, shares), values, metric)
    if np.isnan(value):
        return CannotTell(reason="all answers are the same, so agreement cannot be told from habit")
    tried = _draws(counts, shares, values, metric, draws, seed)
    known = int(np.count_nonzero(~np.isnan(tried)))
    low, high = quantiles(tried, confidence) if known >= max(2, draws // 2) else (0.0, 0.0)
    interval = Interval(low=low, high=high, confidence=confidence) if known >= max(2, draws // 2) else None
    answers = int(counts.sum())
    return Alpha(metric=metric, value=value, units=len(counts), answers=answers, interval=interval, draws=known)


def value_counts(ratings: Floats) -> tuple[Floats, Floats]:
    """Return the different answers in order, and how often each unit got each of them (units x answers)."""
    known = ~np.isnan(ratings)
    flat = ratings[known]
    values, codes = _codes(flat)
    units = np.repeat(np.arange(len(ratings)), np.count_nonzero(known, axis=1))
    size = max(1, len(values))
    counts = np.bincount(units * size + codes, minlength=len(ratings) * size)
    return values, counts.reshape(len(ratings), size).astype(np.float64)


def _codes(flat: Floats) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return the different answers, and the place of each answer among them; whole numbers need no sorting."""
    if len(flat) and flat.max() - flat.min() < 256:
        codes = (flat - flat.min()).astype(np.intp)
        used = np.bincount(codes)
        if (codes + flat.min() == flat).all():
            places = np.cumsum(used > 0) - 1
            return np.flatnonzero(used) + flat.min(), places[codes]
    values, codes = np.unique(flat, return_inverse=True)
    return values, codes


def _coincidences(counts: Floats, shares: Floats) -> Floats:
    """Return how often two answers meet in a unit (answers x answers), each unit counted by its raters."""
    pairs: Floats = counts.T @ shares
    pairs[np.diag_indices_from(pairs)] -= shares.sum(axis=0)
    return pairs


def _alpha(pairs: Floats, values: Floats, metric: Metric) -> float:
    totals = pairs.sum(axis=1)
    apart = _distances(totals, values, metric)
    expected = totals @ apart @ totals
    return 1 - float((totals.sum() - 1) * (pairs * apart).sum() / expected) if expected > 0 else float("nan")


def _distances(totals: Floats, values: Floats, metric: Metric) -> Floats:
    """Return the squared difference between any two answers."""
    if metric is Metric.NOMINAL:
        return 1.0 - np.eye(len(values))
    # Ordinal: two answers are as far apart as answers lie between them, half of their own included.
    line = values if metric is Metric.INTERVAL else np.cumsum(totals) - totals / 2
    distances: Floats = np.subtract.outer(line, line) ** 2
    return distances


def _draws(counts: Floats, shares: Floats, values: Floats, metric: Metric, draws: int, seed: int) -> Floats:
    """Return alpha of samples of the units, with replacement; NaN where all answers of a sample are the same."""
    chance = np.random.default_rng(seed)
    even = np.full(len(counts), 1 / len(counts))
    tried = np.empty(draws)
    for number in range(draws):
        often = chance.multinomial(len(counts), even)[:, None]
        tried[number] = _alpha(_coincidences(counts, shares * often), values, metric)
    return tried
