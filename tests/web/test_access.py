"""Every route, every role: who may open it, and that nothing restricted is in what they get."""

from __future__ import annotations

import pytest

from comity.web.accounts import KEPT
from tests.barrier import PRICES, VISITS
from tests.web.routes import (
    ABSENT,
    OF_ADMINS,
    OF_ALLIANCES,
    OF_API,
    OF_EVERYBODY,
    OF_PEOPLE,
    OF_STARTERS,
    POSTS_OF_ALLIANCES,
    READERS,
    address,
    patterns,
    said,
)
from tests.web.workplace import ROLES


def test_every_route_is_in_the_table(workplace) -> None:
    """A page that nobody decided on is open to nobody: this test fails until it is in a table, and says so itself."""
    ours = {*OF_ALLIANCES, *POSTS_OF_ALLIANCES, *OF_PEOPLE, *OF_STARTERS, *OF_ADMINS, *OF_EVERYBODY, *OF_API}
    assert {one.name for one in patterns()} - KEPT == ours
    unmarked = [one.name for one in patterns() if one.name in ours and not hasattr(one.callback, "open_to")]
    assert unmarked == []


@pytest.mark.parametrize("route", sorted(OF_ALLIANCES))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("party", ["fern", "lark"])
def test_a_role_opens_its_pages_and_no_others(client_of, route: str, role: str, party: str) -> None:
    """Of their own alliance people get the pages of their role, 403 for other pages, and 404 for other alliances."""
    client = client_of(f"{role}@{party}.example.org")
    found = 404 if route in ABSENT else 200
    assert client.get(address(route)).status_code == (found if role in OF_ALLIANCES[route] else 403)
    assert client.get(address(route, "other")).status_code == 404
    assert client.get(address(route, "no-such")).status_code == 404


@pytest.mark.parametrize("route", sorted(OF_ALLIANCES))
def test_strangers_and_administrators_see_no_alliance(client_of, route: str) -> None:
    """Somebody of another alliance, and the administrator, who has no role in any, are told that nothing is there."""
    for who in ("stranger@example.org", "admin@example.org"):
        response = client_of(who).get(address(route))
        assert response.status_code == 404 and "barrier" not in said(response)


@pytest.mark.parametrize("route", sorted(POSTS_OF_ALLIANCES))
@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_what_is_its_and_nothing_else(client_of, route: str, role: str) -> None:
    """What changes something is done by those it is for; others get 403, strangers 404, and a link does nothing."""
    client = client_of(f"{role}@fern.example.org")
    done = 404 if route in ABSENT else 302
    assert client.post(address(route)).status_code == (done if role in POSTS_OF_ALLIANCES[route] else 403)
    assert client.post(address(route, "other")).status_code == 404
    assert client.get(address(route)).status_code == 405


@pytest.mark.parametrize("route", sorted({*OF_ALLIANCES, *POSTS_OF_ALLIANCES, *OF_PEOPLE, *OF_STARTERS, *OF_ADMINS}))
def test_nobody_sees_a_page_without_logging_in(client_of, route: str) -> None:
    """Whoever is not logged in is sent to the login, by every way of asking."""
    client = client_of()
    ways = {client.get(address(route)).status_code, client.post(address(route)).status_code}
    assert ways <= {302, 405} and 302 in ways


@pytest.mark.parametrize(("route", "way"), sorted(OF_STARTERS.items()))
@pytest.mark.parametrize("role", ROLES)
def test_only_who_manages_begins_an_alliance(client_of, route: str, way: str, role: str) -> None:
    """Administrators and alliance managers open the guided start, other roles get 403; a draft is its owner's alone."""
    opened = 200 if route == "start" else 404
    assert getattr(client_of("admin@example.org"), way)(address(route)).status_code == opened
    found = getattr(client_of(f"{role}@fern.example.org"), way)(address(route)).status_code
    assert found == (opened if role == "alliance_manager" else 403)


@pytest.mark.parametrize(("route", "way"), sorted(OF_ADMINS.items()))
def test_only_administrators_manage_people(client_of, route: str, way: str) -> None:
    """Inviting, granting and revoking are the administrator's; everybody else gets 403."""
    allowed = getattr(client_of("admin@example.org"), way)(address(route)).status_code
    refused = getattr(client_of("alliance_manager@fern.example.org"), way)(address(route)).status_code
    assert allowed in (200, 302) and refused == 403


@pytest.mark.parametrize("route", sorted(OF_ALLIANCES))
@pytest.mark.parametrize("role", sorted(READERS))
def test_nothing_from_behind_the_barrier_reaches_the_partner(client_of, route: str, role: str) -> None:
    """Prices, which the agreement closes to Lark, are in no page, export, calendar or PDF of a Lark person."""
    shown = said(client_of(f"{role}@lark.example.org").get(address(route)))
    assert role == "auditor" or not any(price in shown for price in PRICES)
    if route in ("overview", "document"):
        own = said(client_of(f"{role}@fern.example.org").get(address(route)))
        assert any(price in own for price in PRICES), "the canary is not where it would be seen"
        assert any(visit in shown for visit in VISITS)


def test_the_portfolio_shows_no_figure_of_an_alliance_that_one_does_not_read(client_of) -> None:
    """Respondents see that they take part, and nothing of how the alliance stands."""
    client_of("alliance_manager@lark.example.org").get(address("overview"))
    shown = said(client_of("respondent@lark.example.org").get(address("portfolio")))
    assert "Lark plc" in shown and " missed" not in shown and "/alliances/" not in shown
