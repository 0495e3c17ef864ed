"""The slow path: aggregates whose expressions SQL cannot compute exactly, row by row in Python.

Divisions, remainders by a column and settings read by a row's column go this way, through the same evaluator
as every other formula. Equal rows are evaluated once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.kernel import exact
from comity.kernel.figure import Exact, Scope, Unknown
from comity.kernel.period import Grain, Period
from comity.metrics.cube import Cell, Cube, Members, cube
from comity.metrics.plan import Primitive, ScanPlan

SKIPPED = frozenset({"an empty column", "no case applies"})
"""What the evaluator says of a row that has nothing to count: passed over, as SQL passes over NULL."""


class Place(Protocol):
    """Where rows are evaluated: the environment of a period and member, and the period of a day."""

    def env(self, period: Period, scope: Scope) -> Env:
        """Return the environment without a row."""

    def period(self, day: date, grain: Grain) -> Period | None:
        """Return the period in which a day lies, None outside the term."""


class RowEnv(Env):
    """The names of one row: the columns of its table, then whatever the period and member give."""

    __slots__ = ("row", "table")

    def __init__(self, outer: Env, table: str, row: Mapping[str, Result]) -> None:
        super().__init__(outer.terms, outer.period, outer.scope, outer.as_of, outer.history_start, outer.seen)
        self.table = table
        self.row = row

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Return the content of a cell."""
        if len(name.parts) == 2 and name.parts[0] == self.table and name.parts[1] in self.row:
            return self.row[name.parts[1]]
        return NOT_HERE


def scan_rows(plan: ScanPlan, table: pa.Table, place: Place) -> Cube:
    """Compute a scan in Python. Gives what SQL would, exactly."""
    needed = sorted(_columns(plan))
    wanted = [*plan.key.per, *(column for column in needed if column not in plan.key.per)]
    cells = table.select([*wanted, "_last", "_known_at", "_disputed"]).to_pylist()
    groups: dict[tuple[date, Members], _Group] = {}
    periods: dict[date, Period | None] = {}
    for row in cells:
        last = row["_last"]
        if last not in periods:
            periods[last] = place.period(last, plan.key.grain)
        period, members = periods[last], tuple(member_text(row[column]) for column in plan.key.per)
        if period is None or None in members:
            continue
        key = (period.first, members)
        if key not in groups:
            scope = tuple(zip(plan.key.per, members, strict=True))
            groups[key] = _Group(plan, place.env(period, scope), needed)
        groups[key].add(row)
    return cube(plan, {key: group.cell() for key, group in groups.items()})


def _columns(plan: ScanPlan) -> set[str]:
    nodes = [node for part in plan.primitives for node in (part.expression, part.predicate) if node is not None]
    return {name.parts[1] for node in nodes for name in tree.names(node) if name.parts[0] == plan.key.table}


def member_text(value: Any) -> Any:
    """Return a member as text, as SQL casts it; None where the cell is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def cell_value(value: Any) -> Any:
    """Return what a cell holds, with whole numbers as exact ones."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Group:
    """The rows of one period and member."""

    def __init__(self, plan: ScanPlan, env: Env, needed: list[str]) -> None:
        self.plan = plan
        self.env = env
        self.needed = needed
        self.rows = 0
        self.known: date | None = None
        self.disputed = False
        self.found: list[list[Result]] = [[] for _ in plan.primitives]
        self.remembered: dict[tuple[Any, ...], list[tuple[bool, Result]]] = {}

    def add(self, row: Mapping[str, Any]) -> None:
        self.rows += 1
        self.disputed = self.disputed or bool(row["_disputed"])
        if self.known is None or (row["_known_at"] is not None and row["_known_at"] > self.known):
            self.known = row["_known_at"]
        content = tuple(row[column] for column in self.needed)
        if content not in self.remembered:
            values = dict(zip(self.needed, map(cell_value, content), strict=True))
            env = RowEnv(self.env, self.plan.key.table, values)
            self.remembered[content] = [_of_row(part, env) for part in self.plan.primitives]
        for (kept, value), found in zip(self.remembered[content], self.found, strict=True):
            if kept:
                found.append(value)

    def cell(self) -> Cell:
        values = tuple(_folded(part, found) for part, found in zip(self.plan.primitives, self.found, strict=True))
        return Cell(self.rows, self.known, self.disputed, values)


def _of_row(part: Primitive, env: Env) -> tuple[bool, Result]:
    """Return whether a row counts for a primitive, and its value."""
    if part.predicate is not None:
        holds = evaluate(part.predicate, env)
        if isinstance(holds, Unknown) and holds.reason not in SKIPPED:
            return True, holds
        if holds is not True:
            return False, None
    if part.expression is None:
        return True, True
    value = evaluate(part.expression, env)
    skipped = value is None or (isinstance(value, Unknown) and value.reason in SKIPPED)
    return not skipped, value


def _folded(part: Primitive, values: list[Result]) -> Any:
    """Fold the values of one primitive as SQL does; one that cannot be told makes the result so."""
    for value in values:
        if isinstance(value, Unknown):
            return value
    if part.function == "count":
        return len(values)
    if part.function == "count distinct":
        return len(set(values))
    numbers: list[Any] = [value for value in values if isinstance(value, Exact | date)]
    return _FOLDS[part.function](numbers) if numbers else None


def _middle(upper: bool) -> Callable[[list[Exact]], Exact]:
    def pick(numbers: list[Exact]) -> Exact:
        ordered = sorted(numbers)
        return ordered[len(ordered) // 2] if upper else ordered[(len(ordered) - 1) // 2]

    return pick


_FOLDS: dict[str, Callable[[list[Any]], Any]] = {
    "sum": exact.total,
    "min": min,
    "max": max,
    "lower median": _middle(upper=False),
    "upper median": _middle(upper=True),
}
