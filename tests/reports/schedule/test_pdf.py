"""The PDF of the schedule: the same document as the DOCX, tagged, and the same bytes each time."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import Any

import pytest
from pypdf import PdfReader

from comity.reports.schedule.markup import bare
from comity.reports.schedule.model import Item, Paragraph
from comity.reports.schedule.pdf import pdf
from comity.reports.schedule.write import schedule_of_terms
from tests.reports.schedule.builders import ASTER, HEAD, schedule, terms_of
from tests.reports.schedule.test_docx import all_blocks

HOSTILE = 'Works <b>#import "a": *; $x$ @y _z_ `w` \\\\ [v] ~ //'


@pytest.fixture(scope="module")
def content() -> bytes:
    return pdf(schedule(ASTER))


def words(content: bytes) -> str:
    """Return the text of all pages without spaces, which PDF does not keep as they were."""
    reader = PdfReader(io.BytesIO(content))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def test_the_same_schedule_gives_the_same_bytes(content) -> None:
    """Neither the hour nor the process goes into the file."""
    code = (
        "import sys; from comity.reports.schedule.pdf import pdf; from tests.reports.schedule.builders import *; "
        "sys.stdout.buffer.write(pdf(schedule(ASTER)))"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert again.stdout == content


def test_the_pages_say_all_of_the_schedule(content) -> None:
    """Every numbered item and paragraph is on paper, under its number."""
    shown, made = words(content), schedule(ASTER)
    # Page heads and feet interrupt what runs over a page, so texts are looked for by their beginnings.
    for block in all_blocks(made):
        if isinstance(block, Item):
            beginning = f"{block.label}{bare(block.title)}{'.' if block.title else ''}{bare(block.text)}"
            assert "".join(beginning.split())[:40] in shown
        elif isinstance(block, Paragraph):
            assert "".join(bare(block.text).split())[:40] in shown


def test_the_file_is_tagged_and_names_itself(content) -> None:
    """PDF/UA-1: tagged, with a title and a language."""
    reader = PdfReader(io.BytesIO(content))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert reader.metadata is not None and reader.metadata.title == "Aster and Borealis, customer service alliance"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_each_page_says_title_version_and_number(content) -> None:
    """Head and foot: which schedule, which version of it, which page of how many."""
    reader, made = PdfReader(io.BytesIO(content)), schedule(ASTER)
    for number, page in enumerate(reader.pages, 1):
        shown = "".join(page.extract_text().split())
        assert f"Page{number}of{len(reader.pages)}" in shown
        assert f"Version{made.version}" in shown


def test_names_cannot_become_markup() -> None:
    """Typst's own signs in a name are printed as they stand."""
    terms = terms_of(HEAD.replace("supplier: Fern Works Ltd", f"supplier: '{HOSTILE}'"))
    assert "".join(HOSTILE.split()) in words(pdf(schedule_of_terms(terms)))
