"""The smallest unit of a currency."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.currencies import minor_unit, round_money
from tests.kernel.strategies import numbers


@pytest.mark.parametrize(
    ("currency", "amount", "rounded"),
    [
        ("USD", Decimal("1333.335"), "1333.34"),
        ("EUR", Decimal("-1333.335"), "-1333.34"),
        ("JPY", Decimal("1333.5"), "1334"),
        ("KWD", Decimal("0.0005"), "0.001"),
        ("CLF", Decimal("0.00004"), "0.0000"),
        ("USD", Fraction(20000, 3), "6666.67"),
        (None, Fraction(1, 3), "0.33"),
    ],
)
def test_money_is_rounded_to_its_smallest_unit(currency, amount, rounded):
    """Cents for most, whole yen, thousandths of a dinar; a half goes away from zero."""
    assert str(round_money(amount, currency)) == rounded


@given(numbers, st.sampled_from(["USD", "JPY", "BHD", "UYW"]))
def test_rounding_moves_an_amount_by_half_a_unit_at_most(amount, currency):
    """The rounded amount is a multiple of the unit and never further away than half of it."""
    unit, rounded = minor_unit(currency), round_money(amount, currency)
    assert Fraction(rounded) % Fraction(unit) == 0
    assert abs(Fraction(rounded) - Fraction(amount)) <= Fraction(unit) / 2
