"""The facts without the rows that a claim of relief leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pyarrow.compute as pc

from comity.facts.model import Facts, SealedTable


def without_rows(facts: Facts, first: date, last: date, values: Mapping[str, object]) -> Facts:
    """Leave out the rows that lie in an event's days and whose columns equal the values named after them.

    `values` may name what is no column of a table; texts are compared, everything else is not.
    """
    return replace(facts, tables={name: _without(of, first, last, values) for name, of in facts.tables.items()})


def _without(table: SealedTable, first: date, last: date, values: Mapping[str, object]) -> SealedTable:
    rows = table.rows
    inside = pc.and_(pc.greater_equal(rows.column("_first"), first), pc.less_equal(rows.column("_last"), last))
    for name, value in values.items():
        if name in rows.column_names and isinstance(value, str):
            inside = pc.and_(inside, pc.equal(rows.column(name), value))
    return replace(table, rows=rows.filter(pc.invert(pc.fill_null(inside, False))))
