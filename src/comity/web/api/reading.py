"""The standing as the reader of a request may see it, from their projection: what pages show, and nothing more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest

from comity.kernel.problem import Refused
from comity.web.access import Access
from comity.web.alliances.projections import projection
from comity.web.alliances.views import sees_all
from comity.web.api.guard import opened
from comity.web.api.problems import Wrong, told

T = TypeVar("T")
Json = dict[str, Any]


def text(request: HttpRequest, alliance: str) -> bytes:
    """Return the JSON document of an alliance. Raises Wrong: 403, 404, and 503 where its files have problems."""
    access = opened(request, alliance)
    found: str = readable(access, lambda: projection(access.alliance, access.reader).document)
    return found.encode()


def standing(request: HttpRequest, alliance: str) -> Json:
    """Return the same document as plain values."""
    found: Json = orjson.loads(text(request, alliance))
    return found


def calendar(request: HttpRequest, alliance: str) -> bytes:
    """Return the docket as a calendar file."""
    access = opened(request, alliance)
    found: str = readable(access, lambda: projection(access.alliance, access.reader).calendar)
    return found.encode()


def readable(access: Access, make: Callable[[], T]) -> T:
    """Return what is made from an alliance's files. Raises Wrong: 503; problems quote files, so not to everybody."""
    try:
        return make()
    except Refused as refused:
        raise unreadable(access, refused) from None


def unreadable(access: Access, refused: Refused) -> Wrong:
    """Return the failure of files with problems: which, to a reader who sees the whole."""
    return Wrong(status=503, problems=told(refused.problems) if sees_all(access) else ())


def one(of: Json, name: str) -> Any:
    """Return what is kept under a name. Raises Wrong: 404, also for what this reader does not see."""
    if name not in of:
        raise Wrong(status=404)
    return of[name]


def latest(of: list[Json], known: Callable[[Json], bool]) -> list[Json]:
    """Return the last entry of each member that is known; entries are in order of member, then period."""
    found: dict[tuple[tuple[str, str], ...], Json] = {}
    for entry in of:
        if known(entry):
            found[tuple(entry["scope"].items())] = entry
    return list(found.values())
