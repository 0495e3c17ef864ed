"""A restatement within a year moves the difference in the month it is known, unless the statement was approved."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, plus, through
from tests.examples.clauses.reckon import Case, Example, Found, cents, number, per_cent

TWIN = {"days": 120}


def credit(value: Fraction, charges: Fraction) -> Fraction:
    return cents(max(per_cent(95) - value, Fraction()) * 100 * per_cent(1) * charges)


def last_day(month: str, days: int) -> date:
    return end(month) + timedelta(days=days) if days else plus(end(month), years=1)


def reckon(example: Example, days: int = 0) -> Found:
    found: Found = {}
    figures, charges = example.figures("uptime"), example.figures("charges")
    booked = {month: credit(value, charges[month]) for month, value in figures.items()}
    owed = dict(booked)
    approved = set()
    for month in figures:
        known = end(month) + timedelta(days=5)
        if example.take("approval of the statement", known, known + timedelta(days=30), f"availability {month}"):
            approved.add(month)
    for act in [act for act in example.acts if act.do == "restate"]:
        act.used = True
        for month, text in act.values["uptime"].items():
            if act.on > last_day(month, days) or month in approved:
                continue
            figures[month] = number(text)
            changed = credit(figures[month], charges[month])
            booked[act.on.isoformat()[:7]] += changed - owed[month]
            owed[month] = changed
    balance = Fraction()
    for month in through(min(figures), max(figures)):
        short = per_cent(95) - figures[month]
        case = Case(found, ("availability", month), example.as_of)
        case.says(value=figures[month], verdict="missed" if short > 0 else "met", points_short=short * 100)
        case.says(pay=owed[month], status="final" if month in approved else "not approved")
        balance += booked[month]
        found |= {("credits", month, "paid"): booked[month], ("credits", month, "balance"): balance}
    return found
