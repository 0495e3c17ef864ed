"""Numbers and names in words, the same in every place they appear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from comity.kernel import exact
from comity.kernel.figure import Exact

MINUS = "\u2212"
MILLION = Decimal(1_000_000)


def title_of(name: str) -> str:
    """Return a name in words: `net_sales` becomes `Net sales`."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def quantity(value: Exact, unit: str, places: int | None = None) -> str:
    """Return a value with its unit: `USD 3,700m`, `USD 359,000`, `14.9%`, `28 days`.

    `places` are the decimals its definition rounds to (of the percentage, for percentages); None shows up to
    one decimal of a percentage, two of a plain number, and of money what it has.
    """
    if unit == "percent":
        return _number(exact.mul(value, Decimal(100)), 1 if places is None else places) + "%"
    if len(unit) == 3 and unit.isupper():
        return _money(value, unit, places)
    number = _number(value, 2 if places is None else places, trim=places is None)
    return f"{number} {unit}" if unit else number


def _money(value: Exact, unit: str, places: int | None) -> str:
    sign = MINUS if value < 0 else ""
    size = exact.magnitude(value)
    if size >= MILLION:
        millions = exact.div(size, MILLION)
        return f"{sign}{unit} {_number(millions, 1, trim=True)}m"
    return f"{sign}{unit} {_number(size, 2 if places is None else places, trim=places is None)}"


def _number(value: Exact, places: int, *, trim: bool = False) -> str:
    rounded = exact.round_to(value, Decimal(1).scaleb(-places), "half up")
    text = f"{exact.magnitude(rounded):,.{max(places, 0)}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (MINUS if rounded < 0 else "") + text


def day(value: date, today: date | None = None) -> str:
    """Return a date as `Thu 20 Feb 2025`, without the year where it is that of `today`."""
    text = f"{value:%a} {value.day} {value:%b}"
    return text if today is not None and today.year == value.year else f"{text} {value.year}"


def listing(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
