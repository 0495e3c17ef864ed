"""The workplace as people use it: `comity serve` as a process of its own, and a browser that logs in."""

from __future__ import annotations

import os
import re
import secrets
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
from playwright.sync_api import APIRequestContext, APIResponse, Browser, Page, ViewportSize, expect

from tests.axe import DESK, PHONE, fits, in_passing, wrong

VIEWS = {"light": (DESK, "light"), "dark": (DESK, "dark"), "phone": (PHONE, "light")}
LATER = pytest.mark.soak
"""Views in which `make soak` does everything again; `accessible` looks at them in passing."""
Login = tuple[str, str, str]
"""The address of a workplace, and somebody's e-mail address and password there."""


@contextmanager
def serving(data: Path) -> Iterator[Login]:
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


def sized(size: tuple[int, int]) -> ViewportSize:
    return {"width": size[0], "height": size[1]}


def accessible(tab: Page) -> None:
    """Find nothing that axe finds wrong, and nothing that makes the page scroll sideways.

    Where the tab is on a desk by day, the page is looked at by night and on a phone in passing. In another view every
    rule is asked of every element.
    """
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    if tab.viewport_size == sized(DESK) and not tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"):
        assert in_passing(tab) == ""
        return
    assert fits(tab)
    assert wrong(tab) == ""


def log_in_by_keyboard(tab: Page, address: str, email: str, password: str) -> None:
    """Log in with the keyboard alone."""
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Log in")).to_be_visible()
    tab.get_by_label("E-mail address").focus()
    tab.keyboard.type(email)
    tab.keyboard.press("Tab")
    tab.keyboard.type(password)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Your alliances")).to_be_visible()


def log_in(tab: Page, address: str, email: str, password: str) -> None:
    """Log in where the login is not the point: its form is sent without being drawn."""
    sign_in(tab.context.request, address, email, password)
    tab.goto(address)
    expect(tab.get_by_role("heading", name="Your alliances")).to_be_visible()


def invited(browser: Browser, served: Login, role: str, party: str, alliance: str = "barrier") -> Login:
    """Let the administrator invite somebody and give them a role; they are shown their password once."""
    name = f"{role} {secrets.token_hex(4)}"
    mine, people = f"{name.replace(' ', '.')}@example.org", f"{served[0]}/people/"
    context = browser.new_context()
    sign_in(context.request, *served)
    said = re.sub(r"<[^>]*>", "", send(context.request, people, f"{people}invite/", name=name, email=mine).text())
    told = re.search(r"password[^A-Za-z0-9_-]+([\w-]{10,})", said)
    assert told is not None, said
    grant(context.request, served[0], name, role, party, alliance)
    context.close()
    return served[0], mine, told[1]


def grant(request: APIRequestContext, address: str, name: str, role: str, party: str, alliance: str) -> None:
    """Let the administrator, whose requests they are, give a role to somebody."""
    people = f"{address}/people/"
    of = chosen(request.get(people).text(), alliance)
    form = f"{people}?alliance={of}"
    user = chosen(request.get(form).text(), name)
    said = send(request, form, f"{people}grant/", user=user, alliance=of, role=role, party=party).text()
    assert f"{name} is {role.replace('_', ' ')}" in said


def chosen(page: str, name: str) -> str:
    """Return the value of the choice that has a name in it."""
    found = re.search(rf'<option value="(\d+)"[^>]*>[^<]*{name}', page)
    assert found is not None, page
    return found[1]


def sign_in(request: APIRequestContext, address: str, email: str, password: str) -> None:
    """Send the form of the login."""
    send(request, f"{address}/accounts/login/", login=email, password=password)


def send(request: APIRequestContext, form: str, to: str = "", **values: str) -> APIResponse:
    """Send what a browser would send of a form, with the token of its page; to the page itself, if to no other."""
    page = request.get(form)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text())
    assert token is not None, page.text()
    values["csrfmiddlewaretoken"] = token[1]
    answer = request.post(to or form, form=dict(values), headers={"Referer": form})
    assert answer.ok, answer.text()
    return answer
