"""The life of the cases that are open: what opened them, what was done, who acts next by when, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comity.clauses.life.model import CaseRecord, StepRecord, StepState
from comity.clauses.model import Outcome
from comity.kernel.words import capital, day
from comity.reports.view.conditions import step_text
from comity.reports.view.context import Context
from comity.reports.view.docket import left_text, when_text, who_text
from comity.reports.view.life_model import CasesView, CaseView, StepView
from comity.reports.view.model import Chip
from comity.reports.view.names import case_id
from comity.standing.docket import HORIZON
from comity.standing.due.awaited import actors, awaited, deed_words, ladders_opened, modal_of
from comity.standing.due.because import test_words, verdict_on
from comity.standing.due.consequences import About, if_done
from comity.standing.due.owed import farthest
from comity.standing.model import Due
from comity.standing.words import outcome_word

MOST_CASES = 8
"""How many open cases a sheet shows; the JSON document has all."""

MARKS = {
    StepState.OPEN: "open",
    StepState.TOLLED: "tolled",
    StepState.DONE: "done",
    StepState.LAPSED: "lapsed",
    StepState.PASSED_OVER: "lapsed",
    StepState.VOID: "void",
}
NOT_FOR_THIS_CASE = "its condition is not fulfilled"
"""Why a step was passed over that belongs to another kind of case: nobody needs to read of it."""


def cases_view(context: Context) -> CasesView:
    """Return the open cases, the earliest last day first; those shown are noted in the context.

    Rights that nobody has used and that stay open beyond the horizon of the docket are only counted.
    """
    today = context.standing.as_of
    open_cases = [c for c in context.standing.life.cases if c.withdrawn is None and awaited(c, today)]
    ordered = sorted(open_cases, key=lambda case: next_day(case, today))
    shown = [case_view(case, context) for case in ordered if not _is_quiet(case, today)][:MOST_CASES]
    context.shown_cases.update(case.id for case in shown)
    return CasesView(cases=tuple(shown), more=len(ordered) - len(shown))


def _is_quiet(case: CaseRecord, today: date) -> bool:
    """Tell whether nothing was done in a case and nothing is to be done soon: a right that may be used for years."""
    untouched = not case.statuses and all(
        record.state in (StepState.OPEN, StepState.PASSED_OVER) for record in case.steps
    )
    return untouched and date.max > next_day(case, today) > farthest(today, HORIZON)


def next_day(case: CaseRecord, today: date) -> date:
    """Return by when somebody acts next in a case; the last day there is where nobody has to."""
    return min((r.due for _, r in awaited(case, today) if r.due and r.state is not StepState.TOLLED), default=date.max)


def case_view(case: CaseRecord, context: Context) -> CaseView:
    """Return the life of a case, open or closed."""
    verdict = verdict_on(context.standing.life, case.clause, case.scope, case.period.name)
    outcome = verdict.outcome if verdict is not None else Outcome.NOT_DUE
    is_tested = verdict is not None and outcome is not Outcome.NOT_DUE and _has_test(case, context)
    members = "".join(f", {name}" for _, name in case.scope)
    return CaseView(
        id=case_id(case.clause, case.scope, case.period.name, case.rule),
        chip=Chip(outcome.value, capital(outcome_word(outcome))) if is_tested else Chip("open", "Open"),
        title=f"{context.title('clauses', case.clause)}{members}",
        period=context.period(case.period.name),
        why=context.spoken(_why(case)),
        steps=tuple(_life(case, context)),
        clause=case.clause,
    )


def _has_test(case: CaseRecord, context: Context) -> bool:
    clause = context.terms_of(case.period).clauses.get(case.clause)
    return clause is not None and bool(clause.relation or clause.missed_if)


def _why(case: CaseRecord) -> str:
    return f"rule {case.rule.replace('_', ' ')}" if case.rule else "disputed"


def _life(case: CaseRecord, context: Context) -> Iterator[StepView]:
    """Yield what opened the case, what was done and declared in order of time, and what is still to be done."""
    today = context.standing.as_of
    terms = context.terms_of(case.period)
    clause = terms.clauses.get(case.clause)
    if clause is None:
        return
    about = About(terms, clause)
    if case.rule:
        yield _opening(case, context)
    ahead = awaited(case, today)
    places = {at for at, _ in ahead}
    past: list[tuple[date, int, StepView]] = [
        (record.ended or record.opened, at, _past(case, record, about, context))
        for at, record in enumerate(case.steps)
        if at not in places and _is_worth_saying(record)
    ]
    past += [(on, len(case.steps), _declared(on, word, today)) for on, word in case.statuses]
    past += [(opened, -1, _ladder(name, opened, today)) for name, opened in ladders_opened(case, terms)]
    yield from (view for _, _, view in sorted(past, key=lambda one: one[:2]))
    yield from _ahead(case, ahead, about, context)


def _is_worth_saying(record: StepRecord) -> bool:
    return record.state is not StepState.PASSED_OVER or record.reason != NOT_FOR_THIS_CASE


def _opening(case: CaseRecord, context: Context) -> StepView:
    verdict = verdict_on(context.standing.life, case.clause, case.scope, case.period.name)
    clause = context.terms_of(case.period).clauses[case.clause]
    title = f"Opened for {context.period(case.period.name)}"
    if verdict is not None and _has_test(case, context):
        found = f"{test_words(verdict, clause)}, {outcome_word(verdict.outcome)}"
        title = f"{context.period(case.period.name)} known: {context.spoken(found)}"
    return StepView(
        chip=Chip("known", "known"),
        when=day(case.opened, context.standing.as_of),
        left="",
        title=title,
        who="computed",
    )


def _declared(on: date, word: str, today: date) -> StepView:
    return StepView(chip=Chip("known", "known"), when=day(on, today), left="", title=f"Recorded as “{word}”", who="")


def _ladder(name: str, opened: date, today: date) -> StepView:
    title = f"Ladder “{name}” opened"
    return StepView(chip=Chip("known", "known"), when=day(opened, today), left="", title=title, who="")


def _past(case: CaseRecord, record: StepRecord, about: About, context: Context) -> StepView:
    today = context.standing.as_of
    return StepView(
        chip=Chip(MARKS[record.state], record.state.value),
        when=day(record.ended or record.opened, today),
        left="",
        title=step_text(deed_words(record, about), record.step, case, context),
        who=who_text(actors(record.step, about.clause), modal_of(record), context),
        says=step_text(_what_came(record, today), record.step, case, context),
    )


def _what_came(record: StepRecord, today: date) -> str:
    said = [f"chosen: {record.chosen}"] if record.chosen else []
    if record.reason:
        said.append(record.reason)
    if record.due is not None and record.state in (StepState.DONE, StepState.LAPSED) and record.due != record.ended:
        said.append(f"last day {day(record.due, today)}")
    return capital("; ".join(said)) + "." if said else ""


# -- still to be done -------------------------------------------------------------------------


def _ahead(
    case: CaseRecord, steps: Sequence[tuple[int, StepRecord]], about: About, context: Context
) -> Iterator[StepView]:  # fmt: skip
    lines = {(d.step, d.opened): d for d in context.standing.docket if _is_of(d, case)}
    found = [(record, lines.get((record.name, record.opened))) for _, record in steps]
    found.sort(key=lambda one: (one[1].due if one[1] is not None else None) or date.max)
    for number, (record, line) in enumerate(found):
        yield _coming(case, record, line, about, context, is_next=number == 0)


def _is_of(line: Due, case: CaseRecord) -> bool:
    where = (line.clause, line.scope, line.rule)
    return line.key.startswith("case/") and where == (case.clause, case.scope, case.rule) and line.period == case.period


def _coming(
    case: CaseRecord, record: StepRecord, line: Due | None, about: About, context: Context, *, is_next: bool
) -> StepView:  # fmt: skip
    today = context.standing.as_of
    tolled = record.state is StepState.TOLLED
    if_nothing = line.if_nothing if line is not None else ""

    def said(text: str) -> str:
        return step_text(text, record.step, case, context)

    return StepView(
        chip=Chip("tolled" if tolled else "open", record.state.value if tolled else "open"),
        when=when_text(line, today) if line is not None else "",
        left=", ".join(part for part in (left_text(line, today), line.moved) if part) if line is not None else "",
        title=said(deed_words(record, about)),
        who=who_text(actors(record.step, about.clause), modal_of(record), context),
        says=said(if_nothing) if tolled else "",
        if_done="" if tolled else said(if_done(record.step, about)),
        if_nothing="" if tolled else said(if_nothing),
        done_label="If done" if modal_of(record) else "If so",
        nothing_label="If nothing is done" if modal_of(record) else "If not",
        now=is_next,
    )
