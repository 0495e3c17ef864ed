"""The SQL of expressions: quoted, escaped, exact; and what is left to Python."""

import pytest

from comity.metrics.columns import Kind
from comity.metrics.emit import NotInSql, condition, expression, quoted
from tests.metrics.builders import tree

COLUMNS = {
    "whole": Kind("int", 19, nullable=True),
    "amount": Kind("decimal", 18, 4),
    "fine": Kind("decimal", 38, 20),
    "huge": Kind("decimal", 38, 0),
    "kind": Kind("text"),
    "day": Kind("date"),
    "month": Kind("text", day='"_last"'),
    "flag": Kind("truth", nullable=True),
    "late": Kind("truth"),
    'odd"name': Kind("int", 19),
}


def sql(text: str) -> str:
    """Return the SQL of a formula."""
    return expression(tree(text), COLUMNS).text


def test_names_are_quoted() -> None:
    """A column is always in double quotes, and a quote in its name is doubled."""
    assert sql("t.amount") == '"amount"'
    assert quoted('a"; DROP TABLE x --') == '"a""; DROP TABLE x --"'


def test_texts_are_escaped() -> None:
    """A quote inside a text stays inside it."""
    assert sql("t.kind = 'it''s; DROP TABLE x --'") == "(\"kind\" = 'it''s; DROP TABLE x --')"


def test_numbers_are_decimal() -> None:
    """A literal with a fraction is cast to its own decimal type, a large one to one that holds it."""
    assert sql("t.amount + 97%") == "(\"amount\" + CAST('0.97' AS DECIMAL(2, 2)))"
    assert "CAST('12345678901234567890' AS DECIMAL(20, 0))" in sql("t.amount + 12345678901234567890")


def test_whole_literals_do_not_overflow() -> None:
    """In arithmetic of whole numbers a literal has 64 bits."""
    assert sql("t.whole * 3000000") == '("whole" * CAST(3000000 AS BIGINT))'


def test_the_empty_cell_makes_a_case_unknown() -> None:
    """A condition that may be unknown is asked for that first; one that cannot be is not."""
    text = sql("case when t.flag then 1 else 0 end")
    assert text == '(CASE WHEN "flag" IS NULL THEN NULL WHEN "flag" THEN 1 ELSE 0 END)'
    assert sql("case when t.late then 1 else 0 end") == '(CASE WHEN "late" THEN 1 ELSE 0 END)'


def test_least_does_not_pass_over_the_empty_cell() -> None:
    """DuckDB would take the least of the others."""
    assert sql("least(t.whole, t.amount)").startswith('(CASE WHEN "whole" IS NULL THEN NULL ELSE least(')


def test_no_decimal_place_is_dropped_where_types_are_brought_together() -> None:
    """DuckDB would give coalesce of a DECIMAL(18, 4) and a DECIMAL(38, 0) the type DECIMAL(38, 0)."""
    assert "CAST(" not in sql("coalesce(t.whole, t.amount)")
    for text in ("case when t.late then t.amount else t.huge end", "least(t.amount, t.huge)", "t.amount > t.huge"):
        assert 'CAST("huge" AS DECIMAL(38, 4))' in sql(text)


def test_a_product_of_short_decimals_is_widened() -> None:
    """DuckDB would give it 18 digits and fail on money times a rate."""
    assert sql("t.amount * t.amount") == '(CAST("amount" AS DECIMAL(19, 4)) * "amount")'


def test_a_period_is_dated_by_its_last_day() -> None:
    """The month of a period column is that of the day by which the period is placed."""
    assert sql("month(t.month)") == 'month("_last")'


@pytest.mark.parametrize(
    "text",
    [
        "t.amount / 2",
        "t.amount / t.whole",
        "t.fine * t.fine",
        "round(t.amount, -2)",
        "round(t.amount, t.whole)",
        "mod(t.amount, t.whole)",
        "mod(t.amount, 0)",
        "mod(t.huge, 0.5)",
        "sqrt(t.amount)",
        "power(t.amount, 2)",
        "t.amount + 3 months",
        "t.kind = 1",
        "t.day > 1",
        "-t.kind",
        "t.unknown",
        "limit_ + 1",
        "severity(t.amount)",
        "sum(t.amount)",
        "year(t.kind)",
        "t.amount in (1, 'a')",
        "case when t.flag then 1 else 'a' end",
        "case when t.amount then 1 end",
        "t.flag and t.amount",
        "not t.amount",
        "previous(t.amount)",
    ],
)
def test_what_is_not_exact_in_sql_is_left_to_python(text: str) -> None:
    """Divisions, odd roundings, unlike kinds and everything unknown are refused, never guessed."""
    with pytest.raises(NotInSql):
        sql(text)


def test_a_number_is_no_condition() -> None:
    """A predicate must be a truth."""
    with pytest.raises(NotInSql):
        condition(tree("t.amount"), COLUMNS)
