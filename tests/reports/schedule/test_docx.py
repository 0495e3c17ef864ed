"""The DOCX file: numbered by the word processor itself, the same bytes each time, opened by LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx as library
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from comity.reports.schedule.docx import docx
from comity.reports.schedule.docx_numbering import ANNEX, BODY
from comity.reports.schedule.markup import bare
from comity.reports.schedule.model import Block, Item, Paragraph, Schedule, Table
from tests.reports.schedule.builders import ASTER, EXAMPLES, schedule

SOFFICE = shutil.which("soffice")
PAY_TO_KEEP = EXAMPLES / "clauses" / "p13-pay-to-keep" / "agreement.yaml"
TABLE_PROPERTIES = ("tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook")


@pytest.fixture(scope="module")
def made() -> Schedule:
    return schedule(PAY_TO_KEEP)


@pytest.fixture(scope="module")
def content(made) -> bytes:
    return docx(made)


def opened(content: bytes) -> library.document.Document:
    return library.Document(io.BytesIO(content))


def blocks(of: tuple[Block, ...]) -> list[Block]:
    """Return blocks with all that stands below them, in the order of the page."""
    return [one for block in of for one in (block, *blocks(block.below if isinstance(block, Item) else ()))]


def all_blocks(made: Schedule) -> list[Block]:
    return [*blocks(made.opening), *(one for part in made.sections for one in blocks(part.blocks))]


def test_the_same_schedule_gives_the_same_bytes(made, content) -> None:
    """No clock and no chance goes into the file, nor into the archive around it."""
    assert docx(schedule(PAY_TO_KEEP)) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_what_it_is(made, content) -> None:
    """Title, version and language; its dates are the first day of the terms."""
    properties = opened(content).core_properties
    assert properties.title == made.title
    assert made.version in properties.keywords
    assert properties.created is not None and properties.created.replace(tzinfo=None) == datetime(2026, 1, 1)  # noqa: DTZ001
    assert properties.modified == properties.created


def test_every_item_is_a_paragraph_of_a_numbered_style(made, content) -> None:
    """The word processor numbers: each level has a style linked to its level of a list, and no number is typed."""
    document = opened(content)
    for names in (BODY, ANNEX):
        for level, name in enumerate(names):
            numbered = document.styles[name].element.pPr.numPr
            assert numbered.find(qn("w:ilvl")).get(qn("w:val")) == str(level)
    numbered_styles = (*BODY[1:], *ANNEX[1:])
    written = [p for p in document.paragraphs if p.style is not None and p.style.name in numbered_styles]
    found = [one for one in all_blocks(made) if isinstance(one, Item)]
    assert len(written) == len(found)
    for paragraph, item in zip(written, found, strict=True):
        assert paragraph.text.startswith(bare(item.title))
        assert not paragraph.text.startswith(item.label)


def test_every_letter_of_the_schedule_is_in_the_file(made, content) -> None:
    """Paragraphs and cells: nothing is left out on the way."""
    document = opened(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    whole = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    for block in all_blocks(made):
        texts = [block.text] if isinstance(block, Item | Paragraph) else [c for row in block.rows for c in row]
        assert [text for text in texts if bare(text) not in whole] == []


def test_the_heads_of_tables_repeat_and_rows_are_not_torn(content) -> None:
    """A table that runs over the page shows its head again, and no row is split between two pages."""
    for table in opened(content).tables:
        rows: list[Any] = list(table._tbl.tr_lst)
        assert rows[0].trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_elements_of_a_table_stand_in_the_order_of_the_format(content) -> None:
    """Word refuses a file whose elements stand in another order than ECMA-376 gives them."""
    for table in opened(content).tables:
        names = [child.tag.partition("}")[2] for child in table._tbl.tblPr]
        assert names == [name for name in TABLE_PROPERTIES if name in names]
        assert len(set(names)) == len(names)


def test_lists_are_defined_before_they_are_used(content) -> None:
    """All definitions of lists stand before the lists, and each has four levels."""
    numbering = opened(content).part.numbering_part.element
    names = [child.tag.partition("}")[2] for child in numbering]
    assert names.index("num") > max(n for n, name in enumerate(names) if name == "abstractNum")


def test_header_and_footer_say_title_version_and_page(made, content) -> None:
    """The head of each page has title and version, its foot the page and how many there are."""
    section = opened(content).sections[0]
    assert section.header.paragraphs[0].text == f"{made.title}\tVersion {made.version}"
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def converted(content: bytes, folder: Path, kind: str) -> bytes:
    """Return what LibreOffice makes of the file, with a profile of its own so that tests do not meet."""
    source = folder / "schedule.docx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"schedule.{kind.partition(':')[0]}").read_bytes()


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("path", [ASTER, PAY_TO_KEEP], ids=lambda path: path.parent.name)
def test_libreoffice_counts_as_the_schedule_does(path, tmp_path) -> None:
    """Opened by LibreOffice, every number that it computes is the one that references in the text say."""
    made = schedule(path)
    lines = converted(docx(made), tmp_path, "txt:Text (encoded):UTF8").decode("utf-8-sig").splitlines()
    shown = [re.sub(r"\s+", " ", line).strip() for line in lines]
    for part in made.sections:
        assert f"{part.number} {bare(part.title)}" in shown
    for item in (one for one in all_blocks(made) if isinstance(one, Item)):
        title = f"{bare(item.title)}. " if item.title else ""
        assert f"{item.label} {title}{bare(item.text)}".strip() in shown


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_makes_a_pdf_of_it(made, content, tmp_path) -> None:
    """The file converts without being mended, on pages of A4, with all its tables."""
    reader = PdfReader(io.BytesIO(converted(content, tmp_path, "pdf")))
    words = "".join("".join(page.extract_text() for page in reader.pages).split())
    for table in (one for one in all_blocks(made) if isinstance(one, Table) and one.caption):
        assert "".join(f"{table.number}: {bare(table.caption)}".split()) in words
    assert all(round(page.mediabox.height) == 842 for page in reader.pages)
    assert f"Page1of{len(reader.pages)}" in words
