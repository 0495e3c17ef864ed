"""Rows left out for an event that was claimed in time; claims accepted and rejected; misses waived and reserved."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import business, day, end
from tests.examples.clauses.reckon import UNKNOWN, Act, Case, Example, Found, per_cent, run_length

TWIN = {"claim_days": 4}


def share(rows: list[dict[str, str]]) -> Fraction:
    return Fraction(sum(int(row["on_time"]) for row in rows), sum(int(row["total"]) for row in rows))


def left_out(row: dict[str, str], claim: Act) -> bool:
    inside = day(claim.values["from"]) <= day(row["left_on"]) <= day(claim.values["to"])
    return inside and row["depot"] == claim.values["depot"]


def reckon(example: Example, claim_days: int = 5) -> Found:
    found: Found = {}
    claims = timely(example, claim_days)
    answers = [act for act in example.acts if claims and act.do in ("accept", "reject") and act.by == ["customer"]]
    positions = [act for act in example.acts if act.do in ("waive", "reserve") and act.by == ["customer"]]
    for act in (*answers, *positions):
        act.used = True
    figures = example.figures("on_time")
    rows = example.rows("deliveries")
    raws = figures | ({"2026-03": share(rows)} if rows else {})
    truths: list[bool] = []
    for month, raw in sorted(raws.items()):
        value = share([row for row in rows if not any(left_out(row, c) for c in claims)]) if rows else raw
        case = Case(found, ("delivery", month), example.as_of)
        missed = value < per_cent(95)
        rejected = any(act.do == "reject" for act in answers)
        verdict = "excused" if not missed and raw < per_cent(95) else "missed" if missed else "met"
        case.says(raw=raw, value=raw if rejected else value, verdict=UNKNOWN if rejected else verdict)
        waived = any(act.do == "waive" and act.about == f"delivery {month}" for act in positions)
        truths += [] if waived or verdict == "excused" or rejected else [missed]
        fires = ["notice_right"] if missed else []
        case.says(fires=[*fires, "three_running"] if missed and not waived and run_length(truths) == 3 else fires)
        position(case, positions, month, example.as_of)
    return found


def timely(example: Example, claim_days: int) -> list[Act]:
    """Take the claims of the carrier that name a depot and came in time."""
    claims = []
    for act in example.acts:
        if act.do == "claim" and act.by == ["carrier"] and "depot" in act.values:
            in_time = act.on <= business(day(act.values["from"]), claim_days)
            act.used = in_time
            claims += [act] if in_time else []
    return claims


def position(case: Case, positions: list[Act], month: str, as_of: date) -> None:
    """Say what became of the right to notice: two days after the month it opens, for thirty days."""
    opened = end(month) + timedelta(days=2)
    case.step("notice", opened, opened + timedelta(days=30), None)
    for act in positions:
        if act.about == f"delivery {month}":
            case.says(status={"waive": "waived", "reserve": "reserved"}[act.do])
            if act.do == "waive" and act.on <= as_of:
                case.found[(*case.at, "steps", "notice", "state")] = "void"
