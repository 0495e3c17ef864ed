"""Values in words, for explanations: digits grouped, cut numbers marked, percentages as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result
from comity.kernel import exact
from comity.kernel.figure import Exact, Unknown

PLACES = 5


def number_words(value: Exact, unit: str = "") -> str:
    """Return a number with grouped digits and at most five decimal places; `…` where more would follow."""
    shown = exact.mul(value, Decimal(100)) if unit == "percent" else value
    cut = exact.round_to(shown, Decimal(1).scaleb(-PLACES), "down")
    more = "…" if exact.compare(cut, shown) else ""
    whole, _, fraction = exact.text(cut).partition(".")
    text = f"{int(whole):,}" if whole != "-0" else "-0"
    text = f"{text}.{fraction}" if fraction else text
    return f"{text}{more}{unit_words(unit)}"


def unit_words(unit: str) -> str:
    """Return a unit as it follows a number."""
    return {"percent": " %", "": ""}.get(unit, f" {unit}")


def value_words(value: Result, unit: str = "") -> str:
    """Return any value of a formula in words."""
    match value:
        case Unknown():
            return value.state.replace("_", " ")
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case str():
            return value
    return number_words(value, unit)
