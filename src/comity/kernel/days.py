"""Days counted on from a day, within the calendar's own: agreements write 9999-12-31 for "never"."""

from __future__ import annotations

from datetime import date


def days_after(day: date, count: int = 1) -> date:
    """Return the day `count` days after a day; the last (or first) day that there is where it would lie beyond it."""
    return date.fromordinal(max(date.min.toordinal(), min(day.toordinal() + count, date.max.toordinal())))
