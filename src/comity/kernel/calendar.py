"""The calendar of an agreement: its periods and its business days, by which every deadline is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from comity.kernel.business_days import days_off
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.grains import Counting, add_months, countings, locate, same_day, span_of
from comity.kernel.lexical import day_of_year
from comity.kernel.period import Grain, Period

_ONE_DAY = timedelta(days=1)
_LONGEST_RANGE = 40_000
"""Periods a range may name: more than a century of days is a slip of the pen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How an agreement counts time.

    `year_starts` is (month, day); contract years run from the anniversaries of `term_starts`. `places` are
    codes of countries or their parts (`US`, `US-NY`) whose published holidays are no business days; without
    any, Monday to Friday are. `holidays` are days off on top of that. `roll` says where a step's deadline goes
    that falls on no business day: `none`, `next` or `previous`. How periods are counted: kernel.grains.
    """

    year_starts: tuple[int, int] = (1, 1)
    term_starts: date | None = None
    places: tuple[str, ...] = ()
    holidays: frozenset[date] = frozenset()
    time_zone: str = "UTC"
    roll: str = "none"
    _countings: dict[Grain, Counting] = field(init=False, repr=False, compare=False)
    # What was made once is kept: the same few periods are asked for hundreds of thousands of times.
    _made: dict[tuple[Grain, int], Period] = field(default_factory=dict, init=False, repr=False, compare=False)
    _named: dict[str, Period] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_countings", countings(self.year_starts, self.term_starts))

    # -- periods ------------------------------------------------------------------------------

    def period(self, name: str) -> Period:
        """Return the period of a name (`2026-03`, `2026/27`, `CY1`); ValueError, with a plain reason, if it is none."""
        found = self._named.get(name)
        if found is None:
            grain, where = locate(name, self.year_starts)
            counting = self._counting(grain)
            found = self._period(grain, where if isinstance(where, int) else counting.number(where))
            self._named[name] = found
        return found

    def containing(self, grain: Grain, day: date) -> Period:
        """Return the period of a grain in which a day lies."""
        return self._period(grain, self._counting(grain).number(day))

    def ordinal(self, period: Period) -> int:
        """Return the period's number; numbers within a grain are consecutive."""
        return self._counting(period.grain).number(period.first)

    def shift(self, period: Period, count: int) -> Period:
        """Return the (whole) period `count` periods later, or earlier where `count` is negative."""
        return self._period(period.grain, self.ordinal(period) + count)

    def between(self, grain: Grain, first: date, last: date) -> list[Period]:
        """Return all periods that overlap the days from `first` to `last`, in order."""
        number = self._counting(grain).number
        return [self._period(grain, n) for n in range(number(first), number(last) + 1)] if first <= last else []

    def year_ago(self, period: Period) -> Period:
        """Return the same period a year before: the same month, quarter, week number or day of the year.

        A week 53 or a 29 February that the year before does not have becomes its week 52 or 28 February.
        """
        match period.grain:
            case Grain.DAY:
                before = same_day(period.first.year - 1, period.first.month, period.first.day)
            case Grain.WEEK:
                year, week, _ = period.first.isocalendar()
                weeks = date(year - 1, 12, 28).isocalendar().week
                before = date.fromisocalendar(year - 1, min(week, weeks), 1)
            case _:
                back = {Grain.MONTH: 12, Grain.QUARTER: 4}.get(period.grain, 1)
                return self.shift(period, -back)
        return self.containing(period.grain, before)

    def parent(self, period: Period, grain: Grain) -> Period:
        """Return the coarser period to which a period belongs: the one in which its last day lies."""
        return self.containing(grain, period.last)

    def children(self, period: Period, grain: Grain) -> list[Period]:
        """Return the finer periods that belong to a period: those whose last day lies in it, in order."""
        inside = self.between(grain, period.first, period.last)
        return [finer for finer in inside if finer.last <= period.last]

    def cut(self, period: Period, starts: date | None, ends: date | None) -> Period:
        """Return a period cut to a term, its name unchanged; ValueError where they share no day."""
        first = max(period.first, starts) if starts else period.first
        last = min(period.last, ends) if ends else period.last
        if first > last:
            raise ValueError(f"{period} has no day in the term from {starts} to {ends}")
        whole = (first, last) == (period.first, period.last)
        return period if whole else Period(first, last, period.grain, period.name)

    def expand(self, text: str) -> list[str]:
        """Return the names that a key stands for: `2026-01..2026-03` and `a, b` name several."""
        names: list[str] = []
        for part in text.split(","):
            first, dots, last = (piece.strip() for piece in part.partition(".."))
            if not first or (dots and not last):
                raise ValueError(f"a name is missing in {text!r}")
            names += self._range(first, last) if dots else [first]
        return names

    def _range(self, first_name: str, last_name: str) -> list[str]:
        first, last = self.period(first_name), self.period(last_name)
        if first.grain is not last.grain:
            raise ValueError(f"{first} is a {first.grain} and {last} is a {last.grain}: a range needs two of a kind")
        count = self.ordinal(last) - self.ordinal(first) + 1
        if count < 1:
            raise ValueError(f"the range ends before it starts: {last} comes before {first}")
        if count > _LONGEST_RANGE:
            raise ValueError(f"the range names {count} periods; at most {_LONGEST_RANGE} are allowed")
        return [self.shift(first, n).name for n in range(count)]

    def _counting(self, grain: Grain) -> Counting:
        try:
            return self._countings[grain]
        except KeyError:
            raise ValueError("contract years need an agreement whose start is known") from None

    def _period(self, grain: Grain, number: int) -> Period:
        key = (grain, number)
        found = self._made.get(key)
        if found is None:
            counting = self._counting(grain)
            found = self._made[key] = Period(*span_of(counting, number), grain, counting.name(number))
        return found

    # -- days ---------------------------------------------------------------------------------

    def is_business_day(self, day: date) -> bool:
        """Say whether a day is a business day in all places and no added holiday."""
        if day in self.holidays:
            return False
        if not self.places:
            return day.weekday() < 5
        return all(day not in days_off(place, day.year) for place in self.places)

    def roll_day(self, day: date) -> date:
        """Return the day, moved as `roll` says if it is no business day."""
        if self.roll == "none":
            return day
        step = _ONE_DAY if self.roll == "next" else -_ONE_DAY
        while not self.is_business_day(day):
            day += step
        return day

    def add(self, day: date, duration: Duration) -> date:
        """Return the day a duration after a day (before it, where the count is negative), which is not counted.

        Months and years end on the day of the same number or the month's last day, and counted from a
        month's last day on a month's last day. ValueError for `periods`, which need a grain, and where the result
        lies outside the calendar.
        """
        count = duration.count
        try:
            match duration.unit:
                case "day":
                    return day + timedelta(days=count)
                case "business day":
                    return self._add_business_days(day, count)
                case "week":
                    return day + timedelta(weeks=count)
                case "month":
                    return add_months(day, count)
                case "year":
                    return add_months(day, 12 * count)
        except (OverflowError, ValueError):
            raise ValueError(f"{duration} from {day} lies outside the calendar") from None
        raise ValueError(f"{duration} cannot be added to a day")

    def _add_business_days(self, day: date, count: int) -> date:
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day

    # -- deadlines ----------------------------------------------------------------------------

    def deadline_day(self, deadline: Deadline, anchors: Mapping[str, date], every: Grain | None = None) -> date | None:
        """Return the last day of a deadline, None while an anchor has no day yet.

        `anchors` are the days known: `period end`, `report`, `starts`, a milestone; "" is the day the step
        opened. A calendar day (`15 March`) is the first one after "" or, without it, after `period end`.
        `earlier of` holds as soon as one of its deadlines has a day. `3 periods` are periods of the grain
        `every` that begin after the day measured, `period end`; without a grain they have no day. What lies
        beyond the calendar is its last (or first) day. Nothing is rolled: `roll` moves the deadlines of
        steps only (roll_day).
        """
        match deadline.kind:
            case "date":
                return date.fromisoformat(deadline.anchor)
            case "later" | "earlier":
                return self._chosen(deadline, anchors, every)
            case "day":
                after = anchors.get("", anchors.get("period end"))
                return None if after is None else _next_day_of_year(deadline.anchor, after)
        anchor = anchors.get(deadline.anchor)
        if deadline.duration is None:
            return anchor
        back = deadline.kind == "before"
        length = Duration(-deadline.duration.count if back else deadline.duration.count, deadline.duration.unit)
        try:
            if length.unit == "period":
                return self._after_periods(length.count, anchors.get(deadline.anchor or "period end"), every)
            return None if anchor is None else self.add(anchor, length)
        except ValueError:
            return date.min if back else date.max

    def _after_periods(self, count: int, day: date | None, every: Grain | None) -> date | None:
        if day is None or every is None:
            return None
        return self.shift(self.containing(every, day), count).last

    def _chosen(self, deadline: Deadline, anchors: Mapping[str, date], every: Grain | None) -> date | None:
        days = [self.deadline_day(one, anchors, every) for one in deadline.among]
        known = [day for day in days if day is not None]
        if deadline.kind == "earlier":
            return min(known, default=None)
        return max(known) if len(known) == len(days) else None


def _next_day_of_year(text: str, after: date) -> date:
    month, day = day_of_year(text)
    this_year = same_day(after.year, month, day)
    if this_year > after:
        return this_year
    return same_day(after.year + 1, month, day) if after.year < date.max.year else date.max
