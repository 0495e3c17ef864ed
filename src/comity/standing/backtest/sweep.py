"""Which values to try: about nine round ones around the agreed value, as far as the measured data spread."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from comity.kernel import exact
from comity.kernel.figure import Exact

ABOUT = 8
"""Steps that the spread of the data is cut into; with both ends that makes about nine values."""

AROUND = 2
"""Steps that are tried to each side of the agreed value, however the data lie."""

MOST = 13
"""The most values tried; where round steps give more, the nearest to the agreed one are kept."""

_ROUND = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_HUNDRED_PERCENT = Decimal(1)


def values(
    agreed: Exact, measured: Sequence[Exact], *, least_step: Decimal = Decimal(0), whole: bool = False,
    percent: bool = False,
) -> list[Exact]:  # fmt: skip
    """Return the values to try, lowest first, the agreed one among them.

    They reach from the agreed value over the middle 80 % of the measured ones, and two steps to each side of it. A step
    is never finer than `least_step` (what the agreement rounds to), and whole where only `whole` numbers make sense or
    all measured ones are. A value that no measured number can have is left out: below 0 where none is, above 100 %
    where none is and it is a percentage.
    """
    low, high = _reach(agreed, measured, percent)
    whole_only = whole or (all(_is_whole(number) for number in (agreed, *measured)) and not percent)
    step = _round_step(exact.div(exact.sub(high, low), Decimal(ABOUT)), whole_only)
    step = max(step, least_step)
    down = max(AROUND, -int(exact.floor(exact.div(exact.sub(low, agreed), step))))
    up = max(AROUND, int(exact.ceil(exact.div(exact.sub(high, agreed), step))))
    tried = [exact.add(agreed, exact.mul(step, Decimal(n))) for n in range(-down, up + 1)]
    possible = [value for value in tried if value == agreed or _is_possible(value, agreed, measured, percent, whole)]
    return _nearest(possible, agreed)


def _reach(agreed: Exact, measured: Sequence[Exact], percent: bool) -> tuple[Exact, Exact]:
    """Return the range to cover: the middle of the data and the agreed value; without a spread a tenth to each side."""
    ordered = sorted(measured)
    found = [quantile(ordered, Decimal("0.1")), quantile(ordered, Decimal("0.9"))] if ordered else []
    low, high = exact.least([agreed, *found]), exact.greatest([agreed, *found])
    if exact.compare(low, high) == 0:
        tenth = exact.div(exact.magnitude(agreed), Decimal(10)) or Decimal("0.04" if percent else 4)
        return exact.sub(agreed, tenth), exact.add(agreed, tenth)
    return low, high


def quantile(ordered: Sequence[Exact], share: Decimal) -> Exact:
    """Return the value below which a share of sorted numbers lies: the one of the nearest rank, never between two."""
    rank = int(exact.ceil(exact.mul(share, Decimal(len(ordered)))))
    return ordered[max(rank, 1) - 1]


def _round_step(span: Exact, whole: bool) -> Decimal:
    """Return the round number nearest to a span: 1, 2, 2.5 or 5 times a power of ten; a whole one where asked for."""
    power = Decimal(1).scaleb(exact.to_decimal(span).adjusted())
    ratio = exact.div(span, power)
    factors = [one for one in _ROUND if not whole or _is_whole(power * one)] or [1 / power]
    factor = min(factors, key=lambda one: exact.greatest((exact.div(ratio, one), exact.div(one, ratio))))
    return power * factor


def _is_whole(value: Exact) -> bool:
    return value == int(value)


def _is_possible(value: Exact, agreed: Exact, measured: Sequence[Exact], percent: bool, whole: bool) -> bool:
    numbers = [agreed, *measured]
    if whole and value < 1:
        return False
    if value < 0 and all(number >= 0 for number in numbers):
        return False
    shares = percent and all(0 <= number <= _HUNDRED_PERCENT for number in numbers)
    return not (shares and value > _HUNDRED_PERCENT)


def _nearest(tried: list[Exact], agreed: Exact) -> list[Exact]:
    near = sorted(tried, key=lambda value: exact.magnitude(exact.sub(value, agreed)))[:MOST]
    return sorted(near)
