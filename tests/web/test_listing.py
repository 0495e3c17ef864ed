"""Listings: sorting, finding, turning pages, and giving them out as files."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import BytesIO, StringIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from comity.kernel.numbers import PERCENT
from comity.web.exports import exported
from comity.web.listing import PAGE, Cell, Column, Listing, listing, shown

COLUMNS = (Column("name", "Name"), Column("amount", "Amount", "number"), Column("day", "Day", "date"))


def of(*rows: tuple[Cell, ...]) -> Listing:
    """Return a listing called `due` with some rows."""
    return Listing(name="due", caption="What is due", columns=COLUMNS, rows=rows)


def row(name: str, amount: str = "", day: str = "") -> tuple[Cell, ...]:
    return Cell(name), Cell(amount or "–", amount), Cell(day or "no day agreed", day)


SMALL = of(row("beta", "10", "2026-02-01"), row("Alpha", "9.5", "2026-11-30"), row("gamma"))


def names(query: dict[str, str], whole: Listing = SMALL) -> list[str]:
    return [cells[0].text for cells in shown(whole, query).rows]


def test_numbers_sort_as_numbers_and_days_as_days() -> None:
    """9.5 is less than 10, February comes before November, and letters do not care for their case."""
    assert names({"due.sort": "amount"}) == ["Alpha", "beta", "gamma"]
    assert names({"due.sort": "day"}) == ["beta", "Alpha", "gamma"]
    assert names({"due.sort": "name"}) == ["Alpha", "beta", "gamma"]


def test_what_has_a_value_is_sorted_by_it_whatever_a_file_has() -> None:
    """The tenth contract year comes after the second, though files call them CY10 and CY2; a digest has no value."""
    years = [(Cell(f"Contract year {n}", f"{2015 + n}-01-01", full=f"CY{n}"),) for n in (10, 2, 1)]
    assert names({"due.sort": "name"}, of(*years)) == ["Contract year 1", "Contract year 2", "Contract year 10"]
    digests = of(*((Cell("same", full=one),) for one in ("b0", "a1")))
    assert [row[0].full for row in shown(digests, {"due.sort": "name"}).rows] == ["a1", "b0"]


def test_what_has_no_value_comes_last_in_both_directions() -> None:
    """No amount is neither the least nor the most."""
    assert names({"due.sort": "amount"})[-1] == names({"due.sort": "-amount"})[-1] == "gamma"


def test_a_query_that_means_nothing_shows_everything_as_it_came() -> None:
    """A column that does not exist, a page that is no number or too high: nothing is lost and nothing breaks."""
    for query in ({"due.sort": "no"}, {"due.page": "x"}, {"due.page": "-1"}, {"other.find": "zzz"}):
        assert names(query) == ["beta", "Alpha", "gamma"]
    assert names({"due.page": "99999999999999999999"}) == ["beta", "Alpha", "gamma"]


def test_finding_looks_at_all_words_in_any_cell() -> None:
    """Every word must be somewhere in the row, in any case."""
    assert names({"due.find": "ALPHA 9.5"}) == ["Alpha"]
    assert names({"due.find": "alpha 10"}) == []


@given(st.integers(0, 3 * PAGE), st.sampled_from(["", "name", "-name", "amount", "-day"]))
def test_the_pages_together_are_the_rows_each_once(count: int, sort: str) -> None:
    """Turning from the first page to the last one meets every row exactly once, in the order asked for."""
    whole = of(*(row(f"n{n}", str(n % 7), f"2026-01-{n % 28 + 1:02}") for n in range(count)))
    first = shown(whole, {"due.sort": sort})
    met = [
        cells for n in range(1, first.pages + 1) for cells in shown(whole, {"due.sort": sort, "due.page": str(n)}).rows
    ]
    assert met == list(first.matching) and sorted(met, key=str) == sorted(whole.rows, key=str)


def test_a_listing_is_the_same_after_being_kept() -> None:
    """What the database keeps of it is read back as it was."""
    assert listing(SMALL.data()) == SMALL


def test_links_keep_what_else_was_asked() -> None:
    """Sorting one table of a page leaves the filter of another as it is, and goes back to the first page."""
    found = shown(SMALL, {"due.page": "1", "other.find": "x"})
    assert found.by("amount") == "?other.find=x&due.sort=amount"
    assert shown(SMALL, {"due.sort": "amount"}).by("amount") == "?due.sort=-amount"


def test_an_export_holds_numbers_and_days_and_no_formula() -> None:
    """A cell that begins like a formula is text in both formats; amounts are numbers, and days are days."""
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "<b>bold</b>"]
    found = shown(of(*(row(text, "1234.50", "2026-02-01") for text in evil)), {})
    rows = list(csv.reader(StringIO(exported(found, "csv").decode("utf-8-sig"))))
    assert rows[0] == ["Name", "Amount", "Day"] and {tuple(one[1:]) for one in rows[1:]} == {("1234.50", "2026-02-01")}
    assert all(one[0].startswith("'") for one in rows[1:-1]) and rows[-1][0] == evil[-1]
    sheet = load_workbook(BytesIO(exported(found, "xlsx"))).active
    assert {sheet.cell(line, 1).data_type for line in range(2, 10)} == {"s"}
    assert Decimal(str(sheet.cell(2, 2).value)) == Decimal("1234.50") and sheet.cell(2, 3).value.year == 2026


def test_a_heading_is_text_too() -> None:
    """A heading may be the name of a party, which somebody chose: it is no formula either."""
    whole = Listing(name="due", caption="Due", columns=(Column("who", "=1+1"),), rows=((Cell("a"),),))
    assert exported(shown(whole, {}), "csv").decode("utf-8-sig").splitlines()[0] == "'=1+1"
    assert load_workbook(BytesIO(exported(shown(whole, {}), "xlsx"))).active.cell(1, 1).data_type == "s"


@given(st.text(max_size=40))
def test_any_text_can_be_exported(text: str) -> None:
    """Whatever stands in a cell, both files are made, and a spreadsheet opens them without a formula."""
    found = shown(of(row(text, "1", "2026-02-01")), {})
    assert exported(found, "csv")
    assert load_workbook(BytesIO(exported(found, "xlsx"))).active.cell(2, 1).data_type in ("s", "n")


def test_an_export_has_the_whole_value() -> None:
    """A digest of which the page shows the ends is exported as it is; a dash for nothing is an empty cell."""
    whole = of((Cell("abcd…cdef", full="abcdef" * 10), Cell("–", full=""), Cell("–", full="")))
    found = shown(whole, {})
    assert list(csv.reader(StringIO(exported(found, "csv").decode("utf-8-sig"))))[1] == ["abcdef" * 10, "", ""]
    sheet = load_workbook(BytesIO(exported(found, "xlsx"))).active
    assert [cell.value for cell in sheet[2]] == ["abcdef" * 10, None, None]


def test_a_file_has_its_own_headings_and_not_every_column() -> None:
    """A column may be called otherwise in files, or be of the page alone."""
    columns = (Column("name", "Name", "text", "its_name"), Column("state", "State", "text", None))
    whole = Listing(name="due", caption="Due", columns=columns, rows=((Cell("a"), Cell("open")),))
    assert exported(shown(whole, {}), "csv").decode("utf-8-sig").split() == ["its_name", "a"]


def test_a_number_with_many_digits_is_exported_with_all_of_them() -> None:
    """A spreadsheet keeps fifteen: a longer one is a text there, so that none is lost."""
    long = "1234567890123456789.25"
    found = shown(of(row("a", long)), {})
    assert load_workbook(BytesIO(exported(found, "xlsx"))).active["B2"].value == long
    assert long in exported(found, "csv").decode()


def sums(*cells: Cell) -> Listing:
    """Return a listing of one column of numbers."""
    return Listing(
        name="due", caption="Due", columns=(Column("sum", "Sum", "number"),), rows=tuple((one,) for one in cells)
    )


def test_the_unit_of_a_column_stands_in_its_heading() -> None:
    """Amounts are numbers with grouped thousands, and the heading says their currency; what has no value is told."""
    found = shown(sums(*(Cell(f"USD {one}", one, unit="USD") for one in ("3700000000", "0.5")), Cell("no figure")), {})
    assert exported(found, "csv").decode("utf-8-sig").split("\r\n")[:4] == [
        "Sum (USD)",
        "3700000000",
        "0.5",
        "no figure",
    ]
    sheet = load_workbook(BytesIO(exported(found, "xlsx"))).active
    assert [cell.value for cell in sheet["A"]] == ["Sum (USD)", 3700000000, 0.5, "no figure"]
    assert {cell.number_format for cell in sheet["A"][1:3]} == {"#,##0.00"}


def test_a_percentage_is_one_in_both_formats() -> None:
    """A spreadsheet shows 14.9% for 0.149; CSV has no formats, and says 14.9 below `(%)`."""
    found = shown(sums(Cell("14.9%", "0.149", unit=PERCENT), Cell("−3.0%", "-0.03", unit=PERCENT)), {})
    assert exported(found, "csv").decode("utf-8-sig").split() == ["Sum", "(%)", "14.9", "-3"]
    cells = load_workbook(BytesIO(exported(found, "xlsx"))).active["A"]
    assert [(cell.value, cell.number_format) for cell in cells[1:]] == [(0.149, "0.0%"), (-0.03, "0.0%")]


def test_where_the_numbers_of_a_column_have_several_units_they_stand_beside_them() -> None:
    """Dollars, percent and days below each other say each what they are, in a column of its own."""
    cells = Cell("USD 12", "12", unit="USD"), Cell("50%", "0.5", unit=PERCENT), Cell("1 day", "1", unit="days")
    found = shown(sums(*cells, Cell("–")), {})
    rows = list(csv.reader(StringIO(exported(found, "csv").decode("utf-8-sig"))))
    assert rows == [["Sum", "Sum: unit"], ["12", "USD"], ["50", "%"], ["1", "days"], ["–", ""]]
    sheet = load_workbook(BytesIO(exported(found, "xlsx"))).active
    assert [cell.number_format for cell in sheet["A"][1:4]] == ["#,##0", "0%", "#,##0"]


def test_a_unit_is_no_formula() -> None:
    """A unit is a word of the agreement: one that a spreadsheet would run is text in the heading and beside numbers."""
    evil = Cell("2 =now()", "2", unit="=now()")
    for cells in ([evil], [evil, Cell("USD 1", "1", unit="USD")]):
        found = shown(sums(*cells), {})
        assert not any(
            text.startswith("=") for text in exported(found, "csv").decode("utf-8-sig").replace(",", "\n").split("\n")
        )
        assert "=now()" in exported(found, "csv").decode()
        kinds = {cell.data_type for row in load_workbook(BytesIO(exported(found, "xlsx"))).active for cell in row}
        assert "f" not in kinds


def test_a_range_is_exported_as_it_is_shown() -> None:
    """A score that missing figures leave open is a range, and not its lower end."""
    assert (
        exported(shown(sums(Cell("79 to 82", "79", full="79 to 82")), {}), "csv").decode("utf-8-sig").split("\r\n")[1]
        == "79 to 82"
    )


def test_a_number_that_was_cut_off_is_a_number_in_a_spreadsheet() -> None:
    """Of one that was cut off nothing is lost below fifteen digits; the same digits of one that was not are a text."""
    found = shown(sums(*(Cell("USD 1.235m", "1234567.1234567891", cut=cut) for cut in (True, False))), {})
    cut, whole = load_workbook(BytesIO(exported(found, "xlsx"))).active["A"][1:]
    assert (cut.data_type, Decimal(str(cut.value))) == ("n", Decimal("1234567.12345679"))
    assert (whole.data_type, whole.value) == ("s", "1234567.1234567891")


@given(st.text(alphabet="'=+-@ab\t", max_size=8))
def test_what_is_guarded_for_a_spreadsheet_is_unguarded_as_it_was(text: str) -> None:
    """Whatever a text begins with, it is no formula in the file and the same text when the file is read."""
    import pyarrow as pa

    from comity.web.exports import FORMULA, guarded, unguarded

    assert not guarded(text).startswith(FORMULA)
    assert unguarded(pa.chunked_array([[guarded(text)]], pa.string())).to_pylist() == [text]


def test_a_row_is_turned_to_and_marked_by_its_key() -> None:
    """Asked for by its key it is on the page that is shown, however the rows are sorted; one that is gone is told."""
    rows = tuple((Cell(f"n{n}", key=f"file:{n}"), Cell("1"), Cell("–")) for n in range(120))
    found = shown(of(*rows), {"due.at": "file:77"})
    assert found.at == "file:77" and found.page == 2 and rows[77] in found.rows
    assert shown(of(*rows), {"due.at": "file:77", "due.sort": "-name"}).at == "file:77"
    lost = shown(of(*rows), {"due.at": "file:700"})
    assert (lost.at, lost.lost, lost.page) == ("", "file:700", 1)
    assert "at" not in found.turned(3) and "at" not in found.by("name") and ("due.at", "file:77") not in found.others()
