"""Texts that stand for a value of their own: what an example gives, and what an act carries."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.parse import parse
from comity.agreement.model import Terms
from comity.kernel.figure import Unknown, Value
from comity.kernel.period import Grain

_LITERALS = tree.Number, tree.Money, tree.Day, tree.Truth, tree.Text


def constant(text: str, terms: Terms) -> Result:
    """Return the value of a text that stands for one: `97%`, `USD 2k`, `4`, `yes`; None if it is no value."""
    node, _ = parse(text)
    return None if node is None else _evaluated(node, terms)


def carried(text: str, terms: Terms) -> Value:
    """Return the value of a text that an act carries.

    A number, an amount, a percentage, a truth or a day is read as such, a period as its last day, with which a formula
    compares it. Everything else is the text itself: a word that happens to be the name of a setting is still that word.
    """
    node, _ = parse(text)
    literal = node.operand if isinstance(node, tree.Unary) and node.operator == "-" else node
    if node is not None and isinstance(literal, _LITERALS):
        value = _evaluated(node, terms)
        return text if value is None or isinstance(value, Unknown) else value
    try:
        return terms.calendar.period(text).last
    except ValueError:
        return text


def currencies(text: str) -> frozenset[str]:
    """Return the currencies of the amounts in a text that stands for a value."""
    node, _ = parse(text)
    return frozenset(part.currency for part in tree.walk(node) if isinstance(part, tree.Money)) if node else frozenset()


def _evaluated(node: tree.Node, terms: Terms) -> Result:
    day = terms.calendar.containing(Grain.DAY, terms.starts)
    return evaluate(node, Env(terms, day, (), terms.starts, terms.starts))
