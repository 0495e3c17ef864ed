"""Files of answers: read from CSV and XLSX by the readers of facts, written as forms to fill in and as exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from comity.adapters.files import read_fact_file
from comity.kernel.problem import Place, Problem
from comity.surveys.document import one_line
from comity.surveys.sheet import Row, Sheet

KINDS = (".csv", ".xlsx")
MOST_ROWS, MOST_BYTES = 20_000, 32 * 2**20
_TOO_MUCH, _OTHER_KIND = "CMY-402", "CMY-409"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""

Table = Sequence[Sequence[str]]
"""Rows of texts, the header first."""


def read_sheet(file: Path) -> tuple[Sheet | None, list[Problem]]:
    """Read a file of answers or codes: every cell as one line of text; rows without anything are left out."""
    kind = file.suffix.lower()
    if kind not in KINDS:
        why, hint = "this is no file of answers", "Answers are read from files that end in .csv or .xlsx."
        return None, [Problem(code=_OTHER_KIND, place=Place(file=str(file)), why=why, hint=hint)]
    if (size := file.stat().st_size) > MOST_BYTES:
        why = f"the file has {size / 2**20:,.1f} MiB; answers have at most {MOST_BYTES // 2**20} MiB"
        return None, [Problem(code=_TOO_MUCH, place=Place(file=str(file)), why=why)]
    raw, problems = read_fact_file(file, kind, str(file), {})
    if raw is None:
        return None, problems
    if raw.table.num_rows > MOST_ROWS:
        why = f"the file has {raw.table.num_rows:,} rows; at most {MOST_ROWS:,} are read"
        return None, [Problem(code=_TOO_MUCH, place=Place(file=str(file)), why=why)]
    return _sheet(raw.table.to_pylist(), tuple(raw.table.column_names), str(file), raw.first_row), problems


def _sheet(rows: Iterable[dict[str, object]], columns: tuple[str, ...], file: str, first: int) -> Sheet:
    found = []
    for number, row in enumerate(rows, first):
        cells = {name: text for name, cell in row.items() if cell is not None and (text := one_line(str(cell)))}
        if cells:
            found.append(Row(number=number, cells=cells))
    return Sheet(file=file, columns=columns, rows=tuple(found))


def csv_text(table: Table) -> str:
    """Return a table as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_passive(cell) for cell in row] for row in table)
    return out.getvalue()


def write_workbook(file: Path, sheets: Sequence[tuple[str, Table]], choices: Sequence[Sequence[str]] = ()) -> None:
    """Write sheets, each with its name, into a workbook; `choices` are what cells of the first one may hold, by column.

    A column without choices holds anything.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    if (empty := book.active) is not None:
        del book[empty.title]
    for name, table in sheets:
        page = book.create_sheet(name)
        for row in table:
            page.append([_passive(cell) for cell in row])
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
    first = book.worksheets[0]
    for place, allowed in enumerate(choices):
        if allowed:
            letter = get_column_letter(place + 1)
            rule = DataValidation(type="list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
            first.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}1000")
    book.save(file)


def _passive(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_ACTIVE) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()
