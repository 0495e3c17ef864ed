"""How people come in: by invitation only, by password or by the company's single sign-on."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from comity.web.people.models import User
from comity.web.rows import rows


class Known(AuthenticationBackend):  # type: ignore[misc]
    """Knows a person by what the session says, with one plain question (web.rows)."""

    def get_user(self, user_id: int) -> User | None:
        """Return a person who may still log in, by their number."""
        return next((one for one in rows(User, id=user_id) if self.user_can_authenticate(one)), None)


class ByInvitation(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody registers themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return that registration is closed."""
        return False


class KnownPeople(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on opens the account that an administrator made for the same, verified address, and no other."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return that registration is closed here too."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Connect a first single sign-on to the account of its verified address; refuse every other."""
        if sociallogin.is_existing:
            return
        verified = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        user = User.objects.filter(email__in=verified, is_active=True).first()
        if user is None:
            messages.error(request, "Nobody has been invited with this address. Ask your workplace administrator.")
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)
