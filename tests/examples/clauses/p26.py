"""P26: levels counted from the end of the one before, or all from the dispute; budgets go between two offers."""

from datetime import date, timedelta

from tests.examples.clauses.days import business
from tests.examples.clauses.reckon import Act, Case, Example, Found

HOLIDAY = date(2026, 3, 9)
TWIN = {"committee_days": 20}


def reckon(example: Example, committee_days: int = 30) -> Found:
    found: Found = {}
    for row in example.rows("plan_items"):
        for clause, climb in (("joint_plan", one_after_another), ("joint_plan_by_date", all_from_the_dispute)):
            case = Case(found, (clause, row["raised_on"]), example.as_of)
            dispute = example.take("dispute", date.min, date.max, " ".join(case.at))
            if dispute:
                climb(case, example, dispute.on, row["subject"], committee_days)
    return found


def one_after_another(case: Case, example: Example, disputed: date, subject: str, committee_days: int) -> None:
    due = business(disputed, 10, off=[HOLIDAY])
    settled = example.take("settle", disputed, due, by=["lead", "partner"])
    ended = case.step("project managers", disputed, due, settled and settled.on)
    if settled or ended is None:
        return
    due = ended + timedelta(days=10)
    meeting = example.take("meet", ended, due, by=["lead", "partner"])
    convened = case.step("convening", ended, due, meeting and meeting.on)
    if convened is None:
        return
    over = case.step("steering committee", convened, convened + timedelta(days=committee_days), None)
    if over is not None:
        arbitrate(case, example, over, subject)


def arbitrate(case: Case, example: Example, opened: date, subject: str) -> None:
    level = "baseball arbitration" if subject == "budget" else "arbitration"
    if subject != "budget":
        case.passed_over("baseball arbitration")
    decisions = [act for act in example.acts if act.do == "decide" and act.by == [level] and award_counts(act, subject)]
    for act in decisions[:1]:
        act.used = True
    case.step(level, opened, None, decisions[0].on if decisions else None)


def award_counts(act: Act, subject: str) -> bool:
    return subject != "budget" or act.values.get("award") in ("offer of lead", "offer of partner")


def all_from_the_dispute(case: Case, _example: Example, disputed: date, _subject: str, _days: int) -> None:
    opened: date | None = disputed
    for level, days in (("negotiation", 21), ("mediation prepared", 35), ("mediation", 42)):
        if opened is None:
            return
        opened = case.step(level, opened, disputed + timedelta(days=days), None)
    if opened is not None:
        case.step("arbitration", opened, None, None)
