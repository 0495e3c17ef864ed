"""Formulas read: text in, tree or problems out. Nothing but the language itself parses."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.formula.cursor import MOST_LEVELS, Stop
from comity.agreement.formula.grammar import Grammar
from comity.agreement.formula.source import Source, at
from comity.agreement.formula.tokens import tokenise
from comity.agreement.formula.unparse import unparse
from comity.kernel.problem import Place, Problem

__all__ = ["MOST_CHARACTERS", "MOST_LEVELS", "MOST_NODES", "at", "parse", "unparse"]

MOST_CHARACTERS = 10_000
MOST_NODES = 5_000
_SMALLER = "Name parts of it under `let`, or in metrics of their own."


def parse(text: str, place: Place | None = None) -> tuple[tree.Node | None, list[Problem]]:
    """Read a formula. Returns its tree, or None and what is wrong with it.

    `place` is where its first character stands; without one, problems point into the text itself.
    """
    if place is None:
        one_line = "\n" not in text and len(text) <= MOST_CHARACTERS
        place = Place(file="formula", line=1, column=1, excerpt=text if one_line else "")
    source = Source(text, place)
    if len(text) > MOST_CHARACTERS:
        source.problem("CMY-302", 0, f"a formula of {len(text)} characters; {MOST_CHARACTERS} are allowed", _SMALLER)
        return None, source.problems
    tokens = tokenise(source)
    if source.problems:
        return None, source.problems
    try:
        node = Grammar(source, tokens).formula()
    except Stop:
        return None, source.problems
    _bound(node, source)
    return (None if source.problems else node), source.problems


def _bound(node: tree.Node, source: Source) -> None:
    """Refuse a tree so deep or so large that whoever walks it would be in trouble."""
    pending, count = [(node, 1)], 0
    while pending:
        current, level = pending.pop()
        count += 1
        if level > MOST_LEVELS:
            why = f"a formula nested more than {MOST_LEVELS} levels deep; each operator of a long chain is a level"
            source.problem("CMY-302", current.start, why, _SMALLER)
            return
        pending.extend((child, level + 1) for child in tree.children(current))
    if count > MOST_NODES:
        source.problem("CMY-302", 0, f"a formula of {count} parts; {MOST_NODES} are allowed", _SMALLER)
