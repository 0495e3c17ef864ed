"""Periods of a calendar: no day without one, no day with two."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain, Period
from tests.kernel.strategies import calendars, days, grains

PLAIN = Calendar(term_starts=date(2026, 1, 1))
JULY = Calendar(year_starts=(7, 1))
LEAP = Calendar(year_starts=(2, 29), term_starts=date(2024, 2, 29))


@given(calendars, grains, days)
def test_every_day_lies_in_exactly_one_period(calendar: Calendar, grain: Grain, day: date) -> None:
    """The period of a day contains it, and its neighbours begin and end right beside it."""
    period = calendar.containing(grain, day)
    assert period.first <= day <= period.last
    assert calendar.shift(period, -1).last == period.first - timedelta(days=1)
    assert calendar.shift(period, 1).first == period.last + timedelta(days=1)
    assert calendar.containing(grain, period.first) == calendar.containing(grain, period.last) == period


@given(calendars, grains, days, st.integers(-500, 500))
def test_shifts_can_be_undone_and_count(calendar: Calendar, grain: Grain, day: date, count: int) -> None:
    """Shifting n periods later and n earlier again is the same period; ordinals differ by n."""
    period = calendar.containing(grain, day)
    there = calendar.shift(period, count)
    assert calendar.shift(there, -count) == period
    assert calendar.ordinal(there) - calendar.ordinal(period) == count


@given(calendars, grains, days)
def test_names_are_read_back(calendar: Calendar, grain: Grain, day: date) -> None:
    """A period's name names it; contract years count from 1, those before the start have no name to be read."""
    period = calendar.containing(grain, day)
    if grain is Grain.CONTRACT_YEAR and calendar.ordinal(period) < 1:
        with pytest.raises(ValueError, match="is no period"):
            calendar.period(period.name)
    else:
        assert calendar.period(period.name) == period


@given(calendars, grains, days, st.integers(0, 800))
def test_between_lists_what_overlaps(calendar: Calendar, grain: Grain, first: date, length: int) -> None:
    """The periods between two days follow one another and cover both days, none lies outside."""
    last = first + timedelta(days=length)
    found = calendar.between(grain, first, last)
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last
    assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(found))


@given(calendars, grains)
def test_the_calendars_first_and_last_day_have_periods(calendar: Calendar, grain: Grain) -> None:
    """Data that says "for ever" with 9999-12-31 is measured like any other; beyond it there is nothing."""
    for day, step in ((date.min, -1), (date.max, 1)):
        period = calendar.containing(grain, day)
        assert day in (period.first, period.last)
        with pytest.raises(ValueError, match="outside the calendar"):
            calendar.shift(period, step)


def test_between_a_day_and_an_earlier_one_is_nothing() -> None:
    """A term that ends before it starts has no periods."""
    assert PLAIN.between(Grain.MONTH, date(2026, 3, 2), date(2026, 3, 1)) == []


@given(calendars, st.tuples(grains, grains), days)
def test_each_finer_period_is_a_child_of_its_parent(calendar: Calendar, pair: tuple[Grain, Grain], day: date) -> None:
    """Children and parent agree: a period is among the children of its parent, and of no other period."""
    finer, coarser = pair
    child = calendar.containing(finer, day)
    parent = calendar.parent(child, coarser)
    assert child in calendar.children(parent, finer)
    assert child not in calendar.children(calendar.shift(parent, 1), finer)


@pytest.mark.parametrize(
    ("calendar", "name", "first", "last", "grain"),
    [
        (PLAIN, "2026-03-05", "2026-03-05", "2026-03-05", "day"),
        (PLAIN, "2026-W10", "2026-03-02", "2026-03-08", "week"),
        (PLAIN, "2026-W53", "2026-12-28", "2027-01-03", "week"),
        (PLAIN, "2025-W01", "2024-12-30", "2025-01-05", "week"),
        (PLAIN, "2024-02", "2024-02-01", "2024-02-29", "month"),
        (PLAIN, "2026-12", "2026-12-01", "2026-12-31", "month"),
        (PLAIN, "2026-Q1", "2026-01-01", "2026-03-31", "quarter"),
        (PLAIN, "2026", "2026-01-01", "2026-12-31", "year"),
        (PLAIN, "CY2", "2027-01-01", "2027-12-31", "contract year"),
        (JULY, "2026/27", "2026-07-01", "2027-06-30", "year"),
        (JULY, "2099/00", "2099-07-01", "2100-06-30", "year"),
        (JULY, "2026-Q3", "2026-07-01", "2026-09-30", "quarter"),
        (LEAP, "2023/24", "2023-02-28", "2024-02-28", "year"),
        (LEAP, "2024/25", "2024-02-29", "2025-02-27", "year"),
        (LEAP, "CY1", "2024-02-29", "2025-02-27", "contract year"),
        (LEAP, "CY2", "2025-02-28", "2026-02-27", "contract year"),
        (LEAP, "CY5", "2028-02-29", "2029-02-27", "contract year"),
    ],
)
def test_names_of_periods(calendar: Calendar, name: str, first: str, last: str, grain: str) -> None:
    """Each form of section 1 of the language, at year ends, in leap years and in years not from January."""
    period = calendar.period(name)
    assert period == Period(date.fromisoformat(first), date.fromisoformat(last), Grain(grain), name)
    assert period.days == (period.last - period.first).days + 1


@pytest.mark.parametrize(
    ("calendar", "name", "why"),
    [
        (PLAIN, "march", "'march' is no period; periods are written"),
        (PLAIN, "2026-3", "is no period"),
        (PLAIN, "CY0", "is no period"),
        (PLAIN, "2026-02-29", "2026-02-29 is no day of the calendar"),
        (PLAIN, "2025-W53", "the year 2025 has no week 53"),
        (PLAIN, "2026-W00", "has no week 00"),
        (PLAIN, "2026-13", "the year 2026 has no month 13"),
        (PLAIN, "0000-01", "has no month 01"),
        (PLAIN, "2026-Q5", "the year 2026 has no quarter 5"),
        (PLAIN, "2026/27", "start on 1 January: write 2026, not 2026/27"),
        (JULY, "2026", "start on 1 July: write 2026/27, not 2026"),
        (JULY, "2026/28", "write 2026/27, not 2026/28"),
        (PLAIN, "0000", "outside the calendar"),
        (PLAIN, "CY9999", "outside the calendar"),
        (JULY, "CY1", "contract years need an agreement whose start is known"),
        (PLAIN, "２０２６", "is no period"),
    ],
)
def test_what_is_no_period_is_refused(calendar: Calendar, name: str, why: str) -> None:
    """The reason names what was written and, where there is one, the proper form."""
    with pytest.raises(ValueError, match=why):
        calendar.period(name)


@pytest.mark.parametrize(
    ("calendar", "name", "before"),
    [
        (PLAIN, "2024-02-29", "2023-02-28"),
        (PLAIN, "2026-12-31", "2025-12-31"),
        (PLAIN, "2026-W10", "2025-W10"),
        (PLAIN, "2026-W53", "2025-W52"),
        (PLAIN, "2027-W01", "2026-W01"),
        (PLAIN, "2026-03", "2025-03"),
        (PLAIN, "2026-Q1", "2025-Q1"),
        (PLAIN, "2026", "2025"),
        (JULY, "2026/27", "2025/26"),
        (PLAIN, "CY3", "CY2"),
    ],
)
def test_a_year_ago(calendar: Calendar, name: str, before: str) -> None:
    """The same month, quarter, week number or day a year before; the last there is where it has none."""
    assert calendar.year_ago(calendar.period(name)).name == before


def test_a_week_belongs_to_the_month_of_its_last_day() -> None:
    """The week from 30 March to 5 April 2026 is one of April, not of March."""
    week = PLAIN.period("2026-W14")
    assert PLAIN.parent(week, Grain.MONTH).name == "2026-04"
    weeks = [week.name for week in PLAIN.children(PLAIN.period("2026-03"), Grain.WEEK)]
    assert weeks == ["2026-W09", "2026-W10", "2026-W11", "2026-W12", "2026-W13"]


def test_quarters_are_the_calendars_whatever_the_year() -> None:
    """In a year from 1 July the quarters are Q3, Q4, Q1, Q2; in one from 1 February the last ends in January."""
    names = [quarter.name for quarter in JULY.children(JULY.period("2026/27"), Grain.QUARTER)]
    assert names == ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    february = Calendar(year_starts=(2, 1))
    assert february.parent(february.period("2026-Q1"), Grain.YEAR).name == "2026/27"


def test_the_first_and_last_period_are_cut_to_the_term() -> None:
    """A cut period keeps its name and place in the count; an uncut one is the same period."""
    march = PLAIN.period("2026-03")
    cut = PLAIN.cut(march, date(2026, 3, 16), date(2026, 3, 20))
    assert (cut.first, cut.last, cut.name) == (date(2026, 3, 16), date(2026, 3, 20), "2026-03")
    assert PLAIN.ordinal(cut) == PLAIN.ordinal(march)
    assert PLAIN.shift(cut, 1) == PLAIN.period("2026-04")
    assert PLAIN.cut(march, None, None) is march
    assert PLAIN.cut(march, date(2026, 1, 1), date(2026, 3, 31)) is march


def test_a_period_outside_the_term_cannot_be_cut_to_it() -> None:
    """A period that shares no day with the term is a mistake of the caller."""
    with pytest.raises(ValueError, match="2026-03 has no day in the term"):
        PLAIN.cut(PLAIN.period("2026-03"), date(2026, 4, 1), None)


def test_contract_years_before_the_start_exist_for_looking_back() -> None:
    """Going back from the first contract year ends before the start instead of failing."""
    before = PLAIN.shift(PLAIN.period("CY1"), -1)
    assert (before.name, before.last) == ("CY0", date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("2026-03", ["2026-03"]),
        ("2026-11..2027-01", ["2026-11", "2026-12", "2027-01"]),
        ("2026-01, 2026-03", ["2026-01", "2026-03"]),
        ("2026-01..2026-02, 2026-05", ["2026-01", "2026-02", "2026-05"]),
        ("2026-W52 .. 2027-W01", ["2026-W52", "2026-W53", "2027-W01"]),
        ("2026-03-31..2026-04-01", ["2026-03-31", "2026-04-01"]),
        ("CY1..CY3", ["CY1", "CY2", "CY3"]),
        ("EWR, B6", ["EWR", "B6"]),
        ("core", ["core"]),
    ],
)
def test_keys_that_stand_for_several(text: str, names: list[str]) -> None:
    """A range names each period from first to last, a list each of its parts, members included."""
    assert PLAIN.expand(text) == names


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-01..2026-Q2", "2026-01 is a month and 2026-Q2 is a quarter: a range needs two of a kind"),
        ("2026-02..2026-01", "2026-01 comes before 2026-02"),
        ("2026-01..", "a name is missing"),
        ("..2026-01", "a name is missing"),
        ("a,,b", "a name is missing"),
        ("", "a name is missing"),
        ("a..b", "'a' is no period"),
        ("0001-01-01..9998-01-01", "names 3651330 periods; at most 40000"),
    ],
)
def test_keys_that_cannot_be_expanded(text: str, why: str) -> None:
    """The reason says which end of the range is wrong, and a huge range is not made."""
    with pytest.raises(ValueError, match=why):
        PLAIN.expand(text)


def test_calendars_compare_by_what_was_agreed() -> None:
    """What a calendar has remembered does not make it another one."""
    used = Calendar(places=("US",))
    used.period("2026-03")
    assert used == Calendar(places=("US",))
    assert hash(used) == hash(Calendar(places=("US",)))
    assert used != Calendar(places=("FR",))


def test_periods_asked_for_twice_are_made_once() -> None:
    """The metric engine asks for the same period hundreds of thousands of times."""
    asked: list[Any] = [PLAIN.containing(Grain.MONTH, date(2026, 3, day)) for day in (1, 31)]
    assert asked[0] is asked[1] is PLAIN.period("2026-03")
