"""What holds for whatever is reported, in whatever order."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.model import Reporter
from comity.facts.digits import multiply, narrow
from comity.facts.model import Facts, Submission
from comity.kernel.period import Grain
from tests.facts.builders import ALPHA, RATES, accepted, file_of, money, owed, sealed

BETA = Reporter(party="beta")
TABLE = owed("levels", {"month": "period", "level": "text", "good": "number"}, by=(ALPHA, BETA), key=("month", "level"))
DAYS = [date(2026, 2, 1) + timedelta(days=n) for n in range(6)]


class Report(NamedTuple):
    """One row of one file."""

    reporter: str
    known_at: date
    month: str
    level: str
    good: Decimal


def numbers(places: int = 3) -> st.SearchStrategy[Decimal]:
    return st.decimals(-1000, 1000, places=places)


REPORTS = st.lists(
    st.builds(
        Report,
        st.sampled_from(["alpha", "beta"]),
        st.sampled_from(DAYS),
        st.sampled_from(["2026-01", "2026-02"]),
        st.sampled_from(["gold", "silver"]),
        numbers(1),
    ),
    max_size=12,
    unique_by=lambda report: report[:4],
)


def submit(reports: Sequence[Report], path: str) -> Submission:
    columns = {
        "month": pa.array([r.month for r in reports], pa.string()),
        "level": pa.array([r.level for r in reports], pa.string()),
        "good": pa.array([str(r.good) for r in reports], pa.string()),
        "reported_by": pa.array([r.reporter for r in reports], pa.string()),
        "known_at": pa.array([r.known_at.isoformat() for r in reports], pa.string()),
    }
    return accepted(TABLE, file_of(columns, path))


def seal(files: Sequence[Sequence[Report]], day: date) -> Facts:
    kept = [file for file in files if file]
    return sealed([submit(file, f"{at}.csv") for at, file in enumerate(kept)], TABLE, known_at=day)


def naive(reports: Sequence[Report], day: date) -> dict[tuple[str, str, str], Decimal]:
    """What each reporter says of each key on a day: the last that was known by then."""
    known = sorted((r for r in reports if r.known_at <= day), key=lambda r: r.known_at)
    return {(r.reporter, r.month, r.level): r.good for r in known}


def holding(facts: Facts, day: date) -> list[dict]:
    rows = facts.tables["levels"].history.to_pylist()
    return [r for r in rows if r["_known_at"] <= day and (r["_superseded_at"] is None or day < r["_superseded_at"])]


@given(REPORTS, st.data())
def test_the_order_of_files_and_rows_does_not_matter(reports, data) -> None:
    """Cut into other files, in another order, the same facts are the same rows with the same digest."""
    shuffled = data.draw(st.permutations(reports))
    cut = data.draw(st.integers(0, len(reports)))
    one = seal([reports], DAYS[-1]).tables["levels"]
    other = seal([shuffled[cut:], shuffled[:cut]], DAYS[-1]).tables["levels"]
    columns = [name for name in one.rows.column_names if name not in ("_file", "_row")]
    assert other.digest == one.digest
    assert other.rows.select(columns).to_pylist() == one.rows.select(columns).to_pylist()
    assert [c.state for c in other.comparisons] == [c.state for c in one.comparisons]


@given(REPORTS, st.sampled_from(DAYS))
def test_as_known_on_a_day_equals_a_naive_filter(reports, day) -> None:
    """Of what was known, each reporter's last word on each key holds."""
    facts = seal([reports], day)
    found = {(r["_reporter"], r["month"], r["level"]): Decimal(r["good"]) for r in holding(facts, day)}
    assert found == naive(reports, day)


@given(REPORTS)
def test_superseded_at_divides_time(reports) -> None:
    """On every day at most one row holds for a reporter and key, and from the first report on exactly one."""
    facts = seal([reports], DAYS[-1])
    for day in [DAYS[0] - timedelta(days=1), *DAYS, date(2099, 1, 1)]:
        held = [(r["_reporter"], r["month"], r["level"]) for r in holding(facts, day)]
        assert len(held) == len(set(held))
        assert set(held) == {(r.reporter, r.month, r.level) for r in reports if r.known_at <= day}


@given(REPORTS, st.sampled_from(DAYS))
def test_the_rows_that_count_are_the_first_reporters_where_it_reported(reports, day) -> None:
    """Alpha is named first: its word counts, beta's only where alpha is silent, and a difference is disputed."""
    said = naive(reports, day)
    expected = {}
    for key in {key[1:] for key in said}:
        alpha, beta = said.get(("alpha", *key)), said.get(("beta", *key))
        expected[key] = (alpha if alpha is not None else beta, None not in (alpha, beta) and alpha != beta)
    rows = seal([reports], day).tables["levels"].rows.to_pylist()
    assert {(r["month"], r["level"]): (Decimal(r["good"]), r["_disputed"]) for r in rows} == expected


@given(numbers(1), numbers(1))
def test_a_correction_back_gives_the_first_figure(first, second) -> None:
    """Corrected and corrected back: the same value counts as before, known later."""
    reports = [
        Report("alpha", day, "2026-01", "gold", value) for day, value in zip(DAYS, (first, second, first), strict=False)
    ]
    values = [seal([reports], day).tables["levels"].rows.column("good").to_pylist() for day in DAYS[:3]]
    assert values[0] == values[2] == [first]
    assert values[1] == [second]


@given(st.lists(st.tuples(numbers(6), st.decimals("0.0001", 500, places=6)), min_size=1, max_size=8))
def test_conversion_is_exact(pairs) -> None:
    """Amount times rate, compared with fractions, to the last digit."""
    table = owed("costs", {"day": "date", "amount": money("amount", "EUR", 1000)}, every=None)
    daily = owed("rates", {"day": "date", "currency": "text", "rate": "number"}, every=None, key=("day", "currency"))
    days = [(date(2024, 1, 1) + timedelta(days=n)).isoformat() for n in range(len(pairs))]
    amounts = accepted(table, file_of({"day": days, "amount": [str(a) for a, _ in pairs]}, known_at="2025-01-01"))
    rates = {"day": days, "currency": ["EUR"] * len(days), "rate": [str(r) for _, r in pairs]}
    facts = sealed([amounts, accepted(daily, file_of(rates, known_at="2025-01-01"))], table, daily)
    found = [Fraction(value) for value in facts.tables["costs"].rows.column("amount").to_pylist()]
    assert found == [Fraction(a) * 1000 * Fraction(r) for a, r in pairs]


@given(st.lists(st.one_of(st.none(), st.decimals(-(10**18), 10**18, places=9)), max_size=8))
def test_narrowing_keeps_every_value(values) -> None:
    """The narrowest type holds exactly the values, and depends on nothing else."""
    wide = pa.array(values, pa.decimal128(38, 12))
    small = narrow(wide)
    assert [None if v is None else Decimal(v) for v in small.to_pylist()] == values
    assert narrow(pa.array(values, pa.decimal128(36, 9))).type == small.type


@given(st.lists(st.integers(-(2**63) + 1, 2**63 - 1), min_size=1, max_size=4))
def test_whole_numbers_have_one_type_however_they_were_stored(values) -> None:
    """The digest of integers in Parquet is that of the same integers in CSV."""
    text = pa.array([Decimal(value) for value in values], pa.decimal128(38, 2))
    assert narrow(text).equals(narrow(pa.array(values, pa.int64())))


@given(st.decimals(-(10**12), 10**12, places=6), st.integers(0, 9))
def test_scales_multiply_exactly(value, power) -> None:
    """A value in millions is exactly a million times its digits."""
    product = multiply(pa.array([value], pa.decimal128(38, 6)), pa.scalar(Decimal(10**power)))
    assert Fraction(product[0].as_py()) == Fraction(value) * 10**power


def test_rates_of_other_currencies_do_not_matter() -> None:
    """A table of rates with more currencies than needed converts the same."""
    table = owed(
        "costs", {"quarter": "period", "amount": money("amount", "EUR")}, every=Grain.QUARTER, key=("quarter",)
    )
    costs = accepted(table, file_of({"quarter": ["2024-Q1"], "amount": ["10"]}, known_at="2025-01-01"))
    rates = {"quarter": ["2024-Q1"] * 2, "currency": ["EUR", "GBP"], "rate": ["1.1", "1.3"]}
    facts = sealed([costs, accepted(RATES, file_of(rates, known_at="2025-01-01"))], table, RATES)
    assert facts.tables["costs"].rows.column("amount").to_pylist() == [11]
