"""Files of facts against the columns that the agreement declares."""

import time
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from comity.agreement.model import Reporter
from comity.facts.model import RawFile
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Severity
from tests.facts.builders import (
    ALPHA,
    DOLLARS,
    EUROS,
    LEVELS,
    PUBLISHED,
    RATES,
    SALES,
    accepted,
    checked,
    file_of,
    money,
    owed,
)
from tests.facts.builders import condition as parsed

ROW = {"month": ["2026-01"], "level": ["gold"], "good": ["5"], "checked": ["yes"]}
DAY = "2026-02-10"


def levels(**changed):
    """One sound row of levels with some columns changed; None takes a column away."""
    columns = {name: value for name, value in (ROW | changed).items() if value is not None}
    return file_of(columns, known_at=DAY)


# -- what is read -----------------------------------------------------------------------------


def test_sound_rows_get_the_declared_types() -> None:
    """Periods bring their first and last day, numbers are exact, and every row says where it is from."""
    columns = {
        "month": ["2026-01", "2026-02"],
        "level": [" gold ", None],
        "good": ["5", "1.50"],
        "checked": ["YES", "no"],
    }
    rows = accepted(owed("levels", {**LEVELS.columns}), file_of(columns, known_at=DAY)).rows
    assert rows.schema.field("good").type == pa.decimal128(18, 1)
    assert rows.to_pylist()[0] == {
        "month": "2026-01",
        "level": "gold",
        "good": Decimal("5.0"),
        "checked": True,
        "_first": date(2026, 1, 1),
        "_last": date(2026, 1, 31),
        "_reporter": "alpha",
        "_known_at": date(2026, 2, 10),
        "_file": "facts/levels/2026.csv",
        "_row": 2,
    }
    assert rows.to_pylist()[1]["level"] is None


def test_whole_numbers_are_integers() -> None:
    """A column without fractions is int64, even where zeros follow a point."""
    rows = accepted(LEVELS, levels(good=["5.000"])).rows
    assert rows.schema.field("good").type == pa.int64()
    assert rows.column("good").to_pylist() == [5]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3700", "3700"),
        ("3700.5", "3700.5"),
        ("-12", "-12"),
        ("+4", "4"),
        ("97%", "0.97"),
        ("1.5e3", "1500"),
        ("2E-3", "0.002"),
        ("007", "7"),
        ("0.100", "0.1"),
        ("12345678901234567890.123456789012345678", "12345678901234567890.123456789012345678"),
        ("0.00", "0"),
    ],
)
def test_numbers_are_read_exactly(text: str, number: str) -> None:
    """A number is what is written, to the last digit."""
    rows = accepted(
        owed("t", {"month": "period", "n": "number"}), file_of({"month": ["2026-01"], "n": [text]}, known_at=DAY)
    ).rows
    assert Decimal(rows.column("n")[0].as_py()) == Decimal(number)


def test_money_is_in_whole_units_of_its_column_or_reporter() -> None:
    """`money in EUR m` stands for millions; without that the reporter's money holds, then the agreement's."""
    table = owed(
        "t",
        {"month": "period", "own": money("own", "EUR", 1000), "theirs": money("theirs")},
        by=(DOLLARS,),
    )
    rows = accepted(table, file_of({"month": ["2026-01"], "own": ["1.5"], "theirs": ["3700.5"]}, known_at=DAY)).rows
    assert rows.select(["own", "theirs"]).to_pylist() == [{"own": 1500, "theirs": 3700500000}]
    plain = owed("t", {"month": "period", "own": money("own")})
    rows = accepted(plain, file_of({"month": ["2026-01"], "own": ["0.05"]}, known_at=DAY)).rows
    assert rows.column("own")[0].as_py() == Decimal("0.05")


def test_a_cell_may_name_its_money() -> None:
    """`EUR 3,476m` is read by its own scale in a column of EUR m, beside a cell without it."""
    raw = file_of({"quarter": ["2024-Q1", "2024-Q2"], "amount": ["EUR 3,476m", "3476"], "rounding": ["1", "1"]},
                  known_at=DAY, reported_by="sanofi")  # fmt: skip
    rows = accepted(SALES, raw).rows
    assert rows.column("amount").to_pylist() == [3_476_000_000, 3_476_000_000]
    assert rows.column("rounding").to_pylist() == [1_000_000, 1_000_000]


def test_each_row_is_in_the_money_of_its_reporter() -> None:
    """Two reporters in one file, one in millions and one in thousands."""
    table = owed(
        "t",
        {"month": "period", "amount": "money"},
        by=(DOLLARS, Reporter(party="beta", currency="GBP", scale=Decimal(1000))),
        key=("month",),
    )
    columns = {"month": ["2026-01", "2026-01"], "amount": ["1", "1"], "reported_by": ["beta", "regeneron"]}
    assert accepted(table, file_of(columns, known_at=DAY)).rows.column("amount").to_pylist() == [1000, 1_000_000]


def test_doubles_become_the_decimals_people_see() -> None:
    """0.1 in a Parquet file is 0.1, and 3476.0 is 3476."""
    table = owed("t", {"month": "period", "amount": "money", "n": "number"}, by=(DOLLARS,))
    raw = file_of({"month": ["2026-01"], "amount": [0.1], "n": [3476.0]}, "facts/t/a.parquet", known_at=DAY)
    assert accepted(table, raw).rows.select(["amount", "n"]).to_pylist() == [{"amount": 100_000, "n": 3476}]


def test_typed_columns_are_taken_as_they_are() -> None:
    """Days, truths, integers, decimals and dictionaries of a Parquet file need no detour through text."""
    table = owed("t", {"day": "date", "n": "number", "d": "number", "ok": "truth", "w": ["a", "b"]}, every=None)
    raw = RawFile(
        path="facts/t/a.parquet",
        digest="",
        first_row=1,
        about={"known at": DAY},
        table=pa.table(
            {
                "day": pa.array([date(2026, 1, 5)]),
                "n": pa.array([7], pa.int16()),
                "d": pa.array([Decimal("1.50")]),
                "ok": pa.array([False]),
                "w": pa.array(["b"]).dictionary_encode(),
            }
        ),
    )
    (row,) = accepted(table, raw).rows.to_pylist()
    assert (row["day"], row["n"], row["d"], row["ok"], row["w"]) == (date(2026, 1, 5), 7, Decimal("1.5"), False, "b")
    assert (row["_first"], row["_last"], row["_row"]) == (date(2026, 1, 5), date(2026, 1, 5), 1)


def test_a_moment_at_midnight_is_its_day() -> None:
    """Spreadsheets store days as moments."""
    table = owed("t", {"day": "date", "n": "number"}, every=None)
    raw = file_of({"day": [datetime.fromisoformat("2026-01-05")], "n": [1]}, known_at=DAY)
    assert accepted(table, raw).rows.column("_first").to_pylist() == [date(2026, 1, 5)]


def test_blank_rows_are_left_out_and_still_counted() -> None:
    """A row without any value is no fact; the rows after it keep the number a person sees."""
    columns = {name: [*value, None, *value] for name, value in ROW.items()} | {"month": ["2026-01", None, "2026-02"]}
    rows = accepted(LEVELS, file_of(columns, known_at=DAY)).rows
    assert rows.column("_row").to_pylist() == [2, 4]


def test_rows_may_say_who_reported_them_and_when() -> None:
    """Columns go before about.yaml, which fills empty cells."""
    columns = {
        "quarter": ["2024-Q1", "2024-Q1"], "amount": ["1", "1"], "rounding": ["1", "1"],
        "reported_by": ["sanofi", None], "known_at": ["2024-05-01", None],
    }  # fmt: skip
    rows = accepted(SALES, file_of(columns, known_at=DAY, reported_by="regeneron")).rows
    assert rows.column("_reporter").to_pylist() == ["sanofi", "regeneron"]
    assert rows.column("_known_at").to_pylist() == [date(2024, 5, 1), date(2026, 2, 10)]


@pytest.mark.parametrize(
    ("covers", "every", "names"),
    [
        ("2026-03", Grain.MONTH, ("2026-03",)),
        ("2026-01..2026-03", Grain.MONTH, ("2026-01", "2026-02", "2026-03")),
        ("2026-Q1, 2026-05", Grain.MONTH, ("2026-01", "2026-02", "2026-03", "2026-05")),
        ("2026", Grain.QUARTER, ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")),
        ("2026, 2027-01-05", None, ("2026", "2027-01-05")),
    ],
)
def test_covers_names_the_periods_that_are_complete(covers, every, names) -> None:
    """A longer period stands for all periods of the table in it; rows with days keep the period as written."""
    own = "date" if every is None else "period"
    table = owed("t", {"when": own, "n": "number"}, every=every)
    empty = {"when": pa.array([], pa.string()), "n": pa.array([], pa.string())}
    submission = accepted(table, file_of(empty, known_at=DAY, covers=covers))
    assert submission.covers == names
    assert (submission.reporter, submission.known_at, submission.rows.num_rows) == ("alpha", date(2026, 2, 10), 0)


def test_published_facts_may_reach_beyond_the_term() -> None:
    """Exchange rates of years before the agreement are no mistake."""
    table = owed("rates", {"quarter": "period", "rate": "number"}, by=(PUBLISHED,), every=Grain.QUARTER)
    assert accepted(table, file_of({"quarter": ["2010-Q1"], "rate": ["1.1"]}, known_at=DAY)).rows.num_rows == 1


def test_a_period_that_straddles_the_start_belongs_to_the_term() -> None:
    """The first and last period are cut to the term, not left out."""
    submission = accepted(LEVELS, levels(), starts=date(2026, 1, 15), ends=date(2026, 1, 20))
    assert submission.rows.num_rows == 1


def test_conditions_hold_for_empty_cells() -> None:
    """Nothing reported breaks no condition."""
    assert accepted(LEVELS, levels(good=[None])).rows.column("good").to_pylist() == [None]


# -- what is wrong ----------------------------------------------------------------------------

# fault: (changed columns, code, cell, words of the reason)
FAULTS = {
    "missing_column": ({"good": None}, "CMY-421", "", "column good, which levels owes"),
    "unknown_column": ({"goood": ["1"]}, "CMY-422", "column goood", "no column goood in levels"),
    "no_period": ({"month": ["January"]}, "CMY-423", "row 2, column month", "'January' is no period"),
    "month_13": ({"month": ["2026-13"]}, "CMY-423", "row 2, column month", "2026-13"),
    "quarter_in_a_monthly_table": (
        {"month": ["2026-Q1"]}, "CMY-426", "row 2, column month",
        "2026-Q1 is a quarter, but levels is reported every month (2026-03)",
    ),
    "month_turned_into_a_day": ({"month": ["2026-01-01"]}, "CMY-426", "row 2, column month", "2026-01-01 is a day"),
    "period_before_the_term": ({"month": ["2015-12"]}, "CMY-425", "row 2, column month", "outside the term"),
    "period_after_the_term": ({"month": ["2027-01"]}, "CMY-425", "row 2, column month", "to 2026-12-31"),
    "empty_period": ({"month": [None]}, "CMY-431", "row 2, column month", "month is empty"),
    "empty_key": ({"level": [" "]}, "CMY-431", "row 2, column level", "level is empty"),
    "word_for_a_number": ({"good": ["five"]}, "CMY-427", "row 2, column good", "'five' is no number"),
    "separators_of_thousands": ({"good": ["1,000"]}, "CMY-427", "row 2, column good", "'1,000' is no number"),
    "decimal_comma": ({"good": ["1,5"]}, "CMY-427", "row 2, column good", "'1,5' is no number"),
    "not_a_number": ({"good": ["nan"]}, "CMY-427", "row 2, column good", "'nan' is no number"),
    "endless_number": ({"good": ["1e999999"]}, "CMY-427", "row 2, column good", "'1e999999' is no number"),
    "other_digits": ({"good": ["٣"]}, "CMY-427", "row 2, column good", "is no number"),
    "underscores": ({"good": ["1_000"]}, "CMY-427", "row 2, column good", "'1_000' is no number"),
    "too_many_digits": ({"good": ["1" * 21]}, "CMY-429", "row 2, column good", "has too many digits"),
    "too_many_decimals": ({"good": ["0." + "1" * 19]}, "CMY-429", "row 2, column good", "has too many digits"),
    "condition_broken": ({"good": ["-1"]}, "CMY-430", "row 2, column good", "-1 does not meet the condition of good"),
    "neither_yes_nor_no": ({"checked": ["maybe"]}, "CMY-435", "row 2, column checked", "'maybe' is neither yes nor no"),
    "lists_in_a_column": ({"level": [["gold"]]}, "CMY-411", "column level", "list"),
    "stranger_reports": (
        {"reported_by": ["beta"]}, "CMY-432", "row 2, column reported_by", "'beta' does not report levels; alpha does",
    ),
    "known_on_no_day": ({"known_at": ["2026-02-30"]}, "CMY-424", "row 2, column known_at", "2026-02-30 is no day"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_cell_and_the_file_is_not_loaded(fault: str) -> None:
    """Each broken row gives its problem, with file, row, column and a hint, and nothing of the file counts."""
    changed, code, cell, words = FAULTS[fault]
    submission, problems = checked(LEVELS, levels(**changed), ends=date(2026, 12, 31))
    assert submission is None
    (problem,) = [p for p in problems if p.code == code]
    assert problem.place.file == "facts/levels/2026.csv"
    assert problem.place.cell == cell
    assert problem.place.line == (2 if cell.startswith("row") else None)
    assert words in problem.why
    assert not problem.why.endswith(".")
    assert problem.hint.endswith(".")


def test_a_cell_in_another_currency_is_a_problem() -> None:
    """`USD 5m` in a column of euros is not converted silently."""
    columns = {"quarter": ["2024-Q1"], "amount": ["USD 5m"], "rounding": ["1"]}
    _, problems = checked(SALES, file_of(columns, known_at=DAY, reported_by="sanofi"))
    (problem,) = problems
    assert (problem.code, problem.place.cell) == ("CMY-428", "row 2, column amount")
    assert "'USD 5m' is not in EUR" in problem.why


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_doubles_that_are_no_numbers_are_problems(value: float) -> None:
    """NaN and infinity of a Parquet file are not money."""
    table = owed("t", {"month": "period", "amount": "money"})
    _, problems = checked(table, file_of({"month": ["2026-01"], "amount": [value]}, known_at=DAY))
    assert [p.code for p in problems] == ["CMY-427"]


def test_a_word_that_is_not_allowed_is_named_with_the_nearest_one() -> None:
    """A misspelt word gets the word that was meant."""
    table = owed("t", {"month": "period", "status": ["reported", "derived"]})
    _, (problem,) = checked(table, file_of({"month": ["2026-01"], "status": ["reportd"]}, known_at=DAY))
    assert (problem.code, problem.place.cell) == ("CMY-434", "row 2, column status")
    assert (
        "'reportd' is not allowed in status: reported, derived" in problem.why
        and "Did you mean reported?" in problem.hint
    )


@pytest.mark.parametrize(
    ("condition", "good", "bad"),
    [
        ("n > 0", "0.5", "0"),
        ("n >= 0 and n <= 100", "100", "101"),
        ("n between 1 and 3", "3", "4"),
        ("n in (1, 2)", "2", "3"),
        ("n <> 5", "4", "5"),
        ("n <= -1", "-1", "0"),
        ("n < 1.5", "1.4", "1.5"),
        ("mod(n, 2) = 0", "4", "3"),
        ("n * 2 < 3", "1", "2"),
    ],
)
def test_conditions_are_formulas(condition: str, good: str, bad: str) -> None:
    """Simple conditions are compared for all rows at once, others are evaluated; both say the same."""
    table = owed("t", {"month": "period", "n": "number"})
    column = replace(table.columns["n"], condition=parsed(condition))
    table = owed("t", {"month": "period", "n": column})
    _, problems = checked(table, file_of({"month": ["2026-01", "2026-02"], "n": [good, bad]}, known_at=DAY))
    assert [(p.code, p.place.cell) for p in problems] == [("CMY-430", "row 3, column n")]


def test_a_misspelt_column_is_recognised_from_both_sides() -> None:
    """The missing and the unknown column point at one another."""
    _, problems = checked(LEVELS, levels(good=None, goood=["1"]))
    assert {(p.code, p.hint.split("? ")[0]) for p in problems} == {
        ("CMY-421", "Is it the column goood?"),
        ("CMY-422", "Did you mean good"),
    }


def test_a_key_used_twice_names_both_rows() -> None:
    """The second row is the problem, the first is shown beside it."""
    columns = {name: [*value, *value] for name, value in ROW.items()}
    _, (problem,) = checked(LEVELS, file_of(columns, known_at=DAY))
    assert (problem.code, problem.place.cell) == ("CMY-438", "row 3, column month")
    assert problem.why == "rows 2 and 3 of alpha are both about month 2026-01, level gold"
    assert problem.related[0].place.cell == "row 2, column month"


def test_a_correction_may_stand_in_the_same_file() -> None:
    """The same key known on two days is a correction, by two reporters two reports: neither is a duplicate."""
    columns = {name: [*value, *value] for name, value in ROW.items()} | {"known_at": ["2026-02-01", "2026-03-01"]}
    assert accepted(LEVELS, file_of(columns)).rows.num_rows == 2


def test_nobody_says_who_reported() -> None:
    """With two reporters a file has to say whose it is."""
    columns = {"quarter": ["2024-Q1"], "amount": ["1"], "rounding": ["1"]}
    _, (problem,) = checked(SALES, file_of(columns, known_at=DAY))
    assert problem.code == "CMY-432"
    assert problem.why == "nobody says who reported this file; regeneron and sanofi do"


def test_about_names_a_stranger() -> None:
    """The place is about.yaml, not a row."""
    _, (problem,) = checked(LEVELS, file_of(ROW, known_at=DAY, reported_by="beta"))
    assert (problem.code, problem.place.file) == ("CMY-432", "facts/levels/about.yaml")
    assert problem.place.cell == "2026.csv, reported by"


def test_nobody_says_when_it_was_known() -> None:
    """The day is never guessed, neither for a file nor for a row."""
    _, (problem,) = checked(LEVELS, file_of(ROW))
    assert (problem.code, problem.place.cell) == ("CMY-433", "")
    two = {name: [*value, *value] for name, value in ROW.items()} | {
        "month": ["2026-01", "2026-02"], "known_at": [None, DAY],
    }  # fmt: skip
    _, (problem,) = checked(LEVELS, file_of(two))
    assert (problem.code, problem.place.cell) == ("CMY-433", "row 2, column known_at")


def test_about_gives_no_day() -> None:
    """`known at: yesterday` is a problem of about.yaml."""
    _, (problem,) = checked(LEVELS, file_of(ROW, known_at="yesterday"))
    assert (problem.code, problem.place.file) == ("CMY-424", "facts/levels/about.yaml")


@pytest.mark.parametrize("covers", ["March", "2026-03..2026-01", "2026-01-05", ""])
def test_covers_that_names_no_period_of_the_table(covers: str) -> None:
    """A word, a range backwards, a day of a monthly table or nothing is refused."""
    _, (problem,) = checked(LEVELS, file_of(ROW, known_at=DAY, covers=covers))
    assert (problem.code, problem.place.file, problem.place.cell) == (
        "CMY-437", "facts/levels/about.yaml", "2026.csv, covers",
    )  # fmt: skip


def test_a_file_without_rows_that_covers_nothing_is_looked_at() -> None:
    """A header alone says neither "none" nor "not yet": a warning, and the file changes nothing."""
    empty = {name: pa.array([], pa.string()) for name in ROW}
    submission, (problem,) = checked(LEVELS, file_of(empty, known_at=DAY))
    assert (problem.code, problem.severity) == ("CMY-436", Severity.WARNING)
    assert submission is not None
    _, problems = checked(LEVELS, file_of(empty, covers="2026-01"))
    assert [p.code for p in problems] == ["CMY-433"]


def test_many_problems_are_listed_up_to_twenty_and_then_counted() -> None:
    """One mistake in every row does not bury the reader."""
    count = 300
    months = [f"{2000 + n // 12}-{n % 12 + 1:02d}" for n in range(count)]
    columns = {"month": months, "level": ["a"] * count, "good": ["x"] * count, "checked": ["y"] * count}
    _, problems = checked(LEVELS, file_of(columns, known_at=DAY), starts=date(2000, 1, 1))
    assert len(problems) == 21
    assert problems[-1].code == "CMY-439"
    assert "580 more problems" in problems[-1].why


def test_all_kinds_of_problems_come_at_once() -> None:
    """A file with four mistakes gives four problems in one run."""
    _, problems = checked(LEVELS, file_of(ROW | {"good": ["x"], "checked": ["y"], "month": ["z"]}))
    assert {p.code for p in problems} == {"CMY-423", "CMY-427", "CMY-433", "CMY-435"}


def test_long_cells_are_quoted_shortened() -> None:
    """A novel in a cell of numbers does not fill the screen."""
    _, (problem,) = checked(LEVELS, levels(good=["x" * 10_000]))
    assert len(problem.why) < 100


def test_periods_follow_the_calendar_of_the_agreement() -> None:
    """`2026/27` is a year of a table every year where years start in July."""
    table = owed("t", {"year": "period", "n": "number"}, every=Grain.YEAR)
    rows = accepted(
        table, file_of({"year": ["2026/27"], "n": ["1"]}, known_at=DAY), calendar=Calendar(year_starts=(7, 1))
    ).rows
    assert rows.column("_first").to_pylist() == [date(2026, 7, 1)]


def test_a_period_beside_the_own_one_may_be_of_any_kind() -> None:
    """Only the first column of periods carries the grain of the table."""
    table = owed("t", {"month": "period", "about": "period"}, by=(ALPHA,))
    rows = accepted(table, file_of({"month": ["2026-01"], "about": ["2025"]}, known_at=DAY)).rows
    assert rows.column("about").to_pylist() == ["2025"]
    assert rows.column("_first").to_pylist() == [date(2026, 1, 1)]


def test_a_third_of_a_million_rows_are_checked_within_seconds() -> None:
    """336,776 rows of eight columns, as text: work is done by column, not by cell."""
    count = 336_776
    table = owed(
        "flights",
        {
            "day": "date", "carrier": "text", "flight": "number", "origin": ["EWR", "JFK"], "to": "text",
            "late": "number", "early": "number >= -100", "cancelled": "truth",
        },
        every=None,
    )  # fmt: skip
    columns = {
        "day": [f"2026-{n % 12 + 1:02d}-{n % 28 + 1:02d}" for n in range(count)],
        "carrier": ["EV", "UA"] * (count // 2),
        "flight": [str(n % 5000) for n in range(count)],
        "origin": ["EWR", "JFK"] * (count // 2),
        "to": [f"A{n % 100}" for n in range(count)],
        "late": [None if n % 50 == 0 else str(n % 500) for n in range(count)],
        "early": [str(n % 300 - 50) for n in range(count)],
        "cancelled": ["no", "yes"] * (count // 2),
    }
    raw = file_of(columns, known_at=DAY)
    begun = time.process_time()
    assert accepted(table, raw).rows.num_rows == count
    assert time.process_time() - begun < 5


def test_the_reporter_of_the_money_is_kept_apart() -> None:
    """The same text means different sums for the two reporters of a table."""
    columns = {"quarter": ["2024-Q1"], "amount": ["10"], "rounding": ["1"]}
    table = owed("sales", dict(SALES.columns), by=(DOLLARS, EUROS), every=Grain.QUARTER, key=("quarter",))
    for reporter in ("regeneron", "sanofi"):
        rows = accepted(table, file_of(columns, known_at=DAY, reported_by=reporter)).rows
        assert rows.column("_reporter").to_pylist() == [reporter]


@pytest.mark.parametrize(("amount", "code"), [("9" * 11, None), ("9" * 12, "CMY-429"), ("USD " + "9" * 12, None)])
def test_digits_are_counted_in_whole_units(amount: str, code: str | None) -> None:
    """In a column of billions eleven digits are already twenty; a cell that names its money is as long as it looks."""
    table = owed("t", {"month": "period", "amount": money("amount", "USD", 10**9)})
    _, problems = checked(table, file_of({"month": ["2026-01"], "amount": [amount]}, known_at=DAY))
    assert [p.code for p in problems] == ([] if code is None else [code])


def test_no_cell_moves_the_readers_cursor() -> None:
    """Escape sequences and line breaks of a cell are not printed as such."""
    _, (problem,) = checked(LEVELS, levels(good=["\x1b[2J\n5"]))
    assert problem.why == "'\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}5' is no number"


@pytest.mark.parametrize("rate", ["1234567890", "0.1234567890123", "1" + "0" * 18])
def test_a_rate_with_more_digits_than_a_rate_has_is_refused_for_itself(rate: str) -> None:
    """Its length is judged alone: how long an amount is that it would convert is nothing its reporter may learn."""
    _, problems = checked(RATES, file_of({"quarter": ["2024-Q1"], "currency": ["EUR"], "rate": [rate]}, known_at=DAY))
    assert [(p.code, p.place.cell) for p in problems] == [("CMY-429", "row 2, column rate")]


def test_usual_rates_are_taken() -> None:
    """Yen for a euro, euros for a rupiah, and twelve digits after the point."""
    values = ["163.45", "0.0000583", "0.123456789012"]
    columns = {"quarter": ["2024-Q1"] * 3, "currency": ["EUR", "IDR", "XXX"], "rate": values}
    submission, problems = checked(RATES, file_of(columns, known_at=DAY))
    assert problems == [] and submission is not None
