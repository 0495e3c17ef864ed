"""A formula with the values of its inputs in place of their names: `3,700 / 3,220 - 1 = 0.14906…`."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.unparse import unparse
from comity.agreement.formula.windows import reach, window
from comity.kernel.figure import Exact, Unknown
from comity.metrics.words import value_words

SCALARS = frozenset(
    ("abs", "floor", "ceil", "round", "least", "greatest", "mod", "sqrt", "power", "month", "year", "coalesce")
)
LONGEST_SUM = 12


def arithmetic(node: tree.Node, env: Env) -> str:
    """Return the arithmetic of a formula and its result; "" where it only repeats one input."""
    written, result = unparse(with_values(node, env)), value_words(evaluate(node, env))
    return "" if written == result else f"{written} = {result}"


def with_values(node: tree.Node, env: Env) -> tree.Node:
    """Return a formula in which names and calls are written as their values."""
    match node:
        case tree.Name():
            return _written(node, env.resolve(node))
        case tree.Call() if node.function in SCALARS:
            return replace(node, arguments=tuple(with_values(part, env) for part in node.arguments))
        case tree.Call():
            return _added_up(node, env) or _written(node, evaluate(node, env))
        case tree.Unary() | tree.IsNull():
            return replace(node, operand=with_values(node.operand, env))
        case tree.Binary():
            return replace(node, left=with_values(node.left, env), right=with_values(node.right, env))
        case tree.Between():
            low, high = with_values(node.low, env), with_values(node.high, env)
            return replace(node, operand=with_values(node.operand, env), low=low, high=high)
        case tree.In():
            options = tuple(with_values(option, env) for option in node.options)
            return replace(node, operand=with_values(node.operand, env), options=options)
        case tree.Case():
            branches = tuple((with_values(when, env), with_values(then, env)) for when, then in node.branches)
            otherwise = with_values(node.otherwise, env) if node.otherwise is not None else None
            return replace(node, branches=branches, otherwise=otherwise)
    return node


def _added_up(call: tree.Call, env: Env) -> tree.Node | None:
    """Return a total over a window as the sum it is, earliest period first; None for anything else."""
    if call.function != "total":
        return None
    found = reach(env, call.arguments[1], evaluate)
    if isinstance(found, Unknown):
        return None
    periods = list(window(env, call.arguments[0], found))
    values = [env.elsewhere(call.arguments[0], period) for period in reversed(periods)]
    if not 1 < len(values) <= LONGEST_SUM or not all(isinstance(value, Exact) for value in values):
        return None
    texts = [value_words(value) for value in values]
    return tree.Name(parts=(f"({' + '.join(texts)})",), start=call.start, end=call.end)


def _written(node: tree.Node, value: Result) -> tree.Node:
    text = value_words(value)
    if isinstance(value, Exact) and value < 0:
        text = f"({text})"
    return tree.Name(parts=(text,), start=node.start, end=node.end)
