"""The pages of metrics, clauses and the scorecard in a browser: by the eye of axe, by keyboard, on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_browser import accessible, log_in, serving, tab

pytestmark = pytest.mark.browser

ASTER = Path(__file__).parents[2] / "examples" / "aster-borealis"
__all__ = ["tab"]
PAGES = (
    "metrics/", "metrics/timeliness/", "metrics/billed/", "metrics/timeliness/2025-09/?member=claims", "clauses/",
    "clauses/answers_in_time/", "clauses/improvement/", "clauses/cost_limit/2026-04/", "scorecard/",
)  # fmt: skip


@pytest.fixture(scope="module")
def aster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Start a workplace of the fictional example; yields its address and the administrator's login."""
    data = tmp_path_factory.mktemp("aster")
    shutil.copytree(ASTER, data / "alliances" / "aster")
    with serving(data) as found:
        yield found


def opened(tab: Page, aster: tuple[str, str, str]) -> str:
    """Log in, take a role, and return the address of the alliance."""
    address, email, password = aster
    tab.set_default_timeout(90_000)
    expect.set_options(timeout=30_000)
    log_in(tab, address, email, password)
    tab.goto(f"{address}/people/")
    form = tab.locator("form", has=tab.get_by_role("heading", name="Aster"))
    form.get_by_label("Role").select_option("counsel")
    form.get_by_label("Party").select_option("aster")
    form.get_by_role("button", name="Give the role").click()
    return f"{address}/alliances/aster/"


def test_every_page_about_figures_is_accessible(tab: Page, aster: tuple[str, str, str]) -> None:
    """Nothing is found by axe, and no page scrolls sideways, by day, by night and on a phone."""
    base = opened(tab, aster)
    for path in PAGES:
        tab.goto(base + path)
        assert tab.get_by_role("heading", level=1).count() == 1, path
        accessible(tab)


def test_from_the_overview_to_the_row_of_a_file_by_keyboard(tab: Page, aster: tuple[str, str, str]) -> None:
    """Links are followed with Enter alone: clause, verdict, the figure it rests on, and there the row of its file."""
    tab.goto(opened(tab, aster))
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
