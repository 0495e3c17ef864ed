"""Tokens: made once, shown once, kept as a digest, found by it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comity.web.alliances.models import Alliance
from comity.web.api.models import Token
from comity.web.people.models import User

MARK = "comity_"
"""How every token begins, so that scanners for leaked secrets know one."""
LIVES = (30, 90, 365)
"""For how many days a token may be made. There is none without an end."""
MOST = 20
"""Live tokens of one person."""
ONE_MINUTE = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """Return what is kept of a token. It is random and long, so that a plain digest gives nothing away."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make(
    owner: User, name: str, scopes: Iterable[str], *, days: int, alliances: Iterable[Alliance] | None
) -> tuple[Token, str]:
    """Return a new token and its secret, which is nowhere else. `alliances` are those covered, None for all."""
    secret = MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            owner=owner, name=name, digest=digest_of(secret), start=secret[:12], scopes=sorted(scopes),
            everywhere=alliances is None, expires=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        token.alliances.set(alliances or ())
    return token, secret


def found(secret: str) -> Token | None:
    """Return the live token of a secret, noting that it was used; None for any other text."""
    if not secret.startswith(MARK):
        return None
    token = Token.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None or not token.is_live:
        return None
    now = timezone.now()
    if token.used is None or now - token.used > ONE_MINUTE:  # not at each request: reading need not write
        Token.objects.filter(pk=token.pk).update(used=now)
    return token


def revoke(tokens: Iterable[Token]) -> None:
    """End tokens, for good."""
    Token.objects.filter(pk__in=[one.pk for one in tokens], revoked=None).update(revoked=timezone.now())


def live(owner: User) -> list[Token]:
    """Return the tokens of a person that open something, the newest first."""
    held = Token.objects.filter(owner=owner, revoked=None, expires__gt=timezone.now())
    return list(held.select_related("owner").prefetch_related("alliances").order_by("-made"))
