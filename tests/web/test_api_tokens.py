"""The page "Your tokens": made after proving who one is, shown once, listed without the secret, ended at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.web.programs import api, program
from tests.web.workplace import PASSWORD

MANAGER = "alliance_manager@fern.example.org"
WHOLE = {"name": "Night  job", "days": "30", "scopes": ["read"], "alliances": ["barrier"]}


@pytest.fixture
def person(client_of):
    """Return the browser of a manager who has just given their password again."""
    client = client_of(MANAGER)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def secret_in(page: str) -> str:
    """Return the token that a page shows; "" where it shows none."""
    found = re.search(r"comity_[A-Za-z0-9_-]{43}", page)
    return found[0] if found else ""


def test_a_token_is_made_after_giving_the_password_again(client_of) -> None:
    """Who only has the session is sent to give the password first, for the form and what it sends; then it goes on."""
    from comity.web.api.models import Token

    client = client_of(MANAGER)
    for answer in (client.get(reverse("token_new")), client.post(reverse("token_new"), WHOLE)):
        assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Token.objects.exists()
    onward = f"{reverse('account_reauthenticate')}?next={reverse('token_new')}"
    assert not secret_in(client.post(onward, {"password": "wrong"}).content.decode()) and not Token.objects.exists()
    assert secret_in(client.post(onward, {"password": PASSWORD}).content.decode()) and Token.objects.count() == 1


def test_it_is_shown_once_and_works(person) -> None:
    """The page that makes it shows it; the list, the database and the next page do not; a program reads with it."""
    from django.test import Client

    from comity.web.api.models import Token

    secret = secret_in(person.post(reverse("token_new"), WHOLE).content.decode())
    token = Token.objects.get()
    assert secret and token.name == "Night job" and not token.everywhere
    assert secret not in str(list(Token.objects.values())) and len(token.digest) == 64
    for route in ("tokens", "token_new", "portfolio"):
        assert secret not in person.get(reverse(route)).content.decode()
    listed = person.get(reverse("tokens")).content.decode()
    assert "Night job" in listed and secret[:12] in listed and "not used yet" in listed
    told = Client(headers={"Authorization": f"Bearer {secret}"}).get(api("api_token")).json()
    assert told["alliances"] == ["barrier"] and told["scopes"] == ["read"]
    assert "last used" in person.get(reverse("tokens")).content.decode()


def test_an_ended_token_opens_nothing_from_then_on(person) -> None:
    """Ended on the page, it is 401 at the next request, and gone from the list."""
    from comity.web.api.models import Token

    client = program(MANAGER)
    assert client.get(api("api_token")).status_code == 200
    ended = person.post(
        reverse("token_end"), {"token": Token.objects.get().pk, "sure": "yes"}, follow=True
    ).content.decode()
    assert "a program is ended" in ended and "You have no token" in ended
    assert client.get(api("api_token")).status_code == 401


def test_nobody_ends_or_sees_the_token_of_somebody_else(client_of) -> None:
    """Another person's page does not show it, and naming its number ends nothing."""
    from comity.web.api.models import Token

    theirs, other = program(MANAGER), client_of("alliance_manager@lark.example.org")
    assert "a program" not in other.get(reverse("tokens")).content.decode()
    for number in (Token.objects.get().pk, "x", ""):
        other.post(reverse("token_end"), {"token": number, "sure": "yes"})
    assert theirs.get(api("api_token")).status_code == 200


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": " "}, "what the token is for"), ({"scopes": ["everything"]}, "at least one thing"),
        ({"days": "36500"}, "how long"), ({"alliances": ["other"]}, "alliances that it covers"),
        ({"days": "", "scopes": []}, "how long"),
    ],
)  # fmt: skip
def test_a_form_that_lacks_something_makes_no_token(person, fields, says: str) -> None:
    """The page says what is missing; a scope, a life or an alliance that one does not have is none."""
    from comity.web.api.models import Token

    page = person.post(reverse("token_new"), {**WHOLE, **fields}).content.decode()
    assert says in page and not secret_in(page) and not Token.objects.exists()


def test_a_token_for_all_covers_what_comes_later(person) -> None:
    """Alliances that the owner takes part in afterwards are covered too."""
    from django.test import Client

    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    fields = {**WHOLE, "alliances": [], "everywhere": "yes"}
    secret = secret_in(person.post(reverse("token_new"), fields).content.decode())
    owner, other = User.objects.get(email=MANAGER), Alliance.objects.get(slug="other")
    Membership.objects.create(user=owner, alliance=other, party="fern", role="counsel")
    found = Client(headers={"Authorization": f"Bearer {secret}"}).get(api("api_alliances")).json()
    assert [one["alliance"] for one in found["items"]] == ["barrier", "other"]


def test_a_name_is_text(person) -> None:
    """Markup in a name is shown as it is written."""
    person.post(reverse("token_new"), {**WHOLE, "name": "<script>alert(1)</script>"})
    page = person.get(reverse("tokens")).content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_a_person_has_so_many_tokens_and_no_more(person) -> None:
    """The twenty-first is refused until one is ended or has expired."""
    from django.utils import timezone

    from comity.web.api.models import Token

    for _ in range(20):
        program(MANAGER)
    assert "You have 20 tokens" in person.post(reverse("token_new"), WHOLE).content.decode()
    Token.objects.filter(pk=Token.objects.first().pk).update(expires=timezone.now() - timedelta(days=1))
    assert secret_in(person.post(reverse("token_new"), WHOLE).content.decode())


def test_a_form_from_elsewhere_is_refused(client_of) -> None:
    """Without the token of this session no API token is made or ended."""
    client = client_of(MANAGER, enforce_csrf_checks=True)
    assert client.post(reverse("token_end"), {"token": "1"}).status_code == 403
    assert client.post(reverse("token_new"), WHOLE).status_code == 403
