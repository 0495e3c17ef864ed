"""The token that asks, and the alliances that its owner takes part in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comity.web.alliances.models import Membership
from comity.web.api.answers import Cut, paged, value
from comity.web.api.guard import BEARER, token_of
from comity.web.api.models import Scope, Token
from comity.web.api.problems import Wrong
from comity.web.api.schemas import AllianceLine, TokenSeen, page_of
from comity.web.people.roles import READERS

router = Router(auth=BEARER, tags=["Alliances"])


@router.get("/token", response=TokenSeen, url_name="api_token", operation_id="token", summary="The token that asks")
def token(request: HttpRequest) -> HttpResponse:
    """Whose it is, what it may be used for, which alliances it covers and when it ends."""
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Token)
    covered = None if found.everywhere else sorted(found.alliances.values_list("slug", flat=True))
    told = {
        "name": found.name, "owner": str(found.owner), "scopes": found.scopes, "alliances": covered,
        "expires": found.expires.isoformat(),
    }  # fmt: skip
    return value(request, told)


@router.get(
    "/alliances", response=page_of("Alliances", AllianceLine), url_name="api_alliances", operation_id="alliances",
    summary="Alliances",
)  # fmt: skip
def alliances(request: HttpRequest, cut: Query[Cut]) -> HttpResponse:
    """All that the token covers and its owner takes part in, by title."""
    return paged(request, _lines(token_of(request, Scope.READ)), cut)


@router.get(
    "/alliances/{slug:alliance}", response=AllianceLine, url_name="api_alliance", operation_id="alliance",
    summary="An alliance",
)  # fmt: skip
def alliance(request: HttpRequest, alliance: str) -> HttpResponse:
    """Its parties, and the roles that the token's owner has there."""
    for line in _lines(token_of(request, Scope.READ)):
        if line["alliance"] == alliance:
            return value(request, line)
    raise Wrong(status=404)


def _lines(token: Token) -> list[dict[str, Any]]:
    held: dict[str, list[Membership]] = {}
    of_owner = Membership.objects.select_related("alliance").filter(user=token.owner)
    if not token.everywhere:
        of_owner = of_owner.filter(alliance__in=token.alliances.all())
    for one in of_owner.order_by("alliance__title", "alliance__slug", "role"):
        held.setdefault(one.alliance.slug, []).append(one)
    return [
        {
            "alliance": slug,
            "title": of[0].alliance.title,
            "parties": of[0].alliance.parties,
            "roles": [one.role for one in of],
            "reads": any(one.role in READERS for one in of),
        }
        for slug, of in held.items()
    ]
