"""P22: actual less estimated, reported in 30 days; final after 15 days of review, or after a year without objection."""

from datetime import timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, later, plus
from tests.examples.clauses.reckon import Case, Example, Found, number

TWIN = {"review_days": 10}


def true_ups(example: Example, kind: str) -> dict[str, Fraction]:
    given = example.figures(f"{kind}_true_up")
    for row in example.rows(kind):
        given[row["quarter"]] = number(row["actual"]) - number(row["estimated"])
    return given


def quarter_of(on: str) -> str:
    return f"{on[:4]}-Q{(int(on[5:7]) + 2) // 3}"


def reckon(example: Example, review_days: int = 15) -> Found:
    found: Found = {}
    for quarter, amount in true_ups(example, "development").items():
        found[("development_true_up", quarter)] = amount
        found[("development_costs", quarter, "paid")] = amount
        case = Case(found, ("short_review", quarter), example.as_of)
        case.says(pay=amount)
        review(case, example, quarter, review_days)
    paid = true_ups(example, "commercial")
    for quarter, amount in list(paid.items()):
        found[("true_up", quarter, "pay")] = amount
        objection(Case(found, ("later_objection", quarter), example.as_of), example, quarter, paid)
    found |= {("commercial_costs", quarter, "paid"): amount for quarter, amount in paid.items()}
    return found


def review(case: Case, example: Example, quarter: str, review_days: int) -> None:
    report = end(quarter) + timedelta(days=30)
    due = report + timedelta(days=review_days)
    act = example.take("object", report, due, f"short_review {quarter}")
    case.step("review", report, due, act and act.on)
    if act:
        case.step("finance officers", act.on, act.on + timedelta(days=20), None)
    elif due <= example.as_of:
        case.says(status="final")


def objection(case: Case, example: Example, quarter: str, paid: dict[str, Fraction]) -> None:
    report = end(quarter) + timedelta(days=30)
    due = plus(report, years=1)
    act = example.take("object in writing", report, due, f"later_objection {quarter}")
    case.step("object in writing", report, due, act and act.on)
    if act is None:
        case.says(**({"status": "final"} if due <= example.as_of else {}))
        return
    due = act.on + timedelta(days=90)
    audit = example.take("audit", act.on, due, f"later_objection {quarter}")
    case.step("audit", act.on, due, audit and audit.on)
    if audit:
        amount, booked = number(audit.values["found"]), quarter_of(audit.on.isoformat())
        assert booked > later(quarter)
        paid[booked] = paid.get(booked, Fraction()) + amount
        case.says(pay=amount)
