"""A formula of a clause with the values of its inputs put in, complete to the last digit: `96.5% >= 97% = no`.

Totals, means and extremes over a window or over members are written out, so that nothing has to be believed. What is
printed can be computed again by anyone (tests/standing/explain/arithmetic.py does).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.unparse import unparse
from comity.clauses.env import ClauseEnv
from comity.kernel.figure import Exact
from comity.metrics.arithmetic import SCALARS
from comity.standing.explain_window import Gathered, gathered
from comity.standing.explain_words import operand, words

LONGEST = 12
"""Values of a window that are written out in a line; more are listed below it only."""

MEASURES = frozenset({"raw", "value", "threshold", "shortfall"})
COUNTING = frozenset({"times", "running", "count", "count_if", "median"})


def arithmetic(node: tree.Node, env: Env, unit: str = "") -> str:
    """Return the arithmetic of a formula and its result; "" where it would only repeat one value."""
    if not any(isinstance(part, tree.Name | tree.Call) for part in tree.walk(node)):
        return ""
    value = evaluate(node, env)
    written, result = unparse(put_in(node, env)), words(value, unit)
    return "" if written in (operand(value, unit), operand(value), result) else f"{written} = {result}"


def put_in(node: tree.Node, env: Env) -> tree.Node:
    """Return a formula in which names and calls stand as their values."""
    match node:
        case tree.Name():
            return _as(node, operand(env.resolve(node), unit_of(node, env)))
        case tree.Money():
            return _as(node, operand(node.amount))
        case tree.Call() if node.function in SCALARS:
            return replace(node, arguments=tuple(put_in(part, env) for part in node.arguments))
        case tree.Call():
            return _as(node, _written_out(node, env) or operand(evaluate(node, env), unit_of(node, env)))
        case tree.Unary() | tree.IsNull():
            return replace(node, operand=put_in(node.operand, env))
        case tree.Binary():
            return replace(node, left=put_in(node.left, env), right=put_in(node.right, env))
        case tree.Between():
            low, high = put_in(node.low, env), put_in(node.high, env)
            return replace(node, operand=put_in(node.operand, env), low=low, high=high)
        case tree.In():
            return replace(node, operand=put_in(node.operand, env), options=_options(node, env))
        case tree.Case():
            return _case(node, env)
    return node


def _case(node: tree.Case, env: Env) -> tree.Node:
    """Put values into the conditions up to the branch taken, and into that branch; others stay as written."""
    branches, taken = [], False
    for when, then in node.branches:
        holds = not taken and evaluate(when, env) is True
        branches.append((when if taken else put_in(when, env), put_in(then, env) if holds else then))
        taken = taken or holds
    otherwise = node.otherwise
    if otherwise is not None and not taken:
        otherwise = put_in(otherwise, env)
    return replace(node, branches=tuple(branches), otherwise=otherwise)


def _options(node: tree.In, env: Env) -> tuple[tree.Node, ...]:
    only = node.options[0] if len(node.options) == 1 else None
    listed = env.listed(only) if isinstance(only, tree.Name) else None
    if listed is None:
        return tuple(put_in(option, env) for option in node.options)
    # One name as option is written without brackets: the list brings its own.
    return (_as(node, f"({', '.join(map(operand, listed))})"),)


# -- windows and members ----------------------------------------------------------------------


def _written_out(call: tree.Call, env: Env) -> str:
    """Return a total, mean or extreme as the values it is made of; "" where it is a count, or too long."""
    found = gathered(call, env)
    if found is None or call.function in COUNTING or call.distinct:
        return ""
    counted = [one for one in found if not one.is_silent]
    if not 1 < len(counted) <= LONGEST or not all(_is_number(one) for one in counted):
        return ""
    return _combined(call.function, [operand(one.value, unit_of(call.arguments[0], env)) for one in counted])


def _is_number(one: Gathered) -> bool:
    return isinstance(one.value, Exact)


def _combined(function: str, texts: Sequence[str]) -> str:
    match function:
        case "total" | "sum":
            return f"({' + '.join(texts)})"
        case "mean" | "avg":
            return f"(({' + '.join(texts)}) / {len(texts)})"
        case "highest" | "max":
            return f"greatest({', '.join(texts)})"
        case "lowest" | "min":
            return f"least({', '.join(texts)})"
    return ""


def _as(node: tree.Node, text: str) -> tree.Node:
    return tree.Name(parts=(text,), start=node.start, end=node.end)


# -- units ------------------------------------------------------------------------------------


THROUGH = frozenset("previous year_ago opening closing total mean highest lowest sum avg min max".split())
"""The functions whose value has the unit of what they are applied to."""


def unit_of(node: tree.Node, env: Env, seen: frozenset[str] = frozenset()) -> str:
    """Return `percent` where a name stands for a percentage, so that it is written as one; otherwise ""."""
    match node:
        case tree.Name():
            return "percent" if _is_percent(node, env, seen) else ""
        case tree.Call() if node.function in THROUGH:
            return unit_of(node.arguments[0], env, seen)
        case tree.Call() if node.function in env.terms.settings:
            return "percent" if _holds_percent(node.function, env) else ""
        case tree.Number():
            return "percent" if node.percent else ""
    return ""


def _is_percent(name: tree.Name, env: Env, seen: frozenset[str]) -> bool:
    word, clause = name.parts[-1], env.clause if isinstance(env, ClauseEnv) else None
    if word in MEASURES and clause is not None:
        return clause.unit == "percent"
    if clause is not None and word in clause.let:
        # A name may look back at itself: `previous(balance, 0) + gain`.
        return word not in seen and unit_of(clause.let[word].node, env, seen | {word}) == "percent"
    if word in env.terms.metrics:
        return env.terms.metrics[word].unit == "percent"
    return word in env.terms.settings and _holds_percent(word, env)


def _holds_percent(setting: str, env: Env) -> bool:
    leaves = [formula.node for formula in formulas(env.terms.settings[setting])]
    return bool(leaves) and all(isinstance(leaf, tree.Number) and leaf.percent for leaf in leaves)
