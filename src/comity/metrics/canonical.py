"""One text for formulas that mean the same, whatever their spaces, order of conditions and spelling of numbers.

Primitives are compared by it, and a figure's definition digest is taken of it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from comity.agreement.formula import tree


def canonical(node: tree.Node) -> str:
    """Return the canonical text of a tree."""
    return _WRITERS[type(node)](node)


def number(value: Decimal) -> str:
    """Write a number in plain digits without trailing zeros, so that 0.50, 50% and 0.5 are one."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _text(node: tree.Text) -> str:
    return "'" + node.value.replace("'", "''") + "'"


def _call(node: tree.Call) -> str:
    inner = ", ".join(canonical(argument) for argument in node.arguments)
    distinct = "distinct " if node.distinct else ""
    where = f" filter (where {canonical(node.where)})" if node.where is not None else ""
    return f"{node.function}({distinct}{inner}){where}"


_TURNED = {">": "<", ">=": "<="}


def _binary(node: tree.Binary) -> str:
    if node.operator in ("and", "or"):
        return f"({f' {node.operator} '.join(sorted(set(_flat(node, node.operator))))})"
    left, right = canonical(node.left), canonical(node.right)
    if node.operator in _TURNED:
        return f"({right} {_TURNED[node.operator]} {left})"
    if node.operator in ("=", "<>", "+", "*"):
        left, right = sorted((left, right))
    return f"({left} {node.operator} {right})"


def _flat(node: tree.Node, operator: str) -> list[str]:
    """Return the conditions that one operator joins, however they were bracketed."""
    if isinstance(node, tree.Binary) and node.operator == operator:
        return [*_flat(node.left, operator), *_flat(node.right, operator)]
    return [canonical(node)]


def _between(node: tree.Between) -> str:
    word = "not between" if node.negated else "between"
    return f"({canonical(node.operand)} {word} {canonical(node.low)} and {canonical(node.high)})"


def _in(node: tree.In) -> str:
    word = "not in" if node.negated else "in"
    options = ", ".join(sorted({canonical(option) for option in node.options}))
    return f"({canonical(node.operand)} {word} ({options}))"


def _case(node: tree.Case) -> str:
    branches = " ".join(f"when {canonical(when)} then {canonical(then)}" for when, then in node.branches)
    otherwise = f" else {canonical(node.otherwise)}" if node.otherwise is not None else ""
    return f"case {branches}{otherwise} end"


_WRITERS: dict[type[tree.Node], Callable[[Any], str]] = {
    tree.Number: lambda node: number(node.value),
    tree.Money: lambda node: f"{node.currency} {number(node.amount)}",
    tree.Text: _text,
    tree.Truth: lambda node: "true" if node.value else "false",
    tree.Day: lambda node: node.value.isoformat(),
    tree.Span: lambda node: str(node.value),
    tree.Name: str,
    tree.Call: _call,
    tree.Unary: lambda node: f"({node.operator} {canonical(node.operand)})",
    tree.Binary: _binary,
    tree.Between: _between,
    tree.In: _in,
    tree.IsNull: lambda node: f"({canonical(node.operand)} is {'not ' if node.negated else ''}null)",
    tree.Case: _case,
}
