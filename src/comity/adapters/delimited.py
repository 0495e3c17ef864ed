"""CSV: text in UTF-8 with a header, separated by commas or semicolons; every cell is read as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import csv as arrow_csv

from comity.adapters.headers import Contents, check_header
from comity.kernel.problem import Place, Problem

_BOM = b"\xef\xbb\xbf"
_CHUNK = 2**20
_HEADER = 2**18
"""Bytes in which the header ends."""
_QUOTED = re.compile(rb'"[^"]*"')
_BLOCK = 2**24
"""Bytes that are parsed at once, and so the longest row."""
_LISTED = 20
_AS_UTF8 = "Save it as plain text in UTF-8 (in a spreadsheet: CSV UTF-8)."


def read(stream: BinaryIO, path: str) -> tuple[Contents | None, list[Problem]]:
    """Return the table of a CSV file, with null for empty cells; blank lines are rows without any value.

    A row with more or fewer cells than the header is a problem and stands there blank, so that the rest can be checked.
    """
    data = stream.read()
    data = data.removeprefix(_BOM)
    wrong = _not_text(data, path)
    if wrong is not None:
        return None, [wrong]
    if not data.strip():
        why = "the file has no header"
        return None, [Problem(code="CMY-403", place=Place(file=path), why=why, hint="The first row names the columns.")]
    if data.count(b'"') % 2:
        return None, [_unclosed(path)]
    try:
        return _parsed(data, path)
    except pa.ArrowException as failure:
        return None, [_unparsed(path, failure)]


def _not_text(data: bytes, path: str) -> Problem | None:
    """Say where a file is no text in UTF-8, if anywhere."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            code="CMY-406", place=Place(file=path), why="this is text in UTF-16, not in UTF-8", hint=_AS_UTF8
        )
    zero = data.find(b"\0")
    if zero >= 0:
        place = Place(file=path, line=data.count(b"\n", 0, zero) + 1)
        return Problem(code="CMY-406", place=place, why="this is not a text: it holds a zero byte", hint=_AS_UTF8)
    start = 0
    while start < len(data):
        end = _end_of_line(data, start + _CHUNK)
        try:
            str(memoryview(data)[start:end], "utf-8")
        except UnicodeDecodeError as failure:
            at = start + failure.start
            place = Place(file=path, line=data.count(b"\n", 0, at) + 1)
            why = f"this is not a text in UTF-8: byte {at + 1} is {data[at]:#04x}"
            return Problem(code="CMY-406", place=place, why=why, hint=_AS_UTF8)
        start = end
    return None


def _end_of_line(data: bytes, at: int) -> int:
    """Return the end of the line at a position, where no character is cut in two."""
    found = data.find(b"\n", at)
    return found + 1 if found >= 0 else len(data)


def _delimiter(data: bytes) -> str:
    """Return the separator that occurs more often in the first line, outside of quotes."""
    first = _QUOTED.sub(b"", data[:_HEADER].partition(b"\n")[0])
    return ";" if first.count(b";") > first.count(b",") else ","


@dataclass
class _Ragged:
    """Notes the rows that have more or fewer cells than the header."""

    path: str
    delimiter: str
    count: int = 0
    numbers: list[int] = field(default_factory=list)
    listed: list[Problem] = field(default_factory=list)

    def __call__(self, row: Any) -> str:
        self.count += 1
        if row.number is not None:
            self.numbers.append(row.number)
        if self.count <= _LISTED:
            why = f"the row has {row.actual_columns} cells, the header {row.expected_columns}"
            hint = f"A cell that contains {self.delimiter!r} stands in double quotes."
            if row.actual_columns < row.expected_columns:
                hint = f"A cell without anything in it keeps its {self.delimiter!r}."
            place = Place(file=self.path, cell=f"row {row.number}" if row.number is not None else "")
            self.listed.append(Problem(code="CMY-405", place=place, why=why, hint=hint))
        return "skip"

    def problems(self) -> list[Problem]:
        """Return the rows noted, the first in full."""
        if self.count <= _LISTED:
            return self.listed
        why = f"{self.count - _LISTED:,} more rows have too many or too few cells"
        return [*self.listed, Problem(code="CMY-439", place=Place(file=self.path), why=why)]


def _parsed(data: bytes, path: str) -> tuple[Contents | None, list[Problem]]:
    source = pa.py_buffer(data if data.endswith(b"\n") else data + b"\n")
    ragged = _Ragged(path, _delimiter(data))
    # One thread: only then are bad rows numbered.
    reading = arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK)
    parsing = arrow_csv.ParseOptions(
        delimiter=ragged.delimiter,
        newlines_in_values=True,
        ignore_empty_lines=False,
        invalid_row_handler=ragged,
    )
    header = _plain_header(data, ragged.delimiter) or _header(source, ragged.delimiter)
    names = [name.strip() for name in header]
    problems = check_header(names, path, 1)
    if problems:
        return None, problems
    converting = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), null_values=[""], strings_can_be_null=True
    )
    table = arrow_csv.read_csv(pa.BufferReader(source), reading, parsing, converting)
    if ragged.count:
        rest = _with_blanks(table.rename_columns(names), [number - 2 for number in ragged.numbers])
        return Contents(rest, first_row=2) if ragged.count == len(ragged.numbers) else None, ragged.problems()
    # A cell in quotes may hold line breaks: then the numbers of rows and lines part.
    one_each = b'"' not in data or data.rstrip(b"\r\n").count(b"\n") <= table.num_rows
    return Contents(table.rename_columns(names), first_row=2, rows_are_lines=one_each), []


def _with_blanks(table: pa.Table, places: list[int]) -> pa.Table:
    """Return a table with blank rows at some places, counted from 0 in the result, so that the others keep theirs."""
    blank, rest = set(places), iter(range(table.num_rows))
    rows = [None if place in blank else next(rest) for place in range(table.num_rows + len(blank))]
    return table.take(pa.array(rows, pa.int64()))


def _plain_header(data: bytes, delimiter: str) -> list[str] | None:
    """Return the names of a first row without quotes, which is most of them; None for any other.

    To have them read costs as much as to read a small file, and a record may hold thousands.
    """
    line, ended, _ = data[:_HEADER].partition(b"\n")
    line = line.removesuffix(b"\r")
    if not ended or not line or b'"' in line or b"\r" in line:
        return None
    return line.decode().split(delimiter)


def _header(source: pa.Buffer, delimiter: str) -> list[str]:
    """Return the names in the first row as they are written, read as all other rows will be."""
    reading = arrow_csv.ReadOptions(use_threads=False, block_size=_HEADER)
    parsing = arrow_csv.ParseOptions(
        delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=lambda _: "skip"
    )
    names: list[str] = arrow_csv.open_csv(pa.BufferReader(source), reading, parsing).schema.names
    return names


def _unclosed(path: str) -> Problem:
    return Problem(
        code="CMY-412",
        place=Place(file=path),
        why="a double quote is opened and not closed",
        hint='A double quote inside a cell is written twice, and the cell stands in double quotes: "5"" pipe".',
    )


def _unparsed(path: str, failure: Exception) -> Problem:
    reason = str(failure).splitlines()[0]
    return Problem(code="CMY-407", place=Place(file=path), why=f"it cannot be read as CSV: {reason}", hint=_AS_UTF8)
