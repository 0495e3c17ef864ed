"""Days of 23 and of 25 hours are days, between the dates of the calendar."""

from datetime import timedelta

from tests.examples.clauses.days import day
from tests.examples.clauses.reckon import Case, Example, Found, per_cent, run_length


def reckon(example: Example) -> Found:
    found: Found = {}
    truths: list[bool] = []
    for name, up in sorted(example.figures("up").items()):
        truths.append(up <= per_cent(90))
        case = Case(found, ("service", name), example.as_of)
        fires = run_length(truths) == 3
        case.says(verdict="missed" if truths[-1] else "met", fires=["three_days"] if fires else [])
        if fires:
            opened = day(name) + timedelta(days=1)
            due = opened + timedelta(days=2)
            act = example.take("explanation", opened, due)
            case.step("explanation", opened, due, act and act.on)
            case.says(**({} if act else {"status": "unexplained"}))
    return found
