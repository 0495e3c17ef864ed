"""A sealed table of rows that come from no submission: they are made from what else is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from comity.agreement.model import FactTable
from comity.facts.digest import digest
from comity.facts.history import ORIGIN, SUPERSEDED
from comity.facts.model import OpenRow, SealedTable

MOST = 2**63
"""Whole numbers below it are kept as such."""
_TYPES = {"text": pa.string(), "date": pa.date32(), "truth": pa.bool_()}
_ADDED = {"_first": pa.date32(), "_last": pa.date32(), **ORIGIN, "_disputed": pa.bool_()}


def sealed_rows(
    table: FactTable, rows: Sequence[Mapping[str, Any]], *, covers: Iterable[str], open_: Sequence[OpenRow] = ()
) -> SealedTable:
    """Return rows as a sealed table, in the order given.

    Each row holds the columns of the table, numbers exact, and all that sealing adds: `_first`, `_last`, `_reporter`,
    `_known_at`, `_file`, `_row`, `_disputed`. None of them is ever superseded. `covers` are the periods for which the
    rows are complete. The digest is of what the rows say, not of where they come from.
    """
    types = {name: _TYPES.get(column.type) for name, column in table.columns.items()} | _ADDED
    made = pa.table({name: _column([row[name] for row in rows], of) for name, of in types.items()})
    complete = frozenset(covers)
    return SealedTable(
        name=table.name,
        rows=made,
        history=made.append_column(SUPERSEDED, pa.nulls(made.num_rows, pa.date32())),
        digest=digest(table.name, made, [*table.columns, "_known_at"], complete),
        covers=complete,
        open=tuple(open_),
    )


def _column(values: Sequence[Any], type_: pa.DataType | None) -> pa.Array:
    if type_ is not None:
        return pa.array(values, type_)
    numbers = [value for value in values if value is not None]
    if all(value == int(value) and abs(value) < MOST for value in numbers):
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    return pa.array(values)
