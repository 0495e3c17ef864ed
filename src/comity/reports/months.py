"""Months and days in lines of the engine as people read them: `Oct 2026`, `5 Mar 2025`, as charts and headings say.

Nothing is changed that may be somebody's own: an order may be called `order 2025-03`. So each function says what its
caller must know of the text. Quarters and years are written alike everywhere.
"""

from __future__ import annotations

import re
from datetime import date

from comity.kernel.words import day, month_name

_WRITTEN = r"(?<![\w./-])(?P<month>\d{4}-(?:0[1-9]|1[0-2]))(?:-(?P<day>\d\d))?(?![\w/-]|\.\w)"
_ANY = re.compile(_WRITTEN)
_LAST = re.compile(rf"(?:(?<= )|^){_WRITTEN}(?= \((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\)$|$)")


def spoken(name: str) -> str:
    """Return the name of a period or a day in words; of a month or a day, that is. It must be known to be one."""
    found = _ANY.fullmatch(name)
    return _spoken(found) if found is not None else name


def last_spoken(text: str) -> str:
    """Return a text with its last word in words where it is a month or a day, with its weekday or without.

    The engine must be known to end the text with a period or a day, if it has one.
    """
    return _LAST.sub(_spoken, text)


def all_spoken(text: str) -> str:
    """Return a text with its months and days in words. It must be known to have no names but the engine's own."""
    return _ANY.sub(_spoken, text)


def _spoken(found: re.Match[str]) -> str:
    if found["day"] is None:
        return month_name(found["month"])
    try:
        return day(date.fromisoformat(found.group()))
    except ValueError:
        return found.group()
