"""Who asks: the token, its owner, and the alliance as they may read it, by the loader of the pages (web.access)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja.security import HttpBearer

from comity.web.access import Access, load
from comity.web.api.limit import LIMIT
from comity.web.api.models import Scope, Token
from comity.web.api.problems import Wrong
from comity.web.api.tokens import found
from comity.web.people.roles import READERS

REALM = 'Bearer realm="comity"'


class Bearer(HttpBearer):
    """A token in the header Authorization; nothing else opens the API, and a browser's session does not."""

    def __call__(self, request: HttpRequest) -> Any:
        """Return the token of a request, in whose owner's name it goes on. Raises Wrong: 401, 429."""
        token = super().__call__(request)
        if token is None:
            raise Wrong(status=401, headers={"WWW-Authenticate": _challenge(request)})
        if wait := LIMIT.wait(token.pk):
            raise Wrong(status=429, headers={"Retry-After": str(wait)})
        request.user = token.owner
        return token

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Return the live token of a secret."""
        return found(token)


BEARER = Bearer()


def _challenge(request: HttpRequest) -> str:
    """Return how to ask again (RFC 6750): without a reason where no token was sent."""
    return f'{REALM}, error="invalid_token"' if "Authorization" in request.headers else REALM


def token_of(request: HttpRequest, scope: Scope) -> Token:
    """Return the token of a request that may be used for something. Raises Wrong: 403."""
    token = getattr(request, "auth", None)
    assert isinstance(token, Token)
    if scope not in token.scopes:
        challenge = f'{REALM}, error="insufficient_scope", scope="{scope.value}"'
        detail = f"This token lacks the scope {scope.value}."
        raise Wrong(status=403, detail=detail, headers={"WWW-Authenticate": challenge})
    return token


def opened(request: HttpRequest, slug: str, scope: Scope = Scope.READ, roles: frozenset[Any] = READERS) -> Access:
    """Return an alliance as the owner of the token may read it. Raises Wrong: 403, 404.

    An alliance that the token does not cover is told like one that is not there.
    """
    token = token_of(request, scope)
    if not token.covers(slug):
        raise Wrong(status=404)
    try:
        return load(request, slug, roles)
    except Http404:
        raise Wrong(status=404) from None
    except PermissionDenied:
        raise Wrong(status=403, detail="The role of this token's owner does not open this.") from None
