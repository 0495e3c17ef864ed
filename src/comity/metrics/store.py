"""The cubes of an evaluation: plans all aggregates, runs the scans, and finds each aggregate's cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.model import Terms
from comity.facts.model import SealedTable
from comity.kernel.period import Grain, Period
from comity.metrics.columns import Columns, columns_of
from comity.metrics.cube import Cell, Cube, Members, from_arrow
from comity.metrics.driver import Driver
from comity.metrics.emit import NotInSql
from comity.metrics.fixed import fixed, is_plain
from comity.metrics.plan import Pass, Planner, Reading, ScanKey, ScanPlan, parts, tables
from comity.metrics.rows import Place, scan_rows
from comity.metrics.scan import aggregate, scan
from comity.metrics.strict import doubtful_columns, filled_by, strict_columns


class Periods(Place, Protocol):
    """Where rows are evaluated, and which periods there are."""

    def periods(self, grain: Grain) -> Sequence[Period]:
        """Return the periods of a grain from the start of the term to the day of evaluation."""

    def period_column(self, table: str) -> str | None:
        """Return the column of a table that names periods, if it has one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """An aggregate bound to its cube: where its values stand in a cell, and which columns it rests on.

    `strict` are the columns with empty cells that it cannot do without, `doubtful` those that explain why there
    is no value in any row.
    """

    call: tree.Call
    table: str
    per: tuple[str, ...]
    cube: Cube
    positions: tuple[int, ...]
    strict: tuple[str, ...]
    doubtful: tuple[str, ...]
    columns: frozenset[str]

    def cell(self, period: Period, members: Members) -> Cell | None:
        """Return what was found for a period and member, None if there is no row."""
        return self.cube.cells.get((period.first, members))

    def values(self, cell: Cell) -> tuple[Any, ...]:
        """Return the values of this aggregate's primitives."""
        return tuple(cell.values[position] for position in self.positions)


class Store:
    """Aggregates are noted first and computed together with one pass a table and grain.

    One that was not noted before is computed when it is asked for.
    """

    def __init__(self, tables_: Mapping[str, SealedTable], driver: Driver, place: Periods) -> None:
        self._tables = tables_
        self._driver = driver
        self._place = place
        self._planner = Planner()
        self._columns: dict[str, Columns] = {}
        self._readings: dict[tuple[Any, ...], Reading] = {}
        self._by_key: dict[tuple[ScanKey, tuple[str, ...]], Cube] = {}
        self._bound: dict[tuple[Any, ...], Bound] = {}
        # By identity: the trees of the agreement live as long as the evaluation, and hashing them would be slow.
        self._plain: dict[int, bool] = {}
        self._mentioned: dict[int, tuple[str, ...]] = {}
        self._written: dict[str, dict[str, str]] = {}

    def note(self, call: tree.Call, per: tuple[str, ...], env: Env) -> bool:
        """Note an aggregate that will be asked for; tells whether other periods may need another one."""
        self._reading(self._key(call, per, env), call, per, env)
        return not self._plain[id(call)]

    def run(self) -> tuple[ScanPlan, ...]:
        """Compute what was noted, and return the scans that were run."""
        plans = self._planner.scans()
        self._planner.clear()
        cubes = {plan.key: self._scanned(plan) for plan in plans}
        for reading in self._readings.values():
            if reading.scan in cubes:
                self._by_key.setdefault((reading.scan, reading.keys), cubes[reading.scan])
        return plans

    def bound(self, call: tree.Call, per: tuple[str, ...], env: Env) -> Bound:
        """Return an aggregate with its cube."""
        key = self._key(call, per, env)
        if key not in self._bound:
            reading = self._reading(key, call, per, env)
            if (reading.scan, reading.keys) not in self._by_key:
                self.run()
            self._bound[key] = self._bind(reading)
        return self._bound[key]

    def table_of(self, call: tree.Call, terms: Terms) -> str:
        """Return the table of facts that an aggregate is over; "" if it is over none, or over several."""
        mentioned = self._mentioned.get(id(call))
        if mentioned is None:
            mentioned = self._mentioned[id(call)] = tables(call)
        known = len(mentioned) == 1 and mentioned[0] in terms.facts and mentioned[0] in self._tables
        return mentioned[0] if known else ""

    def columns(self, table: str) -> Columns:
        """Return the kinds of a table's columns."""
        if table not in self._columns:
            self._columns[table] = columns_of(self._tables[table].rows, self._place.period_column(table))
        return self._columns[table]

    def _key(self, call: tree.Call, per: tuple[str, ...], env: Env) -> tuple[Any, ...]:
        """Return what tells one use of an aggregate from another; only settings make it differ by period."""
        plain = self._plain.get(id(call))
        if plain is None:
            plain = self._plain[id(call)] = is_plain(call)
        return (id(call), env.period.grain, per, None if plain else env.period.first)

    def _reading(self, key: tuple[Any, ...], call: tree.Call, per: tuple[str, ...], env: Env) -> Reading:
        if key not in self._readings:
            resolved = call if self._plain[id(call)] else fixed(call, self._place.env(env.period, ()))
            self._readings[key] = self._planned(resolved, env.period.grain, per)
        return self._readings[key]

    def _planned(self, call: tree.Call, grain: Grain, per: tuple[str, ...]) -> Reading:
        table = tables(call)[0]
        columns = self.columns(table)
        doubtful = set(doubtful_columns(call.arguments[0], columns)) - filled_by(call.where)
        needed = parts(call, counted=bool(doubtful))
        written = self._written.setdefault(table, {})
        by = Pass.SQL
        try:
            for part in needed:
                if part.key not in written:
                    written[part.key] = aggregate(part, columns)
        except NotInSql:
            by = Pass.ROWS
        known = tuple(column for column in per if column in columns)
        return self._planner.add(call, ScanKey(table, grain, known, by), needed)

    def _scanned(self, plan: ScanPlan) -> Cube:
        rows = self._tables[plan.key.table].rows
        if plan.key.by is Pass.ROWS:
            return scan_rows(plan, rows, self._place)
        table, periods = plan.key.table, self._place.periods(plan.key.grain)
        sql = scan(plan, self.columns(table), periods, self._written.get(table))
        return from_arrow(plan, self._driver.execute(sql, {plan.key.table: rows}))

    def _bind(self, reading: Reading) -> Bound:
        cube = self._by_key[reading.scan, reading.keys]
        call, table = reading.call, reading.scan.table
        used = frozenset(name.parts[1] for name in tree.names(call) if name.parts[0] == table and len(name.parts) == 2)
        strict = strict_columns(call.arguments[0], self.columns(table))
        positions = tuple(cube.position[key] for key in reading.keys)
        doubtful = doubtful_columns(call.arguments[0], self.columns(table))
        return Bound(call, table, reading.scan.per, cube, positions, strict, doubtful, used)
