"""Formulas of clauses, payments and caps in the English of the performance schedule."""

from __future__ import annotations

from comity.agreement.formula.tree import Node
from comity.agreement.model import Cap, Clause, Formula, Terms
from comity.reports.schedule.english.formula import condition, value
from comity.reports.schedule.english.names import Book, book_of
from comity.reports.schedule.english.speech import Speech, cap_speech, case_speech, clause_speech
from comity.reports.schedule.english.terms import term_text
from comity.reports.schedule.markup import bare, resolved
from comity.reports.view.context import Context


def test_condition(clause: Clause, formula: Formula, context: Context) -> str:
    """Return the condition under which a clause is missed: `a cap of the Credits account is reached and ...`."""
    return _plain(condition(formula.node, _of(clause, context)))


def threshold_words(clause: Clause, formula: Formula, context: Context) -> str:
    """Return a threshold that is not a number yet: `the Expected Level`."""
    return _plain(value(formula.node, _of(clause, context)))


def amount_words(node: Node, clause: Clause, rule: str, terms: Terms, context: Context) -> str:
    """Return how an amount of a payment is made, as the schedule says it."""
    speech = clause_speech(book(terms, context), clause)
    return _plain(value(node, case_speech(speech, rule) if rule else speech))


def limit_words(cap: Cap, context: Context) -> str:
    """Return what a cap allows, as the schedule says it."""
    return _plain(term_text(cap.at_most, cap_speech(book(context.terms, context), cap.every, cap.per)))


def book(terms: Terms, context: Context) -> Book:
    """Return the defined terms of a version of the agreement, made once for a sheet."""
    if terms.digest not in context.books:
        context.books[terms.digest] = book_of(terms)
    return context.books[terms.digest]


def _of(clause: Clause, context: Context) -> Speech:
    return clause_speech(book(context.terms, context), clause)


def _plain(text: str) -> str:
    """Return a text of the schedule without its marks; a reference to a numbered place becomes the place's name."""
    return bare(resolved(text, lambda key, _: key.rpartition(" ")[2].replace("_", " ")))
