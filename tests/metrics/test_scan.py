"""One SELECT a scan: its shape, and the periods it sorts rows into."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.metrics.columns import Kind
from comity.metrics.plan import Pass, Planner, ScanKey, aggregates, parts
from comity.metrics.scan import bucket, scan
from tests.metrics.builders import STARTS, tree

COLUMNS = {
    "x": Kind("decimal", 18, 4, nullable=True),
    "kind": Kind("text"),
    "line": Kind("int", 19),
    "_known_at": Kind("date"),
    "_disputed": Kind("truth"),
}
CALENDARS = [
    Calendar(term_starts=date(2024, 1, 1)),
    Calendar(year_starts=(7, 1), term_starts=date(2024, 5, 17)),
    Calendar(year_starts=(4, 6), term_starts=date(2024, 2, 29)),
]
FIRST, LAST = date(2024, 1, 1), date(2027, 12, 31)
CONNECTION = duckdb.connect(config={"threads": 1})


def statement(*texts: str, per: tuple[str, ...] = ()) -> str:
    """Return the SQL of a scan by month."""
    planner = Planner()
    for text in texts:
        for call in aggregates(tree(text)):
            planner.add(call, ScanKey("t", Grain.MONTH, per, Pass.SQL), parts(call))
    months = Calendar().between(Grain.MONTH, STARTS, date(2026, 12, 31))
    return scan(planner.scans()[0], COLUMNS, months)


def test_a_scan_is_one_group_by() -> None:
    """All primitives of a table come from one pass, with the rows, the day they were known and disputes."""
    text = statement("sum(t.x) / count(*) filter (where t.kind = 'a')", "max(t.x)", per=("kind",))
    assert text.count("SELECT") == text.count("GROUP BY") == 1
    for part in ('"kind" AS s0', "count(*) AS rows", 'max("_known_at") AS known', 'bool_or("_disputed") AS disputed'):
        assert part in text


def test_no_aggregate_is_filtered() -> None:
    """FILTER costs DuckDB time quadratic in the number of aggregates; CASE and count_if do not."""
    text = statement("sum(t.x) filter (where t.kind = 'a') / count(*) filter (where t.x > 1)", "count_if(t.x > 2)")
    assert "FILTER" not in text.upper()
    assert "CASE WHEN" in text
    assert "count_if" in text


def test_members_that_are_no_text_become_text() -> None:
    """A scope column of numbers is read as text, so that members are always names."""
    assert 'CAST("line" AS VARCHAR) AS s0' in statement("count(t.x)", per=("line",))


@pytest.mark.parametrize("calendar", CALENDARS, ids=["plain", "July", "odd"])
@pytest.mark.parametrize("grain", list(Grain))
@settings(max_examples=25, deadline=None)
@given(days=st.lists(st.dates(date(2024, 3, 1), date(2027, 6, 30)), min_size=1, max_size=30))
def test_a_row_belongs_to_the_period_of_its_last_day(grain: Grain, calendar: Calendar, days: list[date]) -> None:
    """SQL sorts days into the same periods as the calendar, whatever day years start on."""
    periods = calendar.between(grain, FIRST, LAST)
    CONNECTION.register("t", pa.table({"_last": pa.array(days, pa.date32())}))
    found = CONNECTION.sql(f"SELECT {bucket(grain, periods)} FROM t").fetchall()
    assert [row[0] for row in found] == [calendar.containing(grain, day).first for day in days]


def test_days_outside_the_term_belong_to_no_contract_year() -> None:
    """Periods that are looked up end with the term."""
    calendar = CALENDARS[1]
    periods = calendar.between(Grain.CONTRACT_YEAR, date(2024, 5, 17), date(2025, 1, 1))
    outside = [periods[0].first - timedelta(days=1), periods[-1].last + timedelta(days=1)]
    CONNECTION.register("t", pa.table({"_last": pa.array(outside, pa.date32())}))
    found = CONNECTION.sql(f"SELECT {bucket(Grain.CONTRACT_YEAR, periods)} FROM t").fetchall()
    assert found == [(None,), (None,)]
