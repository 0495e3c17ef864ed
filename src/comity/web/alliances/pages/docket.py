"""The docket: what is due, by whom, by when, and what follows if nothing is done; as a list, and month by month."""

from __future__ import annotations

from calendar import Calendar, month_name
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from comity.kernel.words import capital, decapital
from comity.reports.view.model import DueView, Sheet
from comity.standing.concerns import KIND as CONCERN
from comity.standing.model import Due, Standing
from comity.web.alliances.addresses import BELOW, DEEP, Addresses, addresses
from comity.web.alliances.late import late_words
from comity.web.alliances.pages.ways import in_text, way
from comity.web.alliances.pieces import Page, around
from comity.web.alliances.rendered import rendered
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("when", "Due", "date"),
    Column("what", "What"),
    Column("who", "Who"),
    Column("else", "If nothing is done"),
)
EMPTY = "Nothing is due or overdue in the time the docket covers, and no step is open."
ELSEWHERE = frozenset({"milestone", "acceptance", CONCERN})
"""The kinds of lines that have no page on which the way to do them is told."""
MONDAY = 0


def pages(standing: Standing, sheet: Sheet) -> Iterator[Page]:
    """Yield the list of the docket, and a page for each month in which something is due."""
    months: dict[str, list[DueView]] = {}
    for line in sorted(sheet.docket, key=lambda one: one.day):
        if line.day:
            months.setdefault(line.day[:7], []).append(line)
    near = addresses(standing, sheet.derivations, BELOW)
    asked = {one.key: one for one in standing.docket if one.kind in ELSEWHERE and one.key}
    rows = tuple(_row(line, near, _how(line, asked.get(line.key), standing)) for line in sheet.docket)
    due = Listing(name="due", caption="What is due", columns=COLUMNS, rows=rows, empty=EMPTY)
    named = [(month, _title(month)) for month in months]
    this = standing.as_of.isoformat()[:7]
    head = rendered(
        "months.html.j2", lead=_lead(sheet), months=[one for one in named if one[0] >= this],
        earlier=[one for one in named if one[0] < this],
    )  # fmt: skip
    yield Page(page="docket", title="Docket", blocks=(head, due))
    for month, lines in months.items():
        yield _month(month, lines, list(months), standing.as_of, near.at(DEEP))


def _lead(sheet: Sheet) -> str:
    """Return one sentence: what is late, what can be paid, and what comes next."""
    late = late_words(sheet)
    said = capital(late) if "overdue" in late else f"Nothing is overdue{f', {late}' if late else ''}"
    ahead = next((line for line in sheet.docket if line.day >= sheet.as_of_iso), None)
    following = f"; next {ahead.when}: {decapital(ahead.what)}, {ahead.who}" if ahead is not None else ""
    return f"{said}{following}."


def _how(line: DueView, due: Due | None, standing: Standing) -> str:
    """Return how a milestone is completed or accepted, and a concern answered: no page of their own says it."""
    if due is None:
        return ""
    return in_text(way(due, standing, what=line.what, who=line.who), standing)


def _row(line: DueView, to: Addresses, how: str) -> tuple[Cell, ...]:
    left = f"overdue, {line.left}" if line.overdue else line.left
    when = Cell(line.when, line.day, mark="missing" if line.overdue else "", sub=line.note or left)
    what = Cell(line.what, href=to.about(*line.about, line.link), sub="; ".join(filter(None, [line.why, how])))
    return when, what, Cell(line.who), Cell(line.if_nothing)


def _month(month: str, lines: Sequence[DueView], months: Sequence[str], today: date, to: Addresses) -> Page:
    at = months.index(month)
    on: dict[str, list[DueView]] = {}
    for line in lines:
        on.setdefault(line.day, []).append(line)
    beside = around("month", [(_title(one), f"../{one}/") for one in months], at)
    block = rendered("month.html.j2", title=_title(month), weeks=_weeks(month, on, today), links=to)
    return Page(page="docket", key=month, title=f"Docket of {_title(month)}", blocks=(block,), around=beside)


def _weeks(month: str, on: Mapping[str, Sequence[DueView]], today: date) -> list[list[dict[str, object]]]:
    """Return the weeks of a month from Monday on: each day with its number, and its lines if it is of the month."""
    year, number = map(int, month.split("-"))
    return [
        [
            {
                "day": day.day,
                "inside": day.month == number,
                "today": day == today,
                "said": f"{day.day} {month_name[day.month]}",
                "lines": on.get(day.isoformat(), ()) if day.month == number else (),
            }
            for day in week
        ]
        for week in Calendar(MONDAY).monthdatescalendar(year, number)
    ]


def _title(month: str) -> str:
    year, number = month.split("-")
    return f"{month_name[int(number)]} {year}"
