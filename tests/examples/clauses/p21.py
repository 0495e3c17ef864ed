"""P21: what the other party prevented counts as done, if claimed in five business days; dates move by the delay."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import business, day, through
from tests.examples.clauses.reckon import Act, Case, Example, Found, cents, number, per_cent

PLACES = ("US",)
DUE = date(2026, 6, 30)
TWIN = {"claim_days": 6}


def claims(example: Example, relief: str, claim_days: int) -> list[Act]:
    """Take the claims of a relief that were received in time."""
    timely = [
        act
        for act in example.acts
        if act.relief == relief and act.on <= business(day(act.values["from"]), claim_days, PLACES)
    ]
    for act in timely:
        act.used = True
    return timely


def reckon(example: Example, claim_days: int = 5) -> Found:
    found: Found = {}
    fill_rate(found, example, claim_days)
    first_batch(found, example)
    for act in claims(example, "event", 5):
        force_majeure(found, example, day(act.values["from"]), day(act.values.get("to", "9999-12-31")))
    return found


def fill_rate(found: Found, example: Example, claim_days: int) -> None:
    prevented = {
        c.about.split()[-1]: number(c.values["prevented"]) for c in claims(example, "buyer_failure", claim_days)
    }
    ordered = example.figures("ordered")
    for month, filled in example.figures("filled").items():
        raw, value = filled / ordered[month], (filled + prevented.get(month, Fraction())) / ordered[month]
        missed_raw, missed = raw < per_cent(95), value < per_cent(95)
        at = ("fill_rate", month)
        found |= {(*at, "raw"): raw, (*at, "value"): value, (*at, "points_short"): (per_cent(95) - value) * 100}
        found[(*at, "verdict")] = "missed" if missed else "excused" if missed_raw else "met"
        found[(*at, "fires")] = ["credit"] if missed else []
        if missed:
            found[(*at, "pay")] = cents((per_cent(95) - value) * 100 * 5000)


def first_batch(found: Found, example: Example) -> None:
    delay = sum(int(act.values["delay"]) for act in claims(example, "late_inputs", 5))
    done = example.take("complete", date.min, date.max, "first_batch")
    if done is None:
        return
    due = DUE + timedelta(days=delay)
    raw, value = max((done.on - DUE).days, 0), max((done.on - due).days, 0)
    case = Case(found, ("first_batch_on_time", "first_batch"), example.as_of)
    case.says(due=due, raw=raw, value=value, shortfall=value)
    case.says(verdict="missed" if value else "excused" if raw else "met", fires=["late_days"] if value else [])
    case.says(**({"pay": value * 1000} if value else {}))


def force_majeure(found: Found, example: Example, first: date, last: date) -> None:
    """Count the days of the event; the first over thirty lets the parties meet, the ninetieth the buyer cancel."""
    for name in through(first.isoformat(), example.as_of.isoformat()):
        case = Case(found, ("force_majeure", name), example.as_of)
        count = (day(name) - first).days + 1 if day(name) <= last else 0
        fires = {31: ["meet"], 90: ["cancel"]}.get(count, [])
        case.says(fires=fires)
        if "meet" in fires:
            case.step("meet", day(name), business(day(name), 5, PLACES), None)
        if "cancel" in fires:
            case.step("cancel", day(name), day(name) + timedelta(days=30), None)
