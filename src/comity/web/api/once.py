"""Writes that may be sent again: under one idempotency key a request is done once, and answered alike each time.

After draft-ietf-httpapi-idempotency-key-header. A program whose connection broke cannot know whether its file was
taken; it sends the same request with the same key, and learns what became of the first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comity.web.api.models import Answer, Token
from comity.web.api.problems import Wrong, answer, in_field

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=24)
LONGEST_WORK = timedelta(minutes=10)
"""A request that is at work longer has died with its process; the next one may take its place."""
MOST = 500
"""Answers that are kept of a token, the latest."""
LONGEST = 64 * 1024
"""Bytes of a refusal that is kept."""
KEPT_STATUSES = frozenset({200, 201, 422})
"""What is the same whenever it is asked; whatever else a request ends in may be otherwise the next time."""
_FORM = re.compile(r'"?([!#-\[\]-~]{1,200})"?').fullmatch
HINT = 'Send a new random value with each new request, such as "8e03978e-40d5-43dd-bc93-6894a57f9324".'


def once(
    request: HttpRequest, token: Token, body: bytes, parties: Iterable[str], work: Callable[[], HttpResponse]
) -> HttpResponse:  # fmt: skip
    """Return the answer of some work, done at most once for each key. Raises Wrong: 400, 409, 422.

    `parties` are those for which the token's owner may do it now: for others it is another request.
    """
    key, asked = _key(request), _digest(request, body, parties)
    kept, is_new = _begun(token, key, asked)
    if not is_new:
        return _again(kept, asked)
    try:
        response = _done(work)
    except BaseException:
        kept.delete()
        raise
    # A refusal that is long can be found again: nothing was stored.
    if response.status_code in KEPT_STATUSES and (response.status_code == 201 or len(response.content) <= LONGEST):
        kept.status, kept.media, kept.body = response.status_code, response["Content-Type"], response.content.decode()
        kept.save(update_fields=["status", "media", "body"])
        _forget(token)
    else:
        kept.delete()
    return response


def _key(request: HttpRequest) -> str:
    found = _FORM(request.headers.get(HEADER, ""))
    if found is None:
        why = f"The header {HEADER} is needed here: 1 to 200 visible characters, in quotes or not."
        raise Wrong(status=400, problems=[in_field("header", HEADER, why, HINT)])
    return found[1]


def _forget(token: Token) -> None:
    """Keep the latest answers of a token only: whoever sends without end is not to fill the disk."""
    done = Answer.objects.filter(token=token).exclude(status=0).order_by("-made", "-pk")
    old = list(done.values_list("pk", flat=True)[MOST : 2 * MOST])
    Answer.objects.filter(pk__in=old).delete()


def _digest(request: HttpRequest, body: bytes, parties: Iterable[str]) -> str:
    head = [request.method or "", request.get_full_path(), request.content_type or "", *parties]
    told = hashlib.sha256("".join(f"{part}\n" for part in head).encode())
    told.update(body)
    return told.hexdigest()


def _begun(token: Token, key: str, asked: str) -> tuple[Answer, bool]:
    """Return what is kept under a key, and whether it was begun just now."""
    now = timezone.now()
    Answer.objects.filter(made__lt=now - KEPT).delete()
    Answer.objects.filter(token=token, key=key, status=0, made__lt=now - LONGEST_WORK).delete()
    with transaction.atomic():
        return Answer.objects.get_or_create(token=token, key=key, defaults={"request": asked, "made": now})


def _again(kept: Answer, asked: str) -> HttpResponse:
    if kept.request != asked:
        why = f"Another request was sent with this {HEADER} before."
        raise Wrong(status=422, problems=[in_field("header", HEADER, why, HINT)])
    if kept.status == 0:
        raise Wrong(status=409, headers={"Retry-After": "1"})
    return HttpResponse(kept.body, status=kept.status, content_type=kept.media, headers={"Idempotent-Replayed": "true"})


def _done(work: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return work()
    except Wrong as wrong:
        return answer(wrong)
