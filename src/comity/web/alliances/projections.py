"""Projections: what each kind of reader sees of an alliance, made from its folder, and made anew when that changes.

Pages read nothing else. A projection depends on the files, the day and the reader alone, so that it can be thrown away
and rebuilt to the same bytes (`comity rebuild`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Any

from django.db import transaction

from comity.reports.document import document
from comity.reports.ics import ics
from comity.reports.view.sheet import view
from comity.standing.model import Standing
from comity.standing.sight import Reader, sights
from comity.standing.visible import visible
from comity.web.alliances.folders import source_of, standing_of
from comity.web.alliances.models import Alliance, Membership, Piece, Projection
from comity.web.alliances.overview import overview
from comity.web.alliances.pieces import Page, pages
from comity.web.alliances.summary import summary
from comity.web.alliances.waiting import first_facts
from comity.web.day import today
from comity.web.people.roles import READERS
from comity.web.rows import rows

LONGEST_KEY = 300
_BUILDING: defaultdict[int, Lock] = defaultdict(Lock)
"""One for each alliance: many readers may ask for the same projection after midnight, and it is made once."""


def key_of(reader: Reader) -> str:
    """Return the name under which a reader's projection is kept: no two readers have the same, whatever their names."""
    told = json.dumps(sorted(reader.names), ensure_ascii=False)
    return told if len(told) <= LONGEST_KEY else sha256(told.encode()).hexdigest()


def projection(alliance: Alliance, reader: Reader, day: date | None = None) -> Projection:
    """Return what a reader sees of an alliance today, made anew if its files or the day have changed."""
    day, source, key = day or today(), source_of(alliance), key_of(reader)
    found = _found(alliance, key, day, source)
    if found is None:
        with _BUILDING[alliance.pk]:
            found = _found(alliance, key, day, source) or rebuilt(alliance, [reader], day)[0]
    return found


def _found(alliance: Alliance, key: str, day: date, source: str) -> Projection | None:
    # A page needs neither of the two longest texts, document and calendar; whoever does asks once more.
    short = ("id", "alliance", "reader", "as_of", "source", "summary", "body")
    kept = next(iter(rows(Projection, *short, alliance=alliance.pk, reader=key)), None)
    return kept if kept is not None and (kept.as_of, kept.source) == (day, source) else None


def rebuilt(alliance: Alliance, readers: Iterable[Reader] | None = None, day: date | None = None) -> list[Projection]:
    """Make the projections of some readers, or of all who take part, from the folder. Raises Refused."""
    day, source = day or today(), source_of(alliance)
    whole = standing_of(alliance, day)
    wanted = list(readers) if readers is not None else readers_of(alliance)
    waiting = first_facts(alliance)
    made = {key_of(reader): _made(whole, reader, waiting) for reader in wanted}
    with transaction.atomic():
        return [_kept(alliance, key, as_of=day, source=source, **fields) for key, fields in made.items()]


def _kept(alliance: Alliance, key: str, pieces: list[Page], **fields: object) -> Projection:
    """Keep a projection and its pages in place of those there were."""
    projected, _ = Projection.objects.update_or_create(alliance=alliance, reader=key, defaults=fields)
    projected.pieces.all().delete()
    Piece.objects.bulk_create(Piece(projection=projected, **one.data()) for one in pieces)
    return projected


def fresh(alliance: Alliance, day: date | None = None) -> bool:
    """Tell whether the projections of all who take part are those of today and of the files as they are."""
    day, source = day or today(), source_of(alliance)
    kept = Projection.objects.filter(alliance=alliance, as_of=day, source=source).values_list("reader", flat=True)
    return {key_of(reader) for reader in readers_of(alliance)} <= set(kept)


def readers_of(alliance: Alliance) -> list[Reader]:
    """Return the different readers among those who take part in an alliance, each once."""
    of_people: dict[int, set[str]] = {}
    for one in Membership.objects.select_related("alliance").filter(alliance=alliance, role__in=READERS):
        of_people.setdefault(one.user_id, set()).update(one.reader.names)
    return [Reader(names) for names in dict.fromkeys(map(frozenset, of_people.values()))]


def _made(whole: Standing, reader: Reader, waiting: list[tuple[str, str]]) -> dict[str, Any]:
    standing = visible(whole, reader)
    sheet = view(standing)
    sees_whole = sights(whole.agreement, reader, whole.as_of).whole
    told = {**summary(sheet, standing), "whole": sees_whole, "waiting": waiting}
    return {
        "summary": told,
        "body": overview(standing, sheet, told),
        "document": json.dumps(document(standing), indent=2, ensure_ascii=False),
        "calendar": ics(standing, standing.docket).decode(),
        "pieces": list(pages(standing, sheet)),
    }
