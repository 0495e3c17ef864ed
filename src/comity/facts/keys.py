"""What identifies a row: the declared key, else its period and scope; a row with a day of its own by that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.formula import tree
from comity.agreement.model import FactTable, Formula, Terms
from comity.facts.found import indices, plain
from comity.facts.sheet import Sheet
from comity.kernel.problem import Related

CURRENCY, RATE = "currency", "rate"
"""Columns of a table of rates."""


def keyed(table: FactTable, terms: Terms) -> FactTable:
    """Return the table with the key that its rows are known by.

    Declared, or the period and whatever columns metrics and clauses measure this table by (`per`); for rates the
    period and the currency. Rows with days of their own and no declared key have none: a later report of a
    day takes the place of an earlier one as a whole.
    """
    period = table.period_column
    if table.key or table.every is None or period is None:
        return table
    scopes = {CURRENCY} if table.name == terms.rates else _scopes(table, terms)
    # Rows of different parties are never about the same, so that the column of reporters belongs to the key.
    known_by = scopes | ({table.reporter_column} if table.reporter_column is not None else set())
    return replace(table, key=(period, *(name for name in table.columns if name in known_by and name != period)))


def _scopes(table: FactTable, terms: Terms) -> set[str]:
    measured = [*_measured(terms)]
    return {column for formula, per in measured if _mentions(formula, table.name) for column in per}


def _measured(terms: Terms) -> Iterator[tuple[Formula, tuple[str, ...]]]:
    for metric in terms.metrics.values():
        yield metric.formula, metric.per
    for clause in terms.clauses.values():
        yield from ((f, clause.per) for f in (clause.measure, clause.missed_if) if f is not None)


def _mentions(formula: Formula, table: str) -> bool:
    return any(len(name.parts) == 2 and name.parts[0] == table for name in tree.names(formula.node))


def same_as_before(rows: pa.Table, columns: Sequence[str]) -> pa.Array:
    """Return for each row after the first whether it equals the one before it in these columns."""
    same = pa.repeat(pa.scalar(True), max(rows.num_rows - 1, 0))
    for name in columns:
        values = rows.column(name).combine_chunks()
        before, after = values.slice(0, len(same)), values.slice(1)
        both_empty = pc.and_(pc.is_null(before), pc.is_null(after))
        same = pc.and_(same, pc.or_(pc.fill_null(pc.equal(before, after), False), both_empty))
    return same


def check_key(sheet: Sheet, table: FactTable, columns: dict[str, pa.Array]) -> None:
    """Note every row whose key the same reporter has used before in this file, as known on the same day."""
    if not table.key or sheet.count < 2:
        return
    names = [*table.key, "_reporter", "_known_at"]
    rows = pa.table({name: columns[name] for name in names} | {"_index": pa.arange(0, sheet.count)})
    rows = rows.sort_by([(name, "ascending") for name in (*names, "_index")])
    order = rows.column("_index").to_pylist()
    again = {order[at + 1]: order[at] for at in indices(same_as_before(rows, names))}

    def why(index: int) -> str:
        datum = ", ".join(f"{name} {plain(columns[name][index])}" for name in table.key)
        first, second = sheet.found.rows[again[index]], sheet.found.rows[index]
        return f"rows {first} and {second} of {columns['_reporter'][index]} are both about {datum}"

    def earlier(index: int) -> tuple[Related, ...]:
        return (Related(place=sheet.found.place(table.key[0], again[index]), says="the row before it"),)

    known_by = f"A row of {table.name} is known by {', '.join(table.key)}"
    other = next(
        (name for name, column in table.columns.items() if column.type == "text" and name not in table.key), ""
    )
    longer = f"; if {other} tells them apart, write key: [{', '.join([*table.key, other])}]" if other else ""
    hint = f"{known_by}{longer}; a correction goes into a file of its own, which is known from a later day."
    sheet.found.cells("CMY-438", table.key[0], sorted(again), why, hint, earlier)
