"""Elements of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def element(name: str, *below: Any, text: str = "", **attributes: str) -> Any:
    """Return an element such as `w:lvl` with its attributes (`val` is `w:val`) and what stands below it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for one in below:
        made.append(one)
    if text:
        made.text = text
    return made


def field(paragraph: Paragraph, code: str) -> None:
    """Add a field that the word processor computes: PAGE, NUMPAGES."""
    shown = element("r", element("t", text="1"))
    paragraph._p.append(element("fldSimple", shown, instr=code))


def tab_stop(paragraph: Paragraph, centimetres: int) -> None:
    """Give a paragraph one tab stop at its right edge, so that what follows a tab ends there."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(centimetres), WD_TAB_ALIGNMENT.RIGHT)
