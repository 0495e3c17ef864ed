"""The docket: what is due, by whom, by when, and what follows if nothing is done; as a list, and month by month."""

from __future__ import annotations

from calendar import Calendar, month_name
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from comity.reports.view.model import DueView, Sheet
from comity.standing.model import Standing
from comity.web.alliances.pieces import Page
from comity.web.alliances.rendered import rendered
from comity.web.listing import Cell, Column, Listing

COLUMNS = (
    Column("when", "Due", "date"),
    Column("what", "What"),
    Column("who", "Who"),
    Column("else", "If nothing is done"),
)
EMPTY = "Nothing is due or overdue in the time the docket covers, and no step is open."
MONDAY = 0


def pages(standing: Standing, sheet: Sheet) -> Iterator[Page]:
    """Yield the list of the docket, and a page for each month in which something is due."""
    months: dict[str, list[DueView]] = {}
    for line in sorted(sheet.docket, key=lambda one: one.day):
        if line.day:
            months.setdefault(line.day[:7], []).append(line)
    rows = tuple(map(_row, sheet.docket))
    due = Listing(name="due", caption="What is due", columns=COLUMNS, rows=rows, empty=EMPTY)
    named = [(month, _title(month)) for month in months]
    yield Page(page="docket", title="Docket", blocks=(rendered("months.html.j2", months=named), due))
    for month, lines in months.items():
        yield _month(month, lines, list(months), standing.as_of)


def _row(line: DueView) -> tuple[Cell, ...]:
    left = f"overdue, {line.left}" if line.overdue else line.left
    when = Cell(line.when, line.day, mark="missing" if line.overdue else "", sub=line.note or left)
    link = f"../#{line.link}" if line.link else ""
    return when, Cell(line.what, href=link, sub=line.why), Cell(line.who), Cell(line.if_nothing)


def _month(month: str, lines: Sequence[DueView], months: Sequence[str], today: date) -> Page:
    at = months.index(month)
    on: dict[str, list[DueView]] = {}
    for line in lines:
        on.setdefault(line.day, []).append(line)
    around = {
        "earlier": [(one, _title(one)) for one in months[max(at - 1, 0) : at]],
        "later": [(one, _title(one)) for one in months[at + 1 : at + 2]],
    }
    block = rendered("month.html.j2", title=_title(month), weeks=_weeks(month, on, today), **around)
    return Page(page="docket", key=month, title=f"Docket of {_title(month)}", blocks=(block,))


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
