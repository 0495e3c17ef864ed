"""P10: notice in 20 days, cure in 30, three good months of probation, six months of watch for a relapse."""

from datetime import date, timedelta

from tests.examples.clauses.days import end, following, later
from tests.examples.clauses.reckon import Case, Example, Found, per_cent

TWIN = {"good_months": 2}


def known(month: str) -> date:
    return end(month) + timedelta(days=5)


def reckon(example: Example, good_months: int = 3) -> Found:
    found: Found = {}
    figures = example.figures("acceptance")
    misses = {month: value < per_cent(95) for month, value in figures.items()}
    ends: list[date] = []
    closed = date.min  # the day on which the last case closed, the end of time while it is open
    for month, missed in sorted(misses.items()):
        case = Case(found, ("quality", month), example.as_of)
        fires = missed and known(month) > closed
        case.says(verdict="missed" if missed else "met", fires=["failure"] if fires else [])
        if fires:
            closed = follow(case, example, month, misses, good_months, ends)
    last = min(ends, default=date.max)
    found[("agreement",)] = lambda on: "terminated" if on > last else "in force"
    return found


def follow(
    case: Case, example: Example, month: str, misses: dict[str, bool], good_months: int, ends: list[date]
) -> date:
    """Follow one case to the day it closes."""
    due = known(month) + timedelta(days=20)
    notice = example.take("notice", known(month), due)
    case.step("notice", known(month), due, notice and notice.on)
    if notice is None:
        if due <= example.as_of:
            case.says(status="reserved")
        return due
    due = notice.on + timedelta(days=30)
    cure = example.take("cure", notice.on, due)
    case.step("cure", notice.on, due, cure and cure.on)
    if cure is None:
        return terminate(case, example, due, ends)
    return probation(case, example, cure.on, misses, good_months, ends)


def probation(
    case: Case, example: Example, since: date, misses: dict[str, bool], good_months: int, ends: list[date]
) -> date:
    """Three months that begin after the cure; the first miss ends it, enough good ones rescind the notice."""
    first = following(since, "2026-01")
    due = end(later(first, 2))
    for count in range(3):
        month = later(first, count)
        if month not in misses:
            case.step("probation", since, None, None)
            return date.max
        if misses[month]:
            case.step("probation", since, known(month), None)  # lapses before its time, by the miss
            found_due(case, "probation", due)
            return terminate(case, example, known(month), ends)
        if count + 1 == good_months:
            case.step("probation", since, due, known(month))
            if known(month) <= example.as_of:
                case.says(status="rescinded")
            return watch(case, example, month, misses, ends)
    raise AssertionError


def watch(case: Case, example: Example, rescinded: str, misses: dict[str, bool], ends: list[date]) -> date:
    """Six months after the last good one; a miss revives the right, none lets the watch lapse with the sixth."""
    months = [later(rescinded, n) for n in range(1, 7)]
    for month in months:
        if month not in misses:
            case.step("relapse watch", known(rescinded), None, None)
            found_due(case, "relapse watch", end(months[-1]))
            return date.max
        if misses[month]:
            case.step("relapse watch", known(rescinded), end(months[-1]), known(month))
            return terminate(case, example, known(month), ends)
    case.step("relapse watch", known(rescinded), known(months[-1]), None)
    found_due(case, "relapse watch", end(months[-1]))
    return known(months[-1])


def found_due(case: Case, step: str, due: date) -> None:
    """A step that ends another day than its last is still due on its last."""
    if (*case.at, "steps", step, "state") in case.found:
        case.found[(*case.at, "steps", step, "due")] = due


def terminate(case: Case, example: Example, opened: date, ends: list[date]) -> date:
    due = opened + timedelta(days=30)
    act = example.take("notice of termination", opened, due)
    case.step("termination", opened, due, act and act.on)
    ends += [act.on] if act else []
    if act is None and due <= example.as_of:
        case.says(status="reserved")
    return act.on if act else due
