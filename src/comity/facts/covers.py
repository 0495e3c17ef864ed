"""`covers` in about.yaml: the periods for which a file is complete, so that no row there means that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from comity.agreement.model import FactTable
from comity.facts.sheet import Sheet
from comity.kernel.calendar import Calendar
from comity.kernel.period import Period
from comity.kernel.problem import Problem


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
