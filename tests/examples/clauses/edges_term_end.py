"""The last month is cut to the term; steps due after it fall away, money and duties of their own end remain."""

from datetime import date, timedelta

from tests.examples.clauses.days import end, later
from tests.examples.clauses.reckon import Case, Example, Found, cents, per_cent

STARTS, ENDS = date(2026, 1, 1), date(2026, 5, 15)


def reckon(example: Example) -> Found:
    found: Found = {}
    figures = example.figures("uptime")
    armed = True
    for month in sorted(figures):
        three = [month, later(month, -1), later(month, -2)]
        if any(m not in figures for m in three):
            continue
        value = sum(figures[m] for m in three) / 3
        short = (per_cent(97) - value) * 100
        case = Case(found, ("mean_uptime", month), example.as_of)
        case.says(value=value, verdict="missed" if short > 0 else "met", points_short=short)
        if short > 0:
            case.says(pay=cents(short * 1000))
            found[("credits", month, "paid")] = cents(short * 1000)
            if armed:
                notice(case, example, end(month) + timedelta(days=5))
        armed = short <= 0
    due = ENDS + timedelta(days=30)
    act = example.take("return of data", STARTS, due)
    case = Case(found, ("return_of_data", "once"), example.as_of)
    case.step("return of data", STARTS, due, act and act.on)
    case.says(status="returned" if act else "data not returned")
    return found


def notice(case: Case, example: Example, opened: date) -> None:
    if opened > ENDS:
        return
    due = opened + timedelta(days=60)
    act = example.take("notice", opened, min(due, ENDS))
    case.step("notice", opened, due, act and act.on)
    if act:
        case.says(status="noticed")
    elif due > ENDS:
        case.found[(*case.at, "steps", "notice", "state")] = "void"
