"""Answers as a matrix of numbers: what is not answered is NaN inside, and None outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def matrix(rows: Iterable[Sequence[float | None]]) -> Floats:
    """Return rows of answers as an array; None (not answered, cannot judge) becomes NaN. Rows have one length."""
    table = [[np.nan if cell is None else cell for cell in row] for row in rows]
    return np.array(table, dtype=np.float64).reshape(len(table), len(table[0]) if table else 0)


def complete(ratings: Floats) -> Floats:
    """Return the rows in which nothing is missing."""
    return ratings[~np.isnan(ratings).any(axis=1)]


def quantiles(draws: Floats, confidence: float) -> tuple[float, float]:
    """Return the ends of the central part of some draws, NaN left out."""
    known = draws[~np.isnan(draws)]
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
