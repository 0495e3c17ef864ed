"""A week belongs to the year and the month in which it ends; a streak goes on over New Year."""

from fractions import Fraction

from tests.examples.clauses.days import end
from tests.examples.clauses.reckon import Case, Example, Found, per_cent, run_length

CREDIT, CAP = Fraction(1000), Fraction(2000)


def reckon(example: Example) -> Found:
    found: Found = {}
    truths: list[bool] = []
    misses: dict[str, int] = {}
    said: set[tuple[str, str]] = set()
    paid: dict[str, Fraction] = {}
    for week, level in sorted(example.figures("level").items(), key=lambda item: end(item[0])):
        missed = level < per_cent(97)
        truths.append(missed)
        case = Case(found, ("service_level", week), example.as_of)
        year, month = end(week).isoformat()[:4], end(week).isoformat()[:7]
        misses[year] = misses.get(year, 0) + missed
        fires = ["week_missed"] if missed else []
        if run_length(truths) == 3:
            fires.append("three_running")
        for rule, holds in (("three_in_year", misses[year] >= 3), ("first_of_year", missed)):
            if holds and (rule, year) not in said:
                said.add((rule, year))
                fires.append(rule)
        case.says(verdict="missed" if missed else "met", fires=fires)
        if missed:
            amount = min(CREDIT, CAP - paid.get(year, Fraction()))
            case.says(pay=CREDIT, paid=amount)
            for span in (year, month):
                paid[span] = paid.get(span, Fraction()) + amount
                found[("credits", span, "accrued")] = found.get(("credits", span, "accrued"), Fraction()) + CREDIT
                found |= {("credits", span, "paid"): paid[span], ("credits", span, "cap_reached"): paid[year] >= CAP}
    return found
