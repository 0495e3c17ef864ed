"""P9: one level missed more often than allowed, or credits at their maximum, and an election of all or part."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, later, through
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, cents, per_cent, shared

TWIN = {"allowed": 4}


def reckon(example: Example, allowed: int = 3) -> Found:
    found: Found = {}
    charges = example.figures("charges")
    levels = {level: example.figures("achieved", level) for level in example.members("achieved")}
    months = through("2026-01", max(max(figures) for figures in levels.values()))
    chosen: dict[str, date] = {}
    for level, figures in levels.items():
        critical_level(found, example, level, figures, allowed, chosen)
    full: list[str] = []
    closed = date.min
    for month in months:
        missing = [level for level, figures in levels.items() if figures[month] < per_cent(99)]
        credits_of(found, month, missing, charges.get(month))
        case = Case(found, ("credits_at_maximum", month), example.as_of)
        reached = found[("credits", month, "cap_reached")]
        case.says(verdict=UNKNOWN if reached == UNKNOWN else "missed" if reached else "met", fires=[])
        full += [month] if reached is True else []
        known = end(month) + timedelta(days=5)
        if reached is True and len([m for m in full if m > later(month, -6)]) >= 3 and known > closed:
            case.says(fires=["exhausted"])
            closed = elect(case, example, known, chosen)
    kept, ended = chosen.get("part", date.max), chosen.get("all", date.max)
    found[("services_kept",)] = lambda on: "part" if on > kept else "all"
    found[("agreement",)] = lambda on: "terminated" if on > ended else "in force"
    return found


def critical_level(
    found: Found, example: Example, level: str, figures: dict[str, Fraction], allowed: int, chosen: dict[str, date]
) -> None:
    """Follow one level: every miss is credited, one too many in twelve months opens the election."""
    closed = date.min
    for month, value in sorted(figures.items()):
        case = Case(found, ("critical_levels", level, month), example.as_of)
        missed = value < per_cent(99)
        case.says(verdict="missed" if missed else "met", fires=["credit"] if missed else [])
        often = len([m for m, v in figures.items() if later(month, -12) < m <= month and v < per_cent(99)])
        known = end(month) + timedelta(days=5)
        if missed and often > allowed and known > closed:
            case.says(fires=["credit", "too_often"])
            closed = elect(case, example, known, chosen)


def elect(case: Case, example: Example, opened: date, chosen: dict[str, date]) -> date:
    """Sixty days for all or part, in force thirty days later; returns the day the case closes."""
    due = opened + timedelta(days=60)
    act = example.take("choose", opened, due, " ".join(case.at))
    case.step("election", opened, due, act and act.on)
    if act:
        chosen[act.choose] = act.on + timedelta(days=30)
    elif due <= example.as_of:
        case.says(status="reserved")
    return act.on if act else due


def credits_of(found: Found, month: str, missing: list[str], charges: Fraction | None) -> None:
    """8% of the charges for each level missed, together at most 12% of them."""
    at = ("credits", month)
    if charges is None:
        found |= {(*at, "accrued"): UNKNOWN, (*at, "paid"): UNKNOWN, (*at, "cap_reached"): UNKNOWN}
        found |= {("critical_levels", level, month, "pay"): UNKNOWN for level in missing}
        return
    amounts = {level: cents(per_cent(8) * charges) for level in missing}
    paid = shared(per_cent(12) * charges, amounts)
    found |= {("critical_levels", level, month, "pay"): amount for level, amount in amounts.items()}
    found |= {("critical_levels", level, month, "paid"): amount for level, amount in paid.items()}
    total = sum(paid.values(), Fraction())
    found |= {(*at, "accrued"): sum(amounts.values(), Fraction()), (*at, "paid"): total}
    found[(*at, "cap_reached")] = total >= per_cent(12) * charges
