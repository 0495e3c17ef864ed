"""P19: notice in 20 days, delivery in 15; the third delivery of 24 months not cured gives everything at once."""

from datetime import date, timedelta

from tests.examples.clauses.days import day, plus
from tests.examples.clauses.reckon import Case, Example, Found

TWIN = {"cure_days": 14}


def reckon(example: Example, cure_days: int = 15) -> Found:
    found: Found = {}
    uncured: list[date] = []
    since = date.max
    for row in sorted(example.rows("deliveries"), key=lambda row: row["promised_on"]):
        promised = day(row["promised_on"])
        case = Case(found, ("on_time_delivery", promised.isoformat()), example.as_of)
        missed = int(row["days_late"]) > 0
        case.says(verdict="missed" if missed else "met", fires=["each_miss"] if missed else [])
        lapsed = follow(case, example, promised, cure_days) if missed else None
        if lapsed:
            uncured.append(promised)
            if len([d for d in uncured if d > plus(promised, months=-24)]) >= 3 and since == date.max:
                since = lapsed
                case.says(fires=["each_miss", "bundle"], status="material breach")
    found[("exclusive",)] = lambda on: on <= since
    found[("self_supply",)] = lambda on: "allowed" if on > since else "barred"
    found[("forecasts",)] = lambda on: "not binding" if on > since else "binding"
    return found


def follow(case: Case, example: Example, promised: date, cure_days: int) -> date | None:
    """Follow a late delivery; returns the day on which its cure lapsed, None if it did not."""
    opened = promised + timedelta(days=3)
    due = opened + timedelta(days=20)
    notice = example.take("notice", opened, due, " ".join(case.at))
    case.step("notice", opened, due, notice and notice.on)
    if notice is None:
        case.says(status="reserved")
        return None
    due = notice.on + timedelta(days=cure_days)
    done = example.take("deliver", notice.on, due, " ".join(case.at))
    case.step("deliver", notice.on, due, done and done.on)
    case.says(status="cured" if done else "uncured")
    return None if done else due
