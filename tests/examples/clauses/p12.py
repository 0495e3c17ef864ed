"""P12: each contract year both levels rise to what was reached, by at most a share of what is missing to 100%."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, span
from tests.examples.clauses.reckon import Case, Example, Found, number, per_cent

TWIN = {"largest_step": "25%"}


def risen(level: Fraction, reached: Fraction, share: Fraction) -> Fraction:
    return max(level, min(reached, level + share * (1 - level)))


def in_force(levels: list[tuple[date, Fraction]], on: date) -> Fraction:
    return next(level for since, level in reversed(levels) if since <= on)


def reckon(example: Example, largest_step: str = "20%") -> Found:
    found: Found = {}
    years = example.figures("in_time_year")
    for name, clause, first, rule in (
        ("expected", "expected_level", 96, "below_expected"),
        ("floor_level", "floor_met", 92, "below_floor"),
    ):
        levels = [(date(2026, 1, 1), per_cent(first))]
        for year, reached in sorted(years.items()):
            found[("improvement", year, "fires")] = ["rise"]
            after = date(2026 + int(year.removeprefix("CY")), 1, 1)  # the day after the contract year
            levels.append((after, risen(levels[-1][1], reached, number(largest_step))))
        found[(name,)] = lambda on, levels=levels: in_force(levels, on)
        for month, value in example.figures("in_time").items():
            threshold = in_force(levels, span(month)[0])
            at = (clause, month)
            found |= {(*at, "threshold"): threshold, (*at, "shortfall"): threshold - value}
            found[(*at, "verdict")] = "missed" if value < threshold else "met"
            found[(*at, "fires")] = [rule] if value < threshold else []
            if value < threshold and name == "expected":
                opened = end(month) + timedelta(days=5)
                due = opened + timedelta(days=30)
                plan = example.take("improvement plan", opened, due)
                Case(found, at, example.as_of).step("improvement plan", opened, due, plan and plan.on)
    return found
