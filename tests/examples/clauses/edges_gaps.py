"""Months not reported are tried both ways; excused months are stepped over and counted nowhere."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import business, day, end, later
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, either_way, per_cent, run_length

MONTHS = [f"2026-0{n}" for n in range(1, 10)]


def reckon(example: Example) -> Found:
    found: Found = {}
    figures = example.figures("uptime")
    excused = excused_months(example)
    fired: dict[str, str] = {}

    def case_of(month: str) -> Case:
        return Case(found, ("availability", month), example.as_of)

    known = {month: reported(example, month) for month in figures}
    months = [month for month in MONTHS if end(month) + timedelta(days=5) <= example.as_of]
    for now in sorted({*(end(m) + timedelta(days=5) for m in months), *known.values()}):
        seen = {m: v for m, v in figures.items() if known[m] <= now}
        look(case_of, [m for m in months if end(m) < now], seen, excused, fired, now)
    return found


def excused_months(example: Example) -> set[str]:
    """Months whose planned works were claimed five business days before, or earlier."""
    months: set[str] = set()
    for act in example.acts:
        if act.do == "claim" and act.on <= business(day(act.values["from"]), -5):
            act.used = True
            months.add(act.about.split()[-1])
    return months


def reported(example: Example, month: str) -> date:
    """Five days after the month, unless a later report is among the acts."""
    act = example.take("report", date.min, date.max, f"uptime {month}")
    return act.on if act else end(month) + timedelta(days=5)


def look(
    case_of: Callable[[str], Case],
    months: list[str],
    seen: dict[str, Fraction],
    excused: set[str],
    fired: dict[str, str],
    now: date,
) -> None:
    """Say what is known on a day; what fired before stands."""
    truths = {m: None if m not in seen else seen[m] < per_cent(95) for m in months if m not in excused}
    for month in months:
        case = case_of(month)
        if month in excused:
            case.says(verdict="excused", raw=seen[month], fires=[])
            continue
        so_far = [truth for m, truth in truths.items() if m <= month]
        of_four = [truth for m, truth in truths.items() if later(month, -4) < m <= month]
        three = [m for m in truths if later(month, -3) < m <= month]
        case.says(verdict=UNKNOWN if truths[month] is None else "missed" if truths[month] else "met")
        case.says(in_a_row=either_way(so_far, run_length), of_four=either_way(of_four, sum))
        missing = [m for m in three if m not in seen]
        case.says(mean_of_three=UNKNOWN if missing else sum(seen[m] for m in three) / len(three))
        two, running = either_way(of_four, lambda t: sum(t) >= 2), either_way(so_far, lambda t: run_length(t) >= 3)
        for rule, holds in (("two_of_four", two), ("three_running", running)):
            if holds is True and rule not in fired:  # no month is clear in between, so once
                fired[rule] = month
                if rule == "three_running":
                    case.step("notice", now, now + timedelta(days=30), None)
        here = [rule for rule, where in fired.items() if where == month]
        case.says(fires=here or (UNKNOWN if UNKNOWN in (two, running) else []))
