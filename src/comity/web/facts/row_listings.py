"""The listings of a table's rows as they were reported: those known by now, and the reader's own that count later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable, Terms
from comity.facts.headings import headed, money_of
from comity.facts.history import SUPERSEDED
from comity.facts.money import denomination
from comity.facts.seen import SeenTable
from comity.facts.sheet import KNOWN_AT, REPORTED_BY
from comity.kernel.words import day as in_words
from comity.kernel.words import named
from comity.standing.words import party_name
from comity.web.amounts import in_full
from comity.web.facts.provenance import stated
from comity.web.listing import Cell, Column, Kind, Listing

MOST_ROWS = 2000
"""Rows of a table that its page holds, the newest; a page is read whole."""
_NUMBERS = ("number", "money", "rounding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What rows of a table are shown by: the table with its terms, which rows are disputed, and the day."""

    table: FactTable
    terms: Terms
    disputed: frozenset[tuple[str, int]]
    as_of: date


def rows_listing(seen: SeenTable, by: Rows) -> Listing:
    """Return the rows of a table as they were reported, the newest first, those replaced among them.

    Each amount names its currency, since reporters may have their own. A file of them has the headings of the table's
    files, with their units, and its cells as they were reported; one's own can be uploaded.
    """
    known = seen.rows.filter(pc.less_equal(seen.rows.column("_known_at"), pa.scalar(by.as_of, pa.date32())))
    empty = "No row yet. Download the template, fill it in, and upload it on this page."
    return _listing("rows", "Rows as reported", known, by, empty)


def later_listing(seen: SeenTable, by: Rows) -> Listing | None:
    """Return the reader's own rows that are known from a later day than this; None where there are none."""
    later = seen.rows.filter(pc.greater(seen.rows.column("_known_at"), pa.scalar(by.as_of, pa.date32())))
    return _listing("later", "Rows that count from a later day", later, by, "") if later.num_rows else None


def _listing(name: str, caption: str, of: pa.Table, by: Rows, empty: str) -> Listing:
    table, terms, as_of = by.table, by.terms, by.as_of
    wanted = [*table.columns, "_first", "_reporter", "_known_at", "_file", "_row", SUPERSEDED]
    rows = of.select(list(dict.fromkeys(wanted))).to_pylist()
    rows.sort(key=lambda row: (row["_first"] or date.min, row["_known_at"]), reverse=True)
    kinds = {name: _kind(column.type) for name, column in table.columns.items()}
    told = {row["_reporter"] for row in rows[:MOST_ROWS]}
    whose = [one.party for one in table.reporters if one.party in told or not told]
    columns = (
        *(Column(name, named(name), kind, headed(table, table.columns[name], whose, terms.currency))
          for name, kind in kinds.items()),
        Column("_reporter", "Reported by", "text", REPORTED_BY), Column("_known_at", "Known since", "date", KNOWN_AT),
        Column("_state", "State", "text", None),
    )  # fmt: skip
    shown = tuple(
        (
            *_reported(row, table, terms, kinds),
            Cell(party_name(terms, row["_reporter"]), full=row["_reporter"]),
            Cell(
                in_words(row["_known_at"], as_of), row["_known_at"].isoformat(),
                sub="; ".join(filter(None, [
                    stated(row["_file"], row["_known_at"]), f"{row['_file'].rpartition('/')[2]}, row {row['_row']}",
                ])),
            ),
            _state(row, by.disputed, as_of),
        )
        for row in rows[:MOST_ROWS]
    )  # fmt: skip
    more = f", the newest {MOST_ROWS:,} of {len(rows):,}" if len(rows) > MOST_ROWS else ""
    return Listing(name=name, caption=f"{caption}{more}", columns=columns, rows=shown, empty=empty, size=25)


def row_key(file: str, row: int) -> str:
    """Return the name of a row in addresses: the file it came in, and its number there."""
    return f"{file}:{row}"


def as_reported(row: Mapping[str, Any], name: str, table: FactTable, terms: Terms) -> str:
    """Return a cell as it stands in a file of facts: amounts of thousands are reported in thousands."""
    value = row[name]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | Decimal):
        return str(value)
    power = denomination(table, table.columns[name], row["_reporter"], terms.currency).scale.adjusted()
    sign, told, exponent = Decimal(value).as_tuple()
    text = f"{Decimal((sign, told, int(exponent) - power)):f}"  # to divide would round what has many digits
    return text.rstrip("0").rstrip(".") if "." in text else text


def _reported(row: dict[str, Any], table: FactTable, terms: Terms, kinds: dict[str, Kind]) -> Iterator[Cell]:
    for at, (name, kind) in enumerate(kinds.items()):
        key = row_key(row["_file"], row["_row"]) if at == 0 else ""
        money = money_of(table, table.columns[name], row["_reporter"], terms.currency)
        cell, full = _cell(row[name], kind, money), as_reported(row, name, table, terms)
        if name == table.period_column and kind == "text" and row["_first"] is not None:
            cell = replace(cell, value=row["_first"].isoformat())  # CY10 comes after CY2
        yield replace(cell, full=None if full == (cell.value or cell.text) else full, key=key)


def _kind(type_: str) -> Kind:
    if type_ in _NUMBERS:
        return "number"
    return "date" if type_ == "date" else "text"


def _cell(value: Any, kind: Kind, unit: str) -> Cell:
    if value is None:
        return Cell("–")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, date):
        return Cell(in_words(value), value.isoformat())
    if kind == "number":
        number = Decimal(value)
        return Cell(in_full(number, unit), f"{number:f}")  # its unit is in the heading of a file, as it was reported
    return Cell(str(value))


def _state(row: dict[str, Any], disputed: frozenset[tuple[str, int]], as_of: date) -> Cell:
    if row["_known_at"] > as_of:
        return Cell(f"counts from {in_words(row['_known_at'], as_of)}", mark="not_due")
    until = row[SUPERSEDED]
    if until is not None and until <= as_of:
        return Cell("replaced", sub=f"on {in_words(until, as_of)}")
    if (row["_file"], row["_row"]) in disputed:
        return Cell("disputed", mark="disputed")
    return Cell("in force", sub=f"until {in_words(until, as_of)}" if until is not None else "")
