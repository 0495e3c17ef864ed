"""The page of a backtest: self-contained, safe, readable on a phone, for axe and in the dark; and the same on paper."""

from __future__ import annotations

import io
from typing import Any

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from comity.reports.backtest.html import page
from comity.reports.backtest.pdf import PARTS_END, pdf
from comity.reports.backtest.view import view
from tests.axe import PHONE, in_passing, wrong
from tests.reports.backtest.builders import ALL, HOSTILE, KNOWN, drafted, hostile
from tests.reports.test_accessibility import VIEWS, shown, unfold


def words(content: bytes) -> str:
    """Return the text of a PDF without spaces."""
    return "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_page_asks_nobody_for_anything(name: str) -> None:
    """No script, no request, no address: whoever opens it tells nobody."""
    text = page(ALL[name](), KNOWN)
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")
    assert text.count("<h1>") == 1


def test_hostile_texts_stay_texts() -> None:
    """Titles and members that try to be markup are shown as they are written, on the page and on paper."""
    text = page(hostile(), KNOWN)
    assert "<script>" not in text and "&lt;script&gt;" in text
    assert "".join(HOSTILE.split()) in words(pdf(hostile(), KNOWN)).replace("“", '"').replace("”", '"')


def test_page_and_paper_say_the_same() -> None:
    """Every title, sentence and table cell of the view stands on both."""
    sheet, html, paper = view(drafted(), KNOWN), page(drafted(), KNOWN), words(pdf(drafted(), KNOWN))
    wanted = [sheet.title, sheet.lead, *sheet.assumed, *(line.title for line in sheet.clauses)]
    wanted += [text for part in sheet.accounts for text in (part.title, part.says)]
    wanted += [text for part in sheet.sweeps for text in (part.title, part.says, part.agreed)]
    wanted += [cell.text for part in sheet.accounts for row in part.table.rows for cell in row]
    escaped = html.replace("&gt;", ">").replace("&#39;", "'")
    assert [text for text in wanted if text not in escaped] == []
    assert [text for text in wanted if "".join(text.split()) not in paper] == []


def test_the_same_backtest_gives_the_same_bytes() -> None:
    """No clock and no chance goes into page or PDF."""
    assert page(drafted(), KNOWN) == page(drafted(), KNOWN)
    assert pdf(drafted(), KNOWN) == pdf(drafted(), KNOWN)


@pytest.mark.parametrize("name", sorted(ALL))
def test_the_pdf_is_tagged_and_titled(name: str) -> None:
    """A screen reader finds a title, a language and tags in every case, the empty one too."""
    reader = PdfReader(io.BytesIO(pdf(ALL[name](), KNOWN)))
    assert reader.metadata is not None and str(reader.metadata.title).startswith("Backtest of ")
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en"


def test_the_letterhead_is_the_report_s_own() -> None:
    """The PDF begins with the parts of the report's template; the line that ends them is there exactly once."""
    from importlib.resources import files

    template = files("comity.reports").joinpath("templates/report.typ").read_text(encoding="utf-8")
    assert template.count(f"\n{PARTS_END}\n") == 1


@pytest.mark.browser
@pytest.mark.parametrize("name", ["drafted", "undecided"])
def test_axe_finds_nothing(browser: Browser, name: str) -> None:
    """No violation of WCAG 2.2 A and AA or of good practice, light and dark, on a screen and a phone, tables open."""
    with shown(browser, page(ALL[name](), KNOWN)) as tab:
        unfold(tab)
        assert in_passing(tab) == ""


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.parametrize("looks", sorted(VIEWS))
@pytest.mark.parametrize("name", ["drafted", "undecided"])
def test_axe_finds_nothing_by_any_rule(browser: Browser, name: str, looks: str) -> None:
    """The same for every rule and every element, in one view."""
    with shown(browser, page(ALL[name](), KNOWN), *VIEWS[looks]) as tab:
        unfold(tab)
        assert wrong(tab) == ""


@pytest.mark.browser
@pytest.mark.parametrize("name", ["drafted", "hostile"])
def test_the_page_itself_never_scrolls_sideways(browser: Browser, name: str) -> None:
    """At any width: wide tables and charts scroll within their own region."""
    with shown(browser, page(ALL[name](), KNOWN)) as tab:
        unfold(tab)
        for width in (320, 390, 700, 820, 821, 1100, 1440, 2200):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.browser
def test_charts_are_not_shrunk_on_a_phone(browser: Browser) -> None:
    """Their text stays readable: the chart keeps its width and scrolls."""
    with shown(browser, page(drafted(), KNOWN), PHONE) as tab:
        widths = tab.evaluate("[...document.querySelectorAll('.chart')].map(c => c.getBoundingClientRect().width)")
        assert min(widths) >= 500
