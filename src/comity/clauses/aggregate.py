"""Aggregates over rows: members of another clause (`sum(levels.points)`), openings of a step (`count(cure.ended)`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.fold import folded, passed
from comity.clauses.env import ClauseEnv
from comity.kernel.figure import State, Unknown

ColumnOf = Callable[[str], Result]
"""What a row holds in a column."""


def aggregated(function: str, values: Sequence[Result]) -> Result:
    """Aggregate values of one period; excused and not-due ones are left out, unknown ones make it unknown."""
    kept = [v for v in values if not (isinstance(v, Unknown) and v.state in (State.EXCUSED, State.NOT_DUE))]
    if not kept and values:
        return values[0]
    days = [value for value in kept if isinstance(value, date)]
    if days and len(days) == len(kept) and function in ("min", "max"):
        return min(days) if function == "min" else max(days)
    return folded(function, kept)


def _distinct(values: Sequence[Result]) -> list[Result]:
    """Return each known value once, and every unknown one."""
    known = dict.fromkeys(value for value in values if not isinstance(value, Unknown))
    return [*known, *(value for value in values if isinstance(value, Unknown))]


def over_rows(call: tree.Call, table: str, rows: Iterable[ColumnOf], env: ClauseEnv) -> Result:
    """Aggregate over rows: `table.column` is the row's, a bare name stays the clause's own (language, section 12)."""
    values: list[Result] = []
    for row in rows:
        inner = RowEnv.of(env, table, row)
        where = True if call.where is None else evaluate(call.where, inner)
        values += passed(where, partial(evaluate, call.arguments[0], inner))
    values = [value for value in values if value is not None]  # an empty column adds nothing, as in SQL
    return aggregated(call.function, _distinct(values) if call.distinct else values)


class RowEnv(ClauseEnv):
    """A clause's environment that also sees one row of a table."""

    __slots__ = ("row", "table")

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.table = ""
        self.row: ColumnOf | None = None

    @classmethod
    def of(cls, env: ClauseEnv, table: str, row: ColumnOf) -> RowEnv:
        """Return the environment of a clause with a row."""
        found = cls(env.track, env.period, env.index, env.seen, env.floor, env.since)
        found.figures, found.measured, found.table, found.row = env.figures, env.measured, table, row
        return found

    def resolve(self, name: tree.Name) -> Result:
        """Return a column of the row, or what the name means in the clause."""
        if self.row is not None and len(name.parts) == 2 and name.parts[0] == self.table:
            return self.row(name.parts[1])
        return super().resolve(name)
