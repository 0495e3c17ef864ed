"""Values in words, for explanations: digits grouped, cut numbers marked, percentages as such."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Metric
from comity.kernel import exact
from comity.kernel.figure import Exact, Unknown
from comity.kernel.numbers import rounded_places

PLACES = 5


def number_words(value: Exact, unit: str = "", least: int = 0) -> str:
    """Return a number with grouped digits and at most five decimal places; `…` where more would follow.

    It has `least` decimals, as what was rounded has.
    """
    shown = exact.mul(value, Decimal(100)) if unit == "percent" else value
    cut = exact.round_to(shown, Decimal(1).scaleb(-PLACES), "down")
    more = "…" if exact.compare(cut, shown) else ""
    whole, _, fraction = exact.text(cut).partition(".")
    text = f"{int(whole):,}" if whole != "-0" else "-0"
    text = f"{text}.{fraction}{more}" if fraction else f"{text}{more}"
    return with_unit(text if more else padded(text, least), unit)


def places_of(metric: Metric, unit: str) -> int:
    """Return the decimals that every figure of a metric has, by its rounding."""
    return rounded_places(unit, metric.round.step if metric.round is not None else None)


def padded(text: str, least: int) -> str:
    """Return digits with at least so many decimals: `97.0`."""
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction:0<{least}}" if least else text


def with_unit(text: str, unit: str) -> str:
    """Return a number with its unit: a currency before it, anything else behind."""
    if unit == "percent":
        return f"{text}%"
    if len(unit) == 3 and unit.isupper():
        return f"{unit} {text}"
    return f"{text} {unit}" if unit else text


def shown(value: Result) -> str:
    """Return the value of a step in words; what is unknown is no value, and its state stands beside it."""
    return "no value" if isinstance(value, Unknown) else value_words(value)


def value_words(value: Result, unit: str = "") -> str:
    """Return any value of a formula in words; of what is unknown the state."""
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
