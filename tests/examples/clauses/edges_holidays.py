"""The last day of a notice on a holiday: it stays, or moves to the next or the previous business day."""

from datetime import date, timedelta

from tests.examples.clauses.days import business, end
from tests.examples.clauses.reckon import Case, Example, Found, per_cent

PLACES = ("US",)
TWINS = {"twin-next": {"roll": "next"}, "twin-previous": {"roll": "previous"}}


def rolled(on: date, roll: str) -> date:
    """The business day a day moves to: the one after the day before it, or the one before the day after it."""
    if roll == "next":
        return business(on - timedelta(days=1), 1, PLACES)
    return business(on + timedelta(days=1), -1, PLACES) if roll == "previous" else on


def reckon(example: Example, roll: str = "none") -> Found:
    found: Found = {}
    for month, value in example.figures("fill_rate").items():
        case = Case(found, ("supply", month), example.as_of)
        if value >= per_cent(95):
            continue
        opened = end(month) + timedelta(days=5)
        due = rolled(opened + timedelta(days=28), roll)
        notice = example.take("notice", opened, due)
        case.step("notice", opened, due, notice and notice.on)
        if notice:
            case.step("plan", notice.on, business(notice.on, 5, PLACES), None)
        elif due <= example.as_of:
            case.says(status="reserved")
    return found
