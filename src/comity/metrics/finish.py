"""From the primitives of a cell to the value of an aggregate, exactly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.fold import NO_ROWS
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown
from comity.kernel.words import plural
from comity.metrics.cube import Cell, unknown_in
from comity.metrics.store import Bound


def finished(bound: Bound, cell: Cell | None) -> Result:
    """Return the value of an aggregate. Without rows a sum or count is 0, and nothing else has a value."""
    function = bound.call.function
    if cell is None:
        return Decimal(0) if function in ("sum", "count", "count_if") else NO_ROWS
    values = bound.values(cell)
    unknown = unknown_in(values)
    if unknown is not None:
        return unknown
    if function == "sum":
        return _sum(bound, values)
    if function in ("count", "count_if"):
        return number(values[0] or 0)
    if None in values or (function == "avg" and not values[1]):
        return NO_ROWS
    match function:
        case "avg":
            return exact.div(number(values[0]), number(values[1]))
        case "median":
            return exact.div(exact.add(number(values[0]), number(values[1])), Decimal(2))
    return values[0] if isinstance(values[0], date | str) else number(values[0])


def left_out(bound: Bound, cell: Cell | None) -> str:
    """Say how many rows a sum or an average leaves out because they have no value; "" where there is none.

    A case without `else` has no value where it does not apply, which is no gap.
    """
    if cell is None or not bound.doubtful or _may_not_apply(bound.call):
        return ""
    values = bound.values(cell)
    if len(values) < 3 or None in values or unknown_in(values) is not None:  # None: a sum or a count of no rows
        return ""
    rows, valued = values[1:] if bound.call.function == "sum" else values[:0:-1]
    columns = " and ".join(f"{bound.table}.{column}" for column in bound.doubtful)
    have = "has" if rows - valued == 1 else "have"
    return f"{rows - valued:,} of {plural(rows, 'row')} {have} no value in {columns}" if 0 < valued < rows else ""


def _may_not_apply(call: tree.Call) -> bool:
    return any(isinstance(part, tree.Case) and part.otherwise is None for part in tree.walk(call))


def _sum(bound: Bound, values: tuple[Any, ...]) -> Result:
    if values[0] is not None:
        return number(values[0])
    met = values[1] if len(values) > 1 else bound.call.where is None
    if met and bound.doubtful:
        columns = " and ".join(f"{bound.table}.{column}" for column in bound.doubtful)
        return Unknown(State.UNDETERMINED, f"no row has a value: cells of {columns} are empty")
    return Decimal(0)


def number(value: Exact | int) -> Exact:
    """Return a number as the engine's exact kind."""
    return Decimal(value) if isinstance(value, int) else value
