"""The clock: the only place where the day is read from the machine."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """Return the calendar day where this machine is."""
    return datetime.now().astimezone().date()
