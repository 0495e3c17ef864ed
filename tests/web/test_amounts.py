"""What the number of a cell counts: whoever makes the cell says it, and files have it so, however it is written."""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from comity.kernel.numbers import PERCENT, format_difference, format_value
from comity.web.amounts import POINTS, Amount, alike, amount_of, between, counted, counted_apart, in_full
from comity.web.exports import exported
from comity.web.listing import Cell, Column, Listing, listing, shown

UNITS = ["USD", "EUR m", "EUR k", "USD bn", PERCENT, "%", "", "days", "incidents", "t CO2", "m3", POINTS]


def column(*cells: Cell, kind: str = "csv") -> list[list[object]]:
    """Return what a file has of a column of numbers: its heading or headings, then row by row."""
    of = Listing(name="x", caption="X", columns=(Column("x", "Figure", "number"),), rows=tuple((one,) for one in cells))
    told = exported(shown(of, {}), kind)
    if kind == "csv":
        return [[*row] for row in csv.reader(StringIO(told.decode("utf-8-sig")))]
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(told)).active]


def figure(value: str, unit: str, places: int | None = None) -> Cell:
    return counted(format_value(Decimal(value), unit, places), Decimal(value), unit)


# -- what was reported stands in full ---------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("3476000000", "EUR", "EUR 3,476,000,000"),
        ("-83700000.50", "USD", "−USD 83,700,000.5"),
        ("8293", "EUR m", "EUR 8,293m"),
        ("-0.0", "USD", "USD 0"),
        ("12345678901234567890.123456789012345678", "USD", "USD 12,345,678,901,234,567,890.123456789012345678"),
        ("-1452", "hours", "−1,452"),
        ("1.1634", "", "1.1634"),
    ],
)
def test_money_as_reported_names_its_currency_and_loses_no_digit(value: str, unit: str, text: str) -> None:
    """The sign stands before the currency; nothing is shortened to millions, and a bare number stays bare."""
    assert in_full(Decimal(value), unit) == text


# -- a cell says its unit ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "places"),
    [("1", "EUR m", None), ("-1", "EUR m", None), ("1.3", "EUR m", 0), ("0.2", "EUR m", 0), ("1", "EUR k", None),
     ("1000", "EUR k", None), ("0", "EUR m", None)],
)  # fmt: skip
def test_a_million_that_is_carried_as_one_says_so(value: str, unit: str, places: int | None) -> None:
    """A figure of 1 in `EUR m` is shown as EUR 1m, and is one million euros in a file too, not one euro."""
    assert column(figure(value, unit, places)) == [[f"Figure ({unit})"], [value]]
    text = format_difference(Decimal(value), unit, places)
    assert column(counted_apart(text, Decimal(value), unit)) == [[f"Figure ({unit})"], [value]]


@pytest.mark.parametrize(("others", "own"), [("0.96", PERCENT), ("5", "USD"), ("3", POINTS)])
def test_nothing_at_all_of_something_has_its_own_unit(others: str, own: str) -> None:
    """No incidents beside 96 % are no incidents, and no points beside dollars no dollars."""
    rows = column(figure("0", "incidents"), figure(others, own))
    assert rows[0] == ["Figure", "Figure: unit"] and rows[1] == ["0", "incidents"] and rows[2][1] != "incidents"


@pytest.mark.parametrize("unit", ["%", "t CO2", "m3", "% of plan"])
def test_a_unit_of_the_agreements_own_is_a_word(unit: str) -> None:
    """Whatever it is called, it changes no number: 14.9 in a unit called `%` is not 1,490."""
    assert column(figure("14.9", unit)) == [[f"Figure ({unit})"], ["14.9"]]
    assert column(figure("14.9", unit), kind="xlsx") == [[f"Figure ({unit})"], [14.9]]


def test_a_share_is_a_percentage_and_its_difference_is_in_points() -> None:
    """14.9 % is carried as 0.149; five hundredths more are five points."""
    assert column(figure("0.149", PERCENT)) == [["Figure (%)"], ["14.9"]]
    assert column(figure("0.149", PERCENT), kind="xlsx") == [["Figure (%)"], [0.149]]
    apart = counted_apart("+5 points", Decimal("0.05"), PERCENT)
    assert column(apart) == [["Figure (points)"], ["5"]] == column(figure("5", POINTS))
    mixed = column(figure("0.149", PERCENT), figure("14.9", "%"))
    assert mixed == [["Figure", "Figure: unit"], ["14.9", "%"], ["14.9", "%"]]


@given(
    st.decimals("-1e13", "1e13", places=6), st.sampled_from(UNITS), st.sampled_from([None, 0, 1, 3]), st.booleans(),
)  # fmt: skip
def test_a_number_is_what_it_counts_however_it_is_written(
    value: Decimal, unit: str, places: int | None, apart: bool
) -> None:
    """Cut to no decimals, in millions, with a sign or without: value and unit of a figure or a difference stay."""
    text = (format_difference if apart else format_value)(value, unit, places)
    found = amount_of((counted_apart if apart else counted)(text, value, unit))
    assert found is not None and not found.cut
    if apart and unit == PERCENT:
        assert (found.value, found.unit) == (value * 100, POINTS)
    else:
        assert (found.value, found.unit) == (value, unit)


@given(st.fractions("-9", "9", max_denominator=999), st.sampled_from(UNITS))
def test_what_needs_more_than_ten_decimals_says_that_it_was_cut(value: Fraction, unit: str) -> None:
    """A cell is cut off exactly where its number is not the whole one."""
    found = amount_of(counted("shown", value, unit))
    assert found is not None and found.cut == (Fraction(found.value) != value)
    assert abs(Fraction(found.value) - value) <= Fraction(1, 10**10)


def test_what_is_no_number_or_more_than_one_has_none() -> None:
    """A range sorts by its lower end, and is not that end in a file."""
    for cell in (Cell("no figure"), Cell("0% to 57.1%"), Cell(""), Cell("–"), counted("no figure", None, "USD")):
        assert amount_of(cell) is None
    range_ = between("79 to 82", Decimal(79), Decimal(82), POINTS)
    assert range_.value == "79" and column(range_)[1:] == [["79 to 82"]]
    assert column(between("79", Decimal(79), Decimal(79), POINTS)) == [["Figure (points)"], ["79"]]


def test_what_is_held_in_full_is_the_number() -> None:
    """A row shown in whole euros and reported in thousands is exported as it was reported."""
    assert amount_of(Cell("401,500", "401500", full="401.5")) == Amount(Decimal("401.5"), places=1)


def test_a_column_of_one_unit_has_the_same_decimals() -> None:
    """Below each other they are grouped alike; of several units each has its own."""
    money = alike([Amount(Decimal(0), "EUR m"), Amount(Decimal("3.5"), "EUR m", 2)])
    assert [(one.unit, one.places) for one in money] == [("EUR m", 2), ("EUR m", 2)]
    both = alike([Amount(Decimal(1), PERCENT, 1), Amount(Decimal(2), "USD"), Amount(Decimal(3), PERCENT)])
    assert [(one.unit, one.places) for one in both] == [(PERCENT, 1), ("USD", 0), (PERCENT, 0)]


def test_a_unit_is_kept_and_a_listing_from_before_has_none() -> None:
    """What the database keeps of a cell has its unit; what was kept without one is read as a bare number."""
    of = Listing(
        name="x",
        caption="X",
        columns=(Column("x", "X", "number"),),
        rows=((counted("a third", Fraction(1, 3), "m3"),),),
    )
    assert listing(of.data()) == of
    old = of.data() | {"rows": [[{"text": "34 days", "value": "34"}]]}
    assert amount_of(listing(old).rows[0][0]) == Amount(Decimal(34))
