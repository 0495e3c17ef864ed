"""Which columns an expression cannot do without: where one of them is empty, the expression is unknown."""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.metrics.columns import Columns

PASSING = frozenset({"abs", "floor", "ceil", "round", "least", "greatest", "mod"})


def strict_columns(node: tree.Node | None, columns: Columns) -> tuple[str, ...]:
    """Return the columns with empty cells that make an expression unknown, in order.

    Arithmetic and numeric functions pass an empty cell on. `coalesce`, `case` and conditions may do without it.
    """
    found = dict.fromkeys(name.parts[1] for name in _needed(node) if len(name.parts) == 2)
    return tuple(column for column in found if column in columns and columns[column].nullable)


def doubtful_columns(node: tree.Node, columns: Columns) -> tuple[str, ...]:
    """Return the columns whose empty cells explain why an expression has no value in any row, in order.

    They are all it mentions. Only where it holds a case without `else`, which may simply not apply, they are
    those it cannot do without.
    """
    if any(isinstance(part, tree.Case) and part.otherwise is None for part in tree.walk(node)):
        return strict_columns(node, columns)
    found = dict.fromkeys(name.parts[1] for name in tree.names(node) if len(name.parts) == 2)
    return tuple(column for column in found if column in columns and columns[column].nullable)


def filled_by(node: tree.Node | None) -> frozenset[str]:
    """Return the columns that cannot be empty in a row for which a condition is true."""
    match node:
        case tree.Binary(operator="and"):
            return filled_by(node.left) | filled_by(node.right)
        case tree.Binary(operator="or"):
            return filled_by(node.left) & filled_by(node.right)
        case tree.Binary():
            return _columns(node.left) | _columns(node.right)
        case tree.Between(negated=False):
            return _columns(node.operand) | _columns(node.low) | _columns(node.high)
        case tree.IsNull(negated=True):
            return _columns(node.operand)
        case tree.Name():
            return _columns(node)
    return frozenset()


def _columns(node: tree.Node) -> frozenset[str]:
    return frozenset(name.parts[1] for name in _needed(node) if len(name.parts) == 2)


def _needed(node: tree.Node | None) -> list[tree.Name]:
    match node:
        case tree.Name():
            return [node]
        case tree.Unary(operator="-"):
            return _needed(node.operand)
        case tree.Binary() if node.operator in ("+", "-", "*", "/"):
            return [*_needed(node.left), *_needed(node.right)]
        case tree.Call() if node.function in PASSING:
            return [name for argument in node.arguments for name in _needed(argument)]
    return []
