"""The schedule as DOCX: real numbered paragraphs by linked styles, tables whose head repeats, fields for pages.

Written with python-docx. What it has no words for (lists of several levels, fields, repeated rows) is added as the
elements of the format (ECMA-376, WordprocessingML). The file holds no clock: the same schedule gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING

from comity.reports.schedule.docx_numbering import ANNEX, BODY, add_numbering
from comity.reports.schedule.docx_styles import CAPTION, DEFINITION, INNER, LEAD, NOTE, add_styles
from comity.reports.schedule.docx_tables import add_table
from comity.reports.schedule.docx_xml import field, tab_stop
from comity.reports.schedule.markup import bare, runs
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Section, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as DocxParagraph

KIND = "Performance schedule"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH_CM = 16


def docx(schedule: Schedule) -> bytes:
    """Return a numbered schedule as a DOCX file."""
    import docx as library

    document = library.Document()
    _page(document)
    add_styles(document)
    add_numbering(document)
    _properties(document, schedule)
    _header_and_footer(document, schedule)
    document.add_paragraph(bare(schedule.title), style="Title")
    document.add_paragraph(KIND, style="Subtitle")
    for block in schedule.opening:
        _block(document, block, BODY, 0)
    for number, section in enumerate(schedule.sections):
        title = _section(document, section)
        title.paragraph_format.page_break_before = (section.annex and not schedule.sections[number - 1].annex) or None
    made = io.BytesIO()
    document.save(made)
    return _without_clock(made.getvalue())


def _section(document: Document, section: Section) -> DocxParagraph:
    """Write a section and return its title."""
    names = ANNEX if section.annex else BODY
    title = document.add_paragraph(bare(section.title), style=names[0])
    for block in section.blocks:
        _block(document, block, names, 0)
    return title


def _block(document: Document, block: Block, names: tuple[str, ...], depth: int) -> None:
    """Write a block; `depth` is how many items it stands in."""
    match block:
        case Paragraph():
            style = {"definition": DEFINITION, "note": NOTE}.get(block.kind, INNER if depth else LEAD)
            _write(document.add_paragraph(style=style), block.text, note=block.kind == "note")
        case Item():
            written = document.add_paragraph(style=names[depth + 1])
            if block.title:
                written.add_run(f"{bare(block.title)}. ").bold = True
            _write(written, block.text)
            written.paragraph_format.keep_with_next = (bool(block.below) and isinstance(block.below[0], Table)) or None
            for below in block.below:
                _block(document, below, names, depth + 1)
        case Table():
            if block.caption:
                document.add_paragraph(f"{block.number}: {bare(block.caption)}", style=CAPTION)
            add_table(document, block, _write)


def _write(written: DocxParagraph, text: str, *, note: bool = False) -> None:
    if note:
        written.add_run("Note. ").bold = True
    for run in runs(text):
        made = written.add_run(run.text)
        if run.strong:
            made.bold = True


# -- the frame --------------------------------------------------------------------------------


def _page(document: Document) -> None:
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _TEXT_WIDTH_CM) / 2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    section.header_distance = section.footer_distance = Cm(1.1)


def _header_and_footer(document: Document, schedule: Schedule) -> None:
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        tab_stop(paragraph, _TEXT_WIDTH_CM)
    head.add_run(f"{bare(schedule.title)}\tVersion {schedule.version}")
    foot.add_run(f"{KIND}\tPage ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


def _properties(document: Document, schedule: Schedule) -> None:
    """Say in the file what it is; its dates are the day from which the terms hold, never the day of printing."""
    properties, day = document.core_properties, datetime.combine(schedule.day, time())
    properties.title, properties.subject = bare(schedule.title), KIND
    properties.author = properties.last_modified_by = "Comity"
    properties.comments, properties.keywords = "", f"Version {schedule.version}"
    properties.created = properties.modified = day
    properties.revision = 1
    properties.language = "en-GB"


def _without_clock(made: bytes) -> bytes:
    """Return a file of the same parts, each dated to the beginning of the format's own time."""
    clean = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as source, zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return clean.getvalue()
