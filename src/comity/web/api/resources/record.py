"""The record of an alliance: how long it is, and its entries. Their content is for those who see the whole alliance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from comity.kernel.problem import Refused
from comity.web.access import Access
from comity.web.alliances.folders import record_of
from comity.web.alliances.projections import projection
from comity.web.api import reading
from comity.web.api.answers import Cut, page, value
from comity.web.api.guard import BEARER, opened
from comity.web.api.problems import Wrong
from comity.web.api.schemas import EntrySeen, RecordSeen, page_of

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.history import Entry

router = Router(auth=BEARER, tags=["Record"])
BELOW = "/alliances/{slug:alliance}/record"
Json = dict[str, Any]


@router.get(BELOW, response=RecordSeen, url_name="api_record", operation_id="record", summary="The record")
def record(request: HttpRequest, alliance: str) -> HttpResponse:
    """Its length and root. 404 where the alliance has none."""
    with _opened(opened(request, alliance)) as desk:
        history = desk.store.history()
        told = {"entries": history.size, "final": desk.final_size, "root": history.root.hex(), "keeper": history.keeper}
    return value(request, told)


@router.get(
    f"{BELOW}/entries", response=page_of("Entries", EntrySeen), url_name="api_entries", operation_id="entries",
    summary="Entries of the record",
)  # fmt: skip
def entries(request: HttpRequest, alliance: str, cut: Query[Cut]) -> HttpResponse:
    """In their order, from position 0. What waits for the keeper is not among them."""
    access = opened(request, alliance)
    whole = _sees_all(access)
    with _opened(access) as desk:
        found, final = desk.entries(), desk.final_size
    wanted = list(enumerate(found))[cut.offset : cut.offset + cut.limit]
    return page(request, [_entry(one, at, at < final, whole) for at, one in wanted], len(found), cut)


@router.get(
    f"{BELOW}/entries/{{leaf}}", response=EntrySeen, url_name="api_entry", operation_id="entry",
    summary="An entry of the record",
)  # fmt: skip
def entry(request: HttpRequest, alliance: str, leaf: str) -> HttpResponse:
    """By its leaf, the SHA-256 under which the tree of the record holds it."""
    access = opened(request, alliance)
    with _opened(access) as desk:
        found, final = desk.entries(), desk.final_size
    for at, one in enumerate(found):
        if one.leaf.hex() == leaf:
            return value(request, _entry(one, at, at < final, _sees_all(access)))
    raise Wrong(status=404)


@contextmanager
def _opened(access: Access) -> Iterator[Desk]:
    """Open the record. Raises Wrong: 404 without one, 503 where it is damaged."""
    try:
        with record_of(access.alliance) as desk:
            if desk is None:
                raise Wrong(status=404, detail="This alliance has no record.")
            yield desk
    except Refused as refused:
        raise reading.unreadable(access, refused) from None


def _sees_all(access: Access) -> bool:
    """Tell whether the agreement closes nothing to the reader, as for the page of the record."""
    return reading.readable(access, lambda: projection(access.alliance, access.reader)).whole


def _entry(entry: Entry, position: int, final: bool, whole: bool) -> Json:
    payload = entry.payload
    return {
        "position": position,
        "state": "final" if final else "pending",
        "leaf": entry.leaf.hex(),
        "entry_id": payload.entry_id,
        "type": payload.type,
        "actor": payload.actor,
        "effective_at": payload.effective_at.isoformat(),
        "claimed_at": payload.claimed_at.isoformat(),
        "withheld": not whole,
        "payload": orjson.loads(entry.envelope.payload) if whole else None,
        "signature": entry.envelope.signature.hex() if whole else None,
    }
