"""Steps whose time ran out in the last quarter: rights that were not used, duties that were not done."""

from __future__ import annotations

from collections.abc import Iterator

from comity.clauses.life.model import CaseRecord, StepRecord, StepState
from comity.kernel.words import capital, day, time_left
from comity.reports.view.conditions import step_text
from comity.reports.view.context import Context
from comity.reports.view.docket import who_text
from comity.reports.view.model import DueView
from comity.standing.due.awaited import actors, deed_words, is_last_day, modal_of
from comity.standing.due.because import case_words
from comity.standing.due.consequences import About, consequences, if_lapsed
from comity.standing.due.deadlines import RECENT


def lapsed_view(context: Context, names: frozenset[str] | None = None) -> tuple[DueView, ...]:
    """Return the steps that lapsed in the last quarter, the latest first, as lines like those of the docket.

    `names` are the parties or bodies whose steps are asked for, None for all.
    What figures decide, such as probation, lapses by itself and is no right of anybody; it is not listed. Neither is
    what fell due after the day up to which acts are known: it may have been done.
    """
    standing = context.standing
    found = [
        (record.ended, case, record)
        for case in standing.life.cases
        if case.withdrawn is None
        for record in case.steps
        if record.state is StepState.LAPSED and record.step.modal and not is_last_day(record, standing.as_of)
        if record.ended is not None and record.ended < standing.known_at
        if standing.as_of - record.ended <= RECENT and (names is None or names.intersection(record.step.who))
    ]
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(line for _, case, record in found for line in _line(case, record, context))


def _line(case: CaseRecord, record: StepRecord, context: Context) -> Iterator[DueView]:
    standing, terms = context.standing, context.terms_of(case.period)
    clause = terms.clauses.get(case.clause)
    if clause is None or record.ended is None:
        return
    about = About(terms, clause)
    yield DueView(
        when=day(record.ended, standing.as_of, with_weekday=True),
        left=time_left(record.ended, standing.as_of),
        overdue=False,
        what=step_text(deed_words(record, about), record.step, case, context),
        who=who_text(list(actors(record.step, clause)), modal_of(record), context),
        if_nothing=step_text(_followed(record, about), record.step, case, context),
        why=context.spoken(case_words(case, standing.life, terms)),
        day=record.ended.isoformat(),
    )


def _followed(record: StepRecord, about: About) -> str:
    """Return what followed when a step lapsed: at the end of its time, or because its `unless` became true."""
    if record.step.within is not None and not record.reason:
        return if_lapsed(record.step, about)
    follows = consequences(record.step.otherwise, about) or ["nothing else follows"]
    return f"{capital('; '.join([record.reason or 'it lapsed', *follows]))}."
