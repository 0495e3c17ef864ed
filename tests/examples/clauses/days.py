"""Periods, days and deadlines, counted in plain Python; no line of comity is used here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import holidays


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month, which may be counted beyond 12 or below 1."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def span(name: str) -> tuple[date, date]:
    """Return the first and last day of `2026-03-05`, `2026-W10`, `2026-03`, `2026-Q1`, `2026` or `2026/27` (July)."""
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", name):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(days=6)
    if match := re.fullmatch(r"(\d{4})-Q(\d)", name):
        year, quarter = int(match[1]), int(match[2])
        return date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3)
    if match := re.fullmatch(r"(\d{4})-(\d\d)", name):
        return date(int(match[1]), int(match[2]), 1), month_end(int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{4})/\d\d", name):
        return date(int(match[1]), 7, 1), date(int(match[1]) + 1, 6, 30)
    if re.fullmatch(r"\d{4}", name):
        return date(int(name), 1, 1), date(int(name), 12, 31)
    return day(name), day(name)


def end(name: str) -> date:
    """Return the last day of a period."""
    return span(name)[1]


def later(name: str, count: int = 1) -> str:
    """Return the period `count` periods after another of the same kind."""
    if "W" in name:
        year, week, _ = (span(name)[0] + timedelta(weeks=count)).isocalendar()
        return f"{year}-W{week:02d}"
    if "Q" in name:
        quarters = int(name[:4]) * 4 + int(name[-1]) - 1 + count
        return f"{quarters // 4}-Q{quarters % 4 + 1}"
    if "/" in name:
        return f"{int(name[:4]) + count}/{(int(name[:4]) + count + 1) % 100:02d}"
    if len(name) == 10:
        return (day(name) + timedelta(days=count)).isoformat()
    if len(name) == 7:
        months = int(name[:4]) * 12 + int(name[5:]) - 1 + count
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(int(name) + count)


def through(first: str, last: str) -> list[str]:
    """Return the periods from one to another, both included."""
    names = [first]
    while names[-1] != last:
        names.append(later(names[-1]))
        if len(names) > 10_000:
            raise ValueError(f"{last} does not follow {first}")
    return names


def following(after: date, kind: str) -> str:
    """Return the first period of the kind of `kind` (any period of it) that begins after a day."""
    name = kind
    while span(name)[0] > after:
        name = later(name, -1)
    while span(name)[0] <= after:
        name = later(name)
    return name


def plus(start: date, *, days: int = 0, months: int = 0, years: int = 0) -> date:
    """Count from a day, which is not counted: days, or months that end on the same number or a month's last day."""
    count = months + 12 * years
    if count:
        last = month_end(start.year, start.month + count)
        is_last = start == month_end(start.year, start.month)
        start = last if is_last or start.day > last.day else last.replace(day=start.day)
    return start + timedelta(days=days)


@cache
def _published(place: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(place, years=year))


def business(start: date, count: int, places: tuple[str, ...] = (), off: Iterable[date] = ()) -> date:
    """Count business days after a day (before it where negative); a holiday in any of the places is none."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        start += step
        free = start.weekday() >= 5 or start in set(off) or any(start in _published(p, start.year) for p in places)
        left -= not free
    return start
