"""P23: one audit in a calendar year, on 15 days' notice; the cost shifts if the error exceeds 5%."""

from datetime import date, timedelta

from tests.examples.clauses.days import end, plus, through
from tests.examples.clauses.reckon import Act, Case, Example, Found, number

TWIN = {"error": "6%"}


def reckon(example: Example, error: str = "5%") -> Found:
    found: Found = {}
    called: set[int] = set()
    notices: dict[str, date] = {}
    for act in sorted(example.acts, key=lambda act: act.on):
        year = act.about.split()[-1] if act.do == "audit notice" else ""
        if year and act.on.year not in called and act.on <= plus(end(year), years=3):
            act.used = True
            called.add(act.on.year)
            notices[year] = act.on
    for year in through("2024", str(min(example.as_of.year, 2029))):
        case = Case(found, ("audit", year), example.as_of)
        due = plus(end(year), years=3)
        case.step("audit notice", date(int(year), 1, 1), due, notices.get(year))
        if year in notices:
            open_books(case, example, notices[year], error)
        elif due <= example.as_of:
            case.says(status="closed")
    return found


def open_books(case: Case, example: Example, notice: date, error: str) -> None:
    due = notice + timedelta(days=15)
    opened = example.take("open books", notice, due)
    case.step("open books", notice, due, opened and opened.on)
    if opened is None:
        case.says(**({"status": "audit refused"} if due <= example.as_of else {}))
        return
    due = opened.on + timedelta(days=90)
    report = example.take("audit report", opened.on, due)
    case.step("audit report", opened.on, due, report and report.on)
    if report:
        settle(case, example, report, error)


def settle(case: Case, example: Example, report: Act, error: str) -> None:
    due_sum, paid_sum, cost = (number(report.values[name]) for name in ("due_sum", "paid_sum", "cost"))
    due = report.on + timedelta(days=45)
    owed = due_sum - paid_sum
    payment = example.take("pay", report.on, due)
    in_full = payment and number(payment.values["amount"]) >= owed
    case.step("settle", report.on, due, payment.on if payment and in_full else None, pay=owed)
    if abs(owed) / due_sum > number(error):
        case.step("cost of audit", report.on, due, None, pay=cost)
    else:
        case.passed_over("cost of audit")
