"""The styles of the DOCX file: one typeface, quiet headings, ragged on the right, to be read on paper and on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.reports.schedule.docx_numbering import ANNEX, BODY
from comity.reports.schedule.docx_xml import element

if TYPE_CHECKING:
    from docx.document import Document

LEAD, INNER, DEFINITION, NOTE, CAPTION, CELL, HEAD_CELL = (
    "Schedule Text", "Schedule Inner Text", "Schedule Definition", "Schedule Note", "Schedule Caption",
    "Schedule Cell", "Schedule Head Cell",
)  # fmt: skip
FONT = "Arial"
INK, QUIET = "1F2933", "52606D"


def add_styles(document: Document) -> None:
    """Define every style that the schedule uses."""
    normal = document.styles["Normal"]
    _font(normal, 10, colour=INK)
    normal.element.get_or_add_rPr().append(element("lang", val="en-GB"))
    _space(normal, 0, 6, line=1.12)
    _heading(document, "Title", 20, before=0, after=2)
    _heading(document, "Subtitle", 12, before=0, after=16, bold=False, colour=QUIET)
    _heading(document, BODY[0], 13, before=20, after=6)
    for name in (*BODY[1:], *ANNEX[1:]):
        _space(_added(document, name), 0, 6)
    _added(document, ANNEX[0], base=BODY[0])
    _space(_added(document, LEAD), 0, 6)
    _indented(document, INNER, 680, after=6)
    _indented(document, DEFINITION, 680, after=4)
    note = _indented(document, NOTE, 680, after=8)
    _font(note, 9, colour=QUIET)
    _side_line(note)
    caption = _added(document, CAPTION)
    _font(caption, 9, bold=True)
    _space(caption, 6, 4)
    caption.paragraph_format.keep_with_next = True
    for name, bold in ((CELL, False), (HEAD_CELL, True)):
        cell = _added(document, name)
        _font(cell, 8.5, bold=bold)
        _space(cell, 2, 2, line=1.05)
    for name in ("Header", "Footer"):
        _font(document.styles[name], 8, colour=QUIET)
        _without(document.styles[name], "tabs")


def _added(document: Document, name: str, base: str = "Normal") -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles[base]
    style.quick_style = True
    return style


def _heading(
    document: Document, name: str, size: float, *, before: float, after: float, bold: bool = True, colour: str = INK
) -> None:
    style: Any = document.styles[name]
    _font(style, size, bold=bold, colour=colour)
    style.font.italic = False
    _space(style, before, after)
    style.paragraph_format.keep_with_next = True
    _without(style, "pBdr")
    _without(style, "spacing", of="rPr")


def _without(style: Any, name: str, of: str = "pPr") -> None:
    """Take out what the library's own template says of a style."""
    from docx.oxml.ns import qn

    properties = style.element.find(qn(f"w:{of}"))
    for found in properties.findall(qn(f"w:{name}")) if properties is not None else ():
        properties.remove(found)


def _indented(document: Document, name: str, left: int, *, after: float) -> Any:
    from docx.shared import Twips

    style = _added(document, name)
    style.paragraph_format.left_indent = Twips(left)
    _space(style, 0, after)
    return style


def _font(style: Any, size: float, *, bold: bool | None = None, colour: str = "") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    if bold is not None:
        style.font.bold = bold
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _space(style: Any, before: float, after: float, *, line: float | None = None) -> None:
    from docx.shared import Pt

    form = style.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    if line is not None:
        form.line_spacing = line
    form.widow_control = True


def _side_line(style: Any) -> None:
    """Give a note a line at its left side."""
    line = element("left", val="single", sz="12", space="6", color="9AA5B1")
    style.element.get_or_add_pPr().insert_element_before(
        element("pBdr", line), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc"
    )
