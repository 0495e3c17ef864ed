"""P2: points short of 98% x rate x charges."""

from fractions import Fraction

from tests.examples.clauses.reckon import UNKNOWN, Example, Found, cents, number, per_cent

TWIN = {"rate": "0.4%"}


def reckon(example: Example, rate: str = "0.5%") -> Found:
    found: Found = {}
    levels, charges = example.figures("on_time_rate"), example.figures("charges")
    balance = Fraction()
    for month in sorted(levels | charges):
        at = ("on_time", month)
        if month not in levels:
            found |= {(*at, "verdict"): UNKNOWN, (*at, "fires"): UNKNOWN}
            continue
        short = per_cent(98) - levels[month]
        missed = short > 0
        found |= {(*at, "verdict"): "missed" if missed else "met", (*at, "fires"): ["adjust"] if missed else []}
        found |= {(*at, "shortfall"): short, (*at, "points_short"): short * 100}
        if missed:
            pay = cents(short * 100 * number(rate) * charges[month]) if month in charges else UNKNOWN
            found[(*at, "pay")] = pay
            if isinstance(pay, Fraction):
                balance += pay
                account = {"accrued": pay, "paid": pay, "balance": balance}
                found |= {("adjustments", month, word): amount for word, amount in account.items()}
    return found
