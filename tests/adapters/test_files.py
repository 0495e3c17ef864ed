"""The files of facts in a folder: CSV, Parquet and XLSX, sound and broken."""

import hashlib
import io
import os
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.adapters import files, parquet, workbook
from comity.adapters.files import read_folder_facts
from comity.facts.model import RawFile
from comity.kernel.problem import Problem, Severity

CSV = "month,level,good\n2026-01,gold,5\n2026-02,silver,\n"
ROWS = [("2026-01", "gold", "5"), ("2026-02", "silver", None)]


def put(folder: Path, name: str, data: str | bytes) -> Path:
    place = folder / "facts" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data if isinstance(data, bytes) else data.encode())
    return place


def read(folder: Path) -> tuple[list[RawFile], list[Problem]]:
    raws, problems = read_folder_facts(folder, ["levels"])
    return raws.get("levels", []), problems


def one(folder: Path, name: str, data: str | bytes) -> RawFile:
    put(folder, f"levels/{name}", data)
    (raw,), problems = read(folder)
    assert problems == []
    return raw


def refused(folder: Path, name: str, data: str | bytes) -> Problem:
    put(folder, f"levels/{name}", data)
    raws, problems = read(folder)
    assert raws == []
    assert problems[0].place.file == f"facts/levels/{name}"
    return problems[0]


def rows(raw: RawFile) -> list[tuple[Any, ...]]:
    return list(zip(*(column.to_pylist() for column in raw.table.columns), strict=True))


def book(*lines: tuple[Any, ...]) -> bytes:
    workbook_ = openpyxl.Workbook()
    for line in lines:
        workbook_.worksheets[0].append(line)
    data = io.BytesIO()
    workbook_.save(data)
    return data.getvalue()


def parquet_of(table: pa.Table) -> bytes:
    data = io.BytesIO()
    pq.write_table(table, data)
    return data.getvalue()


# -- folders ----------------------------------------------------------------------------------


def test_files_are_read_in_the_order_of_their_names_with_their_digest(tmp_path) -> None:
    """Paths are relative to the alliance folder; the digest is that of the bytes."""
    put(tmp_path, "levels/b.csv", CSV)
    put(tmp_path, "levels/a.csv", CSV + "2026-03,gold,1\n")
    raws, problems = read(tmp_path)
    assert problems == []
    assert [raw.path for raw in raws] == ["facts/levels/a.csv", "facts/levels/b.csv"]
    assert raws[1].digest == hashlib.sha256(CSV.encode()).hexdigest()
    assert raws[1].first_row == 2


def test_a_folder_without_facts_has_none(tmp_path) -> None:
    """Facts may not have come yet."""
    assert read_folder_facts(tmp_path, ["levels"]) == ({}, [])


def test_a_table_that_is_not_owed_is_pointed_out(tmp_path) -> None:
    """Its files are not read, and the nearest name is offered."""
    put(tmp_path, "level/a.csv", CSV)
    raws, problems = read(tmp_path)
    assert raws == []
    assert [(p.code, p.severity, p.place.file, p.hint) for p in problems] == [
        ("CMY-409", Severity.WARNING, "facts/level", "Did you mean levels?")
    ]


def test_stray_files_are_pointed_out_and_hidden_ones_are_not(tmp_path) -> None:
    """A file beside the folders and one of another kind are warnings; locks and hidden files are nothing."""
    put(tmp_path, "sales.csv", CSV)
    put(tmp_path, "levels/notes.txt", "x")
    put(tmp_path, "levels/old.xls", "x")
    put(tmp_path, "levels/.hidden.csv", "x")
    put(tmp_path, "levels/~$open.xlsx", "x")
    _, problems = read(tmp_path)
    assert [(p.code, p.severity, p.place.file) for p in problems] == [
        ("CMY-409", Severity.WARNING, "facts/levels/notes.txt"),
        ("CMY-409", Severity.WARNING, "facts/levels/old.xls"),
        ("CMY-409", Severity.WARNING, "facts/sales.csv"),
    ]


def test_a_folder_instead_of_a_file(tmp_path) -> None:
    """`2026.csv/` is no file."""
    (tmp_path / "facts" / "levels" / "2026.csv").mkdir(parents=True)
    _, (problem,) = read(tmp_path)
    assert (problem.code, problem.place.file) == ("CMY-401", "facts/levels/2026.csv")
    assert "a folder" in problem.why


def test_a_pipe_is_not_waited_for(tmp_path) -> None:
    """A named pipe would keep the reader waiting for ever."""
    place = put(tmp_path, "levels/a.csv", "")
    place.unlink()
    os.mkfifo(place)
    _, (problem,) = read(tmp_path)
    assert problem.code == "CMY-401"


def test_a_link_to_itself_and_one_to_nothing(tmp_path) -> None:
    """Both are files that cannot be read."""
    put(tmp_path, "levels/x.csv", CSV).unlink()
    (tmp_path / "facts/levels/loop.csv").symlink_to("loop.csv")
    (tmp_path / "facts/levels/lost.csv").symlink_to("nowhere.csv")
    _, problems = read(tmp_path)
    assert [p.code for p in problems] == ["CMY-401", "CMY-401"]


def test_a_file_without_permission(tmp_path, monkeypatch) -> None:
    """Who may not read it is told so; root may read everything, so the refusal is simulated."""
    put(tmp_path, "levels/a.csv", CSV)
    put(tmp_path, "levels/b.csv", CSV)
    opened = Path.open

    def open_(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.name == "a.csv":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_)
    raws, (problem,) = read(tmp_path)
    assert (problem.code, problem.why) == ("CMY-401", "it cannot be read: Permission denied")
    assert [raw.path for raw in raws] == ["facts/levels/b.csv"]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.xlsx"])
def test_an_empty_file(tmp_path, name) -> None:
    """Zero bytes are no facts."""
    assert refused(tmp_path, name, "").code == "CMY-403"


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.xlsx"])
def test_a_file_too_large_is_not_read(tmp_path, name) -> None:
    """The size is looked at before the content; the file here takes no space."""
    place = put(tmp_path, f"levels/{name}", "")
    with place.open("wb") as stream:
        stream.truncate(files.LARGEST[place.suffix] + 1)
    raws, (problem,) = read(tmp_path)
    assert (raws, problem.code) == ([], "CMY-402")
    assert f"a {place.suffix} file has at most" in problem.why


# -- CSV --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        CSV,
        CSV.replace(",", ";"),
        CSV.replace("\n", "\r\n"),
        "\ufeff" + CSV,
        CSV.rstrip("\n"),
        CSV.replace("gold", '"gold"'),
        CSV.replace("silver,", 'silver,""'),
        CSV.replace("month,", " month ,"),
    ],
    ids=["commas", "semicolons", "crlf", "bom", "no_end", "quotes", "empty_quotes", "spaces_in_header"],
)
def test_csv_as_programs_write_it(tmp_path, data) -> None:
    """Every cell is text, an empty one is null, whatever wrote the file."""
    raw = one(tmp_path, "a.csv", data)
    assert raw.table.column_names == ["month", "level", "good"]
    assert rows(raw) == ROWS
    assert raw.rows_are_lines


def test_numbers_stay_text_until_they_are_checked(tmp_path) -> None:
    """No digit is lost to a guess of types."""
    raw = one(tmp_path, "a.csv", "a,b,c\n007,1.10,2026-01-01\nNA,null,true\n")
    assert rows(raw) == [("007", "1.10", "2026-01-01"), ("NA", "null", "true")]


def test_a_header_without_rows(tmp_path) -> None:
    """An empty table with its columns."""
    for data in ("a,b\n", "a,b"):
        raw = one(tmp_path, "a.csv", data)
        assert (raw.table.column_names, raw.table.num_rows) == (["a", "b"], 0)


def test_line_breaks_in_cells_part_rows_from_lines(tmp_path) -> None:
    """Rows are counted, and no line is claimed for them."""
    raw = one(tmp_path, "a.csv", 'a,b\n"x\ny",1\nz,2\n')
    assert rows(raw) == [("x\ny", "1"), ("z", "2")]
    assert not raw.rows_are_lines


def test_blank_lines_are_rows_without_values(tmp_path) -> None:
    """They keep the numbers of the rows below them."""
    raw = one(tmp_path, "a.csv", "a,b\n1,2\n\n3,4\n\n")
    assert rows(raw)[:3] == [("1", "2"), (None, None), ("3", "4")]


def test_separators_in_quotes_do_not_decide(tmp_path) -> None:
    """Commas in the name of a column of a file with semicolons."""
    assert one(tmp_path, "a.csv", 'a;"b, c, d, e"\n1;2\n').table.column_names == ["a", "b, c, d, e"]


# fault: (bytes, code, cell, words of the reason)
BROKEN_CSV = {
    "only_blank": ("\n\n  \n", "CMY-403", "", "no header"),
    "header_blank": (",,\n1,2,3\n", "CMY-403", "row 1", "no header"),
    "header_with_gap": ("a,,c\n1,2,3\n", "CMY-404", "row 1, column 2", "column 2 has no name"),
    "header_twice": ("a,b,a\n1,2,3\n", "CMY-404", "row 1, column a", "the column a is there twice: as columns 1 and 3"),
    "row_too_long": ("a,b\n1,2\n1,2,3\n", "CMY-405", "row 3", "the row has 3 cells, the header 2"),
    "row_too_short": ("a,b\n1\n", "CMY-405", "row 2", "the row has 1 cells, the header 2"),
    "decimal_comma": ("a,b\n1,2,5\n", "CMY-405", "row 2", "the row has 3 cells"),
    "latin_1": ("a,b\n1,2\nGr\xfc\xdfe,2\n".encode("latin-1"), "CMY-406", "", "byte 11 is 0xfc"),
    "utf_16": (CSV.encode("utf-16"), "CMY-406", "", "UTF-16"),
    "binary": (bytes(range(256)) * 8, "CMY-406", "", "zero byte"),
    "header_unreadable": ("a,b\x1b[2J\n1,2\n", "CMY-404", "row 1, column 2", "cannot be seen: 'b\\x1b[2J'"),
    "too_many_columns": (",".join(f"c{n}" for n in range(2001)) + "\n", "CMY-402", "row 1", "2,001 columns"),
    "header_without_end": ("x" * 2**20, "CMY-407", "", "as CSV"),
    "quote_not_closed": ('a,b\n1,"2\n3,4\n', "CMY-412", "", "opened and not closed"),
    "workbook_named_csv": (book(("a",), (1,)), "CMY-406", "", "not a text"),
}


@pytest.mark.parametrize("fault", BROKEN_CSV)
def test_broken_csv(tmp_path, fault) -> None:
    """Each fault has its code, its place and its reason."""
    data, code, cell, words = BROKEN_CSV[fault]
    problem = refused(tmp_path, "a.csv", data)
    assert (problem.code, problem.place.cell) == (code, cell)
    assert words in problem.why


def test_the_line_of_a_wrong_byte_is_named(tmp_path) -> None:
    """Far into a large file too."""
    data = b"a,b\n" + b"1,2\n" * 500_000 + b"\xff,2\n"
    assert refused(tmp_path, "a.csv", data).place.line == 500_002


def test_many_ragged_rows_are_counted(tmp_path) -> None:
    """Twenty in full, the rest as a number."""
    put(tmp_path, "levels/a.csv", "a,b\n" + "1\n" * 100)
    _, problems = read(tmp_path)
    assert [p.code for p in problems] == ["CMY-405"] * 20 + ["CMY-439"]
    assert "80 more rows" in problems[-1].why


def test_a_row_too_long_to_parse(tmp_path) -> None:
    """A row of more than 16 MiB is refused, not swallowed."""
    assert refused(tmp_path, "a.csv", "a,b\n" + "x" * (40 * 2**20) + ",2\n").code == "CMY-407"


# -- Parquet ----------------------------------------------------------------------------------


def test_parquet_keeps_its_types(tmp_path) -> None:
    """Days, integers and truths arrive as such; rows count from 1."""
    table = pa.table({"day": [date(2026, 1, 5)], "n": pa.array([7], pa.int16()), "ok": [True]})
    raw = one(tmp_path, "a.parquet", parquet_of(table))
    assert raw.table.equals(table)
    assert (raw.first_row, raw.rows_are_lines) == (1, False)


def test_broken_parquet(tmp_path) -> None:
    """A text, a file cut short and one with a byte changed are damaged."""
    sound = parquet_of(pa.table({"a": list(range(1000))}))
    for data in (b"PAR1 nothing", sound[:-20], CSV.encode(), b"PAR1" + b"\xff" * 200 + b"PAR1"):
        problem = refused(tmp_path, "a.parquet", data)
        assert (problem.code, "as Parquet" in problem.why) == ("CMY-407", True)


def test_parquet_with_a_column_twice(tmp_path) -> None:
    """Nobody knows which of them would be meant."""
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert refused(tmp_path, "a.parquet", parquet_of(table)).code == "CMY-404"


def test_parquet_that_would_unpack_into_too_much(tmp_path, monkeypatch) -> None:
    """A few bytes can stand for endless repetitions: rows are counted before they are read."""
    monkeypatch.setattr(parquet, "MOST_ROWS", 1000)
    problem = refused(tmp_path, "a.parquet", parquet_of(pa.table({"a": [1] * 1001})))
    assert (problem.code, "1,001 rows" in problem.why) == ("CMY-402", True)


# -- XLSX -------------------------------------------------------------------------------------


def test_workbooks_are_read_as_exact_text(tmp_path) -> None:
    """Numbers with the digits people see, days as days, truths as words, blank cells as null."""
    data = book(
        ("day", "n", "m", "ok", "text", None),
        (date(2026, 1, 5), 0.1, 3476, True, " a ", None),
        (),
        (datetime.fromisoformat("2026-01-06 14:05"), 1e16, 3476.0, False, "007"),
    )
    raw = one(tmp_path, "a.xlsx", data)
    assert rows(raw) == [
        ("2026-01-05", "0.1", "3476", "true", "a"),
        (None, None, None, None, None),
        ("2026-01-06 14:05:00", "1e+16", "3476", "false", "007"),
    ]
    assert raw.first_row == 2


def test_a_formula_without_a_saved_value(tmp_path) -> None:
    """A workbook written by a program has formulas and no values: nothing is guessed."""
    problem = refused(tmp_path, "a.xlsx", book(("a", "b"), (1, "=A2*2")))
    assert (problem.code, problem.place.cell) == ("CMY-408", "row 2, column b")
    assert "formula without a saved value" in problem.why


def test_a_formula_with_its_value_counts(tmp_path) -> None:
    """What the spreadsheet calculated and saved is read."""
    empty = re.compile(rb"(<f>A2[*]2</f>)<v ?(/>|></v>)")
    data = changed(book(("a", "b"), (1, "=A2*2")), lambda xml: empty.sub(rb"\1<v>2</v>", xml))
    assert rows(one(tmp_path, "a.xlsx", data)) == [("1", "2")]


def changed(data: bytes, change: Any) -> bytes:
    """Return a workbook with the XML of its sheet changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name == "xl/worksheets/sheet1.xml" else part)
    return made.getvalue()


def test_an_error_in_a_cell(tmp_path) -> None:
    """#DIV/0! is no value."""
    problem = refused(tmp_path, "a.xlsx", book(("a", "b"), (1, "#DIV/0!")))
    assert (problem.code, problem.place.cell) == ("CMY-408", "row 2, column b")
    assert "#DIV/0!" in problem.why


def test_a_cell_beside_the_header(tmp_path) -> None:
    """A value in a column without a name belongs to nothing."""
    problem = refused(tmp_path, "a.xlsx", book(("a",), (1,), (2, "note")))
    assert (problem.code, problem.place.cell) == ("CMY-405", "row 3")


def test_broken_workbooks(tmp_path) -> None:
    """A text, a damaged archive, and an archive of something else."""
    sound = book(("a",), (1,))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("hello.txt", "hello")
    cut = changed(sound, lambda xml: xml[: len(xml) // 2])
    for data in (CSV.encode(), sound[:-100], other.getvalue(), cut, b"PK\x03\x04" + b"\0" * 100):
        problem = refused(tmp_path, "a.xlsx", data)
        assert (problem.code, "as a workbook" in problem.why) == ("CMY-407", True)


def test_a_header_is_needed_in_workbooks_too(tmp_path) -> None:
    """No cell in the first row, one left out, one twice."""
    assert refused(tmp_path, "a.xlsx", book((), (1, 2))).code == "CMY-403"
    assert refused(tmp_path, "a.xlsx", book(("a", None, "c"), (1, 2, 3))).code == "CMY-404"
    assert refused(tmp_path, "a.xlsx", book(("a", "a"), (1, 2))).code == "CMY-404"


def test_a_workbook_that_unpacks_into_too_much(tmp_path, monkeypatch) -> None:
    """The archive says what it would become; nothing is unpacked beyond the limit."""
    monkeypatch.setattr(workbook, "MOST_BYTES", 10_000)
    problem = refused(tmp_path, "a.xlsx", book(("a",), *((n,) for n in range(5000))))
    assert (problem.code, "Unpacked" in problem.why or "unpacked" in problem.why) == ("CMY-402", True)


def test_a_row_far_below_the_others_is_not_waited_for(tmp_path, monkeypatch) -> None:
    """A sheet may claim a row in the billions; reading stops at the limit."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 1000)
    data = changed(
        book(("a",), (1,)), lambda xml: xml.replace(b'r="2"', b'r="2000000000"').replace(b'"A2"', b'"A2000000000"')
    )
    assert refused(tmp_path, "a.xlsx", data).code == "CMY-402"


# -- about.yaml -------------------------------------------------------------------------------


def test_about_says_something_of_all_files_and_of_one(tmp_path) -> None:
    """What is said of one file goes before what is said of all; a list becomes one text."""
    put(tmp_path, "levels/a.csv", CSV)
    put(tmp_path, "levels/b.csv", CSV)
    put(
        tmp_path,
        "levels/about.yaml",
        "all files: {known at: 2026-02-10, reported by: alpha}\n"
        "b.csv:\n  known at: 2026-03-01\n  covers: [2026-01, 2026-02]\n",
    )
    (a, b), problems = read(tmp_path)
    assert problems == []
    assert a.about == {"known at": "2026-02-10", "reported by": "alpha"}
    assert b.about == {"known at": "2026-03-01", "reported by": "alpha", "covers": "2026-01, 2026-02"}


# fault: (about.yaml, code, line, column, words of the reason)
BROKEN_ABOUT = {
    "unknown_key": ("a.csv: {known_at: 2026-02-10}\n", "CMY-410", 1, 9, "no key known_at"),
    "list": ("- a.csv\n", "CMY-410", 1, 1, "this should be a map"),
    "text_for_a_file": ("a.csv: yesterday\n", "CMY-410", 1, 8, "this should be a map, not the text yesterday"),
    "map_for_a_text": ("a.csv: {source: {a: b}}\n", "CMY-410", 1, 17, "this should be a text or a list of texts"),
    "no_such_file": ("c.csv: {source: x}\n", "CMY-410", 1, 1, "no file c.csv beside about.yaml"),
}


@pytest.mark.parametrize("fault", BROKEN_ABOUT)
def test_broken_about(tmp_path, fault) -> None:
    """Every problem of about.yaml has its line and column."""
    text, code, line, column, words = BROKEN_ABOUT[fault]
    put(tmp_path, "levels/a.csv", CSV)
    put(tmp_path, "levels/about.yaml", text)
    _, (problem,) = read(tmp_path)
    assert (problem.code, problem.place.file) == (code, "facts/levels/about.yaml")
    assert (problem.place.line, problem.place.column) == (line, column)
    assert words in problem.why


@pytest.mark.parametrize(
    "text", ["a.csv: {known at: 2026-02-10\n", "a.csv: {}\na.csv: {}\n", b"\xff\xfe", "# nothing\n", "a: &a [*a]"]
)
def test_about_that_is_no_sound_yaml(tmp_path, text) -> None:
    """Broken form is told as in an agreement; the files are still read."""
    put(tmp_path, "levels/a.csv", CSV)
    put(tmp_path, "levels/about.yaml", text)
    raws, problems = read(tmp_path)
    assert len(raws) == 1
    assert problems
    assert {p.place.file for p in problems} == {"facts/levels/about.yaml"}
    assert problems[0].code.startswith("CMY-1")


def test_about_that_is_a_folder(tmp_path) -> None:
    """It cannot be read, and says so."""
    put(tmp_path, "levels/a.csv", CSV)
    (tmp_path / "facts/levels/about.yaml").mkdir()
    _, (problem,) = read(tmp_path)
    assert (problem.code, problem.place.file) == ("CMY-401", "facts/levels/about.yaml")


# -- the examples -----------------------------------------------------------------------------


def test_the_facts_of_the_real_example_are_read() -> None:
    """Every table of examples/regeneron-sanofi, without a problem."""
    folder = Path(__file__).parent.parent.parent / "examples" / "regeneron-sanofi"
    tables = [place.name for place in (folder / "facts").iterdir() if place.is_dir()]
    raws, problems = read_folder_facts(folder, tables)
    assert problems == []
    assert {raw.path for raw in raws["sales"]} == {"facts/sales/regeneron.csv", "facts/sales/sanofi.csv"}
    assert all(raw.about["known at"] for found in raws.values() for raw in found)
