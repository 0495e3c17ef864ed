"""Two disputes side by side: each stops its own clock, for as long as it lasts."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end
from tests.examples.clauses.reckon import Case, Example, Found, per_cent

CLAUSES = {  # clause: figure, threshold, step, its days, first level and its days, last level, status if it lapses
    "quality": ("acceptance", per_cent(95), "cure", 30, "experts", 10, "expert determination", "uncured"),
    "payment": (
        "share_paid",
        Fraction(1),
        "payment of arrears",
        10,
        "finance officers",
        20,
        "arbitration",
        "in arrears",
    ),
}


def reckon(example: Example) -> Found:
    found: Found = {}
    for clause, (figure, threshold, step, days, first, first_days, second, status) in CLAUSES.items():
        for month, value in example.figures(figure).items():
            if value >= threshold:
                continue
            case = Case(found, (clause, month), example.as_of)
            opened = end(month) + timedelta(days=5)
            due = opened + timedelta(days=days)
            dispute = example.take("dispute", opened, due, f"{clause} {month}")
            ended: date | None = None
            if dispute:
                ended = climb(case, example, dispute.on, first, first_days, second)
                if ended is None:
                    found[(clause, month, "steps", step, "state")] = "tolled"
                    continue
                due += ended - dispute.on
            if case.step(step, opened, due, None):
                case.says(status=status)
    return found


def climb(case: Case, example: Example, disputed: date, first: str, first_days: int, second: str) -> date | None:
    """Follow a ladder of two levels; returns the day it ended."""
    about, due = " ".join(case.at), disputed + timedelta(days=first_days)
    settled = example.take("settle", disputed, due, about)
    case.step(first, disputed, due, settled and settled.on)
    if settled or due > example.as_of:
        return settled.on if settled else None
    decided = example.take("decide", due, example.as_of, about, by=[second])
    case.step(second, due, None, decided and decided.on)
    return decided.on if decided else None
