"""Names in formulas, in words: what is bound where the formula stands, then metrics, settings and tables."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.reports.schedule.english.names import MILESTONES
from comity.reports.schedule.english.speech import Speech, of_other_clause
from comity.reports.schedule.english.words import named, quoted

_BUILT_IN = {"agreement": "the status of the Agreement", "ends": "the end of the Agreement"}


def name(node: tree.Name, speech: Speech) -> str:
    """Return what a name stands for."""
    if len(node.parts) == 1:
        return _bare(node.parts[0], speech)
    first, column = node.parts[0], node.parts[-1]
    terms = speech.book.terms
    if first == speech.table and first in terms.clauses:
        return of_other_clause("", column, truth=False)
    if first == speech.table:
        return named(column)
    if speech.clause is not None and first in speech.clause.rules and column in ("pay", "paid"):
        return f"{speech.values[column]} under rule {quoted(named(first))}"
    if first in terms.accounts:
        return _of_account(first, column, speech)
    if first in terms.clauses:
        return of_other_clause(first, column, truth=False)
    if first in terms.metrics:
        return f"the {named(column)}"
    if first in terms.facts or first == MILESTONES:
        return f"{named(column)} in {speech.book.report(first)}"
    return f"{named(column)} of step {quoted(named(first))}"


def claim_of_name(node: tree.Name, speech: Speech) -> str:
    """Return what a name claims, where it stands as a condition."""
    first, column = node.parts[0], node.parts[-1]
    terms = speech.book.terms
    if len(node.parts) == 1:
        if speech.table and first in _columns(speech) and speech.table in terms.facts:
            return f"{named(first)} is yes"
        return speech.truths.get(first) or f"{name(node, speech)} is yes"
    if first in terms.clauses:
        return of_other_clause("" if first == speech.table else first, column, truth=True)
    if first in terms.accounts and column == "cap_reached":
        return f"a cap of {speech.book.account(first)} has been reached for the {speech.period}"
    return f"{name(node, speech)} is yes"


def _bare(word: str, speech: Speech) -> str:
    if word == "*":
        return "entries"
    # Inside an aggregate over the clause's own table a bare column is that of the row looked at.
    if speech.clause is not None and speech.table == speech.clause.table and word in _columns(speech):
        return speech.values.get(word, named(word))
    return speech.values.get(word) or _BUILT_IN.get(word) or f"the {named(word)}"


def _columns(speech: Speech) -> frozenset[str]:
    table = speech.book.world.tables.get(speech.table)
    return frozenset(table.columns) if table else frozenset()


def _of_account(account: str, column: str, speech: Speech) -> str:
    where = f"{speech.book.account(account)} for the {speech.period}"
    return {
        "accrued": f"the amount accrued before caps in {where}",
        "paid": f"the amount payable after caps from {where}",
        "balance": f"the balance of {where}",
        "cap_reached": f"the reaching of a cap of {where}",
    }.get(column, f"the {named(column)} of {where}")
