"""The days from which deadlines count (language, section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from comity.clauses.finality import report_day
from comity.clauses.life.cases import Case
from comity.kernel.deadline import Deadline
from comity.kernel.figure import Value

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold


def counts_from(deadline: Deadline | None, anchor: str) -> bool:
    """Tell whether a deadline, or one of several it chooses from, counts from an anchor."""
    return deadline is not None and (deadline.anchor == anchor or any(counts_from(d, anchor) for d in deadline.among))


def anchors_of(fold: Fold, case: Case, values: Mapping[str, Value]) -> dict[str, date]:
    """Return the days known from which the deadlines of a case may count.

    Steps and acts of the case stand under their names, columns and values that are dates likewise.
    """
    span = case.track.spans[case.index]
    terms, period = span.terms, case.period
    found: dict[str, date] = {
        "period start": period.first, "period end": period.last, "day": period.first, "starts": terms.starts,
    }  # fmt: skip
    if fold.ended is not None:
        found["ends"] = fold.ended
    for row in fold.figures.rows("milestones"):
        state = row.at(fold.court.now) or {}
        day = state.get("done") or state.get("due") or row.day
        found[row.name] = day if isinstance(day, date) else row.day
    found |= {name: day for name, day in (case.track.row(case.index) or {}).items() if isinstance(day, date)}
    found |= {name: day for name, day in values.items() if isinstance(day, date)}
    report = report_day(case.track, case.index)
    if report is not None:
        found["report"] = report
    return found | case.anchors
