"""Every role in a browser: what a page offers them opens, is accessible, and needs nothing that the policy forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.web.test_browser import accessible, log_in, served, tab  # noqa: F401

pytestmark = pytest.mark.browser

ROLES = ("alliance_manager", "counsel", "executive", "data_owner", "respondent", "auditor")
MOST_OF_A_KIND = 2
FILES = re.compile(r"\.(pdf|ics|json|zip|csv|xlsx|docx|yaml)$|/proof$|/schedule\.|/template\.")
Login = tuple[str, str, str]


@pytest.fixture(scope="module")
def people(served: Login, browser: Browser) -> dict[str, Login]:  # noqa: F811
    """Let the administrator invite somebody for each role; each is shown a password once."""
    address, email, password = served
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    log_in(page, address, email, password)
    found = {}
    for role in ROLES:
        page.goto(f"{address}/people/")
        invite = page.locator("form[action$='/invite/']")
        invite.get_by_label("Name").fill(f"The {role}")
        invite.get_by_label("E-mail address").fill(f"{role}@example.org")
        invite.get_by_role("button").click()
        told = re.search(r"password[^A-Za-z0-9_-]+([\w-]{10,})", page.get_by_role("status").inner_text())
        assert told is not None, page.get_by_role("status").inner_text()
        found[role] = (address, f"{role}@example.org", told[1])
        form = page.locator("form[action$='/grant/']").first
        form.get_by_label("Person").select_option(label=f"The {role}")
        form.get_by_label("Role").select_option(role)
        form.get_by_label("Party").select_option("" if role == "auditor" else "fern")
        form.get_by_role("button").click()
    context.close()
    return found


def walk(page: Page, address: str) -> Iterator[str]:
    """Open what pages link to from the first one on, a few of each kind; every one must open. Yields their paths."""
    waiting, seen, kinds = ["/"], {"/"}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path} is offered, and answers {answer.status}"
        yield path
        for href in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            link = urlsplit(urldefrag(urljoin(f"{address}{path}", href))[0])
            kind = re.sub(r"\d[\w.-]*", "N", re.sub(r"(metrics|clauses|facts)/[\w-]+/", r"\1/ONE/", link.path))
            if link.netloc != urlsplit(address).netloc or link.query or FILES.search(link.path) or link.path in seen:
                continue
            if kinds.get(kind, 0) < MOST_OF_A_KIND:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(link.path)
                waiting.append(link.path)


@pytest.mark.parametrize("role", ROLES)
def test_what_a_role_is_offered_opens(browser: Browser, people: dict[str, Login], role: str) -> None:
    """No link leads a person to a page that is closed or missing, and no page asks for what its policy forbids."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page, refused = context.new_page(), list[str]()
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    address, email, password = people[role]
    log_in(page, address, email, password)
    paths = list(walk(page, address))
    context.close()
    assert refused == []
    inside = [path for path in paths if path.startswith("/alliances/")]
    assert (not inside) if role == "respondent" else len(inside) > 10


def test_every_page_is_accessible(tab: Page, people: dict[str, Login]) -> None:  # noqa: F811
    """By day, by night and on a phone: axe finds nothing in any page that is offered, and none scrolls sideways."""
    address, email, password = people["alliance_manager"]
    log_in(tab, address, email, password)
    for _ in walk(tab, address):
        accessible(tab)
