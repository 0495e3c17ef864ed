"""Headings that say their unit: what Comity gives out can be handed in; another unit than the agreement's cannot."""

import pytest

from comity.facts.headings import headed, unheaded
from tests.facts.builders import ALPHA, DOLLARS, EUROS, RATES, SALES, accepted, checked, column, file_of, owed

PATH = "facts/sales/sanofi.csv"
ROW = {"quarter": ["2026-Q1"], "rounding": ["1"]}


def sales(heading: str, **about: str):
    """A row of sales whose column of amounts has a heading of its own."""
    told = {"known_at": "2026-05-01", "reported_by": "sanofi"} | about
    return file_of({"quarter": ["2026-Q1"], heading: ["3476"], "rounding": ["1"]}, PATH, **told)


def test_a_heading_says_the_money_in_which_a_party_reports() -> None:
    """Each party has its own; a file of both says which is whose, and what has no unit is called by its name alone."""
    amount = SALES.columns["amount"]
    assert headed(SALES, amount, ("sanofi",), "USD") == "amount (EUR m)"
    assert headed(SALES, amount, ("regeneron", "sanofi"), "USD") == "amount (USD m by regeneron, EUR m by sanofi)"
    assert headed(SALES, SALES.columns["rounding"], ("sanofi",), "USD") == "rounding (EUR m)"
    assert headed(SALES, SALES.columns["quarter"], ("sanofi",), "USD") == "quarter"
    assert headed(RATES, RATES.columns["rate"], ("published",), "USD") == "rate"
    whole = owed("sales", {"month": "period", "amount": "money"}, by=(ALPHA,))
    assert headed(whole, whole.columns["amount"], ("alpha",), "USD") == "amount (USD)"
    assert headed(whole, whole.columns["amount"], ("alpha",), None) == "amount"


@pytest.mark.parametrize(
    "heading", ["amount", "amount (EUR m)", "amount  (EUR m)", "amount (USD m by regeneron, EUR m by sanofi)"]
)
def test_a_file_with_such_a_heading_is_read(heading: str) -> None:
    """The heading means the column, and the amounts are what they are without it."""
    rows = accepted(SALES, sales(heading)).rows
    assert rows.column("amount").to_pylist() == [3_476_000_000]


@pytest.mark.parametrize("heading", ["amount (EUR k)", "amount (USD m)", "amount (millions)"])
def test_another_unit_than_the_agreed_one_is_refused(heading: str) -> None:
    """Thousands or dollars under the heading of a party that reports millions of euros would be read as these."""
    submission, (problem,) = checked(SALES, sales(heading))
    assert submission is None
    assert (problem.code, problem.place.cell) == ("CMY-445", "column amount")
    assert "'amount (EUR m)'" in problem.why and "'amount (EUR m)'" in problem.hint


def test_a_column_that_is_there_already_keeps_its_name() -> None:
    """A heading with brackets that means no column, or one that is there too, stays an unknown column."""
    columns = {"quarter": ["2026-Q1"], "amount": ["1"], "amount (EUR m)": ["2"], "note (own)": ["x"], "rounding": ["1"]}
    raw, stated = unheaded(file_of(columns, PATH), SALES)
    assert stated == {} and raw.table.column_names == list(columns)
    named = owed(
        "sales", {"month": "period", "amount (EUR m)": column("amount (EUR m)", "number")}, by=(DOLLARS, EUROS)
    )
    assert unheaded(file_of({"month": ["2026-01"], "amount (EUR m)": ["2"]}), named)[1] == {}
