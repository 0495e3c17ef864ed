"""Giving roles: nothing is given that was not chosen, and what two roles of one person open together is said."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.routes import address, said

EVERYTHING = "they read what the agreement opens to any party or body"


@pytest.fixture
def given(client_of):
    """Return a function by which the administrator sends the form, for a stranger; what the page then says."""
    from comity.web.alliances.models import Alliance
    from comity.web.people.models import User

    admin, whom = client_of("admin@example.org"), User.objects.get(email="stranger@example.org")
    barrier = Alliance.objects.get(slug="barrier")

    def give(**fields: object) -> str:
        sent = {"user": whom.pk, "alliance": barrier.pk, "role": "counsel", "party": "fern"} | fields
        return unescape(admin.post(address("grant"), sent, follow=True).content.decode())

    return give


def roles_of(email: str = "stranger@example.org") -> set[tuple[str, str]]:
    """Return the roles of a person in the alliance, with their parties."""
    from comity.web.alliances.models import Membership

    return set(Membership.objects.filter(user__email=email, alliance__slug="barrier").values_list("role", "party"))


def form_of(page: str) -> str:
    """Return the part of the page in which a role is given."""
    return page.partition('id="grant"')[2]


def line_of(page: str, email: str = "stranger@example.org") -> str:
    """Return what the table of people says of one of them."""
    return page.partition(email)[2].partition("</tr>")[0]


def choices(page: str, name: str) -> list[tuple[str, bool]]:
    """Return the values of a list to choose from, and whether each is chosen."""
    (body,) = re.findall(rf'<select name="{name}"[^>]*\brequired\b[^>]*>(.*?)</select>', form_of(page))
    return [(value, "selected" in more) for value, more in re.findall(r'<option value="([^"]*)"([^>]*)>', body)]


@pytest.mark.parametrize("name", ["user", "role", "party"])
def test_one_click_gives_nothing(client_of, name: str) -> None:
    """Person, role and party begin with an empty choice, so the browser asks for each; and none is chosen before."""
    from comity.web.alliances.models import Alliance

    barrier = Alliance.objects.get(slug="barrier").pk
    page = client_of("admin@example.org").get(address("people"), {"alliance": barrier}).content.decode()
    found = choices(page, name)
    assert found[0] == ("", False) and len(found) > 2 and not any(chosen for _, chosen in found)


def test_an_auditor_of_one_party_is_refused_in_the_form(given) -> None:
    """An auditor reads for all parties: a party chosen is not dropped, and nothing is stored; what was chosen stays."""
    page = given(role="auditor", party="fern")
    says = "An auditor reads for all parties, so the role cannot be given for Fern Ltd. Choose none as the party"
    assert roles_of() == set() and says in form_of(page)
    assert ("auditor", True) in choices(page, "role") and ("fern", True) in choices(page, "party")


@pytest.mark.parametrize("party", ["*", ""])
def test_an_auditor_of_all_is_made(given, party: str) -> None:
    """The role without a party is stored without one."""
    assert "A stranger is auditor in" in given(role="auditor", party=party)
    assert roles_of() == {("auditor", "")}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"user": ""}, "Choose the person."),
        ({"role": ""}, "Choose the role."),
        ({"party": ""}, "Choose the party: Fern Ltd or Lark plc."),
        ({"party": "*"}, "Choose the party: Fern Ltd or Lark plc. Only auditors have none."),
    ],
)
def test_each_is_asked_for(given, fields: dict[str, str], says: str) -> None:
    """What was not chosen is asked for beside the form, and nothing is stored."""
    before = roles_of()
    assert says in form_of(given(**fields)) and roles_of() == before == set()


@pytest.mark.parametrize("first", ["auditor", "counsel"])
def test_an_auditor_who_is_of_a_party_is_told_as_one_who_reads_all(given, first: str) -> None:
    """In either order the page says that both roles together open what is closed to the party alone, and it stays."""
    roles = {"auditor": "*", "counsel": "fern"}
    second = "counsel" if first == "auditor" else "auditor"
    alone = given(role=first, party=roles[first])
    assert EVERYTHING not in alone
    page = given(role=second, party=roles[second])
    says = f"{EVERYTHING}, also while they act as counsel for Fern Ltd"
    assert says in page.partition("<main")[0] and says in line_of(page)
    assert roles_of() == {("auditor", ""), ("counsel", "fern")}


def test_the_roles_beside_an_auditors_are_told_party_by_party(given) -> None:
    """Every role that is for a party is named, each party once."""
    for role, party in (("counsel", "fern"), ("data_owner", "lark"), ("executive", "fern"), ("auditor", "*")):
        page = given(role=role, party=party)
    assert "while they act as counsel and executive for Fern Ltd, and data owner for Lark plc." in line_of(page)


def test_roles_for_both_parties_are_told(given) -> None:
    """Who is of both parties reads what is open to either."""
    given(role="counsel", party="fern")
    page = given(role="executive", party="lark")
    assert "they read what the agreement opens to Fern Ltd and what it opens to Lark plc" in line_of(page)


def test_who_answers_questions_for_a_party_reads_no_more_by_it(given) -> None:
    """A respondent reads nothing: beside a role for the other party there is nothing to tell."""
    given(role="respondent", party="fern")
    assert "they read" not in line_of(given(role="counsel", party="lark"))


def test_a_role_that_is_given_for_the_other_party_is_told_to_have_moved(given) -> None:
    """A role is held once in an alliance: given again for another party it ends for the first, and the page says so."""
    given(role="counsel", party="fern")
    assert "A stranger is counsel for Lark plc in" in (page := given(role="counsel", party="lark"))
    assert "no longer for Fern Ltd" in page and roles_of() == {("counsel", "lark")}


def test_the_page_says_what_the_roles_open(given, client_of) -> None:
    """It is as the page says: counsel of Lark who is also an auditor reads the prices that are closed to Lark."""
    from tests.barrier import PRICES

    given(role="counsel", party="lark")
    shown = said(client_of("stranger@example.org").get(address("overview")))
    assert not any(price in shown for price in PRICES)
    assert EVERYTHING in given(role="auditor", party="*")
    shown = said(client_of("stranger@example.org").get(address("overview")))
    assert any(price in shown for price in PRICES)
