"""P6: every tenth failure within twelve months costs 5% of the annual fee of its contract year."""

from datetime import date
from fractions import Fraction

from tests.examples.clauses.days import day, plus
from tests.examples.clauses.reckon import Example, Found, cents, per_cent

TWIN = {"count": 11}


def annual_fee(on: date) -> Fraction:
    return Fraction(126_000 if on < date(2027, 1, 1) else 140_000)


def reckon(example: Example, count: int = 10) -> Found:
    found: Found = {}
    counted: list[date] = []  # since the last that cost
    for on in sorted(day(row["failed_on"]) for row in example.rows("failures")):
        counted.append(on)
        at = ("failures_counted", on.isoformat())
        found[(*at, "verdict")] = "missed"
        if len([d for d in counted if plus(on, months=-12) < d <= on]) >= count:
            found |= {(*at, "fires"): ["tenth"], (*at, "pay"): cents(per_cent(5) * annual_fee(on))}
            counted.clear()
        else:
            found[(*at, "fires")] = []
    return found
