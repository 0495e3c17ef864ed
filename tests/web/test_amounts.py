"""What the number of a cell counts: read from how the page writes it, the two together."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.numbers import format_difference, format_value, share
from comity.web.amounts import Amount, alike, amount_of
from comity.web.listing import Cell


@pytest.mark.parametrize(
    ("text", "value", "unit", "told"),
    [
        ("USD 3,700m", "3700000000", "USD", "3700000000"),
        ("EUR 3,534m", "3534", "EUR m", "3534"),  # the figure is in millions already
        ("EUR 500,000", "0.5", "EUR m", "0.5"),
        ("−USD 1,505.35", "-1505.35", "USD", "-1505.35"),
        ("+USD 0.07", "0.07", "USD", "0.07"),
        ("at most USD 41.50", "41.5", "USD", "41.5"),
        ("14.9%", "0.149", "%", "0.149"),
        ("14.9%", "14.9", "%", "0.149"),  # a table that carries what it shows
        ("0.00%", "0.000029", "%", "0.000029"),
        ("at least 93.0%", "0.93", "%", "0.93"),
        ("−1.4 points", "-0.014", "points", "-1.4"),
        ("+3 points", "3", "points", "3"),
        ("34 days", "34", "days", "34"),
        ("1,204", "1204", "", "1204"),
        ("12", "", "", "12"),
        ("–", "0", "", "0"),
    ],
)
def test_a_number_has_the_unit_in_which_it_is_carried(text: str, value: str, unit: str, told: str) -> None:
    """Millions that are carried as millions say so, and a percentage is a share whichever way it is carried."""
    found = amount_of(Cell(text, value))
    assert found is not None and (found.value, found.unit) == (Decimal(told), unit)


@pytest.mark.parametrize("cell", [Cell("no figure"), Cell("79 to 82", "79"), Cell("0% to 57.1%"), Cell(""), Cell("–")])
def test_what_is_no_number_or_more_than_one_has_none(cell: Cell) -> None:
    """A range that sorts by its lower end is not that end."""
    assert amount_of(cell) is None


def test_what_is_held_in_full_is_the_number() -> None:
    """A row shown in whole euros and reported in thousands is exported as it was reported."""
    assert amount_of(Cell("401,500", "401500", full="401.5")) == Amount(Decimal("401.5"), places=1)


def test_a_column_says_one_unit_in_one_way() -> None:
    """One day is of the same unit as two, nothing at all of that of the others, and all have the same decimals."""
    days = alike([Amount(Decimal(1), "day"), Amount(Decimal(2), "days")])
    assert [one.unit for one in days] == ["days", "days"]
    money = alike([Amount(Decimal(0), "EUR"), Amount(Decimal("3.5"), "EUR m", 2)])
    assert [(one.unit, one.places) for one in money] == [("EUR m", 2), ("EUR m", 2)]
    both = alike([Amount(Decimal(1), "%", 1), Amount(Decimal(2), "USD"), Amount(Decimal(3), "%")])
    assert [(one.unit, one.places) for one in both] == [("%", 1), ("USD", 0), ("%", 0)]


@given(
    st.decimals("-1e13", "1e13", places=4).filter(lambda value: abs(value) >= 1 or not value),
    st.sampled_from(["USD", "percent", "", "days", "units"]), st.sampled_from([None, 0, 1, 3]), st.booleans(),
)  # fmt: skip
def test_what_numbers_are_written_as_is_read_back(value: Decimal, unit: str, places: int | None, signed: bool) -> None:
    """However a figure or a difference is written, its unit is read from it and its value is not changed."""
    text = (format_difference if signed else format_value)(value, unit, places)
    found = amount_of(Cell(text, f"{value:f}"))
    assert found is not None
    if unit == "percent" and signed:
        assert (found.value, found.unit) == (value.scaleb(2), "points")
    else:
        told = {"percent": "%"}.get(unit, unit)
        assert found.value == value and found.unit in (told, told.removesuffix("s"))


@given(st.decimals("-10", "10", places=8))
def test_a_difference_of_two_reports_is_a_share(value: Decimal) -> None:
    """However small it is, the share is not taken for a percentage."""
    found = amount_of(Cell(share(value), f"{value:f}"))
    assert found is not None and (found.value, found.unit) == (value, "%")
