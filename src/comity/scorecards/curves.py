"""Value functions: from a figure to its score over fixed anchors.

Keeney & Raiffa 1976, Decisions with Multiple Objectives. Floor and target are agreed, never taken from whatever data is
there; between them the score runs straight, through agreed points, or along an exponential curve of which the figure
that is worth half is stated (the mid-value method). Straight lines are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from itertools import pairwise

from comity.kernel import exact
from comity.kernel.figure import Exact

NOTHING, HALF, FULL, STRETCHED = Decimal(0), Decimal(50), Decimal(100), Decimal(120)
PLACES = Decimal("1e-12")
"""To what the score on an exponential curve is rounded, half to even."""

_WORK = Context(prec=100, rounding=ROUND_HALF_EVEN, Emin=-(10**9), Emax=10**9)
_STRAIGHT = Decimal("1e-30")
"""Nearer than this to the middle the curve is the straight line to more digits than are kept."""
_STEPS, _CLOSE = 400, Decimal("1e-60")
_NARROW = Decimal("1e-3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The score of a figure: 0 at the floor or worse, 100 at the target, and 120 at the stretch if there is one.

    `points` are pairs of a figure and its score between floor and target, in that direction. `halfway` is the figure
    whose score is 50. Anchors may rise or fall (lower is better).
    """

    floor: Exact
    target: Exact
    stretch: Exact | None = None
    points: tuple[tuple[Exact, Exact], ...] = ()
    halfway: Exact | None = None

    @property
    def fault(self) -> str:
        """Why these anchors score nothing, or ""."""
        if exact.compare(self.floor, self.target) == 0:
            return "floor and target are the same"
        inner = [at for at, _ in self.points] + ([self.halfway] if self.halfway is not None else [])
        shares = [NOTHING, *(self._share(at) for at in inner), Decimal(1)]
        if any(exact.compare(before, after) >= 0 for before, after in pairwise(shares)):
            return "the figures between floor and target are out of order"
        if self.halfway is not None and not _NARROW <= shares[-2] <= 1 - _NARROW:
            return "the halfway figure lies next to the floor or the target"
        return ""

    def score(self, value: Exact) -> Exact:
        """Return the score of a figure. The curve must have no fault."""
        share = self._share(value)
        if exact.compare(share, NOTHING) <= 0:
            return NOTHING
        if exact.compare(share, Decimal(1)) < 0:
            return self._between(share)
        return self._beyond(value)

    def _share(self, value: Exact) -> Exact:
        """Return how far a figure is from the floor toward the target: 0 to 1 between them."""
        return exact.div(exact.sub(value, self.floor), exact.sub(self.target, self.floor))

    def _between(self, share: Exact) -> Exact:
        if self.halfway is not None:
            return halfway_score(share, self._share(self.halfway))
        points = [(NOTHING, NOTHING), *((self._share(at), score) for at, score in self.points), (Decimal(1), FULL)]
        return _on_line(share, points)

    def _beyond(self, value: Exact) -> Exact:
        """Return 100, or the straight line to 120 at the stretch; a stretch before the target adds nothing."""
        if self.stretch is None or exact.compare(self.stretch, self.target) == 0:
            return FULL
        beyond = exact.div(exact.sub(value, self.target), exact.sub(self.stretch, self.target))
        raised = exact.least((exact.add(FULL, exact.mul(beyond, STRETCHED - FULL)), STRETCHED))
        return exact.greatest((raised, FULL))


def value_of(value: Exact, floor: Exact, target: Exact, stretch: Exact | None) -> Exact:
    """Return the score of a value on the straight line: 0 at the floor or worse, 100 at the target."""
    return Curve(floor=floor, target=target, stretch=stretch).score(value)


def _on_line(share: Exact, points: Sequence[tuple[Exact, Exact]]) -> Exact:
    for (x0, y0), (x1, y1) in pairwise(points):
        if exact.compare(share, x1) <= 0:
            slope = exact.div(exact.sub(y1, y0), exact.sub(x1, x0))
            return exact.add(y0, exact.mul(slope, exact.sub(share, x0)))
    return FULL


# -- the exponential curve --------------------------------------------------------------------


def halfway_score(share: Exact, middle: Exact) -> Exact:
    """Return 100 (1 - e^(-ct)) / (1 - e^(-c)) at the share `t` of the way, where `c` makes it 50 at `middle`.

    A middle below 1/2 has ever smaller steps (diminishing value), above it ever larger ones. 0, 50 and 100 are exact.
    Elsewhere it is computed to 100 digits and rounded half to even to 12 decimal places: the exponential of Decimal is
    correctly rounded, so every machine finds the same digits. `middle` lies between 0.001 and 0.999.
    """
    if exact.compare(share, middle) == 0:
        return HALF
    if exact.compare(middle, Decimal("0.5")) > 0:
        return exact.sub(FULL, halfway_score(exact.sub(Decimal(1), share), exact.sub(Decimal(1), middle)))
    m, t = _digits(middle), _digits(share)
    if abs(Decimal("0.5") - m) < _STRAIGHT:
        return exact.round_to(exact.mul(share, FULL), PLACES, "half even")
    c = _steepness(m)
    risen = _WORK.divide(_risen(c, t), _risen(c, Decimal(1)))
    return exact.round_to(_WORK.multiply(risen, FULL), PLACES, "half even")


def _digits(value: Exact) -> Decimal:
    top, bottom = value.as_integer_ratio()
    return _WORK.divide(Decimal(top), Decimal(bottom))


def _risen(c: Decimal, t: Decimal) -> Decimal:
    return _WORK.subtract(Decimal(1), _WORK.exp(_WORK.multiply(-c, t)))


@lru_cache(maxsize=256)
def _steepness(middle: Decimal) -> Decimal:
    """Return the c above 0 with 1 - 2 e^(-cm) + e^(-c) = 0, by Newton's method kept within a shrinking bracket.

    The left side is below 0 just above c = 0 and above 0 at ln 2 / m, and has one zero between.
    """
    low, high = Decimal(0), _WORK.divide(_WORK.ln(Decimal(2)), middle)
    c = high
    for _ in range(_STEPS):
        at_middle, at_end = _WORK.exp(_WORK.multiply(-c, middle)), _WORK.exp(-c)
        gap = _WORK.add(_WORK.subtract(Decimal(1), _WORK.add(at_middle, at_middle)), at_end)
        if gap > 0:
            high = c
        else:
            low = c
        slope = _WORK.subtract(_WORK.multiply(_WORK.add(middle, middle), at_middle), at_end)
        following = _WORK.subtract(c, _WORK.divide(gap, slope)) if slope else low
        if not low < following < high:
            following = _WORK.divide(_WORK.add(low, high), Decimal(2))
        if abs(_WORK.subtract(following, c)) <= _WORK.multiply(c, _CLOSE):
            return following
        c = following
    return c
