"""From when a step that is open may be done, where it may be done `once a year` or so, in whichever case that was."""

from __future__ import annotations

from datetime import date, timedelta

from comity.clauses.life.model import CaseRecord, Life, StepRecord, StepState
from comity.clauses.life.steps import beyond, span_of
from comity.kernel.calendar import Calendar

ONE_DAY = timedelta(days=1)


def free_from(record: StepRecord, case: CaseRecord, life: Life, calendar: Calendar, as_of: date) -> date | None:
    """Return the first day, `as_of` or later, on which an act would count; None where that is never in its time.

    The right stays open in its case until its time ends, since the agreement says so, while what was done in another
    case keeps it from being used: an audit of one year's books, where there may be one audit in any year.
    """
    again, done = record.step.again, _done(record, case, life)
    if not record.step.modal or not beyond(again, done, as_of, calendar):
        return as_of
    span = span_of(again, as_of, calendar)
    if span is None:
        return None
    first = span.last + ONE_DAY
    return first if record.due is None or record.due >= first else None


def _done(record: StepRecord, case: CaseRecord, life: Life) -> list[date]:
    """Return the days on which the same step was done, in all cases of the clause and member."""
    return [
        other.ended
        for one in life.cases
        if (one.clause, one.scope) == (case.clause, case.scope)
        for other in one.steps
        if other.step.place == record.step.place and other.state is StepState.DONE and other.ended is not None
    ]
