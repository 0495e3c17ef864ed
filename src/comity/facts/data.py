"""The single data of facts: the cells of the rows that count, and those that are in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any

import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.model import Facts
from comity.kernel.period import Period

Datum = tuple[Any, ...]
"""Table, first and last day, members (by the key, without the period) and column of a cell."""


def disputed_data(facts: Facts, tables: Iterable[FactTable]) -> frozenset[Datum]:
    """Return the data on which two reporters differ, or of which a party holds another number for right."""
    return frozenset(
        (table.name, one.period.first, one.period.last, tuple(member for _, member in one.scope), one.column)
        for table in tables
        if table.name in facts.tables
        for one in facts.tables[table.name].comparisons
        if one.state == "differs"
    )


def data_within(
    facts: Facts, tables: Iterable[FactTable], period: Period, members: Mapping[str, str]
) -> dict[Datum, Any]:  # fmt: skip
    """Return the cells of all rows that lie in a period and are of its members, as far as a table names them.

    Each table has the key that its rows are known by (facts.keys).
    """
    return {datum: value for table in tables for datum, value in _cells(facts, table, period, members)}


def _cells(
    facts: Facts, table: FactTable, period: Period, members: Mapping[str, str]
) -> Iterator[tuple[Datum, Any]]:  # fmt: skip
    if table.name not in facts.tables:
        return
    rows = facts.tables[table.name].rows
    within = [pc.greater_equal(rows.column("_first"), period.first), pc.less_equal(rows.column("_last"), period.last)]
    of = [name for name in table.key if name != table.period_column]
    for row in rows.filter(reduce(pc.and_, within)).to_pylist():
        if all(str(row.get(name, member)) == member for name, member in members.items()):
            at = table.name, row["_first"], row["_last"], tuple(str(row[name]) for name in of)
            yield from (((*at, name), row[name]) for name in table.columns)
