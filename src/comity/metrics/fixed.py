"""Settings inside aggregates, written out as the numbers they are in one period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result


def is_plain(node: tree.Node) -> bool:
    """Tell whether an aggregate mentions nothing but columns, so that it is the same in every period."""
    return all(len(name.parts) == 2 or name.parts == ("*",) for name in tree.names(node))


def fixed(call: tree.Call, env: Env) -> tree.Call:
    """Return an aggregate with the settings it mentions by bare name replaced by their values in a period.

    What has no single known value (a value for each member, unset) stays a name; SQL cannot do it then.
    """
    where = _fixed(call.where, env) if call.where is not None else None
    return replace(call, arguments=tuple(_fixed(part, env) for part in call.arguments), where=where)


def _fixed(node: tree.Node, env: Env) -> tree.Node:
    match node:
        case tree.Name() if len(node.parts) == 1 and node.parts != ("*",):
            return _literal(node, env.resolve(node))
        case tree.Unary() | tree.IsNull():
            return replace(node, operand=_fixed(node.operand, env))
        case tree.Binary():
            return replace(node, left=_fixed(node.left, env), right=_fixed(node.right, env))
        case tree.Between():
            low, high = _fixed(node.low, env), _fixed(node.high, env)
            return replace(node, operand=_fixed(node.operand, env), low=low, high=high)
        case tree.In():
            options = tuple(_fixed(option, env) for option in node.options)
            return replace(node, operand=_fixed(node.operand, env), options=options)
        case tree.Call():
            return replace(node, arguments=tuple(_fixed(argument, env) for argument in node.arguments))
        case tree.Case():
            branches = tuple((_fixed(when, env), _fixed(then, env)) for when, then in node.branches)
            otherwise = _fixed(node.otherwise, env) if node.otherwise is not None else None
            return replace(node, branches=branches, otherwise=otherwise)
    return node


def _literal(name: tree.Name, value: Result) -> tree.Node:
    match value:
        case bool():
            return tree.Truth(value=value, start=name.start, end=name.end)
        case Decimal():
            return tree.Number(value=value, start=name.start, end=name.end)
        case str():
            return tree.Text(value=value, start=name.start, end=name.end)
        case date():
            return tree.Day(value=value, start=name.start, end=name.end)
    return name
