"""P1: each level missed costs its shares of the money at risk, together at most that money."""

from fractions import Fraction

from tests.examples.clauses.reckon import UNKNOWN, Example, Found, cents, number, per_cent, shared

THRESHOLD = {"uptime": per_cent("99.5"), "recovery": per_cent(95), "helpdesk": per_cent(90)}
SHARE = {  # of the category, of the metric within it
    "uptime": (per_cent(50), per_cent(40)),
    "recovery": (per_cent(50), per_cent(60)),
    "helpdesk": (per_cent(100), per_cent(100)),
}
TWIN = {"share": "12%"}


def reckon(example: Example, share: str = "10%") -> Found:
    found: Found = {}
    at_risk = number(share)
    achieved = {level: example.figures("achieved", level) for level in THRESHOLD}
    for month in {month for figures in achieved.values() for month in figures}:
        invoice = example.figures("invoice").get(month)
        owed: dict[str, Fraction] = {}
        for level, threshold in THRESHOLD.items():
            at = ("service_levels", level, month)
            value = achieved[level].get(month)
            if value is None:
                found |= {(*at, "verdict"): UNKNOWN, (*at, "fires"): UNKNOWN}
                continue
            missed = value < threshold
            found[(*at, "verdict")] = "missed" if missed else "met"
            found[(*at, "fires")] = ["credit"] if missed else []
            found[(*at, "shortfall")] = threshold - value
            if missed and invoice is None:
                found[(*at, "pay")] = UNKNOWN
            elif missed and invoice is not None:
                category, metric = SHARE[level]
                owed[level] = found[(*at, "pay")] = cents(category * metric * (at_risk * invoice))
        if invoice is not None:
            paid = shared(at_risk * invoice, owed)
            found |= {("service_levels", level, month, "paid"): amount for level, amount in paid.items()}
            found[("credits", month, "accrued")] = sum(owed.values(), Fraction())
            found[("credits", month, "paid")] = sum(paid.values(), Fraction())
            found[("credits", month, "cap_reached")] = sum(paid.values()) >= at_risk * invoice
    return found
