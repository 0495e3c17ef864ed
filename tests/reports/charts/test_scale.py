"""Axes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from comity.reports.charts.scale import value_axis

amounts = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**10), max_value=10**10)


@given(st.lists(amounts, min_size=1, max_size=12), st.booleans())
def test_an_axis_holds_all_values_with_few_round_ticks(values: list[Decimal], from_zero: bool) -> None:
    """Every value lies between the ends, at even steps of 1, 2 or 5 times a power of ten."""
    axis = value_axis(values, from_zero=from_zero, top=0, bottom=100)
    assert axis.low <= min(values) and axis.high >= max(values)
    assert 2 <= len(axis.ticks) <= 7
    steps = {Fraction(b) - Fraction(a) for a, b in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert len(steps) == 1
    assert str(steps.pop().limit_denominator(10**9).numerator).strip("0") in {"1", "2", "5", ""}
    if from_zero:
        assert axis.low <= 0 <= axis.high


@given(st.lists(amounts, min_size=2, max_size=5, unique=True))
def test_a_higher_value_lies_higher(values: list[Decimal]) -> None:
    """Pixels count from the top, so the order turns round."""
    assume(max(values) - min(values) > Decimal("0.01"))
    axis = value_axis(values, from_zero=False, top=10, bottom=110)
    pixels = [axis.y(value) for value in sorted(values)]
    assert pixels == sorted(pixels, reverse=True)
    assert 10 <= pixels[-1] <= pixels[0] <= 110


def test_percentages_near_a_hundred_do_not_start_at_zero() -> None:
    """Else the target would vanish; values that use the range do start there."""
    assert value_axis([Decimal("0.958"), Decimal("0.982")], from_zero=False, top=0, bottom=1).low > Decimal("0.9")
    assert value_axis([Decimal(400), Decimal(900)], from_zero=False, top=0, bottom=1).low == 0


def test_one_value_has_an_axis() -> None:
    """A single value, or several equal ones, or only zeros."""
    for value in (Decimal(0), Decimal(7), Decimal(-3)):
        axis = value_axis([value, value], from_zero=False, top=0, bottom=1)
        assert axis.low < axis.high
