"""Dates, periods, names and lists as text."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.words import and_list, day, decapital, named, period_name, periods_named, time_left
from comity.standing.words import is_illustrative, party_name, title_of
from tests.reports.builders import month, quarter, rich, terms, year

TODAY = date(2025, 2, 6)


def test_dates_name_the_year_only_where_it_is_another() -> None:
    """The weekday on request, the year where the reader could not know it."""
    assert day(date(2025, 2, 20), TODAY, with_weekday=True) == "Thu 20 Feb"
    assert day(date(2024, 2, 20), TODAY) == "20 Feb 2024"
    assert day(date(2025, 2, 20)) == "20 Feb 2025"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2025, 2, 6), "today"),
        (date(2025, 2, 7), "in 1 day"),
        (date(2025, 2, 20), "in 14 days"),
        (date(2025, 2, 5), "1 day ago"),
        (date(2024, 2, 6), "366 days ago"),
    ],
)
def test_deadlines_say_what_is_left(value: date, text: str) -> None:
    """Days ahead and days past, singular and plural."""
    assert time_left(value, TODAY) == text


def test_periods_are_written_as_people_write_them() -> None:
    """Months by name, quarters and years as they are called."""
    assert [period_name(p) for p in (month(2025, 1), quarter(2024, 4), year(2024))] == ["Jan 2025", "2024-Q4", "2024"]


def test_runs_of_periods_are_joined() -> None:
    """Three or more in a row become a range, also across the year; two are listed."""
    periods = [quarter(2023, 1), quarter(2024, 3), quarter(2024, 4), quarter(2025, 1)]
    assert periods_named(periods) == "2023-Q1, 2024-Q3 to 2025-Q1"
    assert periods_named(periods[1:3]) == "2024-Q3, 2024-Q4"
    assert periods_named([]) == ""


def test_lists_read_as_in_a_sentence() -> None:
    """None, one, two, several, and many cut to a count."""
    assert [and_list(list("abcdef"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert and_list(list("abcdef")) == "a, b, c, d and 2 more"


def test_parties_bear_their_short_names() -> None:
    """The key of the agreement in the spelling of the legal name; unknown ones in words."""
    agreed = terms()
    assert party_name(agreed, "aster") == "Aster"
    assert party_name(agreed, "aster, borealis") == "Aster and Borealis"
    assert party_name(agreed, "joint_committee") == "Joint committee"


def test_titles_fall_back_to_the_name() -> None:
    """A metric without a title is called by its name in words."""
    agreed = rich().terms
    assert title_of(agreed, "metrics", "net_sales") == "Net sales, worldwide"
    assert title_of(agreed, "metrics", "fill_rate") == "Fill rate"
    assert named("eu_sales") == "Eu sales"
    assert [decapital(t) for t in ("Net sales", "EU sales")] == ["net sales", "EU sales"]


def test_what_is_illustrative_includes_what_stands_in_it() -> None:
    """A path is marked if it or a part of the agreement around it is listed."""
    agreed = terms(illustrative=frozenset({"clauses.review", "metrics.sales.target"}))
    assert is_illustrative(agreed, "clauses.review.measure")
    assert is_illustrative(agreed, "metrics.sales.target")
    assert not is_illustrative(agreed, "metrics.sales")
    assert not is_illustrative(agreed, "clauses.reviewed")
