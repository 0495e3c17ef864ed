"""P15: a missed year leads to a plan with a minimum for six months; that missed too is a material breach."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import business, day, end, following, later
from tests.examples.clauses.reckon import Case, Example, Found, number

MINIMUM = {"eu": Fraction(5_000_000), "asia": Fraction(2_000_000)}
TWIN = {"plan_days": 30}


def reckon(example: Example, plan_days: int = 60) -> Found:
    found: Found = {}
    for region in example.members("bought_year"):
        for year, bought in example.figures("bought_year", region).items():
            case = Case(found, ("minimum_purchases", region, year), example.as_of)
            value, excused = relieved(example, " ".join(case.at), bought)
            missed_raw, missed = bought < MINIMUM[region], value < MINIMUM[region]
            excused = missed_raw and (excused or not missed)
            case.says(raw=bought, value=value, shortfall=MINIMUM[region] - value)
            case.says(verdict="excused" if excused else "missed" if missed else "met", fires=[])
            if missed and not excused:
                case.says(fires=["below_minimum"])
                follow(case, example, region, year, plan_days)
    return found


def relieved(example: Example, about: str, bought: Fraction) -> tuple[Fraction, bool]:
    """What was bought, with what the supplier refused; and whether a regulator excuses the year outright."""
    excused = False
    for act in example.acts:
        in_time = act.do == "claim" and act.about == about and act.on <= business(day(act.values["from"]), 10)
        if in_time and act.relief == "short_supply":
            act.used = True
            bought += number(act.values["refused"])
        elif in_time:
            act.used = excused = True
    return bought, excused


def signed(example: Example, opened: date, due: date) -> tuple[date | None, Fraction]:
    """The day on which buyer and supplier have signed the same revised minimum."""
    minimums: dict[str, Fraction] = {}
    while act := example.take("corrective plan", opened, due):
        minimums |= dict.fromkeys(act.by, number(act.values["revised_minimum"]))
        if len(minimums) == 2 and len(set(minimums.values())) == 1:
            return act.on, minimums["buyer"]
    return None, Fraction()


def follow(case: Case, example: Example, region: str, year: str, plan_days: int) -> None:
    opened = end(year) + timedelta(days=10)
    due = opened + timedelta(days=plan_days)
    plan, revised = signed(example, opened, due)
    case.step("corrective plan", opened, due, plan)
    if plan is None:
        case.says(**({"status": "material breach"} if due <= example.as_of else {}))
        return
    first = following(plan, "2027-01")
    months = [later(first, n) for n in range(6)]
    bought = example.figures("bought", region)
    if any(month not in bought for month in months):
        case.step("second stage", plan, None, None)
        return
    enough = sum(bought[month] for month in months) >= revised
    known = end(months[-1]) + timedelta(days=10)
    case.step("second stage", plan, known, known if enough else None)
    case.found[(*case.at, "steps", "second stage", "due")] = end(months[-1])
    case.says(status="cured" if enough else "material breach")
