"""P25: 30 days to cure, 10 for money, 90 under a plan; a dispute within that time stops the clock until it ends."""

from datetime import date, timedelta

from tests.examples.clauses.days import business, day
from tests.examples.clauses.reckon import Case, Example, Found, number

TWIN = {"cure_days": 20}


def reckon(example: Example, cure_days: int = 30) -> Found:
    found: Found = {}
    ends: list[date] = []
    for row in example.rows("duties"):
        case = Case(found, ("performance_of_duties", row["found_on"]), example.as_of)
        case.says(verdict="missed", fires=["default"])
        disputed = dispute(case, example)
        found_on = day(row["found_on"])
        due = found_on + timedelta(days=60)
        notice = example.take("notice", found_on, due, " ".join(case.at))
        case.step("notice", found_on, due, notice and notice.on)
        if notice and row["kind"] == "money":
            case.passed_over("cure")
            due = notice.on + timedelta(days=10)
            case.step("cure of payment", notice.on, due, None, pay=number(row["sum_owed"]))
            terminate(case, example, due, ends)
        elif notice:
            case.passed_over("cure of payment")
            cure(case, example, notice.on, cure_days, disputed, ends)
    last = min(ends, default=date.max)
    found[("agreement",)] = lambda on: "terminated" if on > last else "in force"
    return found


def dispute(case: Case, example: Example) -> tuple[date, date, str] | None:
    """Take a dispute and what ended it: its days and its outcome."""
    act = example.take("dispute", date.min, date.max, " ".join(case.at))
    if act is None:
        return None
    due = business(act.on, 10)
    decision = example.take("decide", due, date.max)
    case.step("project managers", act.on, due, None)
    case.step("arbitration", due, None, decision and decision.on)
    if decision is None:
        return act.on, date.max, ""
    return act.on, decision.on, decision.values["outcome"]


def cure(
    case: Case,
    example: Example,
    notice: date,
    cure_days: int,
    disputed: tuple[date, date, str] | None,
    ends: list[date],
) -> None:
    due = notice + timedelta(days=cure_days)
    plan = example.take("choose", notice, due, " ".join(case.at))
    if plan:
        case.step("cure", notice, due, plan.on)
        case.step("cure under plan", plan.on, notice + timedelta(days=90), None)
        return
    if disputed and disputed[0] <= due:
        began, ended, outcome = disputed
        if ended == date.max or outcome == "upheld":
            if outcome == "upheld":  # the miss falls
                case.says(verdict="excused", fires=[])
            case.found[(*case.at, "steps", "cure", "state")] = "void" if outcome == "upheld" else "tolled"
            return
        due += ended - began
    case.step("cure", notice, due, None)
    if due <= example.as_of:
        terminate(case, example, due, ends)


def terminate(case: Case, example: Example, opened: date, ends: list[date]) -> None:
    due = opened + timedelta(days=30)
    act = example.take("notice of termination", opened, due)
    case.step("termination", opened, due, act and act.on)
    ends += [act.on] if act else []
