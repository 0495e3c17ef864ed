"""Listings as files: CSV and XLSX. A cell that a spreadsheet would take for a formula is written so that it is text.

In CSV a quote stands before it, which is taken off again where such a file is uploaded (`unguarded`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO, StringIO

import pyarrow as pa
import pyarrow.compute as pc

from comity.kernel.numbers import PERCENT
from comity.web.amounts import Amount, alike, amount_of, plain, unit_label
from comity.web.listing import Cell, Column, Shown

Value = Amount | date | str

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def exported(of: Shown, kind: str) -> bytes:
    """Return what matches, in the order shown, as `csv` (UTF-8 with a mark that Excel needs) or `xlsx`.

    The unit of a column of numbers stands in its heading; where its numbers have several, in a column beside it. A
    share is a percentage by its format in XLSX, and a hundred times as much in CSV, which has no formats. A unit of the
    agreement's own, though it be called `%`, changes no number.
    """
    fields = [
        field for place, column in enumerate(of.listing.columns) if column.exported is not None
        for field in _fields(column, [row[place] for row in of.matching])
    ]  # fmt: skip
    head, rows = [title for title, _ in fields], list(zip(*(values for _, values in fields), strict=True))
    return _xlsx(of.listing.caption, head, rows) if kind == "xlsx" else _csv(head, rows)


def _fields(column: Column, cells: Sequence[Cell]) -> Iterator[tuple[str, list[Value]]]:
    """Yield a column with its heading, and after it one of its units where they differ."""
    title, values = column.exported or column.title, [_value(cell, column) for cell in cells]
    told = iter(alike([value for value in values if isinstance(value, Amount)]))
    values = [next(told) if isinstance(value, Amount) else value for value in values]
    units = list(dict.fromkeys(value.unit for value in values if isinstance(value, Amount)))
    if len(units) < 2:
        yield title + "".join(f" ({unit_label(unit)})" for unit in units if unit), values
    else:
        yield title, values
        yield f"{title}: unit", [unit_label(value.unit) if isinstance(value, Amount) else "" for value in values]


def _value(cell: Cell, column: Column) -> Value:
    """Return a cell as it is exported: its number, its day, what it holds in full, or its text with the second line."""
    found = amount_of(cell) if column.kind == "number" else None
    if found is not None:
        return found
    if cell.full is not None:
        cell = Cell(cell.full)
    if column.kind == "number":
        return cell.text
    if column.kind == "date" and cell.value:
        return date.fromisoformat(cell.value)
    return f"{cell.text} ({cell.sub})" if cell.sub else cell.text


def _csv(head: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    written = StringIO()
    csv.writer(written).writerows([_plain(value) for value in row] for row in (head, *rows))
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if isinstance(value, Amount):
        return plain(value.value, value.unit)
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value)


def guarded(text: str) -> str:
    """Return a text for a CSV file so that no spreadsheet runs it; one that looks so already gets one quote more."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def unguarded(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts of a CSV file as they were before `guarded`."""
    return pc.replace_substring_regex(cells, r"^'('*[=+\-@\t\r\n])", r"\1")


def _xlsx(caption: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
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
            if isinstance(value, Amount):
                cell.number_format = _format(value)
            if cell.data_type == "f":
                cell.data_type = "s"  # what begins with "=" is a text here
            if line == 1:
                cell.font = Font(bold=True)
    for place, title in enumerate(head, start=1):
        longest = max([len(title), *(len(_plain(row[place - 1])) for row in rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(60, longest + 2)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _kept(value: Amount | date) -> Decimal | date | str:
    """Return a number so that a spreadsheet keeps all its digits: one that it would round is a text.

    One that was cut off already is cut to fifteen digits.
    """
    if isinstance(value, date):
        return value
    if len(value.value.as_tuple().digits) <= _DIGITS:
        return value.value
    if value.cut and value.value.adjusted() < _DIGITS:
        return value.value.quantize(Decimal((0, (1,), value.value.adjusted() - _DIGITS + 1)), ROUND_HALF_UP)
    return f"{value.value:f}"


def _format(value: Amount) -> str:
    """Return the number format of an amount: thousands are grouped, a percentage has its sign."""
    decimals = f".{'0' * value.places}" if value.places else ""
    return f"0{decimals}%" if value.unit == PERCENT else f"#,##0{decimals}"


def _clean(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32767]
