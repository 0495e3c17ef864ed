"""Literals: numbers, money, days and durations, each read exactly or refused."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from comity.agreement.formula.source import Source, Token, shortened
from comity.kernel import lexical
from comity.kernel.deadline import Duration

SCALES = {"": 0, "k": 3, "m": 6, "bn": 9}
"""The short forms of money, as powers of ten: `USD 50m`."""

UNITS = ("business day", "day", "week", "month", "year", "period")
"""The units of durations."""

MOST_DIGITS = 38
MOST_YEARS = 200
_DAYS_OF = {"business day": 1, "day": 1, "week": 7, "month": 30, "year": 365, "period": 1}


# -- numbers ----------------------------------------------------------------------------------


def _exact(source: Source, digits: str, power: int, start: int) -> Decimal:
    """Return the digits times a power of ten, exactly; too many of them are a problem."""
    if len(digits) > MOST_DIGITS:
        source.problem("CMY-305", start, f"a number of {len(digits)} characters", f"At most {MOST_DIGITS} are allowed.")
        return Decimal(0)
    return Decimal(format(Decimal(f"{digits}E{power}"), "f"))


def _leading_zero(source: Source, digits: str, start: int) -> None:
    if re.match(r"0[0-9]", digits):
        source.problem(
            "CMY-305",
            start,
            f"{shortened(digits)} begins with a zero",
            f"Write {shortened(digits.lstrip('0') or '0')}.",
        )


def read_number(source: Source, text: str, start: int) -> Token:
    """Read `42`, `0.5` or `97%`."""
    percent = text.endswith("%")
    digits = text.removesuffix("%")
    _leading_zero(source, digits, start)
    value = _exact(source, digits, -2 if percent else 0, start)
    return Token("number", text, start, start + len(text), value, percent=percent)


def read_grouped(source: Source, text: str, start: int) -> None:
    """Refuse `1,000`, which could be one number or two arguments."""
    source.problem(
        "CMY-305", start, f"{shortened(text)} has a comma inside a number",
        f"Write {shortened(text.replace(',', ''))}; between two arguments put a space after the comma.",
    )  # fmt: skip


def read_bad_number(source: Source, text: str, start: int) -> None:
    """Refuse what begins like a number and is none."""
    if re.fullmatch(r"[0-9.]+[kmb]n?", text):
        hint = "Short forms belong to money, as in USD 50m; write a plain number in full."
    elif re.fullmatch(r"[0-9.]+[eE][0-9]*", text):
        hint = "Write the number in full; there are no powers of ten."
    elif re.fullmatch(r"\.[0-9]+%?", text):
        hint = f"Write 0{text}."
    elif re.match(r"[0-9]+[a-z]", text):
        hint = "Put a space between a number and a word, as in 12 months; a name begins with a letter."
    else:
        hint = "A number is written 1250 or 0.5 or 97%."
    source.problem("CMY-305", start, f"{shortened(text)} is not a number", hint)


def read_money(source: Source, text: str, start: int) -> Token:
    """Read `USD 50m` or `USD -1,333.33`."""
    currency, rest = text[:3], text[3:].strip()
    negative = rest.startswith("-")
    digits = rest.lstrip("- \t")
    scale = "".join(c for c in digits if c.isalpha())
    digits = digits.removesuffix(scale)
    if not re.fullmatch(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?", digits):
        source.problem("CMY-305", start, f"{text} is not an amount of money", "It is written USD 50m or USD 1333.33.")
        return Token("money", text, start, start + len(text), Decimal(0), currency)
    plain = digits.replace(",", "")
    _leading_zero(source, plain, start + text.index(digits))
    value = _exact(source, plain, SCALES[scale], start)
    return Token("money", text, start, start + len(text), value.copy_negate() if negative else value, currency)


def known_currency(source: Source, currency: str, start: int) -> None:
    """Refuse an amount in a currency that ISO 4217 does not know; currencies are made up by slips of the pen."""
    try:
        lexical.currency(currency)
    except ValueError as reason:
        said, _, hint = str(reason).partition("; ")
        source.problem("CMY-305", start, said, f"{hint[:1].upper()}{hint[1:]}")


# -- dates and durations ----------------------------------------------------------------------


def read_day(source: Source, text: str, start: int) -> Token:
    """Read `2026-03-31`, which must exist."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        source.problem("CMY-305", start, f"{text} is no day of the calendar", "A day is written 2026-03-31.")
        value = date.max
    return Token("day", text, start, start + len(text), value)


def read_period(source: Source, text: str, start: int) -> None:
    """Refuse `2026-03`: it would be read as a subtraction."""
    source.problem(
        "CMY-305", start, f"{text} is a period, and a formula cannot mention one",
        "Compare days, as in period_end >= 2026-03-31; a subtraction has spaces around its minus.",
    )  # fmt: skip


def read_span(source: Source, text: str, start: int) -> Token:
    """Read `12 months`."""
    count, *words = text.split()
    unit = " ".join(words).removesuffix("s")
    _leading_zero(source, count, start)
    if len(count) > 6 or int(count) * _DAYS_OF[unit] > MOST_YEARS * 365:
        source.problem(
            "CMY-305", start, f"{shortened(text)} is longer than {MOST_YEARS} years", "Write a shorter duration."
        )
        count = "1"
    return Token("span", text, start, start + len(text), Duration(int(count), unit))
