"""Axes: round values, and where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from comity.kernel.figure import Exact

_STEPS = (1, 2, 5, 10)
_FEWEST, _MOST = 3, 5
_LOW = 60
"""Pixels below which an axis has room for few labels only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A vertical axis: `ticks` are exact round values, `top` and `bottom` the pixels of its ends."""

    low: Fraction
    high: Fraction
    ticks: tuple[Exact, ...]
    top: float
    bottom: float

    def y(self, value: Exact) -> float:
        """Return the pixel of a value."""
        share = (Fraction(value) - self.low) / (self.high - self.low)
        return self.bottom - float(share) * (self.bottom - self.top)


def value_axis(values: Sequence[Exact], *, from_zero: bool, top: float, bottom: float) -> Axis:
    """Return an axis over all values: from 0 unless they lie far from it (bars always start at 0).

    It has at most five lines, three where it is low.
    """
    exact = [Fraction(value) for value in values]
    low, high = min(exact), max(exact)
    if from_zero or _near_zero(low, high):
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == high:
        low, high = low - abs(low) / 10, high + (abs(high) / 10 or 1)
    step = _round_step(high - low, _MOST if bottom - top >= _LOW else _FEWEST)
    first, last = low // step, -(-high // step)
    ticks = tuple(step * n for n in range(first, last + 1))
    return Axis(low=ticks[0], high=ticks[-1], ticks=ticks, top=top, bottom=bottom)


def _near_zero(low: Fraction, high: Fraction) -> bool:
    """Say whether 0 belongs on the axis: where the values use at least a third of the way to it."""
    if low <= 0 <= high:
        return True
    far, near = max(abs(low), abs(high)), min(abs(low), abs(high))
    return far - near >= far / 3


def _round_step(span: Fraction, most: int) -> Fraction:
    """Return the smallest step of 1, 2 or 5 times a power of ten that needs at most that many lines."""
    power = Fraction(Decimal(10) ** (Decimal(span.numerator / span.denominator).adjusted() - 1))
    while True:
        for factor in _STEPS:
            if span / (power * factor) <= most - 1:
                return power * factor
        power *= 10
