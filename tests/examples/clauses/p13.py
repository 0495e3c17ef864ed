"""P13: pay the royalty on the difference within 60 days, or 15 after a notice; else the licensor elects."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end
from tests.examples.clauses.reckon import Case, Example, Found, cents, number

MINIMUM = {"2026": Fraction(10_000_000), "2027": Fraction(12_000_000)}
TWIN = {"royalty": "9%"}


def reckon(example: Example, royalty: str = "8%") -> Found:
    found: Found = {}
    chosen: dict[str, date] = {}
    for year, sales in sorted(example.figures("net_sales").items()):
        case = Case(found, ("minimum_sales", year), example.as_of)
        short = MINIMUM[year] - sales
        case.says(verdict="missed" if short > 0 else "met", shortfall=short, fires=[])
        if short > 0:
            case.says(fires=["below_minimum"])
            follow(case, example, end(year), cents(number(royalty) * short), chosen)
    shared_until = chosen.get("non-exclusive", date.max)
    ended = chosen.get("terminate", date.max)
    found[("exclusive",)] = lambda on: on <= shared_until
    found[("agreement",)] = lambda on: "terminated" if on > ended else "in force"
    return found


def paid_in_full(example: Example, owed: Fraction, first: date, last: date) -> date | None:
    """Add up what the licensee pays in a step's time; the day on which it reaches the sum."""
    total = Fraction()
    while total < owed and (act := example.take("pay", first, last)):
        total += number(act.values["amount"])
        if total >= owed:
            return act.on
    return None


def follow(case: Case, example: Example, year_end: date, owed: Fraction, chosen: dict[str, date]) -> None:
    opened, due = year_end + timedelta(days=30), year_end + timedelta(days=60)
    kept = paid_in_full(example, owed, opened, due)
    case.step("pay to keep", opened, due, kept, pay=owed)
    if kept:
        case.says(status="cured")
        return
    opened, due = due, due + timedelta(days=30)
    notice = example.take("notice", opened, due)
    case.step("notice", opened, due, notice and notice.on)
    if notice is None:
        case.says(**({"status": "reserved"} if due <= example.as_of else {}))
        return
    opened, due = notice.on, notice.on + timedelta(days=15)
    cured = paid_in_full(example, owed, opened, due)
    case.step("cure", opened, due, cured, pay=owed)
    if cured:
        case.says(status="cured")
        return
    opened, due = due, due + timedelta(days=30)
    act = example.take("choose", opened, due)
    case.step("election", opened, due, act and act.on)
    if act:
        chosen[act.choose] = act.on
        case.says(**({"status": "waived"} if act.choose == "waive" else {}))
    elif due <= example.as_of:
        case.says(status="reserved")
