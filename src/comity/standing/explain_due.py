"""How a deadline was counted: from which day, how far, over which days off, and whether it was moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from comity.kernel.business_days import days_off
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from comity.kernel.words import and_list, plural, weekday
from comity.metrics.exhibits import Step

ONE_DAY = timedelta(days=1)
MOST_DAYS_OFF = 12
"""Holidays that are named; of more only the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A deadline's last day (None: an anchor has no day yet), how it was counted, and what that rests on."""

    day: date | None
    says: str
    steps: tuple[Step, ...] = ()


def counted(calendar: Calendar, deadline: Deadline, anchors: Mapping[str, date], every: Grain | None) -> Counted:
    """Return how a deadline was counted, before any roll; `anchors` and `every` as Calendar.deadline_day takes them."""
    day = calendar.deadline_day(deadline, anchors, every)
    match deadline.kind:
        case "date":
            return Counted(day=day, says=f"the agreed day {deadline.anchor}")
        case "later" | "earlier":
            among = [counted(calendar, one, anchors, every) for one in deadline.among]
            steps = tuple(_one_of(one, each.text) for one, each in zip(among, deadline.among, strict=True))
            return Counted(day=day, says=f"the {deadline.kind} of {plural(len(among), 'day')}", steps=steps)
        case "day":
            after = anchors.get("", anchors.get("period end"))
            return Counted(day=day, says=f"{deadline.anchor}, the first after {after or 'a day not known yet'}")
    if deadline.duration is None:
        return Counted(day=day, says=_anchor(deadline, anchors))
    return _from_anchor(calendar, deadline, deadline.duration, anchors, day)


def _one_of(one: Counted, text: str) -> Step:
    return Step(kind="due", label=text, text=one.says, value=_shown(one.day), children=one.steps)


def _anchor(deadline: Deadline, anchors: Mapping[str, date]) -> str:
    name = deadline.anchor or "the day it opened"
    day = anchors.get(deadline.anchor)
    return f"{name}, {_shown(day)}"


def _from_anchor(
    calendar: Calendar, deadline: Deadline, length: Duration, anchors: Mapping[str, date], day: date | None
) -> Counted:
    word = "before" if deadline.kind == "before" else "after"
    if length.unit == "period":
        start = anchors.get(deadline.anchor or "period end")
        says = f"{length} that begin after {_shown(start)}, the day measured"
        return Counted(day=day, says=says)
    start = anchors.get(deadline.anchor)
    says = f"{length} {word} {_anchor(deadline, anchors)}, which is not counted"
    if day is None or start is None or length.unit != "business day":
        return Counted(day=day, says=says)
    low, high = (start + ONE_DAY, day) if day > start else (day, start - ONE_DAY)
    return Counted(day=day, says=says, steps=tuple(_days_off(calendar, low, high)))


# -- days off ---------------------------------------------------------------------------------


def _days_off(calendar: Calendar, low: date, high: date) -> Iterator[Step]:
    """Yield the days between two, both included, that are no business days: weekends counted, holidays named."""
    off = [day for day in _days(low, high) if not calendar.is_business_day(day)]
    weekend = [day for day in off if day.weekday() >= 5]
    holidays = [day for day in off if day.weekday() < 5]
    names = [f"{day} ({weekday(day)}), {why_off(calendar, day)}" for day in holidays]
    parts = [plural(len(weekend), "day", "days") + " of weekends"] if weekend else []
    if names:
        shown = names if len(names) <= MOST_DAYS_OFF else [*names[:MOST_DAYS_OFF], f"{len(names) - MOST_DAYS_OFF} more"]
        parts.append("; ".join(shown))
    if parts:
        yield Step(kind="days off", label="not counted", text="; ".join(parts), value="")


def _days(low: date, high: date) -> Iterator[date]:
    return (low + timedelta(days=n) for n in range((high - low).days + 1))


def why_off(calendar: Calendar, day: date) -> str:
    """Return why a day is no business day: the names of its holidays, and where they are kept."""
    reasons = ["a holiday of the agreement"] if day in calendar.holidays else []
    named = {place: _holiday(place, day) for place in calendar.places if day in days_off(place, day.year)}
    reasons += [f"{name} in {place}" for place, name in named.items() if name]
    if not reasons and day.weekday() >= 5:
        return "a weekend"
    reasons += [f"no working day in {place}" for place, name in named.items() if not name]
    return and_list(reasons)


@lru_cache(maxsize=512)
def _holiday(place: str, day: date) -> str:
    """Return the published name of a holiday in English where there is one, "" for a weekend."""
    from holidays import country_holidays

    country, _, part = place.partition("-")
    years = range(day.year - 1, day.year + 2)
    plain = country_holidays(country, subdiv=part or None, years=years)
    if "en_US" in plain.supported_languages:
        plain = country_holidays(country, subdiv=part or None, years=years, language="en_US")
    return str(plain.get(day) or "")


def rolled(calendar: Calendar, day: date) -> Step | None:
    """Return how `roll` moved a deadline, None where it did not."""
    moved = calendar.roll_day(day)
    if moved == day:
        return None
    text = f"{_shown(day)} is no business day ({why_off(calendar, day)}); roll: {calendar.roll}"
    return Step(kind="rolled", label="moved", text=text, value=_shown(moved))


def _shown(day: date | None) -> str:
    return f"{day} ({weekday(day)})" if day is not None else "not known yet"
