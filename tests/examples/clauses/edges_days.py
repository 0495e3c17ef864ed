"""Months and years from 29 February, and contract years of an agreement of that day."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import day, month_end, plus
from tests.examples.clauses.reckon import Case, Example, Found

STARTS = date(2028, 2, 29)


def contract_year(on: date) -> int:
    """Count anniversaries of 29 February, the 28th in common years."""
    anniversary = min(date(on.year, 2, 28) + timedelta(days=1), month_end(on.year, 2))
    return on.year - STARTS.year + (on >= anniversary)


def reckon(example: Example) -> Found:
    found: Found = {}
    counted: list[date] = []
    years: set[int] = set()
    for on in sorted(day(row["failed_on"]) for row in example.rows("failures")):
        case = Case(found, ("failures_answered", on.isoformat()), example.as_of)
        for step, due in (("first answer", plus(on, months=1)), ("yearly report", plus(on, years=1))):
            act = example.take(step, on, due)
            case.step(step, on, due, act and act.on)
        fires = ["answers"]
        counted.append(on)
        if len([d for d in counted if d > plus(on, months=-12)]) >= 2:
            fires.append("second_of_twelve_months")
            case.says(pay=Fraction(100 if contract_year(on) == 1 else 200))
            counted.clear()
        if contract_year(on) not in years:
            fires.append("first_of_contract_year")
            years.add(contract_year(on))
        case.says(fires=fires)
    return found
