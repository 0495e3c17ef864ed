"""Formulas give what SQL written by hand gives, and what plain Python gives, on random tables."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.facts.model import SealedTable
from comity.kernel.figure import Figure, State
from tests.metrics.builders import measured, metric, owed, sealed, terms
from tests.metrics.twins import CONDITIONS, NUMBERS, ROWS, Row, Twin

TABLE = owed(
    "t",
    {
        "month": "period", "member": "text", "kind": "text",
        "whole": "number", "amount": "number", "rate": "number", "flag": "truth",
    },
)  # fmt: skip
KINDS = {"whole": "whole"}
MONTHS = ("2026-01", "2026-02", "2026-03")
CONNECTION = duckdb.connect(config={"threads": 1})
FUNCTIONS = ("sum", "avg", "min", "max", "count", "median", "count distinct")
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def seal(rows: list[Row]) -> SealedTable:
    """Seal rows as reported in full for all three months, so that no rows means none."""
    return sealed(TABLE, rows, kinds=KINDS, covers=MONTHS)


def computed(formulas: Mapping[str, str], table: SealedTable, per: tuple[str, ...] = ()) -> dict[Any, Figure]:
    """Return the figures of the three months by (metric, month, member)."""
    definitions = [metric(name, text, per=per) for name, text in formulas.items()]
    found = measured(terms([TABLE], definitions), table)
    return {
        (name, figure.period.name, figure.member): figure
        for name, figures in found.figures.items()
        for figure in figures
        if figure.period.name in MONTHS
    }


def by_hand(sql: str, table: SealedTable, month: str) -> Any:
    """Return the one value of a hand-written SELECT over the rows of a month."""
    CONNECTION.register("t", table.rows)
    found = CONNECTION.sql(f"SELECT {sql} FROM t WHERE month = '{month}'").fetchall()
    return found[0][0]


def naive(function: str, number: Twin, where: Twin | None, rows: list[Row]) -> Fraction | None:
    """Return an aggregate in plain Python; None where there is nothing to take it from."""
    kept = [row for row in rows if where is None or where.value(row) is True]
    values = sorted(value for value in map(number.value, kept) if value is not None)
    match function:
        case "count":
            return Fraction(len(values))
        case "count distinct":
            return Fraction(len(set(values)))
        case "sum":
            return sum(values, Fraction(0)) if values or not kept else None
    if not values:
        return None
    match function:
        case "avg":
            return sum(values, Fraction(0)) / len(values)
        case "median":
            return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
    return values[0] if function == "min" else values[-1]


def sql_of(function: str, number: Twin, where: Twin | None) -> str | None:
    """Return the aggregate in hand-written SQL; None where SQL has no exact one."""
    kept = f"CASE WHEN {where.sql} THEN {number.sql} END" if where else number.sql
    if function in ("avg", "median"):
        return None
    if function == "count distinct":
        return f"count(DISTINCT {kept})"
    return f"{function}({kept})"


def text_of(function: str, number: Twin, where: Twin | None) -> str:
    """Return the aggregate in the language of agreements."""
    inner = f"count(distinct {number.formula})" if function == "count distinct" else f"{function}({number.formula})"
    return inner + (f" filter (where {where.formula})" if where else "")


def check(figure: Figure, expected: Fraction | None) -> None:
    """Compare a figure with a number, or with the absence of one."""
    if expected is None:
        assert figure.value is None, figure
        assert figure.state in (State.UNDETERMINED, State.MISSING)
    else:
        assert figure.value is not None, figure
        assert Fraction(figure.value) == expected, figure


@QUIET
@given(function=st.sampled_from(FUNCTIONS), number=NUMBERS, where=st.none() | CONDITIONS, rows=ROWS)
def test_aggregates(function: str, number: Twin, where: Twin | None, rows: list[Row]) -> None:
    """Every aggregate of every expression equals hand-written SQL and plain Python, to the last digit."""
    if all(name not in number.formula for name in ("t.whole", "t.amount", "t.rate")):
        return
    table = seal(rows)
    found = computed({"m": text_of(function, number, where)}, table)
    sql = sql_of(function, number, where)
    for month in MONTHS:
        own = [row for row in rows if row["month"] == month]
        expected = naive(function, number, where, own)
        if _filled(own, number):
            check(found["m", month, ""], expected)
        if sql is not None and own:
            hand = by_hand(sql, table, month)
            assert (None if hand is None else Fraction(hand)) == _as_sql(function, expected, number, where, own)


def _filled(rows: list[Row], number: Twin) -> bool:
    """Tell whether no cell is empty that the expression mentions: else a period may count as not reported."""
    mentioned = [name for name in ("whole", "amount") if f"t.{name}" in number.formula]
    return all(row[name] is not None for row in rows for name in mentioned)


def _as_sql(function: str, expected: Fraction | None, number: Twin, where: Twin | None, rows: list[Row]) -> Any:
    """Return what SQL says where Comity says 0: the sum of no rows is NULL there."""
    kept = [row for row in rows if where is None or where.value(row) is True]
    return None if function == "sum" and not kept else expected


@QUIET
@given(where=CONDITIONS, rows=ROWS)
def test_conditions(where: Twin, rows: list[Row]) -> None:
    """A condition counts the rows for which it is true; unknown is not true, and `not` keeps it unknown."""
    if "t." not in where.formula:
        return
    table = seal(rows)
    found = computed({"m": f"count_if({where.formula})", "n": f"count_if(not ({where.formula}))"}, table)
    for month in MONTHS:
        own = [where.value(row) for row in rows if row["month"] == month]
        check(found["m", month, ""], Fraction(own.count(True)))
        check(found["n", month, ""], Fraction(own.count(False)))
        assert by_hand(f"count(CASE WHEN {where.sql} THEN 1 END)", table, month) == own.count(True)


@QUIET
@given(numbers=st.lists(NUMBERS, min_size=1, max_size=6), rows=ROWS)
def test_python_gives_what_sql_gives(numbers: list[Twin], rows: list[Row]) -> None:
    """The slow path for divisions agrees with SQL: dividing by one changes nothing."""
    table = seal(rows)
    usable = [number for number in numbers if "t." in number.formula]
    fast = computed({f"m{n}": f"sum({number.formula})" for n, number in enumerate(usable)}, table, ("member",))
    slow = computed({f"m{n}": f"sum(({number.formula}) / 1)" for n, number in enumerate(usable)}, table, ("member",))
    assert {key: (figure.value, figure.state) for key, figure in fast.items()} == {
        key: (figure.value, figure.state) for key, figure in slow.items()
    }


def test_a_small_decimal_beside_a_wide_one_keeps_its_places() -> None:
    """0.0001 is still there after being brought to one type with a product of 38 digits (found by hypothesis)."""
    rows = [_row(amount=Decimal("0.0001"), whole=1), _row(amount=None, whole=None)]
    text = "sum(coalesce(t.amount, floor(t.whole * t.amount)))"
    assert computed({"m": text}, seal(rows))["m", "2026-01", ""].value == Decimal("0.0001")


@QUIET
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(rows: list[Row], seed: int) -> None:
    """Facts in another order give the same figures, exactly."""
    shuffled = list(rows)
    random.Random(seed).shuffle(shuffled)
    formulas = {"s": "sum(t.amount * t.rate)", "a": "avg(t.rate)", "m": "median(t.rate)", "l": "max(t.rate)"}
    one, other = (computed(formulas, seal(each), ("member",)) for each in (rows, shuffled))
    assert {key: figure.value for key, figure in one.items()} == {key: figure.value for key, figure in other.items()}


def test_a_mean_is_divided_exactly() -> None:
    """A third stays a third."""
    rows = [_row(amount=Decimal(amount)) for amount in (0, 0, 1)]
    assert computed({"m": "avg(t.amount)"}, seal(rows))["m", "2026-01", ""].value == Fraction(1, 3)


def test_a_median_is_not_cut_off() -> None:
    """The mean of the two middle values keeps the digit that DuckDB's own median loses."""
    rows = [_row(amount=Decimal(text)) for text in ("0.0001", "0.0002")]
    found = computed({"m": "median(t.amount)"}, seal(rows))["m", "2026-01", ""]
    assert found.value == Decimal("0.00015")


@pytest.mark.parametrize("text", ["sum(t.rate / t.amount)", "sum(mod(t.rate, t.amount))"])
def test_a_division_by_zero_in_one_row_is_not_passed_over(text: str) -> None:
    """One row divided by zero makes the aggregate undetermined; an empty cell is passed over as in SQL."""
    rows = [_row(amount=Decimal(2)), _row(amount=Decimal(0)), _row(amount=None)]
    found = computed({"m": text}, seal(rows))["m", "2026-01", ""]
    assert (found.value, found.state, found.reason) == (None, State.UNDETERMINED, "division by zero")
    without = computed({"m": text}, seal([rows[0], rows[2]]))["m", "2026-01", ""]
    assert without.value is not None


def _row(**cells: Any) -> Row:
    return {"month": "2026-01", "member": "x", "rate": Decimal(3), **cells}
