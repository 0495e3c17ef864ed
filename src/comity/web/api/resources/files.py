"""Files of facts, handed in: looked at first if one likes, then stored; the same door as the page of facts has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from comity.kernel.problem import Refused
from comity.web.access import Access
from comity.web.api.answers import JSON, only
from comity.web.api.guard import BEARER, opened, token_of
from comity.web.api.models import Scope
from comity.web.api.once import HEADER, once
from comity.web.api.problems import Wrong, told
from comity.web.api.schemas import Stored

if TYPE_CHECKING:
    from comity.web.facts.uploads import Taken

router = Router(auth=BEARER, tags=["Facts"])
BELOW = "/alliances/{slug:alliance}/tables/{table}"
KINDS = {"text/csv": ".csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx"}
"""Type of content -> how the name of such a file ends."""
_BODY = {
    "required": True,
    "content": {kind: {"schema": {"type": "string", "format": "binary", "maxLength": 4096}} for kind in KINDS},
}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": "A new random value for each new request; the same one when a request is sent again.",
    "schema": {"type": "string", "pattern": "^[!#-[\\]-~]{1,200}$"},
}
COVERS = (
    "The periods for which it is complete, such as `2026-03` or `2026-01..2026-06`: of one without a row it states "
    "that there was nothing, and what was reported of them before and is not in it is taken back."
)
FAILS = [400, 409, 411, 413, 415, 422]
NOT_THEIRS = "The token's owner does not report this table."
Json = dict[str, Any]


class Named(Schema):
    """How the file is called where it comes from, and for which periods it is complete."""

    name: Annotated[str, Field(max_length=200, description="The file's name, for people to recognise it.")] = "upload"
    covers: Annotated[str, Field(max_length=200, description=COVERS)] = ""


@router.post(
    f"{BELOW}/preview", response=Stored, url_name="api_preview", operation_id="preview_file", summary="Look at a file",
    openapi_extra={"requestBody": _BODY, "x-failures": [400, 411, 413, 415, 422]},
)  # fmt: skip
def preview(request: HttpRequest, alliance: str, table: str, named: Query[Named]) -> HttpResponse:
    """What a file would change, or all its problems, row by row. Nothing is stored."""
    access = opened(request, alliance, Scope.WRITE_FACTS)
    return _taken(access, table, _name(request, named), _body(request), named.covers, store=False)


@router.post(
    f"{BELOW}/files", response={201: Stored}, url_name="api_files", operation_id="store_file", summary="Hand in a file",
    openapi_extra={"requestBody": _BODY, "parameters": [_KEY], "x-failures": FAILS},
)  # fmt: skip
def files(request: HttpRequest, alliance: str, table: str, named: Query[Named]) -> HttpResponse:
    """Store a file of facts, or refuse it with all its problems, row by row; then nothing of it is stored."""
    access = opened(request, alliance, Scope.WRITE_FACTS)
    token, name, body = token_of(request, Scope.WRITE_FACTS), _name(request, named), _body(request)
    parties = _reporting(access, table)  # also of one who sends it again: what they may do may have changed
    return once(request, token, body, parties, lambda: _taken(access, table, name, body, named.covers, store=True))


def _reporting(access: Access, table: str) -> tuple[str, ...]:
    """Return the parties for which the token's owner reports a table. Raises Wrong: 403, 404, 422."""
    from comity.web.facts.kept import reporters
    from comity.web.facts.uploads import parties_of

    try:
        known = reporters(access.alliance, table)
    except Refused as refused:
        raise Wrong(status=422, problems=told(refused.problems)) from None
    if not known:
        raise Wrong(status=404)
    parties = parties_of(access, known)
    if not parties:
        raise Wrong(status=403, detail=NOT_THEIRS)
    return parties


def _name(request: HttpRequest, named: Named) -> str:
    """Return the name of a file, ended by its type. Raises Wrong: 415, 422."""
    only(request, Named.model_fields)
    ending = KINDS.get(request.content_type or "")
    if ending is None:
        raise Wrong(status=415, detail=f"Send {' or '.join(KINDS)}.", headers={"Accept-Post": ", ".join(KINDS)})
    return named.name if named.name.lower().endswith(ending) else f"{named.name}{ending}"


def _body(request: HttpRequest) -> bytes:
    """Return the content of a request. Raises Wrong: 411, 413.

    Of a body that comes in chunks Django reads nothing, which is not to be taken for an empty file.
    """
    if not request.META.get("CONTENT_LENGTH") and "Transfer-Encoding" in request.headers:
        raise Wrong(status=411)
    try:
        return request.body
    except RequestDataTooBig:
        raise Wrong(status=413) from None


def _taken(access: Access, table: str, name: str, content: bytes, covers: str, *, store: bool) -> HttpResponse:
    from comity.web.facts.uploads import take

    try:
        found = take(access, table, name, content, store=store, covers=covers)
    except Refused as refused:
        raise Wrong(status=422, problems=told(refused.problems)) from None
    except PermissionDenied:
        raise Wrong(status=403, detail=NOT_THEIRS) from None
    except Http404:
        raise Wrong(status=404) from None
    return HttpResponse(orjson.dumps(_data(table, found)), status=201 if store else 200, content_type=JSON)


def _data(table: str, found: Taken) -> Json:
    return {
        "table": table,
        "file": found.file,
        "digest": found.digest,
        "rows": found.rows,
        "new": found.new,
        "corrected": found.corrected,
        "unchanged": found.unchanged,
        "taken_back": found.taken_back,
        "complete": list(found.complete),
        "known_at": found.known_at.isoformat(),
        "counts": found.counts,
        "next_step": found.next_step,
        "problems": list(told(found.problems)),
    }
