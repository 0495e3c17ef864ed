"""The facts as the other reporter has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from comity.facts.model import Comparison, Facts, SealedTable
from comity.kernel import exact
from comity.kernel.figure import Exact


def on_the_other_account(facts: Facts) -> Facts:
    """Return the facts in which, wherever two reporters differ, the later named one's number counts."""
    return replace(facts, tables={name: _swapped(table) for name, table in facts.tables.items()})


def _swapped(table: SealedTable) -> SealedTable:
    differing = [one for one in table.comparisons if one.state == "differs"]
    rows = table.rows
    for column in dict.fromkeys(one.column for one in differing):
        values = [_other(row, column, differing) for row in rows.to_pylist()]
        # The other number may have more decimals than the column: Arrow finds the type that holds them all.
        position = rows.column_names.index(column)
        rows = rows.set_column(position, column, pa.array(values))
    return replace(table, rows=rows)


def _other(row: Mapping[str, Any], column: str, differing: list[Comparison]) -> Any:
    for one in differing:
        same_period = (one.period.first, one.period.last) == (row["_first"], row["_last"])
        if one.column == column and same_period and all(str(row[name]) == member for name, member in one.scope):
            return _finite(one.reports[-1].converted)
    return row[column] if not isinstance(row[column], int) else Decimal(row[column])


def _finite(value: Exact) -> Decimal:
    return exact.to_decimal(value, 18)
