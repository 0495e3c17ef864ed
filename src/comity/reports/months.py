"""Months and days in texts of the engine as people read them: `Oct 2026`, `5 Mar 2025`, as charts and headings say."""

from __future__ import annotations

import re
from datetime import date

from comity.kernel.words import day, month_name

_WRITTEN = re.compile(r"(?<![\w./-])(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:-(?P<day>\d\d))?(?![\w/-]|\.\w)")
"""A month or a day that stands alone: no part of a name, a path or a longer number."""


def with_months(text: str) -> str:
    """Return a text with its months and days in words. Quarters and years are written alike everywhere."""
    return _WRITTEN.sub(_spoken, text)


def _spoken(found: re.Match[str]) -> str:
    if found["day"] is None:
        return month_name(found["month"])
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()
