"""P4: the points of the month's misses, read as a discount in steps; repair is averaged with the month before."""

from fractions import Fraction

from tests.examples.clauses.days import later
from tests.examples.clauses.reckon import UNKNOWN, Example, Found, cents, number, per_cent

THRESHOLD = {"uptime": per_cent("99.5"), "repair": per_cent(92), "reports": per_cent(100)}
POINTS = {"uptime": 10, "repair": 15, "reports": 5}
FIRST = "2026-01"
TWIN = {"at_25": "7%"}


def achieved(example: Example, level: str) -> dict[str, Fraction]:
    given = example.figures("achieved", level)
    for row in example.rows("levels"):
        if row["level"] == level:
            given[row["month"]] = Fraction(number(row["good"]), number(row["total"]) - number(row["planned"]))
    return given


def measured(figures: dict[str, Fraction], level: str, month: str) -> Fraction | None:
    """The figure of the month; of repair the mean with the month before, alone only where there is none."""
    if month not in figures:
        return None
    if level != "repair" or month == FIRST:
        return figures[month]
    before = figures.get(later(month, -1))
    return None if before is None else (before + figures[month]) / 2


def discount(points: int, at_25: Fraction) -> Fraction:
    steps = ((30, per_cent(10)), (25, at_25), (20, per_cent(6)), (15, per_cent(4)), (10, per_cent(2)))
    return next((share for floor, share in steps if points >= floor), Fraction())


def reckon(example: Example, at_25: str = "8%") -> Found:
    found: Found = {}
    levels = {level: achieved(example, level) for level in THRESHOLD}
    for month in {month for figures in levels.values() for month in figures}:
        points: list[int | None] = []
        for level, threshold in THRESHOLD.items():
            value = measured(levels[level], level, month)
            at = ("levels_met", level, month)
            if value is None:
                found[(*at, "verdict")] = UNKNOWN
                points.append(None)
                continue
            found |= {(*at, "value"): value, (*at, "verdict"): "missed" if value < threshold else "met"}
            points.append(POINTS[level] if value < threshold else 0)
        due = ("discount_due", month)
        if None in points:
            found |= {(*due, "points"): UNKNOWN, (*due, "fires"): UNKNOWN}
            continue
        total = sum(p for p in points if p is not None)
        found |= {(*due, "points"): total, (*due, "fires"): ["discount"] if total else []}
        if total:
            found[(*due, "pay")] = cents(discount(total, number(at_25)) * example.figures("charges")[month])
    return found
