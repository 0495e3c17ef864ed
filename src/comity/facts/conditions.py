"""Conditions of columns: `number >= 0`, `money > 0`. An empty cell breaks none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.model import Column
from comity.facts.cells import distinct
from comity.facts.found import indices, plain
from comity.facts.sheet import Sheet
from comity.kernel.figure import State, Unknown, Value

_COMPARE = {
    "=": pc.equal,
    "<>": pc.not_equal,
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}
_AMEND = "only an amendment of the agreement lets it in."


class _Cell(Env):
    """The environment of a condition: whatever its name, a name means the cell."""

    __slots__ = ("cell",)

    def __init__(self, cell: Any) -> None:
        whole = isinstance(cell, int) and not isinstance(cell, bool)
        self.cell: Value | None = Decimal(cell) if whole else cell

    def resolve(self, name: tree.Name) -> Value | None:
        """Return the cell."""
        return self.cell

    def invoke(self, call: tree.Call) -> Value | None:
        """Return that no function of the agreement is known here."""
        return Unknown(State.UNDETERMINED, f"{call.function}() is not known here")


def meets(column: Column, value: object) -> bool:
    """Tell whether a value meets the condition of its column; what cannot be told, and an empty cell, breaks none."""
    return column.condition is None or evaluate(column.condition.node, _Cell(value)) is not False


def check_condition(sheet: Sheet, column: Column, values: pa.Array) -> None:
    """Note every cell for which the column's condition is false."""
    if column.condition is None:
        return
    held = _vectorised(column.condition.node, values)
    if held is None:
        known, which = distinct(values)
        truths = [meets(column, value) for value in known.to_pylist()]
        held = pc.take(pa.array(truths, pa.bool_()), which)
    condition = column.condition.text
    sheet.found.cells(
        "CMY-430",
        column.name,
        indices(pc.invert(held)),
        lambda i: f"{_written(values[i].as_py())} does not meet the condition of {column.name}: {condition}",
        lambda i: f"Write a value that meets {condition}. If {_written(values[i].as_py())} is right, {_AMEND}",
    )


def _vectorised(node: tree.Node, values: pa.Array) -> pa.Array | None:
    """Compare all cells at once where the condition is one comparison with a literal; None otherwise."""
    if not (isinstance(node, tree.Binary) and node.operator in _COMPARE and isinstance(node.left, tree.Name)):
        return None
    literal = _literal(node.right)
    if literal is None:
        return None
    if isinstance(literal, Decimal) and pa.types.is_integer(values.type) and literal == literal.to_integral_value():
        return _COMPARE[node.operator](values, pa.scalar(int(literal), pa.int64())) if abs(literal) < 2**62 else None
    if isinstance(literal, Decimal) != pa.types.is_decimal(values.type):
        return None
    try:
        return _COMPARE[node.operator](values, pa.scalar(literal))
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _literal(node: tree.Node) -> Decimal | date | None:
    match node:
        case tree.Number():
            return node.value
        case tree.Money():
            return node.amount
        case tree.Day():
            return node.value
        case tree.Unary(operator="-", operand=tree.Number() | tree.Money() as operand):
            inner = _literal(operand)
            return -inner if isinstance(inner, Decimal) else None
    return None


def _written(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else plain(value)
