"""Files of answers and exports: read from both kinds of table, written so that no cell becomes a formula."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from comity.adapters.answer_sheets import csv_text, read_sheet, write_workbook

TABLE = [
    ["token", "trust1", "change"],
    ["abc", "4", "=HYPERLINK(1)"],
    ["def", "-2", ""],
    ["", "", ""],
    ["ghi", "5", "ok"],
]


def test_csv_and_workbook_are_read_alike(tmp_path: Path) -> None:
    """The same rows come from both; an empty row is none, and rows keep the number a person sees."""
    (tmp_path / "a.csv").write_text(csv_text(TABLE), encoding="utf-8")
    write_workbook(tmp_path / "a.xlsx", [("answers", TABLE)])
    for name in ("a.csv", "a.xlsx"):
        sheet, problems = read_sheet(tmp_path / name)
        assert problems == [] and sheet is not None
        assert sheet.columns == ("token", "trust1", "change")
        assert [(row.number, row.cells["trust1"]) for row in sheet.rows] == [(2, "4"), (3, "-2"), (5, "5")]


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """What begins like a formula gets an apostrophe; a negative number stays a number."""
    assert "'=HYPERLINK(1)" in csv_text(TABLE) and "\ndef,-2," in csv_text(TABLE)
    write_workbook(tmp_path / "a.xlsx", [("answers", TABLE)])
    assert load_workbook(tmp_path / "a.xlsx")["answers"]["C2"].data_type != "f"


def test_a_form_offers_the_levels_to_choose_from(tmp_path: Path) -> None:
    """A column of a question has the levels in a list; the second sheet explains."""
    write_workbook(
        tmp_path / "a.xlsx", [("answers", TABLE[:1]), ("questions", [["x"]])], [[], ["1", "2", "cannot judge"], []]
    )
    book = load_workbook(tmp_path / "a.xlsx")
    [rule] = book["answers"].data_validations.dataValidation
    assert rule.formula1 == '"1,2,cannot judge"' and str(rule.sqref).startswith("B2")
    assert book.sheetnames == ["answers", "questions"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    """A text file is no table, and an empty one has no header."""
    (tmp_path / "a.txt").write_text("token", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(b"")
    assert [one.code for one in read_sheet(tmp_path / "a.txt")[1]] == ["CMY-409"]
    assert [one.code for one in read_sheet(tmp_path / "b.csv")[1]] == ["CMY-403"]


def test_what_people_paste_becomes_one_line(tmp_path: Path) -> None:
    """Line breaks and characters that could command a terminal are taken out of every cell."""
    (tmp_path / "a.csv").write_text('token,change\nabc,"Less\nmail\x1b[2J, please"\n', encoding="utf-8")
    sheet, _ = read_sheet(tmp_path / "a.csv")
    assert sheet is not None and sheet.rows[0].cells["change"] == "Less mail [2J, please"
