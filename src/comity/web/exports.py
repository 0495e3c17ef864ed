"""Listings as files: CSV and XLSX. A cell that a spreadsheet would take for a formula is written so that it is text.

In CSV a quote stands before it, which is taken off again where such a file is uploaded (`unguarded`).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.compute as pc

from comity.web.listing import Cell, Column, Shown, number

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(of: Shown, kind: str) -> bytes:
    """Return what matches, in the order shown, as `csv` (UTF-8 with a mark that Excel needs) or `xlsx`."""
    places = [at for at, column in enumerate(of.listing.columns) if column.exported is not None]
    columns = [of.listing.columns[at] for at in places]
    head = [column.exported or column.title for column in columns]
    rows = [[_value(row[at], column) for at, column in zip(places, columns, strict=True)] for row in of.matching]
    return _xlsx(of.listing.caption, head, rows) if kind == "xlsx" else _csv(head, rows)


def _value(cell: Cell, column: Column) -> Decimal | date | str:
    """Return a cell as it is exported: what it holds in full, its number, its day, else its text with the second line.

    A number keeps all its digits: one that a spreadsheet would round is a text.
    """
    if cell.full is not None:
        cell = Cell(cell.full)
    if column.kind == "number":
        found = number(cell)
        return cell.text if found is None else found
    if column.kind == "date" and cell.value:
        return date.fromisoformat(cell.value)
    return f"{cell.text} ({cell.sub})" if cell.sub else cell.text


def _csv(head: Sequence[str], rows: Sequence[Sequence[Decimal | date | str]]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([_plain(value) for value in row] for row in (head, *rows))
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Decimal | date | str) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value)


def guarded(text: str) -> str:
    """Return a text for a CSV file so that no spreadsheet runs it; one that looks so already gets one quote more."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts of a CSV file as they were before `guarded`."""
    return pc.replace_substring_regex(cells, r"^'('*[=+\-@\t\r\n])", r"\1")


def _xlsx(caption: str, head: Sequence[str], rows: Sequence[Sequence[Decimal | date | str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "".join(letter for letter in caption if letter not in r"[]:*?/\'")[:31] or "Table"
    for line, row in enumerate([head, *rows], start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(line, place)
            cell.value = (_clean(value) or None) if isinstance(value, str) else _kept(value)
            if cell.data_type == "f":
                cell.data_type = "s"  # what begins with "=" is a text here
            if line == 1:
                cell.font = Font(bold=True)
    for place, title in enumerate(head, start=1):
        longest = max([len(title), *(len(str(row[place - 1])) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(60, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _kept(value: Decimal | date) -> Decimal | date | str:
    """Return a number as a text where a spreadsheet would round it."""
    long = isinstance(value, Decimal) and len(value.as_tuple().digits) > _DIGITS
    return f"{value:f}" if long else value


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32767]
