"""P11: 4% below expected, returned if the next three months average the target; nothing returns from the peak."""

from datetime import timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, later, through
from tests.examples.clauses.reckon import Case, Example, Found, cents, number, per_cent

TWIN = {"target": "98.9%"}


def reckon(example: Example, target: str = "99%") -> Found:
    found: Found = {}
    figures, charges = example.figures("on_time"), example.figures("charges")
    posted: dict[str, Fraction] = {}
    for month, value in sorted(figures.items()):
        case = Case(found, ("on_time_orders", month), example.as_of)
        missed = value < per_cent(97)
        case.says(verdict="missed" if missed else "met", fires=["credit"] if missed else [])
        if not missed:
            continue
        credit = cents(per_cent(4) * charges[month])
        case.says(pay=credit, paid=credit)
        posted[month] = posted.get(month, Fraction()) + credit
        if month[-2:] in ("11", "12"):
            case.passed_over("earn back")
            continue
        span_of_three = [later(month, n) for n in (1, 2, 3)]
        opened, last = end(month) + timedelta(days=5), span_of_three[-1]
        due, known = end(last), end(last) + timedelta(days=5)
        if any(m not in figures for m in span_of_three):  # the step waits for what is not known
            case.step("earn back", opened, None, None)
            case.found[(*case.at, "steps", "earn back", "due")] = due
        elif sum(figures[m] for m in span_of_three) / 3 >= number(target):
            case.step("earn back", opened, due, known)
            posted[last] = posted.get(last, Fraction()) - credit
        else:
            case.step("earn back", opened, known, None)
            case.found[(*case.at, "steps", "earn back", "due")] = due
    balance = Fraction()
    for month in through(min(figures), max(figures)):
        balance += posted.get(month, Fraction())
        found[("credits", month, "paid")] = posted.get(month, Fraction())
        found[("credits", month, "accrued")] = posted.get(month, Fraction())
        found[("credits", month, "balance")] = balance
    return found
