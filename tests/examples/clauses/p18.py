"""P18: late, out of stock and with cover held; 1% a week from the third week, at most 20%; a second source after 13."""

from datetime import date
from fractions import Fraction

from tests.examples.clauses.days import business, day, end
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, cents, per_cent

TWIN = {"first_week": 2}


def interrupted(late: Fraction | None, stock: Fraction | None, cover: Fraction | None) -> bool | None:
    """Whether all three hold; None where what is unknown would decide."""
    tests = (late and late > 60, None if stock is None else stock == 0, cover and cover >= 4)
    if any(test is not None and not test for test in tests):
        return False
    return None if None in tests else True


def reckon(example: Example, first_week: int = 3) -> Found:
    found: Found = {}
    opened: list[date] = []
    for order in example.members("days_late"):
        excused = excused_weeks(example, order)
        run, balance = 0, Fraction()
        for week, late in sorted(example.figures("days_late", order).items()):
            case = Case(found, ("interruption", order, week), example.as_of)
            stock, cover = (example.figures(name, order).get(week) for name in ("in_stock", "cover_held"))
            missed = interrupted(late, stock, cover)
            if missed is None:
                case.says(verdict=UNKNOWN)
                break  # what follows would rest on it
            if week in excused:
                case.says(verdict="excused", fires=[])
                continue
            run = run + 1 if missed else 0
            fires = ["late_week"] if run >= first_week else []
            case.says(verdict="missed" if missed else "met", fires=fires)
            if run >= first_week:
                balance += damages(case, example.figures("late_value", order)[week], balance)
            if run > 13 and not opened:
                opened.append(end(week))
                case.says(fires=[*fires, "alternative"], status="prolonged interruption")
            if order in example.members("late_value"):
                value = example.figures("late_value", order)[week]
                at = ("damages", week)
                found |= {(*at, "balance"): balance, (*at, "cap_reached"): balance >= per_cent(20) * value}
    since = min(opened, default=date.max)
    found[("second_source",)] = lambda on: "allowed" if on > since else "barred"
    found[("licence",)] = lambda on: "granted" if on > since else "none"
    return found


def damages(case: Case, value: Fraction, balance: Fraction) -> Fraction:
    pay = cents(per_cent(1) * value)
    paid = min(pay, per_cent(20) * value - balance)
    case.says(pay=pay, paid=paid)
    return paid


def excused_weeks(example: Example, order: str) -> set[str]:
    """Weeks for which an excuse was claimed within five business days of its event."""
    weeks: set[str] = set()
    for act in example.acts:
        about = act.about.split()
        if act.do == "claim" and about[1] == order and act.on <= business(day(act.values["from"]), 5):
            act.used = True
            weeks.add(about[2])
    return weeks
