"""Facts as known on a day: corrections, currencies, digests."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pyarrow as pa
import pytest

from comity.kernel.period import Grain
from comity.kernel.problem import Severity
from tests.facts.builders import (
    ALPHA,
    DOLLARS,
    EUROS,
    LATE,
    RATES,
    SALES,
    accepted,
    file_of,
    money,
    owed,
    sealed,
)

DAILY = owed("visits", {"day": "date", "place": "text", "count": "number"}, every=None)
MONTHLY = owed("levels", {"month": "period", "good": "number"}, key=("month",))


def month(name: str, good: str, known_at: str, path: str = ""):
    raw = file_of({"month": [name], "good": [good]}, path or f"facts/levels/{known_at}.csv", known_at=known_at)
    return accepted(MONTHLY, raw)


def visits(rows: list[tuple[str, str, str]], known_at: str, path: str = "", **about: str):
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(DAILY.columns)}
    raw = file_of(columns, path or f"facts/visits/{known_at}.csv", known_at=known_at, **about)
    return accepted(DAILY, raw)


def rates(*rows: tuple[str, str, str], known_at: str = "2025-01-01"):
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(RATES.columns)}
    return accepted(RATES, file_of(columns, f"facts/rates/{known_at}.csv", known_at=known_at))


def sales(reporter: str, *rows: tuple[str, str, str], known_at: str = "2025-01-01", path: str = ""):
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(SALES.columns)}
    path = path or f"facts/sales/{reporter}-{known_at}.csv"
    return accepted(SALES, file_of(columns, path, known_at=known_at, reported_by=reporter))


# -- known on a day ---------------------------------------------------------------------------


def test_a_correction_holds_from_its_day_and_the_old_row_stays() -> None:
    """On the day before, the first figure counts; the history has both, with the day on which the first ended."""
    submissions = [month("2026-01", "5", "2026-02-10"), month("2026-01", "6", "2026-03-10")]
    before = sealed(submissions, MONTHLY, known_at=date(2026, 3, 9)).tables["levels"]
    after = sealed(submissions, MONTHLY, known_at=date(2026, 3, 10)).tables["levels"]
    assert before.rows.column("good").to_pylist() == [5]
    assert after.rows.column("good").to_pylist() == [6]
    assert after.history.column("_superseded_at").to_pylist() == [date(2026, 3, 10), None]


def test_nothing_is_known_before_its_day() -> None:
    """Known on the tenth means not known on the ninth; the table is there, empty."""
    table = sealed([month("2026-01", "5", "2026-02-10")], MONTHLY, known_at=date(2026, 2, 9)).tables["levels"]
    assert table.rows.num_rows == 0
    assert table.rows.schema.names[-1] == "_disputed"


def test_a_table_without_files_is_there_and_empty() -> None:
    """Every table owed is sealed, with the columns that rows would have."""
    table = sealed([], DAILY).tables["visits"]
    assert table.rows.schema.names == [
        "day", "place", "count", "_first", "_last", "_reporter", "_known_at", "_file", "_row", "_disputed",
    ]  # fmt: skip
    assert (table.rows.num_rows, table.history.num_rows, table.covers) == (0, 0, frozenset())


def test_one_row_said_twice_on_one_day_counts_once() -> None:
    """The same row in two files is one fact."""
    submissions = [month("2026-01", "5", "2026-02-10", "a.csv"), month("2026-01", "5.0", "2026-02-10", "b.csv")]
    facts = sealed(submissions, MONTHLY)
    assert facts.problems == ()
    assert facts.tables["levels"].rows.column("_file").to_pylist() == ["a.csv"]


def test_two_rows_that_contradict_one_another_do_not_count() -> None:
    """Two files of one day with different values: a problem that names both, and neither is believed."""
    submissions = [month("2026-01", "5", "2026-02-10", "a.csv"), month("2026-01", "6", "2026-02-10", "b.csv")]
    facts = sealed(submissions, MONTHLY)
    (problem,) = facts.problems
    assert (problem.code, problem.place.file, problem.place.cell) == ("CMY-440", "b.csv", "row 2, column month")
    assert problem.related[0].place.file == "a.csv"
    assert facts.tables["levels"].rows.num_rows == 0
    assert sealed(submissions, MONTHLY, known_at=date(2026, 2, 9)).problems == ()


def test_a_day_without_key_is_reported_anew_as_a_whole() -> None:
    """Rows with days of their own and no key: the later report of a day takes the place of the earlier one."""
    first = visits([("2026-01-05", "a", "1"), ("2026-01-05", "b", "2"), ("2026-01-06", "a", "3")], "2026-02-01")
    second = visits([("2026-01-05", "a", "9")], "2026-03-01")
    rows = sealed([first, second], DAILY).tables["visits"].rows
    assert rows.column("count").to_pylist() == [9, 3]


def test_files_of_one_day_add_up_where_there_is_no_key() -> None:
    """Two sites hand in a file each on the same day."""
    first = visits([("2026-01-05", "a", "1")], "2026-02-01", "a.csv")
    second = visits([("2026-01-05", "b", "2")], "2026-02-01", "b.csv")
    assert sealed([first, second], DAILY).tables["visits"].rows.num_rows == 2


def test_what_a_complete_file_leaves_out_has_ended() -> None:
    """A later file that covers January without a row for it takes back the row reported before."""
    first = visits([("2026-01-05", "a", "1"), ("2026-02-05", "a", "2")], "2026-02-06")
    second = visits([("2026-01-20", "a", "7")], "2026-03-01", covers="2026-01")
    table = sealed([first, second], DAILY).tables["visits"]
    assert table.rows.column("count").to_pylist() == [7, 2]
    assert table.covers == {"2026-01"}
    early = sealed([first, second], DAILY, known_at=date(2026, 2, 28)).tables["visits"]
    assert (early.rows.column("count").to_pylist(), early.covers) == ([1, 2], frozenset())


def test_a_file_that_grows_takes_back_none_of_its_own_rows() -> None:
    """A file to which rows are added, each with its day, is complete with all of them: January stays reported."""
    rows = {"day": ["2026-01-05", "2026-02-05"], "place": ["a", "a"], "count": ["1", "2"]}
    grown = file_of(rows | {"known_at": ["2026-02-06", "2026-03-06"]}, covers="2026-01..2026-02")
    assert sealed([accepted(DAILY, grown)], DAILY).tables["visits"].rows.column("count").to_pylist() == [1, 2]


def test_another_reporter_takes_nothing_back() -> None:
    """Two reporters never supersede one another."""
    one = sales("regeneron", ("2024-Q1", "3080", "10"))
    other = sales("sanofi", ("2024-Q1", "2835", "1"), known_at="2025-06-01")
    history = sealed([one, other, rates(("2024-Q1", "EUR", "1.0858"))], SALES, RATES).tables["sales"].history
    assert history.column("_superseded_at").to_pylist() == [None, None]


def test_a_key_without_the_day_follows_a_row_to_another_day() -> None:
    """An incident whose day was corrected is the same incident."""
    table = owed("incidents", {"day": "date", "number": "text", "hours": "number"}, every=None, key=("number",))
    first = {"day": ["2026-01-05", "2026-01-06"], "number": ["A1", "A2"], "hours": ["3", "4"]}
    second = {"day": ["2026-01-20"], "number": ["A1"], "hours": ["5"]}
    submissions = [
        accepted(table, file_of(first, "a.csv", known_at="2026-02-01")),
        accepted(table, file_of(second, "b.csv", known_at="2026-03-01")),
    ]
    rows = sealed(submissions, table).tables["incidents"].rows
    assert rows.select(["number", "day", "hours"]).to_pylist() == [
        {"number": "A1", "day": date(2026, 1, 20), "hours": 5},
        {"number": "A2", "day": date(2026, 1, 6), "hours": 4},
    ]


# -- digests ----------------------------------------------------------------------------------


def test_the_digest_is_that_of_the_facts_not_of_the_files() -> None:
    """One file or two, in any order, with other names: the same facts have the same digest."""
    one = visits([("2026-01-05", "a", "1"), ("2026-01-06", "b", "2")], "2026-02-01")
    parts = [
        visits([("2026-01-06", "b", "2")], "2026-02-01", "x.csv"),
        visits([("2026-01-05", "a", "1")], "2026-02-01", "y.csv"),
    ]
    digests = {sealed(list(order), DAILY).tables["visits"].digest for order in permutations(parts)}
    assert digests == {sealed([one], DAILY).tables["visits"].digest}


def test_a_superseded_fraction_leaves_no_trace_in_the_digest() -> None:
    """What no longer counts does not change how what counts is written."""
    whole = month("2026-01", "5", "2026-02-10")
    corrected = [month("2026-01", "4.5", "2026-01-31"), whole]
    assert sealed(corrected, MONTHLY).tables["levels"].digest == sealed([whole], MONTHLY).tables["levels"].digest


@pytest.mark.parametrize(
    "rows",
    [
        [("2026-01-05", "a", "2")],
        [("2026-01-06", "a", "1")],
        [("2026-01-05", "b", "1")],
        [("2026-01-05", "a", "1"), ("2026-01-05", "a", "1")],
        [("2026-01-05", None, "1")],
        [("2026-01-05", "a", None)],
        [("2026-01-05", "a", "0")],
        [("2026-01-05", "a", "1.5")],
        [],
    ],
)
def test_other_facts_have_another_digest(rows) -> None:
    """Any cell, any row more or less, an empty cell or a zero is another fact."""
    plain = sealed([visits([("2026-01-05", "a", "1")], "2026-02-01")], DAILY).tables["visits"].digest
    other = sealed([visits(rows, "2026-02-01")] if rows else [], DAILY).tables["visits"].digest
    assert other != plain


def test_the_day_it_was_known_and_what_it_covers_are_part_of_the_digest() -> None:
    """They change what follows from the facts."""
    rows = [("2026-01-05", "a", "1")]
    digests = {
        sealed([visits(rows, "2026-02-01")], DAILY).tables["visits"].digest,
        sealed([visits(rows, "2026-02-02")], DAILY).tables["visits"].digest,
        sealed([visits(rows, "2026-02-01", covers="2026-01")], DAILY).tables["visits"].digest,
    }
    assert len(digests) == 3


# -- currencies -------------------------------------------------------------------------------


def test_amounts_are_converted_exactly_at_the_rate_of_their_period() -> None:
    """EUR 3,476m at 1.0983 is USD 3,817,690,800; the rounding is converted with it, the history keeps the euros."""
    table = sealed(
        [sales("sanofi", ("2024-Q3", "3476", "1")), rates(("2024-Q3", "EUR", "1.0983"))], SALES, RATES
    ).tables["sales"]
    (row,) = table.rows.to_pylist()
    assert (row["amount"], row["rounding"]) == (3_817_690_800, 1_098_300)
    assert table.history.column("amount").to_pylist() == [3_476_000_000]


def test_a_coarser_rate_holds_for_every_day_in_it() -> None:
    """Rows with days and months in a quarter use the rate of the quarter that contains their last day."""
    days = owed("costs", {"day": "date", "amount": money("amount", "EUR")}, every=None)
    columns = {"day": ["2024-03-31", "2024-04-01"], "amount": ["100", "100"]}
    submission = accepted(days, file_of(columns, known_at="2025-01-01"))
    facts = sealed([submission, rates(("2024-Q1", "EUR", "1.1"), ("2024-Q2", "EUR", "1.2"))], days, RATES)
    assert facts.tables["costs"].rows.column("amount").to_pylist() == [110, 120]


def test_a_missing_rate_makes_the_fact_missing_until_it_is_known() -> None:
    """No rate, no amount: a warning that names currency and period; the rate that comes later mends it."""
    euros = sales("sanofi", ("2024-Q3", "3476", "1"), ("2024-Q2", "3303", "1"))
    late = rates(("2024-Q3", "EUR", "1.0983"), known_at="2025-03-01")
    known = rates(("2024-Q2", "EUR", "1.0767"))
    before = sealed([euros, late, known], SALES, RATES, known_at=date(2025, 2, 1))
    (problem,) = before.problems
    assert (problem.code, problem.severity, problem.place.cell) == ("CMY-441", Severity.WARNING, "row 2, column amount")
    assert "no rate for EUR in 2024-Q3" in problem.why
    assert before.tables["sales"].rows.column("quarter").to_pylist() == ["2024-Q2"]
    after = sealed([euros, late, known], SALES, RATES, known_at=date(2025, 3, 1))
    assert after.problems == ()
    assert after.tables["sales"].rows.num_rows == 2


def test_each_file_is_told_of_the_rate_it_lacks() -> None:
    """A second file whose amounts lack the same rate is told too: whoever handed it in has not read the first."""
    days = owed("costs", {"day": "date", "amount": money("amount", "EUR")}, every=None)
    files = [
        accepted(days, file_of({"day": [day], "amount": ["100"]}, f"facts/costs/{day}.csv", known_at="2025-01-01"))
        for day in ("2024-02-01", "2024-03-01")
    ]
    found = sealed([*files, rates(("2024-Q2", "EUR", "1.2"))], days, RATES)
    assert {one.place.file for one in found.problems} == {"facts/costs/2024-02-01.csv", "facts/costs/2024-03-01.csv"}


def test_an_empty_amount_needs_no_rate() -> None:
    """A row that says nothing in euros is no problem."""
    facts = sealed([sales("sanofi", ("2024-Q3", None, None)), rates(("2024-Q2", "EUR", "1.1"))], SALES, RATES)
    assert facts.problems == ()
    assert facts.tables["sales"].rows.num_rows == 1


def test_rates_finer_than_the_facts_are_refused() -> None:
    """A quarter has no monthly rate."""
    monthly = owed("rates", {"month": "period", "currency": "text", "rate": "number"}, key=("month", "currency"))
    columns = {"month": ["2024-09"], "currency": ["EUR"], "rate": ["1.1"]}
    facts = sealed(
        [sales("sanofi", ("2024-Q3", "3476", "1")), accepted(monthly, file_of(columns, known_at="2025-01-01"))],
        SALES, monthly,
    )  # fmt: skip
    assert [p.code for p in facts.problems] == ["CMY-442"]
    assert facts.tables["sales"].rows.num_rows == 0


def test_without_rates_only_the_own_currency_counts() -> None:
    """An agreement that names no rates cannot use amounts in another currency, and says so."""
    one, other = sales("regeneron", ("2024-Q1", "3080", "10")), sales("sanofi", ("2024-Q1", "2835", "1"))
    facts = sealed([one, other], SALES)
    assert [p.code for p in facts.problems] == ["CMY-443"]
    assert facts.tables["sales"].rows.column("_reporter").to_pylist() == ["regeneron"]


def test_a_table_without_rate_and_currency_is_no_table_of_rates() -> None:
    """`rates` must point at a table of rates."""
    facts = sealed([sales("sanofi", ("2024-Q1", "2835", "1"))], SALES, MONTHLY, rates_table="levels")
    assert [p.code for p in facts.problems] == ["CMY-443"]


def test_what_does_not_fit_after_conversion_is_said() -> None:
    """Exact means that nothing is rounded to make it fit."""
    amount = owed(
        "costs", {"quarter": "period", "amount": money("amount", "EUR")}, every=Grain.QUARTER, key=("quarter",)
    )
    columns = {"quarter": ["2024-Q1"], "amount": ["12345678901234567890.123456789012345678"]}
    submission = accepted(amount, file_of(columns, known_at="2025-01-01"))
    facts = sealed([submission, rates(("2024-Q1", "EUR", "1.123456789"))], amount, RATES)
    assert [p.code for p in facts.problems] == ["CMY-429"]
    assert facts.tables["costs"].rows.num_rows == 0


def test_columns_of_different_fractions_come_together() -> None:
    """One file in whole numbers, one with cents: no digit is lost."""
    facts = sealed(
        [month("2026-01", "12345678901234567890", "2026-02-01"), month("2026-02", "0.05", "2026-03-01")], MONTHLY
    )
    values = facts.tables["levels"].rows.column("good").to_pylist()
    assert values == [Decimal("12345678901234567890.00"), Decimal("0.05")]


def test_the_rates_are_a_table_like_any_other() -> None:
    """They are sealed, with a digest and a history, whatever their place in the agreement."""
    facts = sealed([rates(("2024-Q1", "EUR", "1.1"), ("2024-Q1", "GBP", "1.3"))], SALES, RATES, known_at=LATE)
    assert list(facts.tables) == ["sales", "rates"]
    assert facts.tables["rates"].rows.num_rows == 2


def test_the_first_reporter_need_not_be_in_the_agreements_currency() -> None:
    """Each reporter's amounts are converted by themselves, in one table."""
    table = owed("sales", dict(SALES.columns), by=(EUROS, DOLLARS, ALPHA), every=Grain.QUARTER, key=("quarter",))
    columns = {
        "quarter": ["2024-Q1"] * 3, "amount": ["100", "110", "110000000"], "rounding": ["1", "1", "1"],
        "reported_by": ["sanofi", "regeneron", "alpha"],
    }  # fmt: skip
    submission = accepted(table, file_of(columns, known_at="2025-01-01"))
    facts = sealed([submission, rates(("2024-Q1", "EUR", "1.1"))], table, RATES)
    (comparison,) = facts.tables["sales"].comparisons
    assert [r.converted for r in comparison.reports] == [110_000_000] * 3
    assert comparison.within == "equal"
