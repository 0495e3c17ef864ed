"""When the rows of a table became known, day by day and reporter by reporter."""

from __future__ import annotations

from datetime import date

import pyarrow.compute as pc

from comity.facts.model import SealedTable


def last_arrivals(sealed: SealedTable, column: str, known_at: date) -> list[tuple[date, str, date]]:
    """Return (day of a row, its reporter, the day on which the last such row became known), by that last day.

    `column` holds the day of a row. Rows that became known after `known_at` are left out.
    """
    known = sealed.history.filter(pc.field("_known_at") <= known_at)
    rows = known.group_by([column, "_reporter"]).aggregate([("_known_at", "max")]).to_pylist()
    return sorted(((row[column], row["_reporter"], row["_known_at_max"]) for row in rows), key=lambda row: row[2])
