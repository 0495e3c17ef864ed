"""Files that are alike are checked at once, and nothing shows it: neither in what counts nor in what is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.facts import load as loading
from comity.facts.batch import alike, merged, with_origin
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.kernel.problem import Problem
from tests.facts.builders import LEVELS, accepted, file_of, terms

DAY = date(2026, 6, 30)
Row = tuple[str | None, str | None, str | None, str | None]
CELLS: st.SearchStrategy[Row] = st.tuples(
    st.sampled_from(["2026-01", "2026-02", "2026-13", None]),
    st.sampled_from(["gold", "silver"]),
    st.sampled_from(["5", "5.25", "-1", "90%", "x", "12345678901234567890.5", None]),
    st.sampled_from(["yes", "no", None]),
)
GOOD: st.SearchStrategy[Row] = st.tuples(
    st.sampled_from(["2026-01", "2026-02", "2026-03"]),
    st.sampled_from(["gold", "silver", "bronze"]),
    st.sampled_from(["5", "5.25", "0.000001", "90%"]),
    st.just("yes"),
)
BLANK: st.SearchStrategy[Row] = st.just((None, None, None, None))
KNOWN = st.sampled_from(["2026-04-01", "2026-04-02", "2026-05-01", "2026-04-31"])


def text_file(number: int, rows: Sequence[Row], known_at: str) -> RawFile:
    """Return a file of levels, all of its cells texts, as CSV is read."""
    columns = {
        name: pa.array([row[at] for row in rows], pa.string())
        for at, name in enumerate(("month", "level", "good", "checked"))
    }
    return file_of(columns, f"facts/levels/{number}.csv", known_at=known_at)


def one_by_one(files: Sequence[RawFile]) -> tuple[Facts, list[Problem]]:
    """Load files as if no two of them were alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "alike", lambda _: [])
        return load({"levels": files}, terms(LEVELS), DAY)


def same(files: Sequence[RawFile]) -> None:
    """Hold what comes of the files at once against what comes of each by itself."""
    (facts, problems), (alone, told) = load({"levels": files}, terms(LEVELS), DAY), one_by_one(files)
    one, other = facts.tables["levels"], alone.tables["levels"]
    assert (one.digest, one.rows.to_pylist()) == (other.digest, other.rows.to_pylist())
    assert one.history.to_pylist() == other.history.to_pylist()
    assert problems == told


@given(st.lists(st.tuples(st.lists(GOOD | BLANK, max_size=3), KNOWN), max_size=6))
def test_good_files_come_to_the_same(files: list[tuple[list[Row], str]]) -> None:
    """Rows, corrections, contradictions, row numbers and digests are those of files that were read one by one."""
    same([text_file(number, rows, known) for number, (rows, known) in enumerate(files)])


@given(st.lists(st.tuples(st.lists(CELLS | GOOD | BLANK, max_size=3), KNOWN), max_size=6))
def test_bad_files_are_told_with_the_same_problems_in_the_same_order(files: list[tuple[list[Row], str]]) -> None:
    """A bad cell spoils its file and no other, and has its place in that file."""
    same([text_file(number, rows, known) for number, (rows, known) in enumerate(files)])


def test_a_row_keeps_its_file_and_its_number() -> None:
    """The second row of the second file is in its third line, as if it had been read by itself."""
    rows: list[Row] = [("2026-01", "gold", "5", "yes"), ("2026-02", "gold", "5", "yes")]
    files = [text_file(1, rows[:1], "2026-04-01"), text_file(2, rows, "2026-04-02")]
    found = with_origin(accepted(LEVELS, merged(files)), files)
    origin = [(row["_file"], row["_row"]) for row in found.rows.to_pylist()]
    assert origin == [("facts/levels/1.csv", 2), ("facts/levels/2.csv", 2), ("facts/levels/2.csv", 3)]


def test_a_file_that_says_something_of_its_own_stands_by_itself() -> None:
    """Complete for a period, provenance in columns, other or typed columns, no row, no day: each is read alone."""
    row: Row = ("2026-01", "gold", "5", "yes")
    plain = text_file(1, [row], "2026-04-01")
    columns = {"month": ["2026-01"], "level": ["gold"], "good": ["5"], "checked": ["yes"]}
    others = [
        file_of(columns, "2.csv", known_at="2026-04-01", covers="2026-01"),
        file_of({**columns, "known_at": ["2026-04-02"]}, "3.csv", known_at="2026-04-01"),
        file_of({"month": ["2026-01"], "level": ["gold"]}, "4.csv", known_at="2026-04-01"),
        file_of({**columns, "good": [5]}, "5.parquet", known_at="2026-04-01"),
        text_file(6, [], "2026-04-01"),
        text_file(7, [row], "soon"),
        text_file(10, [row, (None, None, None, None)], "2026-04-01"),
        file_of(columns, "8.csv"),
    ]
    assert alike([plain, *others]) == []
    assert [len(group) for group in alike([plain, *others, text_file(9, [row], "2026-05-01")])] == [2]
