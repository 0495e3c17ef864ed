"""P29: half of a saving, less where the injury rate is poor; half of an overrun, at most the fee."""

from fractions import Fraction

from tests.examples.clauses.reckon import UNKNOWN, Example, Found, cents, number, per_cent

FEE = Fraction(2_500_000)
TWIN = {"share": "40%"}


def factor(rate: Fraction) -> Fraction:
    """A rate of 4 scores 0, of 2 100, of 0 120; each band keeps a part of the gain."""
    score = max(Fraction(), (4 - rate) / 2 * 100) if rate >= 2 else 100 + (2 - rate) / 2 * 20
    return next((per_cent(part) for floor, part in ((100, 100), (80, 90), (60, 75)) if score >= floor), Fraction())


def reckon(example: Example, share: str = "50%") -> Found:
    found: Found = {}
    savings = example.figures("saving")
    for row in example.rows("outturn"):
        savings[row["year"]] = number(row["target_cost"]) - number(row["actual_cost"])
    rates = example.figures("injury_rate")
    for year, saving in savings.items():
        at = ("cost_share", year)
        found[("saving", year)] = saving
        found |= {(*at, "verdict"): "missed" if saving < 0 else "met", (*at, "shortfall"): -saving}
        found[(*at, "fires")] = ["pain"] if saving < 0 else ["gain"] if saving > 0 else []
        if saving < 0:
            found[(*at, "pay")] = cents(min(FEE, number(share) * -saving))
        elif saving > 0:
            found[(*at, "pay")] = cents(number(share) * saving * factor(rates[year])) if year in rates else UNKNOWN
    return found
