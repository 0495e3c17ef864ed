"""Turning a threshold: the numbers in a term or a formula, and the same with others in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.parts import leaves
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term
from comity.kernel import exact
from comity.kernel.figure import Exact

VALUE, POINTS, FACTOR = "value", "points", "factor"
"""How a threshold is turned: itself, by points added to several percentages, by a factor of several numbers."""


def swap(node: tree.Node, old: tree.Node, new: tree.Node) -> tree.Node:
    """Return a tree in which one node, known by its place in the text, is another."""
    if node == old:
        return new
    match node:
        case tree.Binary():
            return replace(node, left=swap(node.left, old, new), right=swap(node.right, old, new))
        case tree.Unary() | tree.IsNull():
            return replace(node, operand=swap(node.operand, old, new))
        case tree.Call():
            return replace(node, arguments=tuple(swap(part, old, new) for part in node.arguments))
        case tree.Case():
            branches = tuple((swap(a, old, new), swap(b, old, new)) for a, b in node.branches)
            otherwise = swap(node.otherwise, old, new) if node.otherwise is not None else None
            return replace(node, branches=branches, otherwise=otherwise)
        case tree.Between():
            low, high = swap(node.low, old, new), swap(node.high, old, new)
            return replace(node, operand=swap(node.operand, old, new), low=low, high=high)
        case tree.In():
            return replace(node, operand=swap(node.operand, old, new))
    return node


def turner(term: Term | None) -> tuple[str, Exact, str] | None:
    """Return how a term is turned, where it stands, and its unit; None where it cannot be turned."""
    if term is None or any(isinstance(part, StepTable) for part in _terms(term)):
        return None
    numbers = [number(leaf.node) if isinstance(leaf, Formula) else None for leaf in leaves(term)]
    known = [number for number in numbers if number is not None]
    if not known or len(known) < len(numbers):
        return None
    units = {unit for _, unit in known}
    unit = units.pop() if len(units) == 1 else ""
    if len(known) == 1:
        return VALUE, known[0][0], unit
    return (POINTS, Decimal(0), unit) if unit == "percent" else (FACTOR, Decimal(1), unit)


def _terms(term: Term) -> Iterator[Term]:
    yield term
    match term:
        case DatedMap():
            for _, entry in term.entries:
                yield from _terms(entry)
        case KeyedMap():
            for entry in term.entries.values():
                yield from _terms(entry)


def number(node: tree.Node) -> tuple[Exact, str] | None:
    """Return a constant with its unit: `percent`, a currency or ""."""
    match node:
        case tree.Number():
            return node.value, "percent" if node.percent else ""
        case tree.Money():
            return node.amount, node.currency
        case tree.Unary(operator="-"):
            found = number(node.operand)
            return (exact.neg(found[0]), found[1]) if found is not None else None
    return None


def turned(term: Term, kind: str, value: Exact) -> Term:
    """Return a term with its number, or all of its numbers, turned."""
    match term:
        case DatedMap():
            return replace(term, entries=tuple((day, turned(entry, kind, value)) for day, entry in term.entries))
        case KeyedMap():
            return replace(term, entries={key: turned(entry, kind, value) for key, entry in term.entries.items()})
        case Formula():
            found = number(term.node)
            if found is None:
                return term
            new = (
                value if kind == VALUE else exact.add(found[0], value) if kind == POINTS else exact.mul(found[0], value)
            )
            node = literal(term.node, new)
            return Formula(text=unparse(node), node=node, place=term.place)
    return term


def literal(old: tree.Node, value: Exact) -> tree.Node:
    """Return a constant of the same kind as another."""
    number = exact.to_decimal(value)
    while isinstance(old, tree.Unary):
        old = old.operand
    if isinstance(old, tree.Money):
        return replace(old, amount=number)
    percent = isinstance(old, tree.Number) and old.percent
    return tree.Number(start=old.start, end=old.end, value=number, percent=percent)
