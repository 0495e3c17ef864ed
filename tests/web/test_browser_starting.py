"""The guided start as people use it: by day, by night, on a phone, and with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.served import LATER, Login, accessible, log_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("tab", ["light"], indirect=True)
def test_an_alliance_is_begun_without_a_file(tab: Page, served: Login) -> None:
    """From the first page to the overview of a supply alliance; every step is accessible, and none scrolls sideways."""
    begun(tab, served)


@LATER
def test_each_page_on_the_way_is_accessible(tab: Page, served: Login) -> None:
    """The same, with the steps that come twice: before and after something was refused, or was written."""
    begun(tab, served, twice=True)


def begun(tab: Page, served: Login, *, twice: bool = False) -> None:
    """Begin an alliance, with axe at each step; `twice` says that a step that comes twice is looked at twice."""
    address, email, password = served
    log_in(tab, address, email, password)
    tab.get_by_role("link", name="Begin an alliance").click()
    accessible(tab)
    tab.get_by_role("button", name="Begin a draft of the kind supply").click()
    if twice:
        accessible(tab)
    tab.get_by_label("Title").fill("Fern and Lark")
    tab.get_by_label("Short name of party 1").fill("Fern Works")
    tab.get_by_role("button", name="Write it and go on").click()
    expect(tab.get_by_role("alert")).to_contain_text("Nothing is written yet")
    accessible(tab)
    tab.get_by_label("Short name of party 1").fill("fern")
    tab.get_by_role("button", name="Write it and go on").click()
    expect(tab.get_by_role("heading", name="What is measured")).to_be_visible()
    expect(tab.get_by_text("fern: Supplier Ltd (replace)").first).to_be_visible()
    tab.get_by_label("Words, such as").fill("customers lost")
    tab.get_by_role("button", name="Search").click()
    tab.get_by_label("Customers lost").check()
    accessible(tab)
    tab.get_by_role("button", name="Add the ticked ones").first.click()
    expect(tab.get_by_text("Written last")).to_contain_text("metrics of the catalogue")
    tab.get_by_role("button", name="Undo").click()
    tab.get_by_role("button", name="Go on to targets").click()
    tab.get_by_label("Target of Fill rate").fill("99%")
    accessible(tab)
    tab.get_by_role("button", name="Write it and go on").click()
    accessible(tab)
    tab.get_by_role("link", name="Notice and cure").click()
    tab.get_by_label("Title").fill("Units in full")
    tab.get_by_label("To whom").select_option("customer")
    tab.get_by_label("Metric").select_option("fill_rate")
    tab.get_by_label("Threshold").fill("97%")
    accessible(tab)
    tab.get_by_role("button", name="Write it into the agreement").click()
    tab.get_by_role("button", name="Go on to the check").click()
    made_of_the_draft(tab, twice=twice)


def made_of_the_draft(tab: Page, *, twice: bool) -> None:
    """From the check of a draft without names to the alliance."""
    expect(tab.get_by_role("heading", name="2 names to replace")).to_be_visible()
    if twice:
        accessible(tab)
    tab.get_by_role("link", name="Write the names").click()
    tab.get_by_label("Legal name of party 1").fill("Fern Ltd")
    tab.get_by_label("Legal name of party 2").fill("Lark plc")
    tab.get_by_role("button", name="Write it and go on").click()
    tab.get_by_role("link", name="Check").click()
    expect(tab.get_by_role("heading", name="Ready to begin")).to_be_visible()
    accessible(tab)
    tab.get_by_role("link", name="Edit the text").click()
    accessible(tab)
    tab.get_by_role("link", name="Check").click()
    tab.get_by_label("You manage it for").select_option("fern")
    tab.get_by_role("button", name="Make the alliance").click()
    expect(tab.get_by_role("status")).to_contain_text("is made, and you manage it")
    expect(tab.get_by_role("heading", name="Fern and Lark")).to_be_visible()


def test_a_draft_is_begun_and_named_with_the_keyboard(tab: Page, served: Login) -> None:
    """Tab and Enter reach everything: begin from nothing, name it, and the next step opens."""
    address, email, password = served
    log_in(tab, address, email, password)
    tab.goto(f"{address}/new/")
    reach(tab, "Begin a draft from nothing")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Who, how long, and what for")).to_be_visible()
    tab.get_by_label("Title").focus()
    tab.keyboard.press("Control+a")
    tab.keyboard.type("By keyboard")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="What is measured")).to_be_visible()
    expect(tab.get_by_text("title: By keyboard").first).to_be_visible()


def reach(tab: Page, name: str) -> None:
    """Press Tab until what has a name is under the focus."""
    wanted = tab.get_by_role("button", name=name)
    for _ in range(60):
        tab.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{name} is not reached with Tab")
