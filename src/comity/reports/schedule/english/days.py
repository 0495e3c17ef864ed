"""Days in formulas: which parts of a formula are days, and how differences of days are said."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.formula.types import Kind
from comity.reports.schedule.english.said import PHRASE, Said, Voice
from comity.reports.schedule.english.speech import Speech

_KEEPING = ("min", "max", "coalesce", "previous", "closing", "opening", "least", "greatest")


def is_day(node: tree.Node, speech: Speech) -> bool:
    """Say whether a formula yields a day."""
    match node:
        case tree.Day():
            return True
        case tree.Name(parts=(word,)):
            return word in speech.dates or _holds_day(speech.table, word, speech)
        case tree.Name(parts=(table, column)):
            return _holds_day(table, column, speech)
        case tree.Binary(operator="+" | "-", right=tree.Span()):
            return is_day(node.left, speech)
        case tree.Call(arguments=(first, *_)) if node.function in _KEEPING:
            return is_day(first, speech)
        case _:
            return False


def _holds_day(table: str, column: str, speech: Speech) -> bool:
    found = speech.book.world.tables.get(table)
    of = found.columns.get(column) if found else None
    return of is not None and of.kind is Kind.DATE


def difference(node: tree.Binary, speech: Speech, voice: Voice) -> Said:
    """Say a day moved by a duration, or the days between two days."""
    left, right = voice.atom(node.left, speech), voice.atom(node.right, speech)
    if node.operator == "-" and is_day(node.right, speech):
        return Said(f"the number of days from {right} to {left}", PHRASE)
    return Said(f"the day {right} {'after' if node.operator == '+' else 'before'} {left}", PHRASE)
