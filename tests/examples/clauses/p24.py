"""P24: corrections of two years move the difference, in the quarter in which they are known."""

from fractions import Fraction

from tests.examples.clauses.days import end, plus
from tests.examples.clauses.reckon import Example, Found, cents, number, per_cent

TWIN = {"years": 1}


def quarter_of(on: str) -> str:
    return f"{on[:4]}-Q{(int(on[5:7]) + 2) // 3}"


def reckon(example: Example, years: int = 2) -> Found:
    found: Found = {}
    sales = example.figures("net_sales")
    royalty = {quarter: cents(per_cent(10) * net) for quarter, net in sales.items()}
    booked = dict(royalty)
    for act in example.acts:
        act.used = True  # recorded in any case
        for quarter, net in act.values["net_sales"].items():
            if act.on <= plus(end(quarter), years=years):
                corrected = cents(per_cent(10) * number(net))
                known = quarter_of(act.on.isoformat())
                booked[known] = booked.get(known, Fraction()) + corrected - royalty[quarter]
                royalty[quarter] = corrected
    found |= {("royalty", quarter, "pay"): amount for quarter, amount in royalty.items()}
    found |= {("royalties", quarter, "paid"): amount for quarter, amount in booked.items()}
    return found
