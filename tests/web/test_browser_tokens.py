"""Making a token and reading with it, as a person with a browser and a program do."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.web.served import Login, accessible, log_in

pytestmark = pytest.mark.browser


def test_a_token_is_made_with_the_keyboard_and_reads(tab: Page, served: Login) -> None:
    """From one's own name to the tokens, the password again, the form, the token; a program reads; then it is ended."""
    address, email, password = served
    log_in(tab, address, email, password)
    tab.get_by_role("link", name="Administrator").click()
    tab.get_by_role("link", name="Tokens", exact=True).click()
    expect(tab.get_by_role("heading", name="Your tokens")).to_be_visible()
    accessible(tab)
    tab.get_by_role("link", name="Make a token").focus()
    tab.keyboard.press("Enter")
    tab.get_by_label("Password").focus()
    tab.keyboard.type(password)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Make a token")).to_be_visible()
    accessible(tab)
    tab.get_by_label("Name").focus()
    tab.keyboard.type("Night job")
    tab.get_by_role("button", name="Make the token").press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Choose the alliances")
    accessible(tab)
    tab.get_by_label("All, later ones too").press("Space")
    tab.get_by_role("button", name="Make the token").press("Enter")
    expect(tab.get_by_text("shown only now")).to_be_visible()
    accessible(tab)
    secret = tab.get_by_role("region", name="The token").inner_text().strip()
    with urlopen(Request(f"{address}/api/v1/token", headers={"Authorization": f"Bearer {secret}"})) as answer:
        assert json.load(answer)["name"] == "Night job"
    tab.get_by_role("link", name="Your tokens").click()
    accessible(tab)
    tab.get_by_role("button", name="End Night job").press("Enter")
    expect(tab.get_by_role("heading", name="End this token?")).to_be_visible()
    accessible(tab)
    tab.get_by_role("button", name="End it").press("Enter")
    expect(tab.get_by_role("status")).to_contain_text("Night job is ended")
