"""The pages of metrics, clauses and the scorecard in a browser: by the eye of axe, by keyboard, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.served import Login, accessible, grant, sign_in

pytestmark = pytest.mark.browser

PAGES = (
    "metrics/", "metrics/timeliness/", "metrics/billed/", "metrics/timeliness/2025-09/?member=claims", "clauses/",
    "clauses/answers_in_time/", "clauses/improvement/", "clauses/cost_limit/2026-04/", "scorecard/",
)  # fmt: skip


def opened(tab: Page, served: Login) -> str:
    """Log in, take a role, and return the address of the alliance."""
    sign_in(tab.context.request, *served)
    grant(tab.context.request, served[0], "Administrator", "counsel", "aster", "Aster")
    return f"{served[0]}/alliances/aster/"


def test_every_page_about_figures_is_accessible(tab: Page, served: Login) -> None:
    """Nothing is found by axe, and no page scrolls sideways, by day, by night and on a phone."""
    base = opened(tab, served)
    for path in PAGES:
        tab.goto(base + path)
        assert tab.get_by_role("heading", level=1).count() == 1, path
        accessible(tab)


def test_from_the_overview_to_the_row_of_a_file_by_keyboard(tab: Page, served: Login) -> None:
    """Links are followed with Enter alone: clause, verdict, the figure it rests on, and there the row of its file."""
    tab.goto(opened(tab, served))
    for name, heading in (
        ("Answers in time, claims", "Answers in time"), ("91.8%", "Answers in time, claims, Oct 2026"),
    ):  # fmt: skip
        link = tab.get_by_role("main").get_by_role("link", name=name, exact=True).first
        link.focus()
        tab.keyboard.press("Enter")
        if heading == "Answers in time":
            expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    expect(tab.get_by_role("heading", name="How it was")).to_be_visible()
    expect(tab.get_by_text("facts/work/aster.csv").first).to_be_visible()
    tab.get_by_role("navigation", name="Workplace").get_by_role("link", name="Metrics").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Metrics")
    tab.get_by_role("columnheader", name="Margin").get_by_role("link").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("columnheader", name="Margin")).to_have_attribute("aria-sort", "ascending")


def test_on_a_phone_every_page_is_in_sight_of_the_head_and_reached_by_keyboard(tab: Page, served: Login) -> None:
    """Nothing has to be scrolled to sideways, with words of twice the length too; Tab goes from one to the next."""
    tab.goto(f"{opened(tab, served)}docket/")
    links = tab.get_by_role("navigation", name="Workplace").locator(".pages a")
    for width, words in ((390, 1), (390, 2), (320, 3)):
        tab.set_viewport_size({"width": width, "height": 844})
        tab.evaluate("n => document.querySelectorAll('.bar .pages a').forEach(a => a.textContent = "
                     "(a.dataset.word ??= a.textContent).repeat(n))", words)  # fmt: skip
        boxes = [links.nth(index).bounding_box() for index in range(links.count())]
        assert len(boxes) == 8
        assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes), width
        assert all(box is not None and box["height"] >= 44 for box in boxes)
    links.first.focus()
    for index in range(1, links.count()):
        tab.keyboard.press("Tab")
        expect(links.nth(index)).to_be_focused()
