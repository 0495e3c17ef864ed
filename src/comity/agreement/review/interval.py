"""Intervals of exact numbers: what a formula can yield, as far as that is known without any facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from comity.kernel import exact
from comity.kernel.exact import Exact
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; None is without end. An end that is `open` does not belong to it."""

    low: Exact | None = None
    high: Exact | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no number lies in it."""
        if self.low is None or self.high is None:
            return False
        order = exact.compare(self.low, self.high)
        return order > 0 or (order == 0 and (self.low_open or self.high_open))

    @property
    def point(self) -> Exact | None:
        """The only number in it, None where there are others."""
        if self.low is None or self.high is None or self.empty:
            return None
        return self.low if exact.compare(self.low, self.high) == 0 else None

    def __contains__(self, value: Exact) -> bool:
        """Say whether a number lies in it."""
        return not meet(self, at(value)).empty


ANY = Interval()
ZERO = Decimal(0)


def at(value: Exact) -> Interval:
    """Return the interval of one number."""
    return Interval(value, value)


def from_(low: Exact) -> Interval:
    """Return all numbers from one on."""
    return Interval(low, None)


def compared(operator: str, value: Exact) -> Interval:
    """Return the numbers x with `x operator value`; all numbers for `<>`."""
    match operator:
        case ">=":
            return Interval(value, None)
        case ">":
            return Interval(value, None, True)
        case "<=":
            return Interval(None, value)
        case "<":
            return Interval(None, value, False, True)
        case "=":
            return at(value)
    return ANY


def meet(one: Interval, other: Interval) -> Interval:
    """Return what lies in both."""
    low, low_open = one.low, one.low_open
    if other.low is not None and (low is None or exact.compare(other.low, low) >= 0):
        low_open = other.low_open or (low is not None and exact.compare(other.low, low) == 0 and one.low_open)
        low = other.low
    high, high_open = one.high, one.high_open
    if other.high is not None and (high is None or exact.compare(other.high, high) <= 0):
        high_open = other.high_open or (high is not None and exact.compare(other.high, high) == 0 and one.high_open)
        high = other.high
    return Interval(low, high, low_open, high_open)


def hull(parts: Iterable[Interval]) -> Interval:
    """Return the smallest interval around several; of none, all numbers."""
    found: Interval | None = None
    for part in parts:
        found = part if found is None else _around(found, part)
    return found if found is not None else ANY


def _around(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else exact.least([one.low, other.low])
    high = None if one.high is None or other.high is None else exact.greatest([one.high, other.high])
    # An end is open only if it is open in each part that has it.
    low_open = all(part.low_open for part in (one, other) if part.low is not None and part.low == low)
    high_open = all(part.high_open for part in (one, other) if part.high is not None and part.high == high)
    return Interval(low, high, low is not None and low_open, high is not None and high_open)


# -- arithmetic -------------------------------------------------------------------------------


def negated(one: Interval) -> Interval:
    """Return -x for all x."""
    low = None if one.high is None else exact.neg(one.high)
    high = None if one.low is None else exact.neg(one.low)
    return Interval(low, high, one.high_open, one.low_open)


def added(one: Interval, other: Interval) -> Interval:
    """Return x + y for all x and y."""
    low = None if one.low is None or other.low is None else exact.add(one.low, other.low)
    high = None if one.high is None or other.high is None else exact.add(one.high, other.high)
    return Interval(low, high, low is not None and (one.low_open or other.low_open),
                    high is not None and (one.high_open or other.high_open))  # fmt: skip


def times(one: Interval, other: Interval) -> Interval:
    """Return x * y for all x and y. Whether an end belongs to it is known for a factor that is one number."""
    for factor, rest in ((one, other), (other, one)):
        value = factor.point
        if value is not None:
            return _scaled(rest, value)
    if _negative(one):
        return negated(times(negated(one), other))
    if _negative(other):
        return negated(times(one, negated(other)))
    if one.low is None or one.low < 0:
        return times(other, one) if other.low is not None and other.low >= 0 else ANY
    return _by_positive(one, other)


def _by_positive(one: Interval, other: Interval) -> Interval:
    """Return x * y for x from a `low` that is not below 0."""
    low: Exact | None = None
    if other.low is not None and one.low is not None:
        if other.low >= 0:
            low = exact.mul(one.low, other.low)
        elif one.high is not None:
            low = exact.mul(one.high, other.low)
    high: Exact | None = None
    if other.high is not None and one.low is not None:
        if other.high <= 0:
            high = exact.mul(one.low, other.high)
        elif one.high is not None:
            high = exact.mul(one.high, other.high)
    return Interval(low, high)


def _negative(one: Interval) -> bool:
    return one.high is not None and one.high <= 0


def _scaled(one: Interval, factor: Exact) -> Interval:
    if factor == 0:
        return at(ZERO)
    if factor < 0:
        return negated(_scaled(one, exact.neg(factor)))
    low = None if one.low is None else exact.mul(one.low, factor)
    high = None if one.high is None else exact.mul(one.high, factor)
    return Interval(low, high, one.low_open, one.high_open)


def divided(one: Interval, other: Interval) -> Interval:
    """Return x / y for all x and all y but 0."""
    value = other.point
    if value is not None:
        return ANY if value == 0 else _scaled(one, exact.div(Decimal(1), value))
    if other.low is not None and other.low >= 0:
        # Dividing by a number above zero keeps the sign, and nothing more is known.
        if one.low is not None and one.low >= 0:
            return from_(ZERO)
        if _negative(one):
            return Interval(None, ZERO)
    return ANY


def mapped(one: Interval, function: Callable[[Exact], Exact]) -> Interval:
    """Return the interval between what a rising function makes of both ends."""
    low = None if one.low is None else function(one.low)
    high = None if one.high is None else function(one.high)
    return Interval(low, high)


def magnitude(one: Interval) -> Interval:
    """Return |x| for all x."""
    if one.low is not None and one.low >= 0:
        return one
    if _negative(one):
        return negated(one)
    ends = [exact.magnitude(end) for end in (one.low, one.high) if end is not None]
    return Interval(ZERO, exact.greatest(ends) if len(ends) == 2 else None)
