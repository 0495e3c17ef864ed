"""Numbers, money, days, names and lists, as contracts write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from comity.kernel import exact
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact
from comity.kernel.lexical import MONTHS
from comity.kernel.period import Grain, Period
from comity.reports.schedule.markup import plain

_SMALL = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "per", "the", "to", "with"})
_LETTERS = frozenset({"eu", "uk", "us", "kpi", "sla"})
NOUNS = {
    Grain.DAY: "Day",
    Grain.WEEK: "Week",
    Grain.MONTH: "Month",
    Grain.QUARTER: "Quarter",
    Grain.YEAR: "Year",
    Grain.CONTRACT_YEAR: "Contract Year",
}
"""Periods, as the schedule writes them: with capitals, since they are defined."""


@lru_cache(maxsize=4096)
def named(name: str) -> str:
    """Return a name of the agreement as a defined term: `cost_of_case` becomes `Cost of Case`."""
    words = plain(name.replace("_", " ")).split(" ")
    return " ".join(_word(word, first=number == 0) for number, word in enumerate(words))


def _word(word: str, *, first: bool) -> str:
    if word in _LETTERS:
        return word.upper()
    return word if word in _SMALL and not first else word[:1].upper() + word[1:]


def quoted(text: str) -> str:
    """Return words of the agreement in quotation marks, exactly as they are recorded."""
    return f"“{plain(text)}”"


def day(value: date) -> str:
    """Return a day: `31 March 2026`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def number(value: Exact) -> str:
    """Return a number in full with comma thousands: `1,250.5`; a negative one as `minus 3`."""
    whole, point, part = exact.text(exact.magnitude(value)).partition(".")
    return f"{'minus ' if value < 0 else ''}{int(whole):,}{point}{part}"


def percent(value: Exact) -> str:
    """Return a share as a percentage: 0.97 is `97%`."""
    return f"{number(exact.mul(value, exact.HUNDRED))}%"


def money(value: Exact, currency: str) -> str:
    """Return an amount in full: `USD 50,000`, `USD 1,333.30`; a negative one as `minus USD 500`."""
    whole, point, part = exact.text(exact.magnitude(value)).partition(".")
    cents = f".{part.ljust(2, '0')}" if point else ""
    return f"{'minus ' if value < 0 else ''}{currency} {int(whole):,}{cents}"


def duration(value: Duration, period: str = "period") -> str:
    """Return a duration: `45 days`, `15 Business Days`; `period` is what `3 periods` are periods of."""
    unit = {"business day": "Business Day", "period": period}.get(value.unit, value.unit)
    return f"{number(Decimal(value.count))} {unit if value.count == 1 else plural(unit)}"


def plural(noun: str) -> str:
    """Return the plural of a noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: `1 Month`, `3 Months`."""
    return f"{number(Decimal(count))} {noun if count == 1 else plural(noun)}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """Return items as a sentence lists them, all of them: `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capital(text: str) -> str:
    """Return a sentence with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def sentences(*parts: str) -> str:
    """Join sentences, leaving out those that are empty."""
    return " ".join(part for part in parts if part)


def period_named(period: Period) -> str:
    """Return a period as contracts write it: `March 2026`, `the first Quarter of 2026`, `week 10 of 2026`."""
    match period.grain:
        case Grain.DAY:
            return day(period.first)
        case Grain.WEEK:
            return f"week {int(period.name[6:])} of {period.name[:4]}"
        case Grain.MONTH:
            return f"{MONTHS[int(period.name[5:7]) - 1]} {period.name[:4]}"
        case Grain.QUARTER:
            which = ("first", "second", "third", "fourth")[int(period.name[6:]) - 1]
            return f"the {which} Quarter of {period.name[:4]}"
        case Grain.YEAR:
            return f"the Year {period.name}"
        case Grain.CONTRACT_YEAR:
            return f"Contract Year {period.name[2:]}"
