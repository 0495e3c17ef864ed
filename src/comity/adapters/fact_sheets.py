"""Files of facts to fill in: a workbook whose cells take only what the table takes, and the same as plain text."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

FactKind = Literal["text", "day", "number", "choice"]
EMPTY_ROWS = 500
"""Rows below the header in which cells are checked as they are filled in."""
_WIDTH = 16
_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column to fill in: what its cells take, and what is said of it.

    `choices` are all that a `choice` takes; `first` and `last` bound days, `least` and `most` numbers.
    """

    name: str
    kind: FactKind
    says: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    least: Decimal | None = None
    most: Decimal | None = None


def fact_csv(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> bytes:
    """Return the header and rows to fill in as CSV, in UTF-8, word for word: it is read back as it was written."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows([[field.name for field in fields], *rows])
    return out.getvalue().encode()


def fact_workbook(title: str, says: str, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook: the sheet to fill in, one that explains its columns, and the lists that cells choose from."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Facts"
    _fill(sheet, fields, rows)
    _explain(book.create_sheet("Columns"), title, says, fields)
    lists = book.create_sheet("Lists")
    lists.sheet_state = "hidden"
    for place, field in enumerate(fields, start=1):
        if (rule := _rule(field, lists, place)) is not None:
            rule.error = f"{field.name}: {field.says}"[:255]
            rule.errorTitle = "This is not what the column takes"
            rule.showErrorMessage = True
            sheet.add_data_validation(rule)
            rule.add(f"{_letter(place)}2:{_letter(place)}{len(rows) + EMPTY_ROWS}")
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _fill(sheet: Worksheet, fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> None:
    from openpyxl.styles import Font

    for place, field in enumerate(fields, start=1):
        cell = sheet.cell(1, place)
        cell.value, cell.font = field.name, Font(bold=True)
        sheet.column_dimensions[_letter(place)].width = max(_WIDTH, len(field.name) + 2)
        # A spreadsheet would turn 2026-03 into a day, and 007 into 7, where a cell is not one of text.
        form = {"day": "yyyy-mm-dd", "number": "General"}.get(field.kind, "@")
        for line in range(2, len(rows) + EMPTY_ROWS + 1):
            sheet.cell(line, place).number_format = form
    for line, row in enumerate(rows, start=2):
        for place, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(line, place)
                cell.value, cell.data_type = _value(text, fields[place - 1].kind)
    sheet.freeze_panes = "A2"


def _value(text: str, kind: FactKind) -> tuple[Decimal | date | str, str]:
    """Return a cell with its type: a number that a spreadsheet would round stays a text."""
    if kind == "day":
        return date.fromisoformat(text), "d"
    if kind == "number" and len(Decimal(text).as_tuple().digits) <= _DIGITS:
        return Decimal(text), "n"
    return text, "s"


def _explain(sheet: Worksheet, title: str, says: str, fields: Sequence[Field]) -> None:
    from openpyxl.styles import Alignment, Font

    told = [[title, says, ""], ["Column", "What it holds", "Needed"]]
    told += [[field.name, field.says, "in every row" if field.needed else ""] for field in fields]
    for line, row in enumerate(told, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(line, place)
            cell.value, cell.data_type = text, "s"
            cell.font = Font(bold=line <= len(told) - len(fields))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in (("A", 24), ("B", 80), ("C", 16)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"


def _rule(field: Field, lists: Worksheet, place: int) -> DataValidation | None:
    """Return what a spreadsheet lets into the cells of a column; None for any text."""
    from openpyxl.worksheet.datavalidation import DataValidation

    if field.choices:
        for line, word in enumerate(field.choices, start=1):
            cell = lists.cell(line, place)
            cell.value, cell.data_type = word, "s"
        area = f"Lists!${_letter(place)}$1:${_letter(place)}${len(field.choices)}"
        return DataValidation(type="list", formula1=area, allow_blank=True)
    if field.kind == "day":
        last = field.last or date(9999, 12, 31)
        return DataValidation(
            type="date", operator="between", formula1=_day(field.first or date(1900, 3, 1)), formula2=_day(last)
        )
    if field.kind == "number":
        least = field.least if field.least is not None else Decimal("-1e18")
        most = field.most if field.most is not None else Decimal("1e18")
        return DataValidation(type="decimal", operator="between", formula1=f"{least:f}", formula2=f"{most:f}")
    return None


def _day(value: date) -> str:
    return f"DATE({value.year},{value.month},{value.day})"


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place)
