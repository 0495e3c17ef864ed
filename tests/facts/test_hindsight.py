"""Facts as a backtest takes them: how far they reach, and known when they were due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from comity.facts.hindsight import due_of, extent, known_when_due
from tests.metrics.builders import after, facts, owed, sealed, terms

MONTHLY = owed("sales", {"month": "period", "net": "money"}, due=after(10))
DAILY = owed("visits", {"day": "date", "count": "number"}, every=None)
TERMS = terms([MONTHLY, DAILY], [])
ROWS = [{"month": month, "net": Decimal(1)} for month in ("2026-01", "2026-02", "2026-04")]
KNOWN = facts(
    sealed(MONTHLY, ROWS),
    sealed(DAILY, [{"day": date(2025, 12, 30), "count": Decimal(1)}, {"day": date(2026, 5, 2), "count": Decimal(2)}]),
)


def test_the_extent_is_that_of_the_tables_named() -> None:
    """Other tables may reach further; empty ones reach nowhere."""
    assert extent(KNOWN, ["sales"]) == (date(2026, 1, 1), date(2026, 4, 30))
    assert extent(KNOWN, ["sales", "visits"]) == (date(2025, 12, 30), date(2026, 5, 2))
    assert extent(KNOWN, ["unknown"]) is None


def test_each_row_is_known_on_its_due_day() -> None:
    """Ten days after the month's end, whenever the file was handed in; where nothing is due, on its own day."""
    dated = known_when_due(KNOWN, TERMS, ["sales", "visits"])
    assert dated.tables["sales"].rows.column("_known_at").to_pylist() == [
        date(2026, 2, 10), date(2026, 3, 10), date(2026, 5, 10),
    ]  # fmt: skip
    assert dated.tables["visits"].rows.column("_known_at").to_pylist() == [date(2025, 12, 30), date(2026, 5, 2)]


def test_tables_not_named_and_all_other_columns_stay() -> None:
    """Only the day changes, and only where it is asked for."""
    dated = known_when_due(KNOWN, TERMS, ["sales"])
    assert dated.tables["visits"] is KNOWN.tables["visits"]
    before, now = KNOWN.tables["sales"].rows, dated.tables["sales"].rows
    assert now.column_names == before.column_names
    assert now.drop_columns(["_known_at"]).equals(before.drop_columns(["_known_at"]))


def test_a_table_without_a_due_day_is_due_at_once() -> None:
    """Published facts are known with the period."""
    assert due_of(DAILY, date(2026, 5, 2), TERMS) == date(2026, 5, 2)
    assert due_of(MONTHLY, date(2026, 4, 30), TERMS) == date(2026, 5, 10)
