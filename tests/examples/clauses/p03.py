"""P3: points by bands of the rounded value, doubled from the second miss running."""

from datetime import date
from fractions import Fraction

from tests.examples.clauses.days import business, day, later, span, through
from tests.examples.clauses.reckon import UNKNOWN, Example, Found, either_way, half_up, number, per_cent, run_length

BANDS = ((99, 0), (98, 1), (97, 2), (96, 3))
TWIN = {"step": "0.01%"}


def points_of(value: Fraction) -> int:
    return next((points for floor, points in BANDS if value >= per_cent(floor)), 4)


def excused_months(example: Example) -> set[str]:
    """Months whose planned works were claimed five business days before, or earlier."""
    months: set[str] = set()
    for act in example.acts:
        if act.do == "claim" and act.on <= business(day(act.values["from"]), -5):
            act.used = True
            months.add(act.about.split()[-1])
    return months


def reckon(example: Example, step: str = "0.1%") -> Found:
    found: Found = {}
    figures = example.figures("availability")
    excused = excused_months(example)
    months = through(min(figures), max(figures))
    while span(months[0])[0] > date(2026, 1, 1):
        months.insert(0, later(months[0], -1))
    values = {m: half_up(figures[m], number(step)) for m in months if m in figures}
    for index, month in enumerate(months):
        at = ("availability_points", month)
        raw, value = figures.get(month), values.get(month)
        if raw is None or value is None:
            found[(*at, "verdict")] = UNKNOWN
            continue
        found |= {(*at, "raw"): raw, (*at, "value"): value}
        missed = value < per_cent(99)
        found[(*at, "verdict")] = "excused" if month in excused and missed else "missed" if missed else "met"
        history = [values[m] < per_cent(99) if m in values else None for m in months[: index + 1] if m not in excused]
        points = points_of(value)

        def with_doubling(truths: list[bool], points: int = points) -> int:
            return points * (2 if run_length(truths) >= 2 else 1)

        counted = found[(*at, "points")] = either_way(history, with_doubling)
        missed &= month not in excused
        found[(*at, "fires")] = ["points_cost"] if missed else []
        if missed:
            found[(*at, "pay")] = UNKNOWN if counted == UNKNOWN else counted * 500
    return found
