"""The page in a browser: what axe finds, how it behaves on a phone, with the keyboard and without a pointer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from comity.reports.html import page
from tests.axe import DESK, PHONE, in_passing, wrong
from tests.reports.builders import ALL, rich

pytestmark = pytest.mark.browser


@contextmanager
def shown(browser: Browser, html: str, size: tuple[int, int] = DESK, scheme: str = "light") -> Iterator[Page]:
    # The page forbids scripts by its own policy; axe has to be let in.
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,
    )
    tab = context.new_page()
    tab.set_content(html)
    yield tab
    context.close()


VIEWS = {
    "light": (DESK, "light"),
    "dark": (DESK, "dark"),
    "phone": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}
FULL = ("rich", "lived", "rated", "surveyed")


def unfold(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


@pytest.mark.parametrize("name", [*FULL, "empty"])
def test_axe_finds_nothing(browser: Browser, name: str) -> None:
    """No violation of WCAG 2.2 A and AA or of good practice, with all tables unfolded, in any of the views."""
    with shown(browser, page(ALL[name]())) as tab:
        unfold(tab)
        assert in_passing(tab) == ""


CASES = [pytest.param(name, view, marks=pytest.mark.soak) for name in FULL for view in VIEWS]
CASES += [pytest.param(name, "light") for name in ALL if name not in FULL]


@pytest.mark.parametrize(("name", "view"), CASES)
def test_axe_finds_nothing_by_any_rule(browser: Browser, name: str, view: str) -> None:
    """The same for every rule and every element, in one view."""
    with shown(browser, page(ALL[name]()), *VIEWS[view]) as tab:
        unfold(tab)
        assert wrong(tab) == ""


@pytest.mark.parametrize("name", ["rich", "lived", "hostile", "surveyed"])
def test_the_page_itself_never_scrolls_sideways(browser: Browser, name: str) -> None:
    """At any width: wide tables and charts scroll within their own region."""
    with shown(browser, page(ALL[name]())) as tab:
        unfold(tab)
        for width in (320, 390, 700, 820, 821, 960, 1100, 1101, 1440, 2200):
            tab.set_viewport_size({"width": width, "height": 800})
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, width


def test_dark_is_dark_and_print_is_white(browser: Browser) -> None:
    """The scheme of the reader is followed on screen; paper stays white whatever the scheme."""
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    with shown(browser, page(rich()), scheme="dark") as tab:
        assert tab.evaluate(ground) == "rgb(14, 19, 26)"
        tab.emulate_media(media="print", color_scheme="dark")
        assert tab.evaluate(ground) == "rgb(255, 255, 255)"
        assert tab.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(22, 32, 46)"


def test_the_keyboard_reaches_everything(browser: Browser) -> None:
    """First the skip link, then links, tables and scrolling regions, each with a visible focus."""
    with shown(browser, page(rich())) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == "Skip to the standing"
        seen = set()
        for _ in range(12):
            tab.keyboard.press("Tab")
            seen.add(tab.evaluate("document.activeElement.className || document.activeElement.tagName"))
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert tab.evaluate(outline) != "none"
        assert {"to", "f"} <= seen


def test_a_figure_leads_to_its_derivation(browser: Browser) -> None:
    """Following a figure shows the entry with its formula."""
    with shown(browser, page(rich())) as tab:
        link = tab.locator("a.f").first
        number = link.get_attribute("data-n")
        link.click()
        assert tab.locator(f"#d{number}").is_visible()
        assert "definition" in (tab.locator(f"#d{number}").text_content() or "")


def test_the_chart_of_both_reporters_opens_at_the_newest_period(browser: Browser) -> None:
    """On a phone the wide chart scrolls in its region, and what is newest is in sight."""
    with shown(browser, page(rich()), PHONE) as tab:
        right = tab.evaluate(
            """() => { const r = document.querySelector('.newest'), c = r.querySelector('svg').getBoundingClientRect();
                       return c.right - r.getBoundingClientRect().right; }"""
        )
        assert abs(right) < 2
