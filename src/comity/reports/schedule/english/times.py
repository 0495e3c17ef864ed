"""Deadlines, rounding and the periods of a term, in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from comity.agreement.formula.context import World
from comity.agreement.formula.types import Kind
from comity.agreement.model import Clause, Rounding
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.lexical import is_currency
from comity.kernel.period import Grain, Period
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import Speech
from comity.reports.schedule.english.words import (
    day,
    duration,
    listed,
    money,
    named,
    number,
    percent,
    period_named,
    quoted,
)

_MODES = {
    "half up": "to the nearest multiple of {0}, halves away from zero",
    "half even": "to the nearest multiple of {0}, halves to the even multiple",
    "down": "towards zero to a multiple of {0}",
    "up": "away from zero to a multiple of {0}",
}


def by(deadline: Deadline, speech: Speech, every: str = "") -> str:
    """Return a deadline as the time for an act: `within 60 days after the end of the Month`.

    `every` is the noun of the periods that `3 periods` count.
    """
    match deadline.kind:
        case "after":
            return f"within {point(deadline, speech, every)}"
        case "value":
            return f"within the time, or by the day, stated as {anchor(deadline.anchor, speech)}"
        case _:
            return f"no later than {point(deadline, speech, every)}"


def point(deadline: Deadline, speech: Speech, every: str = "") -> str:
    """Return a deadline as a point in time: `60 days after the end of the Month`, `31 March 2026`."""
    match deadline.kind:
        case "date":
            return day(date.fromisoformat(deadline.anchor))
        case "day":
            return f"the next {deadline.anchor}"
        case "later" | "earlier":
            parts = [point(one, speech, every) for one in deadline.among]
            return f"the {deadline.kind} of {listed([f'({part})' for part in parts])}"
    if deadline.duration is None:
        return anchor(deadline.anchor, speech)
    if deadline.duration.unit == "period" and deadline.kind == "after":
        since = "the Measured Day of what opened it" if not deadline.anchor else anchor(deadline.anchor, speech)
        return f"the {duration(deadline.duration, every or speech.period)} that begin after {since}"
    length = duration(deadline.duration, every or speech.period)
    return f"{length} {deadline.kind} {anchor(deadline.anchor, speech)}"


def anchor(name: str, speech: Speech) -> str:
    """Return the day from which a deadline counts."""
    terms = speech.book.terms
    fixed = {
        "": "it opens",
        "period start": _edge("first day", "beginning", speech),
        "period end": _edge("end", "end", speech),
        "report": "the last fact needed was reported",
        "event": "the first day of the event",
        "dispute": "the day of the dispute",
        "day": f"the day of the {speech.period}",
        "meeting": "the meeting",
        "starts": "the first day of the term",
        "ends": "the last day of the term",
    }
    if name in fixed:
        return fixed[name]
    if name in terms.milestones:
        return f"the day the milestone {quoted(named(name))} is done (before that, its due day)"
    if name in speech.values:
        return speech.values[name]
    if _is_column(name, speech.book.world):
        return f"the {named(name)} of the entry"
    return f"{quoted(name)} was done or lapsed"


def _edge(of_period: str, of_day: str, speech: Speech) -> str:
    """Return an end of the period; an entry has a day of its own, a report of entries the periods measured by it."""
    if speech.period not in ("entry", "Milestone"):
        return f"the {of_period} of the {speech.period}"
    return (
        f"the {of_day} of the day of the {speech.period}"
        if speech.clause
        else f"the {of_period} of the period measured"
    )


def _is_column(name: str, world: World) -> bool:
    found = [table.columns[name] for table in world.tables.values() if name in table.columns]
    return any(one is not None and one.kind is Kind.DATE for one in found)


def rounded(rounding: Rounding) -> str:
    """Return how a figure is rounded: `to the nearest multiple of 0.1%, halves away from zero`."""
    return _MODES[rounding.mode].format(_step(rounding))


def _step(rounding: Rounding) -> str:
    if "%" in rounding.text:
        return percent(rounding.step)
    if is_currency(rounding.text[:3]):
        return money(rounding.step, rounding.text[:3])
    return number(rounding.step)


# -- the periods of a clause ------------------------------------------------------------------


def first_day(clause: Clause, book: Book) -> date | None:
    """Return the first day of a clause; None where it depends on an event."""
    if clause.starts is None:
        return book.terms.starts
    return _day(clause.starts, book)


def last_day(clause: Clause, book: Book) -> date | None:
    """Return the last day of a clause; None where it has none, or where it depends on an event."""
    return book.terms.ends if clause.ends is None else _day(clause.ends, book)


def _day(deadline: Deadline, book: Book) -> date | None:
    known = {"starts": book.terms.starts, "": book.terms.starts}
    if book.terms.ends is not None:
        known["ends"] = book.terms.ends
    return book.terms.calendar.deadline_day(deadline, known)


def first_after(calendar: Calendar, grain: Grain, change: date, starts: date) -> Period:
    """Return the first period that a change concerns: the first that begins on or after it, the first of all cut."""
    period = calendar.containing(grain, max(change, starts))
    begins = max(period.first, starts)
    return period if begins >= change else calendar.shift(period, 1)


def concerned(changes: list[date], grain: Grain, calendar: Calendar, starts: date, ends: date | None) -> list[str]:
    """Return, for each dated entry, the first and last period for which it counts, in words."""
    firsts = [first_after(calendar, grain, change, starts) for change in changes]
    found = []
    for number_, first in enumerate(firsts):
        following = firsts[number_ + 1] if number_ + 1 < len(firsts) else None
        if following == first:
            found.append("no period")
            continue
        last = calendar.shift(following, -1) if following else calendar.containing(grain, ends) if ends else None
        if last is not None and last < first:
            found.append("no period")
        elif last == first:
            found.append(f"{period_named(first)} only")
        else:
            found.append(f"{period_named(first)} to {period_named(last)}" if last else f"from {period_named(first)} on")
    return found


def dated(first: date, last: date) -> str:
    """Return a stretch of days: `1 January 2026 to 31 December 2026`."""
    return f"{day(first)} to {day(last)}"


def is_mid_period(change: date, grain: Grain, calendar: Calendar, starts: date) -> bool:
    """Say whether a change falls within a period rather than on its first day."""
    return change > starts and calendar.containing(grain, change).first != change


def cut_note(period: Period, starts: date | None, ends: date | None) -> str:
    """Return the days that a period keeps when it is cut to a term, or nothing where it is whole."""
    first = max(period.first, starts) if starts else period.first
    last = min(period.last, ends) if ends else period.last
    return "" if (first, last) == (period.first, period.last) else dated(first, last)


ONE_DAY = timedelta(days=1)
HUNDRED = Decimal(100)
