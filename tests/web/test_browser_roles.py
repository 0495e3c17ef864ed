"""Roles in a browser: what a page offers them opens, is accessible, and needs nothing that the policy forbids.

tests/web/test_offered.py opens what each of the six roles is offered; the three here see every kind of page.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.web.served import LATER, Login, accessible, invited, log_in
from tests.web.walk import kind_of, walk
from tests.web.workplace import ROLES

pytestmark = pytest.mark.browser


def walked(tab: Page, address: str) -> Iterator[str]:
    """Open what a person who is logged in is offered; every page must open, and ask for nothing that is forbidden."""
    refused = list[str]()
    tab.on("console", lambda said: refused.append(f"{tab.url}: {said.text}") if said.type == "error" else None)

    def opened(path: str) -> list[str]:
        answer = tab.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path} is offered, and answers {answer.status}"
        assert refused == []
        return tab.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")

    yield from walk(opened)


@pytest.mark.parametrize(
    "role", [pytest.param(role, marks=() if role in ("data_owner", "auditor") else LATER) for role in ROLES]
)
def test_what_a_role_is_offered_opens(browser: Browser, served: Login, role: str) -> None:
    """No link leads a person to a page that is closed or missing, and no page asks for what its policy forbids."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    log_in(page, *invited(browser, served, role, "" if role == "auditor" else "fern"))
    inside = [path for path in walked(page, served[0]) if path.startswith("/alliances/")]
    context.close()
    assert (not inside) if role == "respondent" else len(inside) > 10


@pytest.mark.parametrize("tab", ["light"], indirect=True)
def test_a_page_of_each_kind_is_accessible(tab: Page, browser: Browser, served: Login) -> None:
    """Axe finds nothing in a page of each kind that is offered, and none scrolls sideways.

    They are those of an alliance manager, who is offered most; and none asks for what its policy forbids.
    """
    log_in(tab, *invited(browser, served, "alliance_manager", "fern"))
    seen = set[str]()
    for path in walked(tab, served[0]):
        if kind_of(path) not in seen:
            accessible(tab)
        seen.add(kind_of(path))
    assert len(seen) > 20


@LATER
def test_every_page_is_accessible(tab: Page, browser: Browser, served: Login) -> None:
    """By day, by night and on a phone: axe finds nothing in any of the pages, and none scrolls sideways."""
    log_in(tab, *invited(browser, served, "alliance_manager", "fern"))
    for _ in walked(tab, served[0]):
        accessible(tab)
