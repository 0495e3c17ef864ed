"""XLSX: the first sheet of a workbook, its first row the header. Every cell is read as exact text."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import repeat
from typing import Any, BinaryIO

import pyarrow as pa

from comity.adapters.headers import Contents, check_header
from comity.kernel.problem import Place, Problem

MOST_ROWS = 1_048_576
MOST_CELLS = 20_000_000
MOST_BYTES = 512 * 2**20
"""What the parts of a workbook may become when they are unpacked."""
_PARTS = 10_000
_LISTED = 20
_CHUNK = 2**20
_FORMULA = (b"<f>", b"<f ", b"<f/")


def read(stream: BinaryIO, path: str) -> tuple[Contents | None, list[Problem]]:
    """Return the table of a workbook's first sheet, with null for empty cells.

    Numbers are written with the fewest digits that give the same number, days as 2026-03-31. A formula counts
    by the value that was saved with it; one without a value, or with an error for it, is a problem and stands there
    empty, so that the rest can be checked.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            too_much = _too_much(archive, path)
            if too_much is not None:
                return None, [too_much]
            has_formulas = any(map(_mentions_formula, _sheets(archive)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decorations that we do not read
            return _read_sheet(stream, path, has_formulas=has_formulas)
    except Exception as failure:  # noqa: BLE001 - a damaged workbook makes openpyxl stumble anywhere
        reason = (str(failure).splitlines() or [type(failure).__name__])[0].rstrip(".")
        why = f"it cannot be read as a workbook: {reason}"
        hint = "Save it again as .xlsx, without a password; it is damaged, protected or of another kind."
        return None, [Problem(code="CMY-407", place=Place(file=path), why=why, hint=hint)]


def _too_much(archive: zipfile.ZipFile, path: str) -> Problem | None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) <= _PARTS and unpacked <= MOST_BYTES:
        return None
    why = f"unpacked it has {len(parts):,} parts and {unpacked / 2**20:,.0f} MiB"
    return _limit(
        path, why, f"At most {_PARTS:,} parts and {MOST_BYTES // 2**20} MiB are read; hand it in as CSV or Parquet."
    )


def _limit(path: str, why: str, hint: str) -> Problem:
    return Problem(code="CMY-402", place=Place(file=path), why=why, hint=hint)


def _sheets(archive: zipfile.ZipFile) -> Iterator[Any]:
    for name in archive.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            with archive.open(name) as part:
                yield part


def _mentions_formula(part: BinaryIO) -> bool:
    tail = b""
    while chunk := part.read(_CHUNK):
        if any(tag in tail + chunk for tag in _FORMULA):
            return True
        tail = chunk[-2:]
    return False


@dataclass
class _Sheet:
    """Collects the rows of a sheet as text, and what is wrong with its cells."""

    path: str
    names: list[str]
    columns: list[list[str | None]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0

    def add(self, row: int, cells: Sequence[Any], formulas: Sequence[Any]) -> None:
        """Take one row; `formulas` are the same cells with formulas instead of their values."""
        for at, column in enumerate(self.columns):
            cell = cells[at] if at < len(cells) else None
            value = cell.value if cell is not None else None
            if cell is not None and cell.data_type == "e":
                self._wrong(row, at, f"the cell holds the error {ascii(value)[:60]}")
                value = None
            elif value is None and at < len(formulas) and formulas[at].data_type == "f":
                self._wrong(row, at, "the cell holds a formula without a saved value")
            column.append(_text(value))
        beyond = [cell for cell in cells[len(self.columns) :] if cell.value is not None]
        if beyond:
            why = f"a cell holds {ascii(beyond[0].value)[:60]} where the header names no column"
            self._note(Problem(code="CMY-405", place=Place(file=self.path, cell=f"row {row}"), why=why))

    def _wrong(self, row: int, at: int, why: str) -> None:
        hint = "Open the file in a spreadsheet, mend or calculate it, and save it."
        place = Place(file=self.path, cell=f"row {row}, column {self.names[at]}")
        self._note(Problem(code="CMY-408", place=place, why=why, hint=hint))

    def _note(self, problem: Problem) -> None:
        if len(self.problems) < _LISTED:
            self.problems.append(problem)
        else:
            self.unlisted += 1

    def found(self) -> list[Problem]:
        """Return the problems, the first in full."""
        if not self.unlisted:
            return self.problems
        why = f"the file has {self.unlisted:,} more problems than are listed here"
        return [*self.problems, Problem(code="CMY-439", place=Place(file=self.path), why=why)]


def _read_sheet(stream: BinaryIO, path: str, *, has_formulas: bool) -> tuple[Contents | None, list[Problem]]:
    values = _rows(stream, data_only=True)
    formulas: Iterator[Sequence[Any]] = _rows(stream, data_only=False) if has_formulas else repeat(())
    header = [(_text(cell.value) or "").strip() for cell in next(values, ())]
    next(formulas, ())
    while header and not header[-1]:
        header.pop()
    problems = check_header(header, path, 1)
    if problems:
        return None, problems
    sheet = _Sheet(path, header, [[] for _ in header])
    cells_read = 0
    for row, (cells, written) in enumerate(zip(values, formulas, strict=False), 2):
        cells_read += len(cells)
        if row > MOST_ROWS or cells_read > MOST_CELLS:
            why = f"the sheet has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells"
            return None, [_limit(path, why, "Remove what is below or beside the facts, or hand them in as CSV.")]
        sheet.add(row, cells, written)
    arrays = [pa.array(column, pa.string()) for column in sheet.columns]
    return Contents(pa.table(arrays, names=header), first_row=2), sheet.found()


def _rows(stream: BinaryIO, *, data_only: bool) -> Iterator[Sequence[Any]]:
    """Yield the rows of the first sheet with their cells, blank rows included."""
    from openpyxl import load_workbook  # takes 150 ms, which alliances without workbooks need not spend

    book = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    yield from sheet.iter_rows()


def _text(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float():
            return repr(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    return str(value).strip() or None
