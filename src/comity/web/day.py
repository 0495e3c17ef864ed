"""The day on which pages are shown: the one place where the workplace asks for it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone


def today() -> date:
    """Return the calendar day in the time zone of the workplace, UTC."""
    return timezone.now().date()
