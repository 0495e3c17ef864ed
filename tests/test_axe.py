"""What looks at pages finds what is wrong in them, however often it has looked at others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import axe

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="en"><head><title>A page</title><style>{style}</style></head>'
PAGE = HEAD + "<body><main><h1>A heading</h1>{body}</main></body></html>"


@pytest.fixture
def tab(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A tab on a desk by day, in a process that has looked at nothing yet."""
    monkeypatch.setattr(axe, "_passed", set())
    context = browser.new_context(viewport={"width": axe.DESK[0], "height": axe.DESK[1]}, color_scheme="light")
    yield context.new_page()
    context.close()


def show(tab: Page, body: str, style: str = "") -> None:
    tab.set_content(PAGE.format(body=body, style=style))


def test_a_faint_text_is_found_each_time(tab: Page) -> None:
    """A grey that can hardly be read on white is wrong on the first page, and on the next one."""
    for _ in range(2):
        show(tab, '<p>Plain</p><p style="color: #bbb">Faint</p>')
        assert "color-contrast" in axe.faint(tab)
    assert axe._passed == set()


def test_what_is_painted_alike_is_measured_once(tab: Page) -> None:
    """The second page has nothing new; the same colour on another ground, or smaller, is something new."""
    show(tab, "<p>Plain</p>")
    assert axe.faint(tab) == ""
    known = set(axe._passed)
    assert len(known) == 2  # the heading and the paragraph
    show(tab, "<ul><li>Plain as well</li></ul>")
    assert axe.faint(tab) == "" and axe._passed == known
    show(tab, '<div style="background: #222"><p>Plain</p></div>')
    assert "color-contrast" in axe.faint(tab)
    show(tab, '<div style="opacity: .3"><p>Plain</p></div>')
    assert "color-contrast" in axe.faint(tab)
    show(tab, '<p style="font-size: 9px">Plain</p>')
    assert axe.faint(tab) == "" and axe._passed > known


@pytest.mark.parametrize(
    ("body", "style", "found"),
    [
        ("<p>Text</p>", "", ""),
        ("<img src='data:,'>", "", "image-alt"),
        ("<p>Text</p>", "@media (prefers-color-scheme: dark) { p { color: #ddd } }", "by night: color-contrast"),
        ("<p>Text</p>", "@media (max-width: 720px) { p { width: 800px } }", "on a phone: it scrolls sideways"),
        ("<p>Text</p>", "@media (max-width: 720px) { h1 { display: none } }", "on a phone: page-has-heading-one"),
        ("<p style='width: 3000px'>Text</p>", "", "it scrolls sideways"),
    ],
)
def test_each_view_is_looked_at(tab: Page, body: str, style: str, found: str) -> None:
    """What is wrong by day, by night and on a phone is found in one look, and said where."""
    show(tab, body, style)
    said = axe.in_passing(tab)
    assert said.startswith(found) if found else said == ""
