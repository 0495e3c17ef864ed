"""P7: two months of four in which credits reach 20% of fees; termination two months after notice."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, later, plus, through
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, either_way, number

TWIN = {"share": "21%"}


def failed(example: Example, month: str, share: Fraction) -> bool | None:
    fees, credited = example.figures("fees").get(month), example.figures("credited").get(month)
    return None if not fees or credited is None else credited / fees >= share


def reckon(example: Example, share: str = "20%") -> Found:
    found: Found = {}
    months = through("2026-01", max(example.figures("fees")))
    truths = {month: failed(example, month, number(share)) for month in months}
    rights: list[tuple[Case, date, date]] = []
    for month in months:
        case = Case(found, ("failed_month", month), example.as_of)
        truth = truths[month]
        case.says(verdict=UNKNOWN if truth is None else "missed" if truth else "met")
        if truth is not None:
            case.says(value=example.figures("credited")[month] / example.figures("fees")[month])
        window = [truths[m] for m in months if later(month, -4) < m <= month]
        fires = either_way(window, lambda four: four[-1] and sum(four) >= 2)
        case.says(fires=UNKNOWN if fires == UNKNOWN else ["two_of_four"] if fires else [])
        if fires is True:
            known = end(month) + timedelta(days=10)
            rights.append((case, known, known + timedelta(days=90)))
    ends = min((terminated(example, right, rights) for right in rights), default=date.max)
    found[("agreement",)] = lambda on: "terminated" if on > ends else "in force"
    return found


def terminated(example: Example, right: tuple[Case, date, date], rights: list[tuple[Case, date, date]]) -> date:
    """Follow one right to terminate; a notice that could belong to several must say to which."""
    case, known, due = right
    about = " ".join(case.at)
    open_then = [act for act in example.acts if not act.about and sum(k <= act.on <= d for _, k, d in rights) > 1]
    notice = None if open_then else example.take("notice of termination", known, due, about)
    case.step("notice of termination", known, due, notice and notice.on)
    if notice is None and due <= example.as_of:
        case.says(status="reserved")
    return plus(notice.on, months=2) if notice else date.max
