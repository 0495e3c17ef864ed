"""Rows that are not settled yet: how late a milestone is that is not done grows with every day."""

from __future__ import annotations

from collections.abc import Sequence

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import evaluate
from comity.facts.model import OpenRow
from comity.kernel.figure import Unknown
from comity.metrics.rows import SKIPPED, RowEnv, cell_value, member_text
from comity.metrics.store import Bound


def open_row(bound: Bound, rows: Sequence[OpenRow], env: Env) -> OpenRow | None:
    """Return the first open row that the value of an aggregate in a period and for a member depends on.

    An aggregate that comes out the same whatever becomes of the row, such as a count of what is late, does not.
    """
    return next((row for row in rows if bound.columns & row.unknown.keys() and _matters(bound, row, env)), None)


def _matters(bound: Bound, open_: OpenRow, env: Env) -> bool:
    if not env.period.first <= open_.day <= env.period.last:
        return False
    members = ((column, member) for column, member in env.scope if column in bound.per)
    if any(member_text(open_.row.get(column)) != member for column, member in members):
        return False
    known = {name: cell_value(value) for name, value in open_.row.items()}
    inner = RowEnv(env, bound.table, {**known, **open_.unknown})
    where = True if bound.call.where is None else evaluate(bound.call.where, inner)
    if where is not True:
        return isinstance(where, Unknown) and where.reason not in SKIPPED
    argument = bound.call.arguments[0]
    if isinstance(argument, tree.Name) and argument.parts == ("*",):
        return False
    return isinstance(evaluate(argument, inner), Unknown)
