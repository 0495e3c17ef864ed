"""The workplace as people use it, from the first start on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.served import LATER, Login, accessible, log_in_by_keyboard

pytestmark = pytest.mark.browser


def role_in(tab: Page, alliance: str) -> Locator:
    """Choose an alliance on the page of people with the keyboard alone; returns the form that gives a role in it."""
    choice = tab.get_by_role("combobox", name="Alliance")
    choice.focus()
    tab.keyboard.type(f"Behind <script>alert(1)</script> the {alliance}")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    form = tab.locator("form", has=tab.get_by_role("heading", name=alliance))
    expect(form).to_be_visible()
    return form


@pytest.mark.parametrize("tab", ["light", "phone", pytest.param("dark", marks=LATER)], indirect=True)
def test_from_the_first_start_to_the_standing(tab: Page, served: Login, tmp_path: Path) -> None:
    """The administrator gives themselves a role, opens the alliance, its agreement and exports, and logs out."""
    address, email, password = served
    tab.goto(address)
    accessible(tab)
    log_in_by_keyboard(tab, address, email, password)
    accessible(tab)
    tab.get_by_role("navigation").get_by_role("link", name="People").click()
    accessible(tab)
    form = role_in(tab, "barrier")
    accessible(tab)
    form.get_by_label("Person").select_option(label=tab.locator(".me a").inner_text().strip())
    form.get_by_label("Role").select_option("counsel")
    form.get_by_label("Party").select_option("fern")
    form.get_by_role("button", name="Give the role").click()
    expect(tab.get_by_role("status")).to_contain_text("counsel")
    tab.get_by_role("link", name="Comity", exact=True).click()
    tab.get_by_role("link", name="barrier").click()
    expect(tab.get_by_role("heading", name="Decide now")).to_be_visible()
    accessible(tab)
    with tab.expect_download() as download:
        tab.get_by_role("link", name="PDF").click()
    download.value.save_as(tmp_path / "standing.pdf")
    assert (tmp_path / "standing.pdf").read_bytes().startswith(b"%PDF")
    tab.get_by_role("link", name="Agreement").click()
    expect(tab.get_by_role("heading", name="As it is written")).to_be_visible()
    accessible(tab)
    tab.goto(f"{address}/alliances/other/")
    expect(tab.get_by_role("heading", name="There is no such page")).to_be_visible()
    accessible(tab)
    tab.get_by_role("button", name="Log out").click()
    expect(tab.get_by_role("heading", name="Log in")).to_be_visible()
