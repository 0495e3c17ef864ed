"""P28: points of three months beyond six, 2% of the service's charge each; held to 20% and together to 10%."""

from fractions import Fraction

from tests.examples.clauses.days import later
from tests.examples.clauses.reckon import UNKNOWN, Example, Found, cents, number, per_cent, shared

TWIN = {"together": "12%"}


def points(example: Example, service: str) -> dict[str, Fraction]:
    given = example.figures("points", service)
    for row in example.rows("incidents"):
        if row["service"] == service:
            hours = Fraction(row["hours_open"])
            extra = 2 if row["key_event"] == "yes" else 0
            given[row["month"]] = given.get(row["month"], Fraction()) + 1 + hours // 24 + extra
    return given


def reckon(example: Example, together: str = "10%") -> Found:
    found: Found = {}
    services = example.members("points") or sorted({row["service"] for row in example.rows("incidents")})
    by_service = {service: points(example, service) for service in services}
    for month in {month for figures in by_service.values() for month in figures}:
        owed: dict[str, Fraction] = {}
        for service, figures in by_service.items():
            found[("points", service, month)] = figures[month]
            total = sum(figures.get(later(month, -n), Fraction()) for n in range(3))
            at = ("service_points", service, month)
            over = total - 6
            found |= {(*at, "value"): total, (*at, "shortfall"): over}
            found |= {(*at, "verdict"): "missed" if over > 0 else "met", (*at, "fires"): ["deduct"] if over > 0 else []}
            if over > 0:
                charge = example.figures("service_charge", service)[month]
                owed[service] = found[(*at, "pay")] = cents(over * per_cent(2) * charge)
        settle(found, example, month, owed, number(together))
    return found


def settle(found: Found, example: Example, month: str, owed: dict[str, Fraction], together: Fraction) -> None:
    """First each service by itself, then all of them together."""
    charges = example.figures("all_charges").get(month)
    if charges is None:
        found |= {("service_points", service, month, "paid"): UNKNOWN for service in owed}
        return
    limits = {service: per_cent(20) * example.figures("service_charge", service)[month] for service in owed}
    inner = {service: min(amount, limits[service]) for service, amount in owed.items()}
    paid = shared(together * charges, inner)
    found |= {("service_points", service, month, "paid"): amount for service, amount in paid.items()}
    total = sum(paid.values(), Fraction())
    reached = total >= together * charges or any(inner[s] >= limits[s] for s in owed)
    found |= {("deductions", month, "accrued"): sum(owed.values(), Fraction()), ("deductions", month, "paid"): total}
    found[("deductions", month, "cap_reached")] = reached
