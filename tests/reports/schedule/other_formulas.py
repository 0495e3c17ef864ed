"""Every way of changing one part of a formula: a number, an operator, a function, a name, an argument."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from comity.agreement.formula import tree
from comity.agreement.formula.parse import parse
from comity.agreement.formula.unparse import unparse
from comity.kernel.deadline import Duration

Groups = tuple[tuple[str, ...], ...]
FUNCTIONS = (
    ("sum", "min", "max", "avg", "median", "count"),
    ("total", "mean", "highest", "lowest"),
    ("least", "greatest"),
    ("floor", "ceil", "round", "abs"),
    ("opening", "closing"),
    ("previous", "year_ago"),
    ("month", "year"),
)
OPERATORS = (("+", "-"), ("*", "/"), ("and", "or"), ("=", "<>"), ("<", "<=", ">", ">="))
UNITS = ("day", "business day", "week", "month", "year")
BOUND = (
    ("raw", "value", "threshold"),
    ("missed", "met", "excused"),
    ("pay", "paid"),
    ("shortfall", "points_short"),
    ("period_start", "period_end"),
)


def other_formulas(text: str, names: Groups) -> Iterator[str]:
    """Yield a formula with each of its parts changed, one at a time; `names` are groups of names of one kind."""
    node, problems = parse(text)
    if node is not None and not problems and not isinstance(node, tree.Text | tree.Number | tree.Money | tree.Day):
        yield from (unparse(other) for other in _other_trees(node, (*names, *BOUND)))


def grouped(word: str, groups: Groups, most: int = 1) -> Iterator[str]:
    """Yield the words of a group that stand after a word in it, `most` of them, as if the group were a ring."""
    for group in groups:
        if word in group:
            where = group.index(word)
            yield from (*group[where + 1 :], *group[:where])[:most]


def _other_trees(node: tree.Node, names: Groups) -> Iterator[tree.Node]:
    yield from _other_leaf(node, names)
    yield from _other_inner(node)
    for field, value in _fields(node):
        if isinstance(value, tree.Node):
            yield from (_with(node, field, other) for other in _other_trees(value, names))
        elif isinstance(value, tuple):
            yield from (_with(node, field, other) for other in _other_tuples(value, names))
            if len(value) > 1 and isinstance(value[0], tree.Node):
                yield _with(node, field, value[:-1])
                yield _with(node, field, (value[1], value[0], *value[2:]))


def _with(node: tree.Node, field: str, value: Any) -> tree.Node:
    return replace(node, **{field: value})


def _fields(node: tree.Node) -> Iterator[tuple[str, Any]]:
    names = [name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())]
    return ((name, getattr(node, name)) for name in names if name not in ("start", "end"))


def _other_tuples(values: tuple[Any, ...], names: Groups) -> Iterator[tuple[Any, ...]]:
    for n, value in enumerate(values):
        others = _other_trees(value, names) if isinstance(value, tree.Node) else ()
        pairs = _other_tuples(value, names) if isinstance(value, tuple) else ()
        yield from ((*values[:n], other, *values[n + 1 :]) for other in (*others, *pairs))


def _other_leaf(node: tree.Node, names: Groups) -> Iterator[tree.Node]:
    match node:
        case tree.Name(parts=(word,)):
            yield from (replace(node, parts=(other,)) for other in grouped(word, names))
        case tree.Number():
            yield replace(node, value=node.value + (Decimal("0.01") if node.percent else 1))
        case tree.Money():
            yield replace(node, amount=node.amount + 1)
        case tree.Text():
            yield replace(node, value=f"{node.value} zx")
        case tree.Truth():
            yield replace(node, value=not node.value)
        case tree.Day():
            yield replace(node, value=node.value + timedelta(days=1))
        case tree.Span(value=length):
            yield replace(node, value=Duration(length.count + 1, length.unit))
            yield from (replace(node, value=Duration(length.count, unit)) for unit in grouped(length.unit, (UNITS,)))


def _other_inner(node: tree.Node) -> Iterator[tree.Node]:
    match node:
        case tree.Call():
            yield from (replace(node, function=other) for other in grouped(node.function, FUNCTIONS))
            if node.where is not None:
                yield replace(node, where=None)
            if node.function == "count":
                yield replace(node, distinct=not node.distinct)
        case tree.Binary():
            yield from (replace(node, operator=other) for other in grouped(node.operator, OPERATORS))
            yield replace(node, left=node.right, right=node.left)
        case tree.Unary():
            yield node.operand
        case tree.Between() | tree.In() | tree.IsNull():
            yield replace(node, negated=not node.negated)
        case tree.Case() if node.otherwise is not None:
            yield replace(node, otherwise=None)
