"""How much time is left, and what moved a deadline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import lexical
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline, Duration
from comity.standing.due.deadlines import left_words, moved_by, time_until

HOLIDAYS = frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 25)})
CALENDAR = Calendar(holidays=HOLIDAYS, roll="next")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def deadline(text: str) -> Deadline:
    found = lexical.deadline(text)
    assert found is not None
    return found


@given(DAYS, st.integers(1, 60))
def test_business_days_left_are_those_that_the_deadline_counts(today: date, count: int) -> None:
    """From a day on, n business days leave n business days; so does every later day one fewer or as many."""
    within = deadline(f"{count} business days")
    due = CALENDAR.add(today, Duration(count, "business day"))
    assert time_until(due, today, within, CALENDAR) == Duration(count, "business day")
    tomorrow = time_until(due, today + timedelta(days=1), within, CALENDAR)
    assert count - 1 <= tomorrow.count <= count


@given(DAYS, st.integers(-400, 400))
def test_other_deadlines_leave_days(today: date, count: int) -> None:
    """Days are days, negative once they are over."""
    due = today + timedelta(days=count)
    assert time_until(due, today, deadline("30 days"), CALENDAR) == Duration(count, "day")


@pytest.mark.parametrize(
    ("left", "due", "said"),
    [
        (Duration(10, "business day"), date(2026, 4, 20), "in 10 business days"),
        (Duration(1, "business day"), date(2026, 4, 2), "in 1 business day"),
        (Duration(0, "day"), date(2026, 4, 1), "today"),
        (Duration(-9, "day"), date(2026, 3, 23), "9 days ago"),
        (None, date(2026, 4, 5), "in 4 days"),
        (None, None, ""),
    ],
)
def test_the_time_left_in_words(left: Duration | None, due: date | None, said: str) -> None:
    """In the unit counted; nothing where there is no last day."""
    assert left_words(left, due, date(2026, 4, 1)) == said


@pytest.mark.parametrize(
    ("text", "anchors", "due", "said"),
    [
        ("3 business days", {"": date(2026, 4, 1)}, date(2026, 4, 8),
         "Fri 3 Apr 2026 and Mon 6 Apr 2026 are holidays"),
        ("1 business day", {"": date(2026, 5, 22)}, date(2026, 5, 26), "Mon 25 May 2026 is a holiday"),
        ("3 business days", {"": date(2026, 4, 13)}, date(2026, 4, 16), ""),
        ("5 days", {"": date(2026, 5, 20)}, date(2026, 5, 26), "Mon 25 May 2026 is a holiday"),
        ("3 days", {"": date(2026, 5, 20)}, date(2026, 5, 26), "Sat 23 May 2026 is no business day"),
        ("2 business days before period end", {"period end": date(2026, 4, 7)}, date(2026, 4, 1),
         "Fri 3 Apr 2026 and Mon 6 Apr 2026 are holidays"),
        ("3 business days", {"": date(2026, 4, 1)}, date(2026, 4, 20), ""),
        ("3 business days after notice", {"": date(2026, 4, 1)}, date(2026, 4, 8), ""),
    ],
    ids=["two holidays", "one holiday", "none", "rolled from a holiday", "rolled from a Saturday", "counted back",
         "a clock stood still", "an anchor that is not known"],
)  # fmt: skip
def test_what_moved_a_deadline(text: str, anchors: dict[str, date], due: date, said: str) -> None:
    """The holidays within business days, the day a deadline was rolled from; nothing that cannot be counted again."""
    assert moved_by(deadline(text), due, anchors, CALENDAR) == said
