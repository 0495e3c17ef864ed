"""Numbers of an explanation: exact and complete, so that every step can be done again with a pocket calculator."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from comity.agreement.formula.evaluate import Result
from comity.kernel import exact
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.numbers import is_currency
from comity.kernel.period import Period
from comity.metrics.words import padded, with_unit

PLACES = 5
"""Decimals shown of a number that never ends; its exact quotient stands beside it."""


def full(value: Exact) -> str:
    """Return every digit of a number, in groups; a number that never ends in base ten as a quotient, `1,234/7`."""
    quotient = exact.fraction_text(value)
    if quotient is None:
        return _grouped(exact.text(value))
    numerator, _, denominator = quotient.partition("/")
    return f"{_grouped(numerator)}/{_grouped(denominator)}"


def number(value: Exact, unit: str = "", least: int = 0) -> str:
    """Return a number with its unit, complete; where it never ends, cut and with the quotient it exactly is.

    It has `least` decimals, as what was rounded has.
    """
    shown = exact.mul(value, exact.HUNDRED) if unit == "percent" else value
    if exact.fraction_text(shown) is None:
        return with_unit(padded(_cents(_grouped(exact.text(shown)), unit), least), unit)
    cut = exact.round_to(shown, Decimal(1).scaleb(-PLACES), "down")
    return f"{with_unit(_grouped(exact.text(cut)) + '…', unit)} (exactly {full(value)})"


def words(value: Result, unit: str = "", least: int = 0) -> str:
    """Return any value of a formula; of a count that is open its bounds, of anything else unknown its state."""
    match value:
        case Unknown():
            state = value.state.replace("_", " ")
            if value.low is None or value.high is None:
                return state
            return f"{state}, between {number(value.low, unit, least)} and {number(value.high, unit, least)}"
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case str():
            return value
    return number(value, unit, least)


def operand(value: Result, unit: str = "", least: int = 0) -> str:
    """Return a value as it stands inside arithmetic: `(-5)`, `94.9%`, `(1,234 / 7)`, `'critical'`."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, Unknown):
        bounded = value.low is not None and value.high is not None
        return f"({full(value.low)} to {full(value.high)})" if bounded else words(value)  # type: ignore[arg-type]
    if not isinstance(value, Exact):
        return words(value)
    if isinstance(value, Fraction):
        return f"({full(value).replace('/', ' / ')})"
    digits = _grouped(exact.text(exact.mul(value, exact.HUNDRED))) if unit == "percent" else full(value)
    text = padded(digits, least) + ("%" if unit == "percent" else "")
    return f"({text})" if value < 0 else text


def amount(value: Result, currency: str | None) -> str:
    """Return an amount of money with its currency: `USD 1,333.33`."""
    return words(value, currency or "")


def where(scope: Scope, period: Period | str) -> str:
    """Return a period with its member, as explanations name them: `2026-03 (phone)`."""
    member = ", ".join(name for _, name in scope)
    return f"{period} ({member})" if member else f"{period}"


def ordinal(count: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `4th`."""
    ending = "th" if 10 <= count % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def _grouped(digits: str) -> str:
    sign = "-" if digits.startswith("-") else ""
    whole, point, fraction = digits.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{point}{fraction}"


def _cents(digits: str, unit: str) -> str:
    """Return an amount with both digits of its cents: `43.30`."""
    return f"{digits}0" if is_currency(unit) and digits[-2:-1] == "." else digits
