"""The PDF."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from comity.reports.pdf import pdf
from comity.reports.view.sheet import view
from tests.reports.builders import ALL, hostile, lived, rich


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """Return the text of all pages without spaces, which PDF does not keep as they were."""
    return "".join("".join(page.extract_text() for page in opened(content).pages).split())


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(rich())


def test_the_same_standing_gives_the_same_bytes(made) -> None:
    """No clock and no chance goes into the file."""
    assert pdf(rich()) == made


def test_the_paper_says_what_the_page_says(made) -> None:
    """Title, lead, decisions, clauses, figures, derivations: all of it is there."""
    sheet, text = view(rich()), words(made)
    wanted = [sheet.title, sheet.lead, *(d.title for d in sheet.decisions), *(d.if_nothing for d in sheet.decisions)]
    wanted += [c.title for c in sheet.clauses.rows] + [c.test for c in sheet.clauses.rows]
    wanted += [m.title for m in sheet.metrics] + [m.figure.text for m in sheet.metrics]
    wanted += [d.what for d in sheet.docket] + [
        d.short for p in sheet.derivations for d in p.digests if d.label == "facts"
    ]
    missing = [item for item in wanted if "".join(item.split()) not in text]
    assert missing == []


def test_the_paper_shows_the_life_of_the_clauses() -> None:
    """Steps with their days, relief, the account with its balance, refused acts: the same words as on the page."""
    sheet, text = view(lived()), words(pdf(lived()))
    wanted = [part for case in sheet.cases.cases for step in case.steps for part in (step.title, step.when, step.says)]
    wanted += [step.if_nothing for case in sheet.cases.cases for step in case.steps]
    wanted += [entry.amount.text for account in sheet.accounts for entry in account.entries]
    wanted += [account.total for account in sheet.accounts] + [row.adjusted.text for row in sheet.reliefs]
    wanted += [row.why for row in sheet.refused] + [line.why for line in sheet.docket]
    assert [item for item in wanted if "".join(item.split()) not in text] == []


def test_the_paper_says_which_agreed_numbers_are_not_reported() -> None:
    """Below what is owed, as on the page."""
    standing = lived()
    waits = replace(standing.docket[0], kind="correction", key="correction/deliveries")
    text = words(pdf(replace(standing, docket=(*standing.docket, waits))))
    assert "1numberthatwasagreedonisnotreportedyet" in text and "agreedon" not in words(pdf(standing))


def test_a_derivation_that_repeats_an_earlier_one_refers_to_it(made) -> None:
    """Members of a scope share formula and facts, so the paper stays short."""
    assert "madeas" in words(made)


def test_the_file_is_tagged_and_names_itself(made) -> None:
    """PDF/UA-1: tagged, with a title, a language and descriptions of its drawings."""
    reader = opened(made)
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert reader.metadata is not None and reader.metadata.title == "Aster and Borealis: supply and sale"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_all_pages_are_a4(made) -> None:
    """210 by 297 mm."""
    for page in opened(made).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)


def test_names_cannot_become_markup() -> None:
    """Typst's own signs in a name are printed as they stand; nothing is imported, set in mathematics or evaluated."""
    assert 'script>alert("x")</script>&#import"a"*b*$c$@d_e_`f`\\g[h]~' in words(pdf(hostile()))


@pytest.mark.parametrize("name", ALL)
def test_every_standing_can_be_printed(name, capfd) -> None:
    """Also an empty one; nothing is said on the way, whatever fonts the machine has."""
    assert len(opened(pdf(ALL[name]())).pages) >= 1
    said = capfd.readouterr()
    assert said.out == "" and said.err == ""
