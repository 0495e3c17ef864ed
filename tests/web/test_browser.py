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
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.axe import ALL_BUT_COLOURS, LONG, ONLY_COLOURS, wrong
from tests.web.workplace import write_alliances

pytestmark = pytest.mark.browser

DESK, PHONE = (1440, 900), (390, 844)
VIEWS = {"light": (DESK, "light"), "dark": (DESK, "dark"), "phone": (PHONE, "light")}
LATER = pytest.mark.soak
"""Views in which `make soak` does everything again; `accessible` looks at them in passing."""


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


@pytest.fixture(params=["light", pytest.param("dark", marks=LATER), pytest.param("phone", marks=LATER)])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Yield a browser's tab: on a desk by day; in `make soak` by night and on a phone too."""
    size, scheme = VIEWS[request.param]
    context = browser.new_context(viewport=sized(size), color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def sized(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def accessible(tab: Page) -> None:
    """Find nothing that axe finds wrong, and nothing that makes the page scroll sideways.

    Where the tab is on a desk by day, the page is looked at by night too, when its colours are others, and on a phone,
    where its parts stand otherwise.
    """
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert wrong(tab) == ""
    assert fits(tab)
    if tab.viewport_size != sized(DESK) or tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        return
    tab.emulate_media(color_scheme="dark")
    found = wrong(tab, ONLY_COLOURS, without=LONG)
    assert found == "", f"by night: {found}"
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size(sized(PHONE))
    found = wrong(tab, ALL_BUT_COLOURS)
    assert found == "" and fits(tab), f"on a phone: {found or 'it scrolls sideways'}"
    tab.set_viewport_size(sized(DESK))


def fits(tab: Page) -> bool:
    """Tell whether the page is no wider than the window."""
    return bool(tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


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


@pytest.mark.parametrize("tab", ["light", "phone", pytest.param("dark", marks=LATER)], indirect=True)
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
    expect(tab.get_by_role("heading", name="As it is written")).to_be_visible()
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
