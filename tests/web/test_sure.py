"""Acts that cannot be undone ask first, and say what follows."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.routes import said

LARK = "counsel@lark.example.org"


def sent(client_of, route: str, **fields: str):
    return client_of("admin@example.org").post(reverse(route), fields, follow=True)


@pytest.mark.parametrize("close", [{}, {"close": "yes"}])
def test_neither_a_password_nor_an_account_ends_before_it_is_asked(client_of, close: dict[str, str]) -> None:
    """The first press shows what ends with it, and whose it is; nothing has happened yet, and leaving it leads back."""
    from comity.web.people.models import User

    user = User.objects.get(email=LARK)
    shown = said(sent(client_of, "reset", user=str(user.pk), **close))
    assert LARK in shown and "tokens and calendar addresses" in shown and f'href="{reverse("people")}"' in shown
    after = User.objects.get(email=LARK)
    assert after.is_active and after.password == user.password and after.memberships.exists()


def test_a_role_is_taken_back_once_that_is_confirmed(client_of) -> None:
    """The page that asks sends the same form again: what was chosen is not chosen a second time."""
    import re

    from comity.web.alliances.models import Membership

    held = Membership.objects.get(user__email=LARK)
    shown = said(sent(client_of, "revoke", membership=str(held.pk)))
    assert f"{held.user} Counsel" in shown and Membership.objects.filter(pk=held.pk).exists()
    fields = dict(re.findall(r'<input type="hidden" name="(membership|sure)" value="([^"]*)"', shown))
    assert f'action="{reverse("revoke")}"' in shown
    sent(client_of, "revoke", **fields)
    assert not Membership.objects.filter(pk=held.pk).exists()


def test_what_is_asked_is_text(client_of) -> None:
    """A title with markup in it, which stands in the name of a role, is shown and not run."""
    from comity.web.alliances.models import Membership

    held = Membership.objects.get(user__email=LARK)
    assert "<script>alert" not in said(sent(client_of, "revoke", membership=str(held.pk)))
