"""Headings that say their unit: what Comity gives out can be handed in; another unit than the agreement's cannot."""

from decimal import Decimal

import pytest

from comity.agreement.model import Reporter
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


THREE = owed(
    "costs",
    {"month": "period", "amount": "money"},
    by=(
        Reporter(party="alpha", currency="EUR"), Reporter(party="beta", currency="USD", scale=Decimal(1000)),
        Reporter(party="gamma", currency="EUR"),
    ),
    key=("month",),
)  # fmt: skip
"""Costs that alpha and gamma report in euros, and beta in thousands of dollars."""


def costs(heading: str, *who: str | None, **about: str):
    """A row of costs of each reporter, below one heading."""
    months = [f"2026-0{month}" for month in range(1, len(who) + 1)]
    columns = {"month": months, heading: ["5"] * len(who)} | ({"reported_by": [*who]} if any(who) else {})
    return file_of(columns, "facts/costs/all.csv", known_at="2026-10-01", **about)


@pytest.mark.parametrize("who", [["beta"], ["alpha", "beta"], ["beta", "alpha"], [None, "beta"]])
def test_a_heading_for_one_unit_holds_for_the_reporter_of_every_row(who: list[str | None]) -> None:
    """Five euros of beta are not five thousand dollars, whoever reports the rest of the file."""
    about = {} if all(who) else {"reported_by": "alpha"}
    submission, problems = checked(THREE, costs("amount (EUR)", *who, **about))
    assert submission is None
    assert [(one.code, one.place.cell) for one in problems] == [("CMY-445", "column amount")]
    assert "USD k" in problems[0].why


@pytest.mark.parametrize(
    ("heading", "who"),
    [
        ("amount (EUR)", ["alpha", "gamma"]),
        ("amount (EUR)", ["gamma"]),
        ("amount (USD k)", ["beta"]),
        ("amount (EUR by alpha, USD k by beta)", ["alpha", "beta"]),
        ("amount (EUR by alpha, USD k by beta)", ["beta"]),  # one who reads both picked the rows of one
        ("amount (USD k by beta, EUR by gamma)", ["gamma"]),
        ("amount (EUR by alpha and gamma, USD k by beta)", ["beta"]),
    ],
)
def test_a_heading_may_say_the_unit_of_more_than_report_here(heading: str, who: list[str]) -> None:
    """What Comity gives out of some of the reporters, or a part of it, can be handed in again."""
    rows = accepted(THREE, costs(heading, *who)).rows
    assert rows.column("amount").to_pylist() == [5000 if one == "beta" else 5 for one in who]


@pytest.mark.parametrize("heading", ["amount (EUR by alpha, USD by beta)", "amount (EUR by alpha and gamma)"])
def test_a_heading_that_names_whose_unit_is_which_is_right_of_each(heading: str) -> None:
    """A unit that is wrong, or one that is not said of a reporter of the rows, is refused."""
    submission, problems = checked(THREE, costs(heading, "alpha", "beta"))
    assert submission is None and [one.code for one in problems] == ["CMY-445"]


def test_an_empty_file_may_have_the_heading_of_any_reporter() -> None:
    """Where there are no rows nothing can be read wrongly, unless nobody reports in that unit."""
    told = {"covers": "2026-01", "reported_by": "alpha"}
    assert not checked(THREE, costs("amount (EUR)", **told))[1]
    assert [one.code for one in checked(THREE, costs("amount (EUR m)", **told))[1]] == ["CMY-445"]
