"""Programs that hold a token, and the addresses of the API."""

from __future__ import annotations

from typing import Any

READ, WRITE = "read", "facts:write"


def program(
    email: str, scopes: tuple[str, ...] = (READ,), alliances: tuple[str, ...] | None = None, days: int = 30
) -> Any:
    """Return a client that sends a new token of a person with each request; without a name, none."""
    from django.test import Client

    from comity.web.alliances.models import Alliance
    from comity.web.api import tokens
    from comity.web.api.limit import LIMIT
    from comity.web.people.models import User

    LIMIT._counts.clear()  # the database gives numbers of tokens again that a test before took back
    if not email:
        return Client(raise_request_exception=False)
    chosen = None if alliances is None else Alliance.objects.filter(slug__in=alliances)
    _, secret = tokens.make(User.objects.get(email=email), "a program", scopes, days=days, alliances=chosen)
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


KEYS = {
    "api_metric": {"metric": "reach"}, "api_figures": {"metric": "reach"}, "api_targets": {"metric": "reach"},
    "api_judgements": {"metric": "reach"}, "api_clause": {"clause": "seen"}, "api_verdicts": {"clause": "seen"},
    "api_clause_cases": {"clause": "seen"}, "api_account": {"account": "credits"}, "api_table": {"table": "visits"},
    "api_survey": {"survey": "none"}, "api_entry": {"leaf": "0" * 64}, "api_preview": {"table": "visits"},
    "api_files": {"table": "visits"},
}  # fmt: skip
"""What stands in the address of a route beyond the alliance."""
OF_TOKENS = {"api_token", "api_alliances"}
WRITES = {"api_preview", "api_files"}


def api(route: str, alliance: str = "barrier", **keys: str) -> str:
    """Return the address of a route."""
    from django.urls import reverse

    of_alliance = {} if route in OF_TOKENS else {"alliance": alliance}
    return reverse(route, kwargs={**of_alliance, **KEYS.get(route, {}), **keys})
