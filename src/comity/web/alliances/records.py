"""The record of an alliance as pages: its entries and checkpoints, one entry in full with its proof, and the pack.

That something was recorded, by whom and when, all readers see. What an entry says is for those to whom the agreement
closes nothing: entries quote facts, amounts and words of either side.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from comity.kernel.problem import Refused
from comity.kernel.words import and_list, day, signed_apart
from comity.web.access import Access, of_alliance
from comity.web.alliances.folders import record_of, source_of
from comity.web.alliances.models import Alliance, Text
from comity.web.alliances.opening import steps
from comity.web.alliances.pieces import Around, Block, written
from comity.web.alliances.projections import projection
from comity.web.alliances.rendered import rendered
from comity.web.alliances.views import blocks_page, kept_file, problems_page
from comity.web.day import today
from comity.web.listing import Cell, Column, Listing
from comity.web.people.roles import READERS

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.entry import Payload
    from comity.record.history import Entry
    from comity.record.note import Checkpoint

OPEN, CLOSED = "record", "record-closed"
PACKS = "packs"
"""The folder, below that of the workplace, of the latest pack of each alliance."""
_PACKING: defaultdict[int, Lock] = defaultdict(Lock)
ENTRIES = (
    Column("number", "No.", "number"),
    Column("day", "Counts from", "date"),
    Column("signed", "Signed", "date"),
    Column("who", "Signed by"),
    Column("what", "What it says"),
    Column("state", "State"),
    Column("leaf", "Leaf"),
)
CHECKPOINTS = (
    Column("size", "Entries", "number"),
    Column("root", "Root"),
    Column("who", "Cosigned by"),
    Column("state", "State"),
)
NO_ENTRY = "There is no entry before a record is opened."
NO_CHECKPOINT = "No checkpoint yet: once each party has run “comity cosign FOLDER”, the entries up to it are final."
STATES = {"final": "met", "pending": "provisional"}


@require_GET
@of_alliance(READERS)
def record(request: HttpRequest, access: Access) -> HttpResponse:
    """Show the entries and checkpoints of the record."""
    try:
        made = projection(access.alliance, access.reader)
        found = _kept(access.alliance, OPEN if made.whole else CLOSED)
    except Refused as refused:
        return problems_page(request, access, "record", refused)
    return blocks_page(request, access, "record", made, "The record", found.blocks)


@require_GET
@of_alliance(READERS)
def entry(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show an entry as it was signed, with the proof that it stands in the record."""
    try:
        with _whole(access) as desk:
            entries = _entries(desk, number)
            shown = rendered("entry.html.j2", **_in_full(desk, access.alliance, number, entries))
        made = projection(access.alliance, access.reader)
    except Refused as refused:
        return problems_page(request, access, "record", refused)
    before, after = (
        (f"Entry {at}", f"../{at}/") if 0 <= at < len(entries) else None for at in (number - 1, number + 1)
    )
    blocks = written([shown], Around(kind="entry", before=before, after=after))
    above = [("Record", reverse("record", kwargs={"slug": access.alliance.slug}))]
    return blocks_page(request, access, "record", made, f"Entry {number}", blocks, crumbs=above)


@require_GET
@of_alliance(READERS)
def proof(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Give the proof that an entry stands in the record, as a file that `comity verify` checks."""
    from comity.opening.proving import proof_text

    try:
        with _whole(access) as desk:
            text = proof_text(desk, number, _entries(desk, number)[number])
    except Refused as refused:
        return problems_page(request, access, "record", refused)
    return kept_file(text, f"{access.alliance.slug}-{number}.tlog-proof", "text/plain; charset=utf-8")


@require_GET
@of_alliance(READERS)
def pack(request: HttpRequest, access: Access) -> HttpResponse:
    """Give the record as an evidence pack, without personal data, with the standing of today to be computed again."""
    now = today()
    try:
        with _whole(access) as desk:
            data = _packed(desk, access.alliance, now)
    except Refused as refused:
        return problems_page(request, access, "record", refused)
    return kept_file(data, f"{access.alliance.slug}-{now}.zip", "application/zip")


def _packed(desk: Desk, alliance: Alliance, now: date) -> bytes:
    """Return the pack of an alliance, which is made once for a day and a state of its folder. Raises Refused."""
    from comity.opening.packing import gathered, write

    place: Path = settings.CONFIG.data / PACKS
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = place / f"{alliance.slug}.{now}.{source_of(alliance)}.zip"
    with _PACKING[alliance.pk]:
        with suppress(FileNotFoundError):  # also where another process keeps a newer one just now
            return kept.read_bytes()
        with TemporaryDirectory(dir=place, prefix=".new-") as folder:
            made = Path(folder) / "pack.zip"
            write(gathered(desk, as_of=now, known_at=now, personal=False).packed, made)
            data = made.read_bytes()
            for old in place.glob(f"{alliance.slug}.*.zip"):
                old.unlink(missing_ok=True)
            made.replace(kept)
        return data


@contextmanager
def _whole(access: Access) -> Iterator[Desk]:
    """Open the record for a reader to whom nothing is closed. Raises Http404 without one, PermissionDenied else."""
    with record_of(access.alliance) as desk:
        if desk is None:
            raise Http404
        if not projection(access.alliance, access.reader).whole:
            raise PermissionDenied
        yield desk


def _entries(desk: Desk, number: int) -> list[Entry]:
    """Return all entries. Raises Http404 where there is none of a number."""
    entries = desk.entries()
    if number >= len(entries):
        raise Http404
    return entries


def _kept(alliance: Alliance, key: str) -> Text:
    """Return the page of the record, made anew when a file of the folder has changed. Raises Refused."""
    source = source_of(alliance)
    found = Text.objects.filter(alliance=alliance, key=key, source=source).first()
    if found is not None:
        return found
    with record_of(alliance) as desk:
        fields = {"source": source, "digest": source, "blocks": written(_blocks(alliance, desk, whole=key == OPEN))}
    return Text.objects.update_or_create(alliance=alliance, key=key, defaults=fields)[0]


def _blocks(alliance: Alliance, desk: Desk | None, *, whole: bool) -> Iterator[Block]:
    if desk is None:
        yield rendered("no_record.html.j2", steps=steps(alliance.parties))
        yield Listing(name="entries", caption="Entries", columns=ENTRIES, rows=(), empty=NO_ENTRY)
        return
    final, history, parties, finals = desk.final_size, desk.store.history(), alliance.parties, desk.store.finals()
    yield rendered(
        "record.html.j2", size=history.size, final=final, root=history.root.hex(), whole=whole,
        keeper=parties.get(history.keeper, history.keeper), waiting=len(desk.waiting()), others=_others(desk, parties),
    )  # fmt: skip
    entries = desk.entries()
    places = _places(entries)
    rows = tuple(_row(places, one, final, parties, whole) for one in entries)
    yield Listing(name="entries", caption="Entries", columns=ENTRIES, rows=rows, sort="-number")
    points = tuple(_checkpoint(one, parties, one.size in finals) for one in desk.store.checkpoints())
    yield Listing(
        name="checkpoints", caption="Checkpoints", columns=CHECKPOINTS, rows=points, empty=NO_CHECKPOINT, sort="-size"
    )


def _others(desk: Desk, parties: Mapping[str, str]) -> str:
    """Return whose keys the trust file names where not every party has one in it; "" where each has."""
    keys = desk.trust.keys
    return "" if parties.keys() <= keys.keys() else and_list([parties.get(name, name) for name in keys])


def _places(entries: Sequence[Entry]) -> dict[str, int]:
    """Return leaf (hex) -> number."""
    return {one.leaf.hex(): number for number, one in enumerate(entries)}


def _row(
    places: Mapping[str, int], entry: Entry, final: int, parties: Mapping[str, str], whole: bool
) -> tuple[Cell, ...]:
    from comity.opening.said import ANSWERS, said

    payload, leaf = entry.payload, entry.leaf.hex()
    number = places[leaf]
    state = "final" if number < final else "pending"
    answered = [places[one] for one in payload.refs if one in places] if payload.type in ANSWERS else []
    says = Cell(said(entry, places), sub=payload.type, href=f"{answered[0]}/" if answered else "")
    return (
        Cell(str(number), href=f"{number}/" if whole else ""),
        Cell(day(payload.effective_at), payload.effective_at.isoformat()),
        Cell(_signed(payload), payload.claimed_at.date().isoformat()),
        _party(payload.actor, parties),
        says if whole else Cell(_kind(payload.type)),
        Cell(state, mark=STATES[state]),
        Cell(leaf[:8], full=leaf),
    )


def _signed(payload: Payload) -> str:
    """Return the day of signing; with its time where a time zone may make it the day from which the entry counts."""
    return signed_apart(payload.effective_at, payload.claimed_at, day) or day(payload.effective_at)


def _party(name: str, parties: Mapping[str, str]) -> Cell:
    """Return a party as the agreement names it, with the short name by which entries and commands do."""
    return Cell(parties.get(name, name), sub=name if name in parties else "")


def _kind(name: str) -> str:
    return name.replace(".", ", ").replace("_", " ")


def _checkpoint(one: Checkpoint, parties: Mapping[str, str], final: bool) -> tuple[Cell, ...]:
    state = "final" if final else "pending"
    return (
        Cell(str(one.size)),
        Cell(f"{one.root.hex()[:16]}…", full=one.root.hex()),
        Cell(_cosigned(one, parties) or "nobody yet"),
        Cell(state, mark=STATES[state]),
    )


def _cosigned(one: Checkpoint, parties: Mapping[str, str]) -> str:
    """Return who cosigned a checkpoint, and when each first did, the earliest first."""
    first: dict[str, datetime] = {}
    for mark in sorted(one.cosignatures, key=lambda mark: mark.time):
        first.setdefault(mark.name, mark.moment)
    return "; ".join(f"{parties.get(name, name)}, {_moment(when)}" for name, when in first.items())


def _moment(when: datetime) -> str:
    moment = when.astimezone(UTC)
    return f"{day(moment.date())} {moment:%H:%M} UTC"


def _in_full(desk: Desk, alliance: Alliance, number: int, entries: Sequence[Entry]) -> dict[str, Any]:
    from comity.opening.proving import proof_text
    from comity.opening.said import said

    entry, places, parties, finals = entries[number], _places(entries), alliance.parties, desk.store.finals()
    try:
        proved, unproved = proof_text(desk, number, entry), ""
    except Refused as refused:
        proved, unproved = "", refused.problems[0].why
    over = next((one for one in desk.store.checkpoints() if one.size > number and one.size in finals), None)
    return {
        "number": number,
        "says": said(entry, places),
        "kind": entry.payload.type,
        "by": parties.get(entry.payload.actor, entry.payload.actor),
        "counts": day(entry.payload.effective_at),
        "signed": _moment(entry.payload.claimed_at),
        "answers": [
            (at, said(entries[at], places)) for leaf in entry.payload.refs if (at := places.get(leaf, -1)) >= 0
        ],
        "cosigned": _cosigned(over, parties) if over else "",
        "leaf": entry.leaf.hex(),
        "payload": json.dumps(json.loads(entry.envelope.payload), indent=2, ensure_ascii=False),
        "key": entry.envelope.key_id,
        "signature": entry.envelope.signature.hex(),
        "proof": proved,
        "unproved": unproved,
    }
