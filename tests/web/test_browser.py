"""The workplace as people use it: `comity serve` as a process of its own, and a browser that logs in."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.workplace import write_alliances

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = {"light": ((1440, 900), "light"), "dark": ((1440, 900), "dark"), "phone": ((390, 844), "light")}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str]]:
    """Start a workplace of the two sample alliances."""
    data = tmp_path_factory.mktemp("served")
    write_alliances(data)
    with serving(data) as found:
        yield found


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, str, str]]:
    """Start a workplace; yields its address, and the login of the administrator whom the first start makes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    command = [sys.executable, "-m", "comity", "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            email, password = process.stdout.readline().split()[:2]
            address = f"http://127.0.0.1:{port}"
            _wait_for(address)
            yield address, email, password
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(f"{address}/health") as answer:
                assert answer.read() == b"ok"
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError("the workplace does not answer")


@pytest.fixture(params=sorted(VIEWS))
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Yield a browser's tab: on a desk by day and by night, and a phone."""
    size, scheme = VIEWS[request.param]
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, bypass_csp=True,
    )  # fmt: skip
    yield context.new_page()
    context.close()


def accessible(tab: Page) -> None:
    """Find nothing that axe finds wrong, and nothing that makes the page scroll sideways."""
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def log_in(tab: Page, address: str, email: str, password: str) -> None:
    """Log in with the keyboard alone."""
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Log in")).to_be_visible()
    tab.get_by_label("E-mail address").focus()
    tab.keyboard.type(email)
    tab.keyboard.press("Tab")
    tab.keyboard.type(password)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Your alliances")).to_be_visible()


def test_from_the_first_start_to_the_standing(tab: Page, served: tuple[str, str, str], tmp_path: Path) -> None:
    """The administrator gives themselves a role, opens the alliance, its agreement and exports, and logs out."""
    address, email, password = served
    tab.goto(address)
    accessible(tab)
    log_in(tab, address, email, password)
    accessible(tab)
    tab.get_by_role("navigation").get_by_role("link", name="People").click()
    accessible(tab)
    form = tab.locator("form", has=tab.get_by_role("heading", name="barrier"))
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
    expect(tab.get_by_role("heading", name="As it was signed")).to_be_visible()
    accessible(tab)
    tab.goto(f"{address}/alliances/other/")
    expect(tab.get_by_role("heading", name="There is no such page")).to_be_visible()
    accessible(tab)
    for page in ("mfa_index", "usersessions_list", "account_change_password"):
        tab.goto(f"{address}{ACCOUNT[page]}")
        accessible(tab)
    tab.get_by_role("button", name="Log out").click()
    expect(tab.get_by_role("heading", name="Log in")).to_be_visible()


ACCOUNT = {
    "mfa_index": "/accounts/2fa/", "usersessions_list": "/accounts/sessions/",
    "account_change_password": "/accounts/password/change/",
}  # fmt: skip
