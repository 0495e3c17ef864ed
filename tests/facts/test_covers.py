"""What a file covers against the rows that it has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from comity.agreement.model import FactTable
from comity.facts.covers import against_rows, slip, statements
from comity.facts.history import says_the_same
from comity.facts.model import RawFile
from tests.facts.builders import CALENDAR, accepted, file_of, owed, sealed

MONTHLY = owed("levels", {"month": "period", "good": "number >= 0"}, key=("month",))
DAILY = owed("visits", {"day": "date", "count": "number >= 0"}, every=None)
KNOWN = "2026-04-10"


def months(names: Sequence[str], covers: str = "", *, good: str = "5", known: str = KNOWN) -> RawFile:
    """Return a file of levels, one row a month."""
    said = {"known_at": known, **({"covers": covers} if covers else {})}
    return file_of({"month": names, "good": [good] * len(names)}, f"facts/levels/{known}.csv", **said)


def visits(days: Sequence[str], covers: str = "") -> RawFile:
    """Return a file of visits, one row each."""
    said = {"known_at": KNOWN, **({"covers": covers} if covers else {})}
    return file_of({"day": days, "count": ["1"] * len(days)}, "facts/visits/2026.csv", **said)


@pytest.mark.parametrize(
    ("table", "file", "empty", "beyond"),
    [
        (MONTHLY, months(["2026-01", "2026-02"], "2026-01..2026-02"), [], []),
        (MONTHLY, months(["2026-02"], "2026-Q1"), ["2026-01", "2026-03"], []),
        (MONTHLY, months(["2026-02"], "2026-03"), ["2026-03"], ["2026-02"]),
        (MONTHLY, months(["2026-02"]), [], []),
        (DAILY, visits(["2026-01-01", "2026-01-31", "2026-02-01"], "2026-01"), [], ["2026-02"]),
        (DAILY, visits(["2026-03-02", "2026-03-08", "2026-03-09"], "2026-W10, 2026-W12"), ["2026-W12"], ["2026-W11"]),
        (DAILY, visits(["2026-01-01", "2015-06-01"], "CY11"), [], ["CY0"]),
    ],
)
def test_periods_covered_without_rows_and_rows_that_are_not_covered(
    table: FactTable, file: RawFile, empty: list[str], beyond: list[str]
) -> None:
    """By the periods of the table, or where rows have days by those that are named; the last day belongs to each."""
    found = against_rows(accepted(table, file, starts=date(2015, 1, 1)), CALENDAR)
    assert tuple([one.name for one in periods] for periods in found) == (empty, beyond)


def test_a_file_without_rows_says_of_all_that_it_covers_that_there_was_nothing() -> None:
    """No row, and so nothing beyond."""
    empty = months([], "2026-01..2026-02")
    file = accepted(MONTHLY, empty)
    assert [one.name for one in against_rows(file, CALENDAR)[0]] == ["2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("day", "due", "why"),
    [
        (date(2026, 2, 1), None, "x names Mar 2026, and it begins after 2026-02-01"),
        (date(2026, 1, 31), date(2026, 4, 5), "x names Feb 2026, Mar 2026, and they begin after 2026-01-31"),
        (date(2026, 1, 31), date(2026, 1, 20), None),
        (date(2026, 3, 1), None, None),
    ],
)
def test_nobody_says_of_a_period_to_come_that_it_is_complete(day: date, due: date | None, why: str | None) -> None:
    """But where it is owed before it begins, as a plan is; of one that has begun it is told that it is not over."""
    file = accepted(MONTHLY, months(["2026-02", "2026-03"], "2026-02..2026-03"))
    found = slip(file, CALENDAR, day, lambda _: due, "x")
    assert (found and found[0]) == why
    if why is None:
        assert statements(file, CALENDAR, day, "x")[-1].split(" not over on ")[1].startswith(f"{day}: it states")


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (months(["2026-01"], known="2026-05-10", good="5.00"), True),
        (months(["2026-01"], known="2026-05-10", good="6"), False),
        (months(["2026-02"], known="2026-05-10"), False),
        (months(["2026-01"], "2026-01", known="2026-05-10"), False),
    ],
)
def test_a_table_says_the_same_where_only_the_day_and_the_file_are_others(again: RawFile, same: bool) -> None:
    """Another value, another month, or what is covered make the difference; how a number is written makes none."""
    first = accepted(MONTHLY, months(["2026-01"]))
    day = date(2026, 5, 10)
    was = sealed([first], MONTHLY, known_at=day).tables["levels"]
    now = sealed([first, accepted(MONTHLY, again)], MONTHLY, known_at=day).tables["levels"]
    assert says_the_same(was, now, day) is same
