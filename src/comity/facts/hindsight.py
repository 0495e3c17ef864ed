"""Facts as a backtest takes them: how far they reach back and forth, and each known when it was due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.agreement.model import FactTable, Terms
from comity.facts.model import Facts, SealedTable


def extent(facts: Facts, tables: Iterable[str]) -> tuple[date, date] | None:
    """Return the first and the last day that the rows of some tables speak of; None where they hold none."""
    firsts, lasts = [], []
    for name in tables:
        table = facts.tables.get(name)
        if table is not None and table.rows.num_rows:
            firsts.append(pc.min(table.rows.column("_first")).as_py())
            lasts.append(pc.max(table.rows.column("_last")).as_py())
    known = [day for day in (*firsts, *lasts) if day is not None]
    return (min(known), max(known)) if known else None


def known_when_due(facts: Facts, terms: Terms, tables: Iterable[str]) -> Facts:
    """Return the facts with each row of some tables known on the day it was due; the others unchanged.

    Files of the past are handed in together, today; without this every period would become known on one day.
    """
    wanted = set(tables) & set(terms.facts)
    changed = {name: _when_due(of, terms.facts[name], terms) for name, of in facts.tables.items() if name in wanted}
    return replace(facts, tables={**facts.tables, **changed})


def due_of(table: FactTable, last: date, terms: Terms) -> date:
    """Return the day by which the rows of a period or day that ends on a day are due: that day where none is agreed."""
    if table.due is None:
        return last
    anchors = {"period end": last, "period start": last, "day": last, "report": last, "starts": terms.starts}
    return terms.calendar.deadline_day(table.due, anchors, table.every) or last


def _when_due(sealed: SealedTable, owed: FactTable, terms: Terms) -> SealedTable:
    lasts = sealed.rows.column("_last").to_pylist()
    days = {last: due_of(owed, last, terms) for last in set(lasts) if last is not None}
    known = pa.array([days.get(last) for last in lasts], pa.date32())
    at = sealed.rows.column_names.index("_known_at")
    return replace(sealed, rows=sealed.rows.set_column(at, "_known_at", known))
