"""P20: three days at 90% or less let the customer step in; its step-out plan is accepted unless rejected in time."""

from datetime import date, timedelta

from tests.examples.clauses.days import business, end, plus, through
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, either_way, per_cent, run_length

PLACES = ("US", "FR")
GROUNDS = ("unsafe", "incomplete", "costs")
TWIN = {"reject_days": 3}


def reckon(example: Example, reject_days: int = 5) -> Found:
    found: Found = {}
    turns: list[tuple[date, str]] = [(date.min, "supplier")]
    for service in example.members("up"):
        figures = example.figures("up", service)
        days = through(min(figures), max(figures))
        truths = {d: figures[d] <= per_cent(90) if d in figures else None for d in days}
        followed = False
        for number, name in enumerate(days):
            case = Case(found, ("critical_service", service, name), example.as_of)
            truth = truths[name]
            case.says(verdict=UNKNOWN if truth is None else "missed" if truth else "met")
            more_than_two = either_way([truths[d] for d in days[: number + 1]], lambda run: run_length(run) > 2)
            case.says(fires=UNKNOWN if more_than_two == UNKNOWN else ["degraded"] if more_than_two else [])
            if more_than_two is True and not followed:
                followed = True
                follow(case, example, end(name) + timedelta(days=1), reject_days, turns)
    found[("run_by",)] = lambda on: next(who for after, who in reversed(turns) if after < on)
    return found


def follow(case: Case, example: Example, known: date, reject_days: int, turns: list[tuple[date, str]]) -> None:
    due = known + timedelta(days=5)
    step_in = example.take("step in", known, due)
    case.step("step in", known, due, step_in and step_in.on)
    if step_in is None:
        return
    turns.append((step_in.on, "customer"))
    due = plus(step_in.on, months=2)
    plan = example.take("step-out plan", step_in.on, due)
    case.step("step-out plan", step_in.on, due, plan and plan.on)
    if plan is None:
        choose(case, example, due, turns)
        return
    due = business(plan.on, reject_days, PLACES)
    listed = [act.values for act in example.acts if act.do == "reject" and act.values["ground"] in GROUNDS]
    reject = example.take("reject", plan.on, due, values=listed[0]) if listed else None
    if case.step("reject", plan.on, due, reject and reject.on) is None:
        return
    if reject:
        case.step("service managers", reject.on, business(reject.on, 10, PLACES), None)
    else:
        case.says(status="step-out plan accepted")
        turns.append((due, "supplier"))


def choose(case: Case, example: Example, opened: date, turns: list[tuple[date, str]]) -> None:
    """Hand back or terminate within ten days; nothing chosen hands back."""
    due = opened + timedelta(days=10)
    act = example.take("choose", opened, due)
    ended = case.step("end or hand back", opened, due, act and act.on)
    if ended and (act is None or act.choose == "hand back"):
        turns.append((ended, "supplier"))
