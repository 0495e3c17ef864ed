"""Equality under each relation, the directions of rounding, the first value of a step, a threshold of mid-month."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from tests.examples.clauses.days import span
from tests.examples.clauses.reckon import UNKNOWN, Example, Found, half_up, number, per_cent

TWIN = {"level": "95.1%"}
ONE = Fraction(1)


def down(value: Fraction) -> Fraction:
    return Fraction(int(value))


def up(value: Fraction) -> Fraction:
    return Fraction(-(-abs(value)).__floor__() if value >= 0 else (-abs(value)).__floor__())


def half_even(value: Fraction) -> Fraction:
    return Fraction(round(value))


ROUNDED: dict[str, Callable[[Fraction], Fraction]] = {
    "half_up": lambda value: half_up(value, ONE),
    "down": down,
    "up": up,
    "half_even": half_even,
}


def reckon(example: Example, level: str = "95%") -> Found:
    found: Found = {}
    wanted = number(level)
    for month, raw in example.figures("passed").items():
        value = half_up(raw, per_cent("0.1"))
        for clause, met, short in (
            ("at_least_the_level", value >= wanted, wanted - value),
            ("above_the_level", value > wanted, wanted - value),
            ("at_most_the_level", value <= wanted, value - wanted),
            ("below_the_level", value < wanted, value - wanted),
        ):
            at = (clause, month)
            found |= {(*at, "raw"): raw, (*at, "value"): value, (*at, "shortfall"): short}
            found |= {(*at, "verdict"): "met" if met else "missed", (*at, "points_short"): short * 100}
        at = ("rising_level", month)
        threshold = per_cent(96) if span(month)[0] >= date(2026, 2, 15) else per_cent(95)
        found |= {(*at, "threshold"): threshold, (*at, "verdict"): "missed" if raw < threshold else "met"}
        found[(*at, "graded")] = 2 if raw >= per_cent(95) else 1 if raw >= per_cent(90) else UNKNOWN
    for month, drift in example.figures("drift").items():
        for way, rounded in ROUNDED.items():
            value = rounded(drift)
            at = (f"drift_{way}", month)
            found |= {(*at, "value"): value, (*at, "verdict"): "missed" if value > 3 else "met"}
    return found
