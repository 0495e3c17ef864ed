"""P16: one failure a quarter counts; plan and price cut grow with the failures of twelve months."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import business, end, later, plus
from tests.examples.clauses.reckon import Case, Example, Found, per_cent

TWIN = {"one_a_quarter": False}


def quarter(month: str) -> tuple[str, int]:
    return month[:4], (int(month[5:]) - 1) // 3


def reckon(example: Example, one_a_quarter: bool = True) -> Found:
    found: Found = {}
    counted: list[str] = []
    cuts: list[tuple[date, date, Fraction]] = []
    for month, value in sorted(example.figures("fill_rate").items()):
        case = Case(found, ("supply", month), example.as_of)
        missed = value < per_cent(95)
        taken = one_a_quarter and any(quarter(m) == quarter(month) for m in counted)
        case.says(verdict="missed" if missed else "met", fires=["failure"] if missed and not taken else [])
        if missed and not taken:
            counted.append(month)
            count = len([m for m in counted if m > later(month, -12)])
            cut = per_cent({1: 1, 2: 2}.get(count, 4))
            cuts.append((end(month), plus(end(month), months=3), cut))
            follow(case, example, end(month) + timedelta(days=10), count)
    found[("price_cut",)] = lambda on: next((cut for after, last, cut in reversed(cuts) if after < on <= last), 0)
    return found


def follow(case: Case, example: Example, known: date, count: int) -> None:
    first = {"recovery plan": (business(known, 10, ("US",)), "plan overdue")}
    further = {
        "root cause": (known + timedelta(days=8), "root cause overdue"),
        "corrective plan": (known + timedelta(weeks=2), "plan overdue"),
    }
    for step in first | further:
        if (step in first) != (count == 1):
            case.passed_over(step)
    for step, (due, status) in (first if count == 1 else further).items():
        act = example.take(step, known, due)
        case.step(step, known, due, act and act.on)
        if act is None and due <= example.as_of:
            case.says(status=status)
