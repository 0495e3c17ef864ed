"""Whatever lies in a folder of facts, reading it gives tables or problems, and nothing else."""

import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from comity.adapters import delimited, parquet, workbook
from comity.facts.model import RawFile
from comity.facts.validate import validate
from comity.kernel.problem import Problem
from tests.facts.builders import CALENDAR, LEVELS, SALES, STARTS

SIGNS = st.sampled_from(
    [*"\n\r,;\"' \tä0123456789-.%e", "month", "level", "good", "\ufeff", "2026-01", "USD 5m", "\x00"]
)
TEXTS = (
    *("2026-01", "2026-Q1", "2026-01-01", "9999-12", "0001-W01", "0000-01", "CY9999", "regeneron", "yes", "x" * 500),
    *("5", "-5.5", "1e400", "1e-400", "EUR 3m", "USD 3m", "USD", "nan", "inf", "97%", "--5", "5.", ".5", "٣", "1" * 60),
)
CELLS = st.one_of(
    st.none(),
    st.text(max_size=8),
    st.sampled_from(TEXTS),
)


def sound(contents: object, problems: list[Problem]) -> None:
    """There is a table, or a problem says why not; both where single rows of it cannot be read."""
    assert contents is not None or problems
    for problem in problems:
        assert problem.place.file == "a"
        assert str(problem)


@given(st.one_of(st.binary(max_size=200), st.lists(SIGNS, max_size=40).map(lambda signs: "".join(signs).encode())))
def test_any_bytes_as_csv(data: bytes) -> None:
    """Text and rubbish."""
    sound(*delimited.read(io.BytesIO(data), "a"))


def _parquet() -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table({"a": ["x", "y"] * 20, "b": list(range(40))}), data)
    return data.getvalue()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a", "b"])
    book.worksheets[0].append([1, "=A2"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


PARQUET, WORKBOOK = _parquet(), _workbook()


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A sound file cut short, or with some bytes replaced."""
    data = bytearray(whole[: draw(st.integers(0, len(whole)))] if draw(st.booleans()) else whole)
    for at, byte in draw(st.lists(st.tuples(st.integers(0, max(len(data) - 1, 0)), st.integers(0, 255)), max_size=3)):
        if data:
            data[at] = byte
    return bytes(data)


@given(st.one_of(st.binary(max_size=100), damaged(PARQUET)))
def test_any_bytes_as_parquet(data: bytes) -> None:
    """Rubbish, and files with a few bytes changed; such a file may still be readable."""
    sound(*parquet.read(io.BytesIO(data), "a"))


@given(st.one_of(st.binary(max_size=100), damaged(WORKBOOK)))
def test_any_bytes_as_a_workbook(data: bytes) -> None:
    """Rubbish, and archives with a few bytes changed."""
    sound(*workbook.read(io.BytesIO(data), "a"))


NAMES = ("month", "quarter", "amount", "rounding", "level", "good", "checked", "reported_by", "known_at", "x")


@given(
    st.sampled_from([LEVELS, SALES]),
    st.lists(st.tuples(*[CELLS] * 6), max_size=5),
    st.dictionaries(st.sampled_from(["known at", "reported by", "covers"]), CELLS.filter(bool)),
    st.lists(st.sampled_from(NAMES), max_size=6, unique=True),
)
def test_any_cells_against_the_declared_columns(table, rows, about, names) -> None:
    """Whatever the cells say, the file is taken as a whole or refused with problems."""
    columns = {name: pa.array([row[at] for row in rows], pa.string()) for at, name in enumerate(names)}
    raw = RawFile(path="a", table=pa.table(columns), digest="", about=about)
    submission, problems = validate(raw, table, CALENDAR, STARTS, None, "USD")
    errors = [problem for problem in problems if problem.severity == "error"]
    assert (submission is None) == bool(errors)
    assert all(str(problem) for problem in problems)
