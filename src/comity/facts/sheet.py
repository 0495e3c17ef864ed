"""A file's columns as they are checked: blank rows left out, row numbers kept, names compared with those declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.cells import as_text, one_array
from comity.facts.found import Found
from comity.facts.model import RawFile
from comity.kernel.problem import Problem

REPORTED_BY = "reported_by"
KNOWN_AT = "known_at"
PROVENANCE = (REPORTED_BY, KNOWN_AT)
"""Columns that a file may have beside those declared."""


_ALL_COLUMNS = "A file has every declared column, even one whose cells are all empty."


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a file without its blank rows; what is found goes to `found`."""

    columns: Mapping[str, pa.Array]
    found: Found
    count: int

    def text(self, name: str) -> pa.Array:
        """Return a column as trimmed text; a column that has no text is a problem and comes back empty."""
        values = self.columns[name]
        try:
            return as_text(values)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            why = f"the column {name} holds values of the type {values.type}, which cannot be read as facts"
            hint = "Facts are texts, numbers, days and truths; write the file with plain columns."
            self.found.add(Problem(code="CMY-411", place=self.found.place(name), why=why, hint=hint))
            return self.nothing(pa.string())

    def empty(self, name: str) -> pa.Array:
        """Return which cells of a column hold nothing, or nothing but spaces."""
        values = self.columns[name]
        return pc.is_null(self.text(name) if pa.types.is_string(values.type) else values)

    def nothing(self, type_: pa.DataType) -> pa.Array:
        """Return an empty cell for every row, which stands where nothing could be read."""
        return pa.nulls(self.count, type_)


def sheet_of(raw: RawFile) -> Sheet:
    """Return the columns of a file; rows without any value are no facts and are left out."""
    columns = {name: one_array(raw.table.column(name)) for name in raw.table.column_names}
    rows = pa.arange(raw.first_row, raw.first_row + raw.table.num_rows)
    if columns and all(values.null_count for values in columns.values()):
        filled = reduce(pc.or_, (pc.is_valid(values) for values in columns.values()))
        columns = {name: values.filter(filled) for name, values in columns.items()}
        rows = rows.filter(filled)
    return Sheet(columns, Found(raw, rows), len(rows))


def check_columns(sheet: Sheet, table: FactTable) -> None:
    """Note every declared column that is missing and every column that is not declared.

    The column of reporters may be left out: who reports the file is said elsewhere, and fills it.
    """
    found = sheet.found
    unknown = [name for name in sheet.columns if name not in table.columns and name not in PROVENANCE]
    missing = [name for name in table.columns if name not in sheet.columns and name != table.reporter_column]
    for name in missing:
        near = get_close_matches(name, unknown, 1)
        hint = f"Is it the column {near[0]}?" if near else _ALL_COLUMNS
        why = f"the column {name}, which {table.name} owes, is missing"
        found.add(Problem(code="CMY-421", place=found.place(), why=why, hint=hint))
    for name in unknown:
        near = get_close_matches(name, [*table.columns, *PROVENANCE], 1)
        owed = f"{table.name} has {', '.join(table.columns)}"
        hint = f"Did you mean {near[0]}? " if near else ""
        why = f"the agreement knows no column {name} in {table.name}"
        found.add(Problem(code="CMY-422", place=found.place(name), why=why, hint=f"{hint}{owed[0].upper()}{owed[1:]}."))
