"""Conditions that a step awaits, in English: the words of the performance schedule in place of the formula."""

from __future__ import annotations

from comity.agreement.formula.tree import Node
from comity.agreement.model import Clause, Step
from comity.clauses.life.model import CaseRecord
from comity.reports.schedule.english.formula import condition
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import case_speech, clause_speech, later_speech
from comity.reports.schedule.markup import bare, resolved
from comity.reports.view.context import Context
from comity.reports.view.spoken_formulas import book
from comity.standing.due.consequences import plain
from comity.standing.model import Due


def line_text(text: str, due: Due, context: Context) -> str:
    """Return a text of a line of the docket as people say it, the conditions of its step in English."""
    found = _step_of(due, context)
    return context.spoken(text) if found is None else step_text(text, found[1], found[0], context)


def step_text(text: str, step: Step, case: CaseRecord, context: Context) -> str:
    """Return a text about a step as people say it, its conditions in English."""
    terms = context.terms_of(case.period)
    clause = terms.clauses.get(case.clause)
    said = context.spoken(text)
    for formula in (step.when, step.unless):
        if formula is not None and clause is not None:
            english = _english(formula.node, clause, case.rule, book(terms, context))
            said = said.replace(context.spoken(plain(formula.text)), english)
    return said


def _english(node: Node, clause: Clause, rule: str, book: Book) -> str:
    speech = clause_speech(book, clause)
    later = later_speech(case_speech(speech, rule) if rule else speech)
    return bare(resolved(condition(node, later), lambda key, _: key.rpartition(" ")[2].replace("_", " ")))


def _step_of(due: Due, context: Context) -> tuple[CaseRecord, Step] | None:
    if not due.key.startswith("case/") or due.period is None:
        return None
    for case in context.standing.life.cases_of(due.clause, due.scope, due.period.name):
        for record in case.steps:
            if case.rule == due.rule and (record.name, record.opened) == (due.step, due.opened):
                return case, record.step
    return None
