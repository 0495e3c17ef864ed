"""Scores, shares and weights as they are written in these views."""

from __future__ import annotations

from fractions import Fraction

from comity.kernel.figure import Exact
from comity.kernel.numbers import digits, exact_places


def points(low: Exact, high: Exact) -> str:
    """Return a score with at most one decimal, or the range that is open: `71.4`, `60 to 85`."""
    places = max(exact_places(low, 1), exact_places(high, 1))
    lowest, highest = digits(low, places), digits(high, places)
    return lowest if lowest == highest else f"{lowest} to {highest}"


def percent(share: Exact | float, places: int = 1) -> str:
    """Return a share as a percentage with at most so many decimals: `62.5%`, `60%`."""
    value = Fraction(share) * 100
    return f"{digits(value, min(exact_places(round(value, places), places), places))}%"


def times(ratio: float) -> str:
    """Return how many times as important: `1.5`, `0.62`; two digits that count."""
    if ratio == float("inf"):
        return "infinitely"
    return f"{ratio:.2f}".rstrip("0").rstrip(".") if ratio < 10 else f"{ratio:.0f}"
