"""Lists of several levels, linked to styles: 1, 1.1, (a), (i), and the same for annexes: Annex A, A.1, (a), (i)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.reports.schedule.docx_xml import element

if TYPE_CHECKING:
    from docx.document import Document

BODY = ("Heading 1", "Clause 1", "Clause 2", "Clause 3")
ANNEX = ("Annex", "Annex 1", "Annex 2", "Annex 3")
"""The styles of each level of numbering, outermost first; the first is the title of a section."""

_BODY_LIST, _ANNEX_LIST = 91, 92
_LEFT = (680, 680, 1247, 1814)
_HANGING = (680, 680, 567, 567)
_FORMATS = {_BODY_LIST: "decimal", _ANNEX_LIST: "upperLetter"}
_TEXTS = {_BODY_LIST: ("%1", "%1.%2", "(%3)", "(%4)"), _ANNEX_LIST: ("Annex %1", "%1.%2", "(%3)", "(%4)")}
_INNER = ("decimal", "lowerLetter", "lowerRoman")


def add_numbering(document: Document) -> None:
    """Add both lists to a document and link the styles to their levels. The styles must be there."""
    numbering = document.part.numbering_part.element
    first_list = next((child for child in numbering if child.tag.endswith("}num")), None)
    for number, names in ((_BODY_LIST, BODY), (_ANNEX_LIST, ANNEX)):
        made = _definition(document, number, names)
        # The format wants all definitions before the lists that use them.
        if first_list is None:
            numbering.append(made)
        else:
            first_list.addprevious(made)
        numbering.append(element("num", element("abstractNumId", val=str(number)), numId=str(number)))
        for level, name in enumerate(names):
            _link(document, name, number, level)


def _definition(document: Document, number: int, names: tuple[str, ...]) -> Any:
    levels = [_level(document, number, level, name) for level, name in enumerate(names)]
    kind = element("multiLevelType", val="multilevel")
    return element("abstractNum", kind, *levels, abstractNumId=str(number))


def _level(document: Document, number: int, level: int, name: str) -> Any:
    style = document.styles[name].style_id
    shape = _FORMATS[number] if level == 0 else _INNER[level - 1]
    annex = number == _ANNEX_LIST and level == 0
    left = "0" if annex else str(_LEFT[level])
    indent = element("ind", left=left, hanging="0" if annex else str(_HANGING[level]))
    return element(
        "lvl",
        element("start", val="1"),
        element("numFmt", val=shape),
        element("pStyle", val=style),
        element("suff", val="space" if annex else "tab"),
        element("lvlText", val=_TEXTS[number][level]),
        element("lvlJc", val="left"),
        element("pPr", indent),
        ilvl=str(level),
    )


def _link(document: Document, name: str, number: int, level: int) -> None:
    properties = document.styles[name].element.get_or_add_pPr()
    numbered = properties.get_or_add_numPr()
    numbered.append(element("ilvl", val=str(level)))
    numbered.append(element("numId", val=str(number)))
