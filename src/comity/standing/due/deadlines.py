"""How much time is left, in the unit that the agreement counts, and which holiday moved a deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from comity.agreement.model import Agreement, FactTable, Terms
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain, Period
from comity.kernel.words import and_list, plural, time_left
from comity.kernel.words import day as in_words
from comity.standing.model import Due

BUSINESS_DAY = "business day"
_ONE_DAY = timedelta(days=1)
_SATURDAY = 5

RECENT = timedelta(days=92)
"""How long what is over stays before people's eyes, a quarter: refused acts, denied payments, payments that await a
word, what lapsed; so long a settlement has a line of its own. Accounts, `comity explain` and the JSON have all of it.
"""


def time_until(due: date, as_of: date, within: Deadline | None, calendar: Calendar) -> Duration:
    """Return the time left until a deadline: business days where it counts those, else days.

    The day of evaluation is not counted, the last day is; once it is over the days since are negative.
    """
    if due < as_of or not counts_business_days(within):
        return Duration((due - as_of).days, "day")
    days = (as_of + timedelta(days=n) for n in range(1, (due - as_of).days + 1))
    return Duration(sum(map(calendar.is_business_day, days)), BUSINESS_DAY)


def counts_business_days(within: Deadline | None) -> bool:
    """Tell whether a deadline counts business days."""
    if within is None:
        return False
    own = within.duration is not None and within.duration.unit == BUSINESS_DAY
    return own or any(counts_business_days(one) for one in within.among)


def anchors_of(period: Period, terms: Terms) -> dict[str, date]:
    """Return the days that a deadline of a table may count from, but for those of acts."""
    anchors = {"period start": period.first, "period end": period.last, "day": period.last, "starts": terms.starts}
    return anchors | ({"ends": terms.ends} if terms.ends else {})


def due_day(table: FactTable, period: Period, agreement: Agreement) -> date | None:
    """Return the day by which a table is due for a period, by the terms of its first day; None where none is agreed."""
    if table.due is None:
        return None
    terms = agreement.as_of(period.first)
    return terms.calendar.deadline_day(table.due, anchors_of(period, terms), table.every)


def left_words(left: Duration | None, due: date | None, as_of: date) -> str:
    """Return the time left in words: `in 10 business days`, `today`, `9 days ago`, "" without a deadline."""
    if due is None:
        return ""
    if left is None or left.unit != BUSINESS_DAY or due <= as_of:
        return time_left(due, as_of)
    return f"in {plural(left.count, BUSINESS_DAY)}"


def is_unseen(line: Due, known_at: date) -> bool:
    """Tell whether something fell due after the day up to which things are known: nobody can say that it is overdue."""
    return line.state == "overdue" and line.due is not None and line.due >= known_at


def moved_by(
    within: Deadline | None, due: date, anchors: Mapping[str, date], calendar: Calendar, every: Grain | None = None
) -> str:
    """Return which days moved a deadline, in words: `Mon 9 Mar 2026 is a holiday`; "" where none did.

    Only what can be counted again from the anchors is said: after a clock stood still, nothing is.
    """
    plain = calendar.deadline_day(within, anchors, every) if within is not None else None
    if within is None or plain is None or not date.min < plain < date.max:
        return ""
    if plain != due:
        return _is_off(plain) if calendar.roll_day(plain) == due else ""
    anchor = anchors.get(within.anchor)
    if anchor is None or within.duration is None or within.duration.unit != BUSINESS_DAY:
        return ""
    first, last = (anchor + _ONE_DAY, due) if anchor < due else (due, anchor - _ONE_DAY)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    off = [day for day in days if day.weekday() < _SATURDAY and not calendar.is_business_day(day)]
    return _are_off(off)


def _is_off(day: date) -> str:
    what = "no business day" if day.weekday() >= _SATURDAY else "a holiday"
    return f"{in_words(day, with_weekday=True)} is {what}"


def _are_off(days: list[date]) -> str:
    if len(days) < 2:
        return _is_off(days[0]) if days else ""
    return f"{and_list([in_words(day, with_weekday=True) for day in days])} are holidays"
