"""Tables of the DOCX file: fixed widths, a head that repeats on each page, rows that are not torn apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comity.reports.schedule.docx_styles import CELL, HEAD_CELL
from comity.reports.schedule.docx_xml import element
from comity.reports.schedule.model import Table

if TYPE_CHECKING:
    from docx.document import Document

WIDTH = 9071
"""The width of the text in twentieths of a point: 16 cm."""

_EMU = 635
"""English metric units, in which the library counts, in a twentieth of a point."""

_LINE, _HEAD = "CBD2D9", "EEF1F4"


def add_table(document: Document, table: Table, write: Callable[..., None]) -> None:
    """Add a table to a document; `write` puts marked text into a paragraph."""
    made: Any = document.add_table(rows=1 + len(table.rows), cols=len(table.head))
    made.autofit = False
    widths = [WIDTH * part // sum(table.widths) for part in table.widths]
    _frame(made, widths)
    for number, texts in enumerate((table.head, *table.rows)):
        row = made.rows[number]
        _row(row, head=number == 0)
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            _cell(cell, width, head=number == 0)
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles[HEAD_CELL if number == 0 else CELL]
            write(paragraph, text)
    # A paragraph after each table keeps two tables apart, and gives room below.
    document.add_paragraph(style=CELL)


def _frame(made: Any, widths: list[int]) -> None:
    """Set the table's lines, margins and columns."""
    properties = made._tbl.tblPr
    sides = [element(side, val="single", sz="4", space="0", color=_LINE) for side in ("top", "bottom", "insideH")]
    margins = [element(side, w=str(width), type="dxa") for side, width in (("left", 85), ("right", 85))]
    # The format wants these in this order: lines, shade, layout, margins, look.
    properties.insert_element_before(element("tblBorders", *sides), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(element("tblCellMar", *margins), "w:tblLook")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width * _EMU


def _row(row: Any, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))


def _cell(cell: Any, width: int, *, head: bool) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(element("tcW", w=str(width), type="dxa"))
    if head:
        properties.append(element("shd", val="clear", color="auto", fill=_HEAD))
