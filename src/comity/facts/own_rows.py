"""Tables in which each party reports its own rows: a row's party is its reporter."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable
from comity.facts.found import indices, shown
from comity.facts.sheet import Sheet


def fill_reporters(sheet: Sheet, table: FactTable, columns: dict[str, pa.Array]) -> None:
    """Fill the column of reporters where a file leaves it out; note every row in which it is not the row's reporter."""
    own = table.reporter_column
    if own is None:
        return
    reported_by = columns["_reporter"]
    if own not in sheet.columns:
        columns[own] = reported_by
        return
    other = pc.and_(pc.is_valid(columns[own]), pc.is_valid(reported_by))
    other = pc.and_(other, pc.not_equal(columns[own], reported_by))

    def why(index: int) -> str:
        named, by = shown(columns[own][index]), reported_by[index]
        return f"{own} is {named}, but this row is reported by {by}, and each party reports its own rows"

    hint = f"Hand the rows of another party in as a file of its own, or leave {own} out: the reporter fills it."
    sheet.found.cells("CMY-451", own, indices(other), why, hint)
