"""P27: shortfall and surplus by the week, netted by the month in which a week ends; three misses open a window."""

from datetime import timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, later
from tests.examples.clauses.reckon import Case, Example, Found, cents, number, per_cent, run_length

TWIN = {"surplus": "USD 400"}


def reckon(example: Example, surplus: str = "USD 500") -> Found:
    found: Found = {}
    levels = example.figures("level")
    months: dict[str, Fraction] = {}
    since: list[bool] = []
    for week, level in sorted(levels.items()):
        case = Case(found, ("service_level", week), example.as_of)
        short = (per_cent(97) - level) * 100
        pay = cents(short * (1000 if short > 0 else number(surplus)))
        month = end(week).isoformat()[:7]
        months[month] = months.get(month, Fraction()) + pay
        fires = ["shortfall_week"] if short > 0 else ["surplus_week"] if short < 0 else []
        since.append(short > 0)
        if run_length(since) >= 3:
            fires.append("three_weeks")
            since.clear()
            window(case, levels, week)
        case.says(verdict="missed" if short > 0 else "met", points_short=short, fires=fires)
        case.says(**({"pay": pay} if short else {}))
    for month, amount in months.items():
        found |= {("service_money", month, "accrued"): amount, ("service_money", month, "paid"): amount}
    return found


def window(case: Case, levels: dict[str, Fraction], week: str) -> None:
    """The two weeks that begin after the third miss; known three days after they end."""
    weeks = [later(week), later(week, 2)]
    opened, due = end(week) + timedelta(days=3), end(weeks[-1])
    good = next((w for w in weeks if w in levels and levels[w] >= per_cent(97)), None)
    if good is None and any(w not in levels for w in weeks):
        return  # waits for weeks not yet known
    ended = end(good or weeks[-1]) + timedelta(days=3)
    case.step("cure window", opened, ended, ended if good else None)
    case.found[(*case.at, "steps", "cure window", "due")] = due
    case.says(status="cured" if good else "service default")
