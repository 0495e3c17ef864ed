"""How each kind of period is counted and named.

A grain numbers its periods consecutively; everything a calendar does with periods is arithmetic on those
numbers. Weeks are ISO weeks (Monday to Sunday, the week belongs to the year of its Thursday). Quarters are
those of the calendar, January to March first, whatever day the agreement's year starts on: `2026-Q1` means
the same three months to everybody, and where years do not start with a quarter, a quarter belongs to the
year in which it ends (section 12 of the language).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from comity.kernel.lexical import MONTHS
from comity.kernel.period import Grain
from comity.kernel.values import dataclass

_MONDAY_OF_YEAR_1 = 1
_JANUARY_FIRST = (1, 1)
_NAME = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?|-W(?P<week>[0-9]{2})|-Q(?P<quarter>[0-9])|/(?P<until>[0-9]{2}))?"
    r"|CY(?P<contract_year>[1-9][0-9]{0,3})"
)


@dataclass(frozen=True, slots=True)
class Counting:
    """How a grain numbers its periods: number of a day's period, first day and name of a numbered period."""

    number: Callable[[date], int]
    first: Callable[[int], date]
    name: Callable[[int], str]


def same_day(year: int, month: int, day: int) -> date:
    """Return the day of that number, or the month's last day where the month is shorter."""
    return date(year, month, day if day <= 28 else min(day, monthrange(year, month)[1]))


def add_months(day: date, count: int) -> date:
    """Return the day `count` months later: the same number, or the month's last day.

    Counted from a month's last day it is a month's last day. ValueError outside the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    is_last = day.day == monthrange(day.year, day.month)[1]
    return same_day(year, month + 1, 31 if is_last else day.day)


def _week_name(number: int) -> str:
    year, week, _ = date.fromordinal(number * 7 + _MONDAY_OF_YEAR_1).isocalendar()
    return f"{year:04d}-W{week:02d}"


_FIXED = {
    Grain.DAY: Counting(date.toordinal, date.fromordinal, lambda n: date.fromordinal(n).isoformat()),
    Grain.WEEK: Counting(
        lambda day: (day.toordinal() - _MONDAY_OF_YEAR_1) // 7,
        lambda n: date.fromordinal(n * 7 + _MONDAY_OF_YEAR_1),
        _week_name,
    ),
    Grain.MONTH: Counting(
        lambda day: day.year * 12 + day.month - 1,
        lambda n: date(n // 12, n % 12 + 1, 1),
        lambda n: f"{n // 12:04d}-{n % 12 + 1:02d}",
    ),
    Grain.QUARTER: Counting(
        lambda day: day.year * 4 + (day.month - 1) // 3,
        lambda n: date(n // 4, n % 4 * 3 + 1, 1),
        lambda n: f"{n // 4:04d}-Q{n % 4 + 1}",
    ),
}


def _years(month: int, day: int) -> Counting:
    """Count years that start on a day of the year; 29 February is the 28th in a common year."""

    def number(of: date) -> int:
        return of.year if of >= same_day(of.year, month, day) else of.year - 1

    def name(n: int) -> str:
        return f"{n:04d}" if (month, day) == _JANUARY_FIRST else f"{n:04d}/{(n + 1) % 100:02d}"

    return Counting(number, lambda n: same_day(n, month, day), name)


def _contract_years(starts: date) -> Counting:
    """Count contract years from 1, by anniversaries of the start (of 29 February: the 28th in a common year)."""

    def first(n: int) -> date:
        return same_day(starts.year + n - 1, starts.month, starts.day)

    def number(of: date) -> int:
        n = of.year - starts.year + 1
        return n if of >= first(n) else n - 1

    return Counting(number, first, lambda n: f"CY{n}")


def countings(year_starts: tuple[int, int], term_starts: date | None) -> dict[Grain, Counting]:
    """Return how each grain is counted under an agreement; contract years only where its start is known."""
    counted = {**_FIXED, Grain.YEAR: _years(*year_starts)}
    if term_starts is not None:
        counted[Grain.CONTRACT_YEAR] = _contract_years(term_starts)
    return counted


def locate(name: str, year_starts: tuple[int, int]) -> tuple[Grain, int | date]:
    """Return the grain a name is of, and the period's number (contract year) or a day in it (all others).

    Raises ValueError, with a plain reason, for a name that is no period.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(
            f"{name!r} is no period; periods are written 2026-03-05, 2026-W10, 2026-03, 2026-Q1, 2026, 2026/27 or CY1"
        )
    part = {key: int(value) for key, value in match.groupdict().items() if value is not None}
    if "contract_year" in part:
        return Grain.CONTRACT_YEAR, part["contract_year"]
    for key, read in _PARTS.items():
        if key in part:
            return read(part)
    return Grain.YEAR, _in_year(part["year"], part.get("until"), year_starts)


def _day(part: dict[str, int]) -> tuple[Grain, date]:
    try:
        return Grain.DAY, date(part["year"], part["month"], part["day"])
    except ValueError:
        raise ValueError("{year:04d}-{month:02d}-{day:02d} is no day of the calendar".format(**part)) from None


def _week(part: dict[str, int]) -> tuple[Grain, date]:
    try:
        return Grain.WEEK, date.fromisocalendar(part["year"], part["week"], 1)
    except ValueError:
        raise ValueError("the year {year:04d} has no week {week:02d}".format(**part)) from None


def _month(part: dict[str, int]) -> tuple[Grain, date]:
    if not 1 <= part["month"] <= 12 or not part["year"]:
        raise ValueError("the year {year:04d} has no month {month:02d}".format(**part))
    return Grain.MONTH, date(part["year"], part["month"], 1)


def _quarter(part: dict[str, int]) -> tuple[Grain, date]:
    if not 1 <= part["quarter"] <= 4 or not part["year"]:
        raise ValueError("the year {year:04d} has no quarter {quarter}".format(**part))
    return Grain.QUARTER, date(part["year"], part["quarter"] * 3 - 2, 1)


_PARTS: dict[str, Callable[[dict[str, int]], tuple[Grain, date]]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
}


def _in_year(year: int, until: int | None, year_starts: tuple[int, int]) -> date:
    """Return the first day of a year, refusing a name that does not fit the day the agreement's years start on."""
    month, day = year_starts
    proper = f"{year:04d}" if year_starts == _JANUARY_FIRST else f"{year:04d}/{(year + 1) % 100:02d}"
    written = f"{year:04d}" if until is None else f"{year:04d}/{until:02d}"
    if year < 1:
        raise ValueError(f"{written} lies outside the calendar")
    if written != proper:
        raise ValueError(f"years of this agreement start on {day} {MONTHS[month - 1]}: write {proper}, not {written}")
    return same_day(year, month, day)


def span_of(counting: Counting, number: int) -> tuple[date, date]:
    """Return the first and last day of a numbered period, cut to the calendar's own (the years 1 to 9999).

    Raises ValueError for a period that has no day in it.
    """
    first, following = _first_day(counting, number), _first_day(counting, number + 1)
    if following == date.min or (first is None and following is None):
        raise ValueError("this period lies outside the calendar, which has the years 1 to 9999")
    return first or date.min, following - timedelta(days=1) if following else date.max


def _first_day(counting: Counting, number: int) -> date | None:
    try:
        return counting.first(number)
    except (ValueError, OverflowError):
        return None
