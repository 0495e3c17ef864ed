"""Answers to reads: JSON with an ETag, and lists by pages with links to the others (RFC 8288)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Field, Schema

from comity.web.api.problems import Wrong, in_field

JSON = "application/json"
LONGEST, USUAL = 500, 100
FARTHEST = 10_000_000
"""No list has so many; a larger number is no place in one, and no number of every database."""


class Cut(Schema):
    """Which part of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=LONGEST, description="How many at most.")] = USUAL
    offset: Annotated[int, Field(ge=0, le=FARTHEST, description="How many to pass over.")] = 0


def given(request: HttpRequest, body: bytes, media: str = JSON, known: Iterable[str] = ()) -> HttpResponse:
    """Return a read's answer, or 304 where the reader has it already. The ETag is of the bytes. Raises Wrong: 422."""
    only(request, known)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=media, headers={"ETag": etag})
    found = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(found, HttpResponse)
    return found


def only(request: HttpRequest, known: Iterable[str]) -> None:
    """Refuse parameters that are not known: passed over, `ofset=100` would give the first page again and again."""
    names = set(known)
    hint = f"Known here: {', '.join(sorted(names))}." if names else "There are none here."
    wrong = [
        in_field("query", name, "there is no such parameter here", hint) for name in request.GET if name not in names
    ]
    if wrong:
        raise Wrong(status=422, problems=wrong)


def value(request: HttpRequest, data: Any, known: Iterable[str] = ()) -> HttpResponse:
    """Return plain values as JSON."""
    return given(request, orjson.dumps(data), JSON, known)


def paged(request: HttpRequest, items: Sequence[Any], cut: Cut) -> HttpResponse:
    """Return the part of a list that is asked for, with how many there are and where the other parts are."""
    return page(request, items[cut.offset : cut.offset + cut.limit], len(items), cut)


def page(request: HttpRequest, items: Sequence[Any], count: int, cut: Cut) -> HttpResponse:
    """Return a part of a list that was cut already."""
    body = {"items": list(items), "count": count, "limit": cut.limit, "offset": cut.offset}
    response = value(request, body, Cut.model_fields)
    if links := _links(request, count, cut):
        response["Link"] = links
    return response


def _links(request: HttpRequest, count: int, cut: Cut) -> str:
    last = max(0, (count - 1) // cut.limit * cut.limit)
    places = {"first": 0, "last": last}
    if cut.offset + cut.limit < count:
        places["next"] = cut.offset + cut.limit
    if cut.offset > 0:
        places["prev"] = max(0, min(cut.offset, count) - cut.limit)
    return ", ".join(f'<{_address(request, offset, cut)}>; rel="{name}"' for name, offset in places.items())


def _address(request: HttpRequest, offset: int, cut: Cut) -> str:
    return f"{request.path}?{urlencode({'limit': cut.limit, 'offset': offset})}"
