"""Rows of a table as somebody may see them: their own, and of the others those that are known and open to them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from comity.facts.history import SUPERSEDED
from comity.facts.model import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTable:
    """What a reader sees of a table.

    `seen` is `all`, `some` (old or long periods only), `own` (what their own party reported) or `closed`. `rows` are
    those ever reported, as reported (facts.model.SealedTable.history): of the other side only what was known on the
    day, of their own party also what counts from a later day. `covered_by` are (reporter, period) declared complete.
    """

    name: str
    seen: str
    rows: pa.Table
    comparisons: tuple[Comparison, ...] = ()
    covered_by: frozenset[tuple[str, str]] = frozenset()


def seen_rows(history: pa.Table, own: Collection[str], known_at: date, shows: Callable[[date], bool]) -> pa.Table:
    """Return the rows of some reporters, and of the others those known by a day that `shows` opens.

    `shows` is asked by the first day that a row is about. Nothing is said of a later correction of somebody else's row.
    """
    mine = pc.is_in(history.column("_reporter"), pa.array(sorted(own), pa.string()))
    on = pa.scalar(known_at, pa.date32())
    until, firsts = history.column(SUPERSEDED), history.column("_first")
    hidden = pc.and_(pc.fill_null(pc.greater(until, on), False), pc.invert(mine))
    told = pc.if_else(hidden, pa.scalar(None, pa.date32()), until)
    rows = history.set_column(history.column_names.index(SUPERSEDED), SUPERSEDED, told)
    open_ = [day for day in firsts.unique().to_pylist() if day is not None and shows(day)]
    shown = pc.and_(pc.less_equal(rows.column("_known_at"), on), pc.is_in(firsts, pa.array(open_, pa.date32())))
    return rows.filter(pc.or_(mine, shown))
