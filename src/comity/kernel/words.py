"""Words for every view: names, dates, periods, lists. One place, so that all views say the same."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from comity.kernel.period import Grain, Period

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def capital(text: str) -> str:
    """Return a text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def decapital(text: str) -> str:
    """Return a title as it stands inside a sentence: `Net sales` becomes `net sales`, `EU sales` stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def named(name: str) -> str:
    """Return a name of the agreement in words: `net_sales` becomes `Net sales`."""
    return capital(name.replace("_", " "))


def one_line(text: str, most: int) -> str:
    """Return somebody's own words on one line, at most so many letters, without characters that would move a cursor."""
    shown = "".join(char if char.isprintable() or char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text)
    line = " ".join(shown.split())
    return line if len(line) <= most else f"{line[:most]}…"


def in_shell(path: object) -> str:
    """Return a path as it is pasted into a command: quoted where a shell would part or read it."""
    return shlex.quote(str(path))


def weekday(value: date) -> str:
    """Return the day of the week in three letters."""
    return _DAYS[value.weekday()]


def day(value: date, today: date | None = None, *, with_weekday: bool = False) -> str:
    """Return a date, `20 Feb 2025`; the year is left out where it is that of `today`; `Thu 20 Feb` on request."""
    text = f"{value.day} {_MONTHS[value.month - 1]}"
    if today is None or today.year != value.year:
        text += f" {value.year}"
    return f"{weekday(value)} {text}" if with_weekday else text


def signed_apart(counts: date, signed: datetime, spelt: Callable[[date], str] = date.isoformat) -> str:
    """Return when something was signed that counts from another day, `2026-03-02`; "" where it is that day.

    The day is that in UTC. One that differs by a single day may be that day where it was signed, so it has its time:
    `2026-03-02 23:10 UTC`. `spelt` spells the day.
    """
    moment = signed.astimezone(UTC)
    if moment.date() == counts:
        return ""
    is_near = abs(moment.date() - counts) == timedelta(days=1)
    return f"{spelt(moment.date())}{f' {moment:%H:%M} UTC' if is_near else ''}"


def dated(counts: date, signed: datetime) -> str:
    """Return the day from which something counts, and when it was signed if that differs.

    `2026-01-15`, or `2026-01-15, signed 2026-03-02`.
    """
    apart = signed_apart(counts, signed)
    return f"{counts}, signed {apart}" if apart else counts.isoformat()


def time_left(value: date, today: date) -> str:
    """Return how far away a day is: `today`, `in 1 day`, `in 14 days`, `9 days ago`."""
    days = (value - today).days
    if days == 0:
        return "today"
    return f"in {plural(days, 'day')}" if days > 0 else f"{plural(-days, 'day')} ago"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """Return a count with its noun: `1 period`, `2 periods`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def month_name(name: str) -> str:
    """Return the name of a month, `2025-01`, as people write it: `Jan 2025`."""
    return f"{_MONTHS[int(name[5:7]) - 1]} {name[:4]}"


def period_name(period: Period) -> str:
    """Return a period as people write it: `2024-Q4`, `Jan 2025`, `5 Mar 2025`, `2024`."""
    if period.grain is Grain.MONTH:
        return month_name(period.first.isoformat())
    return day(period.first) if period.grain is Grain.DAY else period.name


def periods_named(periods: Sequence[Period]) -> str:
    """Return periods with runs joined: `2023-Q1, 2024-Q2 to 2024-Q4`."""
    runs: list[list[Period]] = []
    for period in sorted(periods):
        if runs and period.first == runs[-1][-1].last + timedelta(days=1):
            runs[-1].append(period)
        else:
            runs.append([period])
    return ", ".join(_run(run) for run in runs)


def _run(run: Sequence[Period]) -> str:
    first, last = period_name(run[0]), period_name(run[-1])
    if len(run) == 1:
        return first
    return f"{first} to {last}" if len(run) > 2 else f"{first}, {last}"


def and_list(items: Sequence[str], most: int = 4) -> str:
    """Return items as a sentence lists them: `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return ", ".join(shown[:-1]) + " and " + shown[-1]
