"""Days counted on from a day never leave the calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.days import days_after


@given(st.dates(), st.integers(-(10**12), 10**12))
def test_days_after_are_counted_until_the_calendar_ends(day: date, count: int) -> None:
    """Within the calendar it is the plain sum; beyond it the last day, or the first."""
    found = days_after(day, count)
    try:
        assert found == day + timedelta(days=count)
    except OverflowError:
        assert found == (date.max if count > 0 else date.min)


def test_the_day_after_never_is_never() -> None:
    """What is due on the last day of all stays due: no day comes after it."""
    assert days_after(date.max) == date.max
    assert days_after(date(2026, 2, 28)) == date(2026, 3, 1)
