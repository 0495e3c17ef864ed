"""Listings as files: CSV and XLSX. A cell that a spreadsheet would take for a formula is written so that it is text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

from comity.web.listing import Cell, Column, Shown, number

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(of: Shown, kind: str) -> bytes:
    """Return what matches, in the order shown, as `csv` (UTF-8 with a mark that Excel needs) or `xlsx`."""
    head = [column.title for column in of.listing.columns]
    rows = [[_value(*pair) for pair in zip(row, of.listing.columns, strict=True)] for row in of.matching]
    return _xlsx(of.listing.caption, head, rows) if kind == "xlsx" else _csv(head, rows)


def _value(cell: Cell, column: Column) -> Decimal | date | str:
    """Return a cell as it is exported: its number, its day, else its text with the second line."""
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
    return f"'{value}" if value.startswith(FORMULA) else value


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
            cell.value = (_clean(value) or None) if isinstance(value, str) else value
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


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32767]
