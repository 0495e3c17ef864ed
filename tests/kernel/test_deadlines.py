"""Business days, durations and deadlines, counted by the rules of section 8 of the language."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import lexical
from comity.kernel.business_days import check_place, days_off
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain
from tests.kernel.strategies import calendars, days

PLAIN = Calendar()
US = Calendar(places=("US",))
US_AND_FRANCE = Calendar(places=("US", "FR"))


def later(calendar: Calendar, day: str, duration: str) -> str:
    """Add a duration as written to a day as written."""
    written = lexical.duration(duration.removeprefix("-"))
    count = -written.count if duration.startswith("-") else written.count
    return calendar.add(date.fromisoformat(day), Duration(count, written.unit)).isoformat()


def due(deadline: str, anchors: dict[str, str]) -> str | None:
    """Return the day of a deadline as written, its periods being months."""
    known = {name: date.fromisoformat(day) for name, day in anchors.items()}
    day = PLAIN.deadline_day(lexical.deadline(deadline), known, Grain.MONTH)
    return day.isoformat() if day else None


@given(calendars, days, st.integers(1, 60), st.booleans())
def test_business_days_land_on_business_days(calendar: Calendar, day: date, count: int, back: bool) -> None:
    """Counting n business days later (or earlier) ends on one, with n - 1 business days in between."""
    end = calendar.add(day, Duration(-count if back else count, "business day"))
    first, last = sorted((day, end))
    between = [first + timedelta(days=n) for n in range(1, (last - first).days)]
    assert calendar.is_business_day(end)
    assert sum(map(calendar.is_business_day, between)) == count - 1


@given(days, st.integers(-1200, 1200))
def test_months_keep_the_number_or_end_the_month(day: date, count: int) -> None:
    """The day n months later has the same number or is a month's last day, in the month that is n later."""
    end = PLAIN.add(day, Duration(count, "month"))
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == count
    is_last = (end + timedelta(days=1)).month != end.month
    assert end.day == day.day or is_last
    if (day + timedelta(days=1)).month != day.month:
        assert is_last


@given(days, st.integers(-50_000, 50_000))
def test_days_and_weeks_are_plain_counts(day: date, count: int) -> None:
    """The anchor's day is not counted: one day after is the next day."""
    assert (PLAIN.add(day, Duration(count, "day")) - day).days == count
    assert (PLAIN.add(day, Duration(count, "week")) - day).days == 7 * count


@pytest.mark.parametrize(
    ("day", "duration", "end"),
    [
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2026-02-28", "1 month", "2026-03-31"),
        ("2024-02-28", "1 month", "2024-03-28"),
        ("2026-03-31", "-1 month", "2026-02-28"),
        ("2026-04-30", "-12 months", "2025-04-30"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2023-02-28", "1 year", "2024-02-29"),
        ("2026-11-15", "3 months", "2027-02-15"),
        ("2026-12-31", "1 day", "2027-01-01"),
        ("2026-06-10", "2 weeks", "2026-06-24"),
        ("2026-03-06", "0 business days", "2026-03-06"),
        ("2026-03-06", "1 business day", "2026-03-09"),
        ("2026-03-09", "-1 business day", "2026-03-06"),
    ],
)
def test_durations(day: str, duration: str, end: str) -> None:
    """Months end on the same number or the month's last day, and from a last day on a last day."""
    assert later(PLAIN, day, duration) == end


def test_washingtons_birthday_is_no_business_day_in_the_united_states() -> None:
    """P16: ten business days from 10 February 2026 end on the 25th, because 16 February is a holiday."""
    assert not US.is_business_day(date(2026, 2, 16))
    assert later(US, "2026-02-10", "10 business days") == "2026-02-25"
    assert later(PLAIN, "2026-02-10", "10 business days") == "2026-02-24"


def test_a_day_must_be_a_business_day_in_all_places() -> None:
    """P20: five business days from 30 April 2026 end on 11 May, 1 and 8 May being holidays in France."""
    assert later(US_AND_FRANCE, "2026-04-30", "5 business days") == "2026-05-11"
    assert later(US, "2026-04-30", "5 business days") == "2026-05-07"
    assert later(US_AND_FRANCE, "2026-03-07", "2 months") == "2026-05-07"


def test_added_holidays_are_no_business_days() -> None:
    """P26: with 9 March 2026 agreed as a day off, one business day from Friday the 6th is Tuesday the 10th."""
    calendar = Calendar(holidays=frozenset({date(2026, 3, 9)}))
    assert later(calendar, "2026-03-06", "1 business day") == "2026-03-10"


@pytest.mark.parametrize(
    ("place", "day", "working"),
    [
        ("US", date(2026, 7, 3), False),  # 4 July 2026 is a Saturday, kept on the Friday
        ("US", date(2021, 12, 31), False),  # 1 January 2022 is a Saturday, kept in the year before
        ("DE", date(2026, 8, 15), False),
        ("DE-BY", date(2026, 1, 6), False),
        ("DE-BE", date(2026, 1, 6), True),
        ("SA", date(2026, 3, 1), True),  # a Sunday, a working day in Saudi Arabia
        ("SA", date(2026, 3, 6), False),  # a Friday
    ],
)
def test_published_holidays_and_weekends_of_places(place: str, day: date, working: bool) -> None:
    """Holidays kept on another day, those of a part of a country, and weekends that are not Saturday and Sunday."""
    assert Calendar(places=(place,)).is_business_day(day) is working
    assert (day in days_off(place, day.year)) is not working


@pytest.mark.parametrize("place", ["XX", "US-QQ", "us", "France", "USA", "NYSE", "US-", ""])
def test_an_unknown_place_is_refused(place: str) -> None:
    """The reason shows how places are written."""
    with pytest.raises(ValueError, match=f"no published holidays are known for '{place}'"):
        check_place(place)


@pytest.mark.parametrize(("roll", "day"), [("none", "2026-03-07"), ("next", "2026-03-10"), ("previous", "2026-03-06")])
def test_rolling(roll: str, day: str) -> None:
    """Saturday 7 March rolls over an agreed day off on Monday, or back to Friday; a business day stays."""
    calendar = Calendar(roll=roll, holidays=frozenset({date(2026, 3, 9)}))
    assert calendar.roll_day(date(2026, 3, 7)) == date.fromisoformat(day)
    assert calendar.roll_day(date(2026, 3, 6)) == date(2026, 3, 6)


@pytest.mark.parametrize("duration", ["100000 years", "99999 months", "-3000 years", "-100000 months"])
def test_a_duration_that_leaves_the_calendar_is_refused(duration: str) -> None:
    """No deadline lies before the year 1 or after the year 9999."""
    with pytest.raises(ValueError, match="outside the calendar"):
        later(PLAIN, "2026-01-01", duration)


def test_periods_cannot_be_added_to_a_day() -> None:
    """Three periods mean nothing to a calendar that does not know which."""
    with pytest.raises(ValueError, match="3 periods cannot be added to a day"):
        later(PLAIN, "2026-01-01", "3 periods")


@pytest.mark.parametrize(
    ("deadline", "anchors", "day"),
    [
        ("10 days after period end", {"period end": "2026-01-31"}, "2026-02-10"),
        ("60 days after period end", {"report": "2026-01-31"}, None),
        ("5 business days before event", {"event": "2026-03-09"}, "2026-03-02"),
        ("0 days after day", {"day": "2026-03-09"}, "2026-03-09"),
        ("30 days", {"": "2026-03-01"}, "2026-03-31"),
        ("30 days after", {"": "2026-03-01"}, "2026-03-31"),
        ("2 years after first_sale", {"first_sale": "2024-02-29"}, "2026-02-28"),
        ("2026-06-30", {}, "2026-06-30"),
        ("report", {"report": "2026-02-03"}, "2026-02-03"),
        ("extension", {"extension": "2026-02-03"}, "2026-02-03"),
        ("extension", {}, None),
        ("15 March", {"period end": "2025-12-31"}, "2026-03-15"),
        ("15 March", {"period end": "2026-03-15"}, "2027-03-15"),
        ("29 February", {"": "2026-02-27"}, "2026-02-28"),
        ("29 February", {"": "2026-02-28"}, "2027-02-28"),
        ("29 February", {"": "2027-12-31"}, "2028-02-29"),
        ("15 March", {"report": "2026-01-01"}, None),
        ("later of 2026-06-30 and 10 days after report", {"report": "2026-06-25"}, "2026-07-05"),
        ("later of 2026-06-30 and 10 days after report", {}, None),
        ("earlier of 2026-06-30, 10 days after report", {}, "2026-06-30"),
        ("earlier of 2026-06-30, 10 days after report", {"report": "2026-06-10"}, "2026-06-20"),
        ("earlier of report, event", {}, None),
        ("3 periods", {"": "2026-02-10", "period end": "2026-01-31"}, "2026-04-30"),
        ("1 period after event", {"event": "2026-03-01", "period end": "2026-01-31"}, "2026-04-30"),
        ("1 period before event", {"event": "2026-03-01"}, "2026-02-28"),
        ("3 periods", {"": "2026-02-10"}, None),
        ("100000 years after report", {"report": "2026-01-01"}, "9999-12-31"),
        ("100000 months before report", {"report": "2026-01-01"}, "0001-01-01"),
        ("100000 periods", {"period end": "2026-01-31"}, "9999-12-31"),
        ("15 March", {"period end": "9999-12-30"}, "9999-12-31"),
    ],
)
def test_deadlines(deadline: str, anchors: dict[str, str], day: str | None) -> None:
    """A deadline has a day once its anchors have; `earlier of` as soon as one of them has."""
    assert due(deadline, anchors) == day


def test_periods_without_a_grain_have_no_day() -> None:
    """`3 periods` is no day to whoever does not know which periods are meant."""
    assert PLAIN.deadline_day(lexical.deadline("3 periods"), {"period end": date(2026, 1, 31)}) is None


def test_roll_does_not_move_a_deadline_by_itself() -> None:
    """Only deadlines of steps are rolled, so a fact due on a Saturday stays due on it."""
    calendar = Calendar(roll="next")
    deadline = Deadline(text="2026-03-07", kind="date", anchor="2026-03-07")
    assert calendar.deadline_day(deadline, {}) == date(2026, 3, 7)
