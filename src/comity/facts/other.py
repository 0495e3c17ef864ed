"""The facts as the other reporter has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from comity.facts.model import Facts, SealedTable
from comity.kernel import exact
from comity.kernel.figure import Exact


def on_the_other_account(facts: Facts) -> Facts:
    """Return the facts in which, wherever two reporters differ, the later named one's number counts.

    Where they differ nowhere, these are the same facts.
    """
    if not facts.differ:
        return facts
    return replace(facts, tables={name: _swapped(table) for name, table in facts.tables.items()})


def _swapped(table: SealedTable) -> SealedTable:
    differing = [one for one in table.comparisons if one.state == "differs"]
    rows = table.rows
    for column in dict.fromkeys(one.column for one in differing):
        of_column = [one for one in differing if one.column == column]
        scope = [name for name, _ in of_column[0].scope]
        others = {(c.period.first, c.period.last, *(m for _, m in c.scope)): c.reports[-1].converted for c in of_column}
        keys = rows.select(["_first", "_last", *scope, column]).to_pylist()
        values = [_other(row, scope, column, others) for row in keys]
        # The other number may have more decimals than the column: Arrow finds the type that holds them all.
        rows = rows.set_column(rows.column_names.index(column), column, pa.array(values))
    return replace(table, rows=rows)


def _other(row: Mapping[str, Any], scope: list[str], column: str, others: Mapping[tuple[Any, ...], Exact]) -> Any:
    found = others.get((row["_first"], row["_last"], *(str(row[name]) for name in scope)))
    if found is not None:
        return _finite(found)
    return Decimal(row[column]) if isinstance(row[column], int) else row[column]


def _finite(value: Exact) -> Decimal:
    return exact.to_decimal(value, 18)
