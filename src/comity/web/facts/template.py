"""The file to fill in for a table: its columns with what they take, and the periods that are owed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product

import pyarrow as pa

from comity.adapters.fact_sheets import FactKind, Field, fact_csv, fact_workbook
from comity.agreement.formula import tree
from comity.agreement.model import Column, FactTable, Terms
from comity.facts.history import holding
from comity.facts.sheet import REPORTED_BY
from comity.web.exports import guarded
from comity.web.facts.owed import Owed
from comity.web.facts.row_listings import MOST_ROWS, as_reported
from comity.web.facts.schema import table_said

MOST_FILLED = 240
"""Rows that are filled in already; who owes more begins with these."""
_NUMBERS = ("number", "money", "rounding")


def template(
    kind: str, table: FactTable, terms: Terms, owed: Sequence[Owed], parties: Sequence[str], as_of: date,
    reported: pa.Table | None = None,
) -> bytes:  # fmt: skip
    """Return the file of a table for those who report for some parties, as `xlsx` or `csv`. `table` carries its key.

    Its rows are the periods that they owe; or, with what was `reported` (facts.model.SealedTable.history), the newest
    MOST_ROWS of their own that are in force: changed and uploaded again, they correct them.
    """
    said = table_said(table, terms, parties)
    periods = periods_to_fill(owed, parties, as_of)
    says = {one.name: f"{one.says}. {one.means}" if one.means else one.says for one in said.columns}
    columns = [column for column in table.columns.values() if column.type != "reporter"]
    fields = [_field(column, says[column.name], table, terms, owed) for column in columns]
    rows = _rows(columns, table, periods)
    if reported is not None:
        # Who reports for several parties says of each row for which of them it is.
        for_whom = [Field(name=REPORTED_BY, kind="choice", says="The party", choices=tuple(parties))]
        fields += for_whom if len(parties) > 1 else []
        rows = list(_own(reported, [field.name for field in fields], table, terms, parties, as_of))
        rows = (
            [[_safe(cell, of) for cell, of in zip(row, fields, strict=True)] for row in rows] if kind == "csv" else rows
        )
    if kind == "csv":
        return fact_csv(fields, rows)
    return fact_workbook(said.title, said.says or f"Reported by {said.reporters}, {said.every}.", fields, rows)


def _safe(cell: str, of: Field) -> str:
    """Return a cell for CSV; a number, which may begin with a minus, is none that a spreadsheet would run."""
    return guarded(cell) if of.kind in ("text", "choice") else cell


def periods_to_fill(owed: Sequence[Owed], parties: Sequence[str], as_of: date) -> list[str]:
    """Return the periods that are over and that one of some parties has not reported, the oldest first.

    Where they have reported all of them it is the one that runs, which is due next.
    """
    over = [one.period.name for one in reversed(owed) if set(one.lacking(as_of)) & set(parties)]
    running = [one.period.name for one in owed[:1] if any(one.open(party) for party in parties)]
    return over or running


def _own(
    history: pa.Table, names: Sequence[str], table: FactTable, terms: Terms, parties: Sequence[str], as_of: date
) -> Iterator[list[str]]:  # fmt: skip
    """Yield the rows of some parties that are in force, the newest first, with their cells as they were reported."""
    held = [row for row in holding(history, as_of).to_pylist() if row["_reporter"] in parties]
    held.sort(key=lambda row: row["_first"] or date.min, reverse=True)
    for row in held[:MOST_ROWS]:
        cells = {name: as_reported(row, name, table, terms) for name in names if name != REPORTED_BY}
        yield [{**cells, REPORTED_BY: row["_reporter"]}[name] for name in names]


def _field(column: Column, says: str, table: FactTable, terms: Terms, owed: Sequence[Owed]) -> Field:
    choices: tuple[str, ...] = column.words
    if column.type == "truth":
        choices = ("yes", "no")
    elif column.name == table.period_column and table.every is not None and owed:
        choices = tuple(one.period.name for one in owed)
    kind: FactKind = "choice" if choices else "text"
    if column.type == "date":
        kind = "day"
    elif column.type in _NUMBERS:
        kind = "number"
    least, most = _bounds(column)
    own_day = kind == "day" and column.name == table.period_column
    return Field(
        name=column.name, kind=kind, says=says, choices=choices, least=least, most=most,
        needed=column.name in (*table.key, table.period_column),
        first=terms.starts if own_day else None, last=terms.ends if own_day else None,
    )  # fmt: skip


def _bounds(column: Column) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the most that a condition like `number >= 0` lets a cell hold, where it is that simple."""
    node = column.condition.node if column.condition is not None else None
    if isinstance(node, tree.Binary) and isinstance(node.left, tree.Name) and isinstance(node.right, tree.Number):
        bound = node.right.value
        if node.operator in (">", ">="):
            return bound, None
        if node.operator in ("<", "<="):
            return None, bound
    return None, None


def _rows(columns: Sequence[Column], table: FactTable, periods: Sequence[str]) -> list[list[str]]:
    """Return a row for each period that is owed and each member that rows are told apart by, where these are words."""
    if table.every is None or not periods or not any(one.name == table.period_column for one in columns):
        return []
    options = [
        list(periods) if one.name == table.period_column
        else list(one.words) if one.name in table.key and one.words else [""]
        for one in columns
    ]  # fmt: skip
    place = next(at for at, one in enumerate(columns) if one.name == table.period_column)
    filled = sorted((list(row) for row in product(*options)), key=lambda row: periods.index(row[place]))
    return filled[:MOST_FILLED]
