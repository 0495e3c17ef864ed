"""P17: a failure can be made good in 15 days, unless more than three failed in the twelve months before."""

from datetime import timedelta

from tests.examples.clauses.days import end, later
from tests.examples.clauses.reckon import Case, Example, Found, cents, per_cent

TWIN = {"allowed": 2}


def reckon(example: Example, allowed: int = 3) -> Found:
    found: Found = {}
    figures = example.figures("fill_rate")
    misses = [month for month, value in figures.items() if value < per_cent(95)]
    for month, value in sorted(figures.items()):
        case = Case(found, ("supply", month), example.as_of)
        missed = month in misses
        case.says(verdict="missed" if missed else "met", fires=[])
        if not missed:
            continue
        earlier = len([m for m in misses if later(month, -12) <= m < month])
        price = cents((per_cent(95) - value) * 100 * 10_000)
        case.says(earlier=earlier, fires=["cure_lost" if earlier > allowed else "curable"])
        if earlier > allowed:
            case.says(pay=price)
            continue
        opened, due = end(month) + timedelta(days=3), end(month) + timedelta(days=15)
        act = example.take("make good", opened, due, f"supply {month}")
        case.step("make good", opened, due, act and act.on)
        case.says(**({"status": "cured"} if act else {"pay": price}))
    return found
