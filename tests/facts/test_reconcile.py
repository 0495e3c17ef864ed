"""Two reporters of one fact."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest

from comity.agreement.model import Reporter
from comity.facts.model import Comparison
from comity.kernel import exact
from comity.kernel.period import Grain
from tests.facts.builders import ALPHA, DOLLARS, EUROS, RATES, SALES, accepted, file_of, owed, sealed

# Worldwide net sales of Dupixent: quarter, USD m as Regeneron reports them with the unit rounded to, EUR m as Sanofi
# reports them with theirs, and the mean of the European Central Bank's daily reference rates in the quarter.
# Sources: the companies' quarterly reports and releases, listed row by row in examples/regeneron-sanofi/facts/sales
# (2020-Q1, 2023-Q1 and Sanofi's 2023-Q1 and 2024-Q2 from the press quoting them), the rates in facts/rates there.
BOTH_REPORTED = (
    ("2020-Q1", "855", "1", "776", "1", "1.1027"),
    ("2020-Q4", "1170", "10", "982", "1", "1.1929"),
    ("2021-Q3", "1660", "10", "1410", "1", "1.1788"),
    ("2022-Q1", "1810", "10", "1614", "1", "1.1217"),
    ("2022-Q2", "2090", "10", "1963", "1", "1.0647"),
    ("2022-Q3", "2330", "10", "2314", "1", "1.0070"),
    ("2022-Q4", "2450", "10", "2402", "1", "1.0205"),
    ("2023-Q1", "2490", "10", "2320", "10", "1.0730"),
    ("2023-Q2", "2790", "10", "2562", "1", "1.0887"),
    ("2024-Q1", "3080", "10", "2835", "1", "1.0858"),
    ("2024-Q2", "3560", "10", "3303", "1", "1.0767"),
    ("2024-Q3", "3820", "10", "3476", "1", "1.0983"),
)


def submitted(table, reporter: str, **columns):
    raw = file_of(columns, f"facts/{table.name}/{reporter}.csv", known_at="2025-01-01", reported_by=reporter)
    return accepted(table, raw)


def two(first: str, second: str, *, roundings: tuple[str, str] = ("0", "0"), tolerance: str = "0") -> Comparison:
    """Compare one figure of two reporters in the same money."""
    table = owed(
        "sales",
        {"quarter": "period", "amount": "money", "rounding": "rounding"},
        by=(ALPHA, DOLLARS),
        every=Grain.QUARTER,
        key=("quarter",),
        tolerance=tolerance,
    )
    one = submitted(table, "alpha", quarter=["2024-Q1"], amount=[first], rounding=[roundings[0]])
    other = submitted(table, "regeneron", quarter=["2024-Q1"], amount=[second], rounding=[roundings[1]])
    (comparison,) = sealed([one, other], table).tables["sales"].comparisons
    return comparison


def test_all_quarters_that_regeneron_and_sanofi_both_reported_agree_within_rounding() -> None:
    """Twelve quarters, dollars and euros: converted at the quarter's mean rate they agree within the rounding."""
    quarters, dollars, by_ten, euros, by_one, rates = map(list, zip(*BOTH_REPORTED, strict=True))
    facts = sealed(
        [
            submitted(SALES, "regeneron", quarter=quarters, amount=dollars, rounding=by_ten),
            submitted(SALES, "sanofi", quarter=quarters, amount=euros, rounding=by_one),
            submitted(RATES, "published", quarter=quarters, currency=["EUR"] * 12, rate=rates),
        ],
        SALES,
        RATES,
    )
    assert facts.problems == ()
    comparisons = facts.tables["sales"].comparisons
    assert [c.period.name for c in comparisons] == quarters
    assert {(c.state, c.within) for c in comparisons} == {("agreed", "rounding")}
    shares = [exact.magnitude(c.difference) for c in comparisons if c.difference is not None]
    assert len(shares) == 12
    assert exact.round_to(exact.greatest(shares), Decimal("0.0001"), "half up") == Decimal("0.0013")
    assert facts.tables["sales"].rows.column("_reporter").to_pylist() == ["regeneron"] * 12
    assert facts.tables["sales"].rows.column("_disputed").to_pylist() == [False] * 12


def test_a_comparison_shows_both_reports_as_made_and_converted() -> None:
    """Value, currency, rate, converted value and rounding stand side by side, with the cell they come from."""
    facts = sealed(
        [
            submitted(SALES, "regeneron", quarter=["2024-Q3"], amount=["3820"], rounding=["10"]),
            submitted(SALES, "sanofi", quarter=["2024-Q3"], amount=["3476"], rounding=["1"]),
            submitted(RATES, "published", quarter=["2024-Q3"], currency=["EUR"], rate=["1.0983"]),
        ],
        SALES,
        RATES,
    )
    (comparison,) = facts.tables["sales"].comparisons
    first, second = comparison.reports
    assert (first.reporter, first.value, first.currency, first.rate) == ("regeneron", 3_820_000_000, "USD", None)
    assert (second.value, second.currency, second.rate) == (3_476_000_000, "EUR", Decimal("1.0983"))
    assert (second.converted, second.rounding) == (3_817_690_800, 1_098_300)
    assert (second.file, second.row, second.known_at) == ("facts/sales/sanofi.csv", 2, date(2025, 1, 1))
    assert comparison.difference == Fraction(3_817_690_800 - 3_820_000_000, 3_820_000_000)
    assert comparison.reason == (
        "regeneron's USD 3,820m and sanofi's EUR 3,476m (USD 3,817.691m at 1.0983) "
        "agree within the rounding of the reports."
    )


@pytest.mark.parametrize(
    ("second", "roundings", "state"),
    [
        ("105", ("10000000", "0"), "agreed"),
        ("105.000001", ("10000000", "0"), "differs"),
        ("105", ("0", "10"), "agreed"),
        ("105", ("5000000", "5"), "agreed"),
        ("106", ("5000000", "5"), "differs"),
        ("95", ("10000000", "0"), "agreed"),
        ("94", ("10000000", "0"), "differs"),
        ("100", ("0", "0"), "agreed"),
    ],
)
def test_reports_agree_if_one_value_can_be_meant_by_both(second, roundings, state) -> None:
    """Half the rounding of each side is allowed, and nothing more."""
    assert two("100000000", second, roundings=roundings).state == state


@pytest.mark.parametrize(
    ("second", "state", "within"),
    [
        ("100", "agreed", "equal"),
        ("101", "agreed", "tolerance"),
        ("99", "agreed", "tolerance"),
        ("101.01", "differs", ""),
    ],
)
def test_the_tolerance_is_a_share_of_the_first_report(second, state, within) -> None:
    """At one percent, 101 against 100 agrees and 101.01 does not."""
    comparison = two("100000000", second, tolerance="0.01")
    assert (comparison.state, comparison.within) == (state, within)


def test_a_tolerance_holds_below_zero_too() -> None:
    """A loss of 100 and one of 101 are one percent apart."""
    assert two("-100000000", "-101", tolerance="0.01").within == "tolerance"


def test_the_first_stays_and_is_disputed_where_they_differ() -> None:
    """The row of the first reporter counts, marked."""
    columns = {"quarter": ["2024-Q1"], "rounding": ["0"]}
    one = submitted(SALES, "regeneron", **columns, amount=["100"])
    other = submitted(SALES, "sanofi", **columns, amount=["150"])
    rate = submitted(RATES, "published", quarter=["2024-Q1"], currency=["EUR"], rate=["1"])
    facts = sealed([other, one, rate], SALES, RATES)
    assert facts.tables["sales"].rows.select(["amount", "_reporter", "_disputed"]).to_pylist() == [
        {"amount": 100_000_000, "_reporter": "regeneron", "_disputed": True}
    ]
    (comparison,) = facts.tables["sales"].comparisons
    assert comparison.difference == Decimal("0.5")
    assert comparison.reason.endswith("differ by 50.00% of the first.")


def test_a_gap_on_one_side_is_a_gap_and_no_zero() -> None:
    """Where only one reported, its row counts and the comparison names who is missing."""
    one = submitted(SALES, "regeneron", quarter=["2024-Q1"], amount=["100"], rounding=["1"])
    other = submitted(SALES, "sanofi", quarter=["2024-Q2"], amount=["200"], rounding=["1"])
    rate = submitted(RATES, "published", quarter=["2024-Q2"], currency=["EUR"], rate=["1.1"])
    table = sealed([one, other, rate], SALES, RATES).tables["sales"]
    assert [(c.period.name, c.state, c.missing, c.difference) for c in table.comparisons] == [
        ("2024-Q1", "one report", ("sanofi",), None),
        ("2024-Q2", "one report", ("regeneron",), None),
    ]
    assert table.rows.column("amount").to_pylist() == [100_000_000, 220_000_000]
    assert table.rows.column("_disputed").to_pylist() == [False, False]


def test_an_empty_cell_is_no_report() -> None:
    """A row without the amount is a gap of that amount."""
    one = submitted(SALES, "regeneron", quarter=["2024-Q1"], amount=pa.array([None], pa.string()), rounding=["1"])
    other = submitted(SALES, "sanofi", quarter=["2024-Q1"], amount=["200"], rounding=["1"])
    rate = submitted(RATES, "published", quarter=["2024-Q1"], currency=["EUR"], rate=["1.1"])
    (comparison,) = sealed([one, other, rate], SALES, RATES).tables["sales"].comparisons
    assert (comparison.state, comparison.missing) == ("one report", ("regeneron",))


def test_a_report_that_waits_for_a_rate_is_not_called_missing() -> None:
    """It is there, and says so; until the rate is known there is nothing to compare."""
    one = submitted(SALES, "regeneron", quarter=["2024-Q1"], amount=["100"], rounding=["1"])
    other = submitted(SALES, "sanofi", quarter=["2024-Q1"], amount=["200"], rounding=["1"])
    (comparison,) = sealed([one, other], SALES, RATES).tables["sales"].comparisons
    assert (comparison.state, comparison.missing) == ("one report", ("sanofi",))
    assert comparison.reason == "The report of sanofi waits for an exchange rate."


def test_a_rounding_beside_money_is_not_one_of_numbers() -> None:
    """Amounts rounded to ten dollars leave the count of boxes exact."""
    columns = {"month": "period", "amount": "money", "boxes": "number", "rounding": "rounding"}
    table = owed("t", columns, by=(ALPHA, Reporter(party="beta")), key=("month",))
    one = submitted(table, "alpha", month=["2026-01"], amount=["100"], boxes=["100"], rounding=["10"])
    other = submitted(table, "beta", month=["2026-01"], amount=["103"], boxes=["103"], rounding=["10"])
    comparisons = sealed([one, other], table).tables["t"].comparisons
    assert [(c.column, c.state) for c in comparisons] == [("amount", "agreed"), ("boxes", "differs")]


def test_every_number_of_a_row_is_compared_by_scope() -> None:
    """One comparison a period, member and column; one column that differs disputes the row."""
    table = owed(
        "stock",
        {"month": "period", "site": "text", "in_": "number", "out": "number", "note": "text"},
        by=(ALPHA, EUROS),
        key=("month", "site"),
    )
    same = {"month": ["2026-02", "2026-01"], "site": ["b", "a"], "in_": ["5", "7"], "note": ["x", "y"]}
    one = submitted(table, "alpha", **same, out=["1", "2"])
    other = submitted(table, "sanofi", **same, out=["1", "3"])
    sealed_table = sealed([one, other], table).tables["stock"]
    assert [(c.period.name, c.scope, c.column, c.state) for c in sealed_table.comparisons] == [
        ("2026-01", (("site", "a"),), "in_", "agreed"),
        ("2026-01", (("site", "a"),), "out", "differs"),
        ("2026-02", (("site", "b"),), "in_", "agreed"),
        ("2026-02", (("site", "b"),), "out", "agreed"),
    ]
    assert sealed_table.rows.column("_disputed").to_pylist() == [True, False]


def test_zero_against_something_has_no_share() -> None:
    """Nothing is a share of zero: they differ, and the difference has no percentage."""
    comparison = two("0", "5")
    assert (comparison.state, comparison.difference) == ("differs", None)
    assert comparison.reason == "alpha's USD 0 and regeneron's USD 5m differ."
    assert two("0", "0").difference == 0


def test_of_three_reporters_the_furthest_is_shown() -> None:
    """Each is compared with the first; the difference shown is the greatest."""
    table = owed("t", {"month": "period", "n": "number"}, by=(ALPHA, DOLLARS, EUROS), key=("month",), tolerance="0.05")
    values = {"alpha": "100", "regeneron": "101", "sanofi": "96"}
    (comparison,) = (
        sealed([submitted(table, who, month=["2026-01"], n=[n]) for who, n in values.items()], table)
        .tables["t"]
        .comparisons
    )
    assert (comparison.state, comparison.within, comparison.difference) == ("agreed", "tolerance", Decimal("-0.04"))


def test_without_a_key_only_the_first_reporters_rows_count() -> None:
    """Rows with days of their own cannot be matched without a key: the agreement must name one."""
    table = owed("t", {"day": "date", "n": "number"}, every=None, by=(ALPHA, EUROS))
    one = submitted(table, "alpha", day=["2026-01-05"], n=["1"])
    other = submitted(table, "sanofi", day=["2026-01-05"], n=["2"])
    facts = sealed([one, other], table)
    assert [p.code for p in facts.problems] == ["CMY-444"]
    assert facts.tables["t"].rows.column("n").to_pylist() == [1]
    assert sealed([one], table).problems == ()


def test_rows_with_days_are_matched_by_their_key() -> None:
    """The period of the comparison is the day."""
    table = owed("t", {"day": "date", "order": "text", "n": "number"}, every=None, by=(ALPHA, EUROS), key=("order",))
    columns = {"day": ["2026-01-05"], "order": ["A1"], "n": ["1"]}
    facts = sealed([submitted(table, "alpha", **columns), submitted(table, "sanofi", **columns)], table)
    (comparison,) = facts.tables["t"].comparisons
    assert (comparison.period.name, comparison.scope, comparison.state) == ("2026-01-05", (("order", "A1"),), "agreed")


def test_a_correction_of_one_side_settles_it() -> None:
    """As known before the correction they differ, afterwards they agree."""
    table = owed("t", {"month": "period", "n": "number"}, by=(ALPHA, EUROS), key=("month",))
    one = submitted(table, "alpha", month=["2026-01"], n=["10"])
    wrong = submitted(table, "sanofi", month=["2026-01"], n=["11"])
    raw = file_of({"month": ["2026-01"], "n": ["10"]}, "facts/t/new.csv", known_at="2026-03-01", reported_by="sanofi")
    states = [
        sealed([one, wrong, accepted(table, raw)], table, known_at=day).tables["t"].comparisons[0].state
        for day in (date(2026, 2, 28), date(2026, 3, 1))
    ]
    assert states == ["differs", "agreed"]
