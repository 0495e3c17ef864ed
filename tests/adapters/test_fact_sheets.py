"""Files of facts to fill in: what their cells take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from comity.adapters.fact_sheets import Field, fact_csv, fact_workbook

FIELDS = (
    Field(name="month", kind="choice", says="The month", needed=True, choices=("2026-08", "2026-09")),
    Field(name="day", kind="day", says="A day", first=date(2026, 1, 1), last=date(2026, 12, 31)),
    Field(name="amount", kind="number", says="An amount", least=Decimal(0)),
    Field(name="note", kind="text", says="=A text"),
)
ROWS = (("2026-08", "", "", ""),)


def test_each_column_takes_what_it_is_for() -> None:
    """A list to choose from, days of the term, numbers from nothing up; a text takes anything."""
    sheet = load_workbook(BytesIO(fact_workbook("Visits", "Who came.", FIELDS, ROWS)))["Facts"]
    rules = {
        str(rule.sqref)[0]: (rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    assert rules == {
        "A": ("list", "Lists!$A$1:$A$2", None),
        "B": ("date", "DATE(2026,1,1)", "DATE(2026,12,31)"),
        "C": ("decimal", "0", "1000000000000000000"),
    }  # fmt: skip


def test_cells_keep_what_is_typed_into_them() -> None:
    """Periods and texts are cells of text, which no spreadsheet turns into days; days look as they are written."""
    sheet = load_workbook(BytesIO(fact_workbook("Visits", "", FIELDS, ROWS)))["Facts"]
    assert [sheet.cell(2, place).number_format for place in range(1, 5)] == ["@", "yyyy-mm-dd", "General", "@"]
    assert sheet["A2"].value == "2026-08" and sheet["A3"].number_format == "@"


def test_the_second_sheet_explains_the_columns_and_runs_nothing() -> None:
    """What is said of a column is text, even where it begins like a formula."""
    sheet = load_workbook(BytesIO(fact_workbook("=Visits", "Who came.", FIELDS, ROWS)))["Columns"]
    assert sheet["A1"].value == "=Visits" and sheet["B6"].value == "=A text"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["C3"].value == "in every row"


def test_the_same_as_plain_text() -> None:
    """The header, and the rows that begin with what is owed."""
    assert fact_csv(FIELDS, ROWS) == b"month,day,amount,note\n2026-08,,,\n"
