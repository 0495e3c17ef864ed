"""Numbers as text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.numbers import (
    MINUS,
    digits,
    exact_places,
    format_difference,
    format_value,
    in_words,
    money_in_full,
    places_for,
    share,
)


@pytest.mark.parametrize(
    ("value", "unit", "places", "text"),
    [
        ("3700000000", "USD", None, "USD 3,700m"),
        ("14150000000", "USD", None, "USD 14,150m"),
        ("150400000", "USD", None, "USD 150.4m"),
        ("150000000", "USD", 1, "USD 150.0m"),
        ("359000", "USD", None, "USD 359,000"),
        ("1234.5", "USD", None, "USD 1,234.50"),
        ("445448.7", "USD", 1, "USD 445,448.70"),
        ("0.0125", "USD", None, "USD 0.0125"),
        ("-0.00001", "USD", None, "USD 0.0000"),
        ("250000000000", "USD", None, "USD 250bn"),
        ("-164000000", "USD", None, "−USD 164m"),
        ("0", "USD", None, "USD 0"),
        ("0.149", "percent", None, "14.9%"),
        ("0.97", "percent", 1, "97.0%"),
        ("-0.051", "percent", None, "−5.1%"),
        ("8293", "EUR m", None, "EUR 8,293m"),
        ("120", "EUR k", None, "EUR 120,000"),
        ("34", "days", None, "34 days"),
        ("1", "days", None, "1 day"),
        ("1204", "", None, "1,204"),
        ("0.5", "", 2, "0.50"),
    ],
)
def test_values_are_written_with_their_unit(value: str, unit: str, places: int | None, text: str) -> None:
    """Currency before, percent sign and words after; millions from a million up, in full below."""
    assert format_value(Decimal(value), unit, places) == text


@pytest.mark.parametrize(
    ("value", "unit", "places", "text"),
    [
        ("-0.051", "percent", None, "−5.1 points"),
        ("0.01", "percent", 0, "+1 point"),
        ("0.005", "percent", 1, "+0.5 points"),
        ("1150000000", "USD", None, "+USD 1,150m"),
        ("-164000000", "USD", None, "−USD 164m"),
        ("2", "days", None, "+2 days"),
        ("0", "days", None, "0 days"),
    ],
)
def test_differences_carry_a_sign(value: str, unit: str, places: int | None, text: str) -> None:
    """A difference of percentages is in points; margins have a plus."""
    assert format_difference(Decimal(value), unit, places) == text


def test_rounding_is_half_up_away_from_zero() -> None:
    """A half goes away from zero on both sides, also for fractions, and a rounded zero has no sign."""
    assert digits(Decimal("0.125"), 2) == "0.13"
    assert digits(Decimal("-0.125"), 2) == f"{MINUS}0.13"
    assert digits(Fraction(2, 3), 3) == "0.667"
    assert digits(Decimal("-0.001"), 2) == "0.00"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_digits_lose_at_most_half_a_unit(value: Decimal) -> None:
    """What is shown, read back, is within half of its last digit."""
    shown = Decimal(digits(value, 2).replace(MINUS, "-").replace(",", ""))
    assert abs(shown - value) <= Decimal("0.005")


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_exact_places_are_enough_and_needed(number: int, exponent: int) -> None:
    """With that many decimals nothing is lost, with one fewer something is."""
    value = Decimal(number).scaleb(-exponent)
    places = exact_places(value, 8)
    assert Fraction(value) * 10**places % 1 == 0
    assert places == 0 or Fraction(value) * 10 ** (places - 1) % 1 != 0


def test_all_figures_of_a_metric_share_their_decimals() -> None:
    """The rounding of the metric decides; without one, the figure that needs most."""
    assert places_for([Decimal("0.149"), Decimal("0.2")], "percent") == 1
    assert places_for([Decimal("0.149")], "percent", Decimal("0.0001")) == 2
    assert places_for([Decimal(804000000), Decimal(150400000)], "USD") == 1
    assert places_for([Decimal("1270987654.4321")], "USD") == 3
    assert places_for([Decimal(3700000000)], "USD", Decimal(10000)) == 2
    assert places_for([], "days") == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1208200", "USD 1,208,200"),
        ("-1333.3", "−USD 1,333.30"),
        ("0.125", "USD 0.125"),
        ("0", "USD 0"),
        ("-0.00001", "USD 0.0000"),
    ],
)
def test_what_is_owed_is_told_to_the_cent(value: str, text: str) -> None:
    """However large an amount is, nothing of it is rounded away."""
    assert money_in_full(Decimal(value), "USD") == text


def test_shares_are_signed_percentages() -> None:
    """The difference of two reporters, with two decimals; none of it is no sign."""
    assert share(Decimal("0.0013")) == "+0.13%"
    assert share(Decimal("-0.049")) == "−4.90%"
    assert share(Decimal("0.00001")) == "0.00%"


def test_small_counts_are_words() -> None:
    """Up to twelve in words, digits from there on."""
    assert [in_words(n) for n in (0, 1, 12, 13, 1200)] == ["no", "one", "twelve", "13", "1,200"]
