"""P8: a mean of three months below 97% gives a right to terminate, by notice within 60 days of the third month."""

from datetime import date, timedelta

from tests.examples.clauses.days import end, later, through
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, half_up, per_cent

TWIN = {"window": 45}


def reckon(example: Example, window: int = 60) -> Found:
    found: Found = {}
    figures = example.figures("uptime")
    ends, armed = date.max, True
    for month in through("2026-01", max(figures)):
        case = Case(found, ("mean_uptime", month), example.as_of)
        three = [later(month, -2), later(month, -1), month]
        if three[0] < "2026-01":
            case.says(verdict="not_due")
            continue
        if any(m not in figures for m in three):
            case.says(verdict=UNKNOWN, fires=UNKNOWN)
            continue
        value = half_up(sum(figures[m] for m in three) / 3, per_cent("0.01"))
        missed = value < per_cent(97)
        case.says(value=value, verdict="missed" if missed else "met", fires=[])
        if missed and armed:
            known, due = end(month) + timedelta(days=5), end(month) + timedelta(days=window)
            notice = example.take("notice of termination", known, due)
            case.says(fires=["termination_event"])
            if notice is None and due <= example.as_of:
                case.says(status="reserved")
            case.step("notice of termination", known, due, notice and notice.on)
            ends = min(ends, notice.on + timedelta(days=30) if notice else ends)
        armed = not missed
    found[("agreement",)] = lambda on: "terminated" if on > ends else "in force"
    return found
