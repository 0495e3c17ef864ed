"""`covers` in about.yaml: the periods for which a file is complete, so that no row there means that there is none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.model import Submission
from comity.facts.sheet import Sheet
from comity.kernel.calendar import Calendar
from comity.kernel.period import Period
from comity.kernel.problem import Problem
from comity.kernel.words import periods_named


def covered(sheet: Sheet, table: FactTable, calendar: Calendar) -> tuple[str, ...]:
    """Return the names of the periods covered: those of the table's grain, or as written where rows have days."""
    stated = sheet.found.raw.about.get("covers")
    if stated is None:
        return ()
    try:
        periods = [calendar.period(name) for name in calendar.expand(stated)]
        if table.every is None:
            return tuple(period.name for period in periods)
        inside = [calendar.children(period, table.every) for period in periods]
    except ValueError as failure:
        return _refused(sheet, f"covers: {failure}")
    for period, finer in zip(periods, inside, strict=True):
        if not finer:
            return _refused(sheet, f"covers: {period} holds no whole {table.every}, by which {table.name} is reported")
    return tuple(period.name for finer in inside for period in finer)


def against_rows(submission: Submission, calendar: Calendar) -> tuple[list[Period], list[Period]]:
    """Return the periods covered of which there is no row, and those that have rows and are not covered.

    Both are in order. Where nothing is covered, or rows have no day, there are none.
    """
    covers = sorted(calendar.period(name) for name in submission.covers)
    days = sorted(day for day in pc.unique(submission.rows.column("_last")).to_pylist() if day is not None)
    if not covers or (submission.rows.num_rows and not days):
        return [], []
    # A row lies within a period of the table or on a day, so that its last day says whether it is covered.
    empty = [one for one in covers if bisect_left(days, one.first) == bisect_right(days, one.last)]
    spans = joined(covers)
    outside = [day for day in days if not any(first <= day <= last for first, last in spans)]
    return empty, sorted({calendar.containing(covers[0].grain, day) for day in outside})


def slip(
    one: Submission, calendar: Calendar, day: date, due: Callable[[Period], date | None], field: str,
    spelt: Callable[[date], str] = date.isoformat,
) -> tuple[str, str] | None:  # fmt: skip
    """Return why a file that counts from a day is not taken as complete, and what helps; None where it is.

    All its rows are of other periods, or a period has not begun: nobody can say of it that a report is complete, but
    where that is owed before it begins, as what is planned for it is. `due` is the day by which a period is owed,
    `field` where somebody said for which it is complete, and `spelt` spells a day.
    """
    empty, beyond = against_rows(one, calendar)
    if beyond and len(empty) == len(one.covers):
        why = f"{field} names {periods_named(empty)}, and all rows of the file are of {periods_named(beyond)}"
        hint = "Name the periods of its rows. That there was nothing in a period is stated by a file of its own, "
        return why, f"{hint}with a header and no rows."
    periods = [period for period in map(calendar.period, one.covers) if period.first > day]
    ahead = [period for period in periods if (due(period) or period.first) >= period.first]
    if not ahead:
        return None
    why = f"{field} names {periods_named(ahead)}, and {'it begins' if len(ahead) == 1 else 'they begin'} after"
    hint = "A file is complete for periods that have begun, best for those that are over: name these alone."
    return f"{why} {spelt(day)}", hint


def statements(
    one: Submission, calendar: Calendar, day: date, field: str, spelt: Callable[[date], str] = date.isoformat
) -> list[str]:  # fmt: skip
    """Return in sentences what a file that counts from a day states to be complete and its rows do not show."""
    empty, beyond = against_rows(one, calendar)
    said = []
    if empty:
        nothing = f"It states that there was nothing in {periods_named(empty)} (sums and counts are 0)"
        said.append(f"{nothing}: {field} names {_them(empty)}, and no row of the file is of {_them(empty)}.")
    if beyond:
        said.append(f"It has rows of {periods_named(beyond)} too, which {field} does not name.")
    early = [period for period in map(calendar.period, one.covers) if period.last > day]
    if early:
        not_over = f"{periods_named(early)} {'is' if len(early) == 1 else 'are'} not over on {spelt(day)}"
        said.append(f"{not_over}: it states to be complete for {_them(early)} all the same.")
    return said


def _them(periods: Sequence[Period]) -> str:
    return "it" if len(periods) == 1 else "them"


def joined(periods: Sequence[Period]) -> list[tuple[date, date]]:
    """Return the stretches of days (first, last) that periods fill without a gap."""
    spans: list[tuple[date, date]] = []
    for period in sorted(periods):
        if spans and period.first <= spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], max(spans[-1][1], period.last))
        else:
            spans.append((period.first, period.last))
    return spans


def _refused(sheet: Sheet, why: str) -> tuple[str, ...]:
    hint = "A period, a range or a list: `2026-03`, `2026-01..2026-06`, `2026-01, 2026-04`."
    sheet.found.add(Problem(code="CMY-437", place=sheet.found.about("covers"), why=why, hint=hint))
    return ()
