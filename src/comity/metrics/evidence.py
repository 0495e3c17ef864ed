"""The fact rows beneath an aggregate, with where they stand, who reported them, and who else did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.facts.model import Comparison, Reported, SealedTable
from comity.metrics.rows import RowEnv, cell_value, member_text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact row that an aggregate counted, the value it contributed, and what others say of the same datum."""

    row: Mapping[str, Any]
    value: Result
    comparisons: tuple[Comparison, ...]

    def own_report(self, comparison: Comparison) -> Reported | None:
        """Return the report that this row is, among those compared."""
        place = (self.row["_file"], self.row["_row"])
        return next((report for report in comparison.reports if (report.file, report.row) == place), None)


def evidence(call: tree.Call, sealed: SealedTable, env: Env) -> Iterator[Evidence]:
    """Yield the rows that an aggregate counted in a period and for a member, in the order of their files."""
    columns = {name.parts[1] for name in tree.names(call) if len(name.parts) == 2 and name.parts[0] == sealed.name}
    for row in _rows(sealed.rows, env).to_pylist():
        inner = RowEnv(env, sealed.name, {name: cell_value(value) for name, value in row.items()})
        if call.where is not None and evaluate(call.where, inner) is not True:
            continue
        value = _contribution(call, inner)
        if call.function == "count_if" and value is not True:
            continue
        yield Evidence(row, value, _compared(sealed, row, columns))


def _contribution(call: tree.Call, env: Env) -> Result:
    argument = call.arguments[0]
    if isinstance(argument, tree.Name) and argument.parts == ("*",):
        return True
    return evaluate(argument, env)


def _rows(rows: pa.Table, env: Env) -> pa.Table:
    last = rows.column("_last")
    inside = pc.and_(pc.greater_equal(last, env.period.first), pc.less_equal(last, env.period.last))
    found = rows.filter(inside)
    for column, member in env.scope:
        if column in found.column_names:
            texts = pa.array([member_text(value) for value in found.column(column).to_pylist()], pa.string())
            found = found.filter(pc.equal(texts, member))
    return found.sort_by([("_first", "ascending"), ("_file", "ascending"), ("_row", "ascending")])


def _compared(sealed: SealedTable, row: Mapping[str, Any], columns: set[str]) -> tuple[Comparison, ...]:
    """Return the comparisons of the columns an aggregate uses that this row is part of."""
    return tuple(
        one
        for one in sealed.comparisons
        if one.column in columns
        and one.period.first == row["_first"]
        and one.period.last == row["_last"]
        and all(member_text(row.get(column)) == member for column, member in one.scope)
    )
