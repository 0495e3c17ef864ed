"""`comity attest`: a party holds for right what the other submitted, signs an act too, or records its evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity import __version__
from comity.cli import options
from comity.cli.acting import words
from comity.cli.effects import before_and_after, effects_of, refuse_if_refused, with_entries
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, entry_named, heading, recorded, refused, signing
from comity.opening.alliance import open_facts, open_from, standing_of
from comity.opening.source import Source

if TYPE_CHECKING:
    from comity.adapters.blobs import Blobs
    from comity.adapters.desk import Desk
    from comity.record.documents import Acted
    from comity.record.history import Entry

ATTESTED = "facts.attested"


@click.command("attest")
@options.folder
@click.argument("entry", required=False)
@signing
def command(folder: Path, entry: str | None, sign: Signing) -> None:
    """Attest ENTRY of the record in FOLDER: its number, or the start of its leaf (`comity log` shows both).

    Of facts that the other party submitted: you hold them for right. Of an act that counts once every party has signed
    it, such as a settlement: you sign it too.

    Without ENTRY: you put on record what the evaluation of that day gives on your machine, by its digest. Whoever
    verifies the record later evaluates again and compares.
    """
    desk = desk_of(folder, sign.me)
    if entry is None:
        _evaluation(desk, sign)
        return
    position, named = entry_named(desk, entry)
    if named.payload.type == "facts.submitted" and named.payload.actor != desk.me:
        data = _held_for_right(desk, position, named, sign)
    else:
        data = _joined(desk, _pending(desk, position, named), sign)
    recorded(desk, [data])


def _held_for_right(desk: Desk, position: int, named: Entry, sign: Signing) -> bytes:
    """Return the entry that attests a submission. Raises Refused where there is one already."""
    leaf, payload = named.leaf.hex(), named.payload
    _refuse_again(desk, position, leaf)
    says = f"  {desk.me} holds {payload.body.get('path')} for right, as {payload.actor} submitted it (entry {position})"
    data = desk.sign(ATTESTED, {}, day=sign.day, refs=[leaf])
    ask([heading(desk, sign.day, waits=not desk.is_keeper), says], yes=sign.yes)
    return data


def _pending(desk: Desk, position: int, named: Entry) -> Acted:
    """Return the act of an entry that awaits this party's signature. Raises Refused."""
    for one in desk.documents().acts:
        if one.origin.leaf == named.leaf.hex() and desk.me in one.missing:
            return one
    why = f"entry {position} ({named.payload.type} of {named.payload.actor}) needs no word of {desk.me}"
    raise refused(desk, why, "Facts of the other party are attested, and acts that await your signature.")


def _refuse_again(desk: Desk, position: int, leaf: str) -> None:
    """Raise Refused where this party has attested a submission already: a second word adds nothing."""
    for number, entry in enumerate([*desk.entries(), *desk.waiting()]):
        one = entry.payload
        if one.type == ATTESTED and one.actor == desk.me and leaf in one.refs:
            raise refused(desk, f"{desk.me} attested entry {position} already, with entry {number}")


def _joined(desk: Desk, pending: Acted, sign: Signing) -> bytes:
    """Return the entry that signs an act too, word for word. Raises Refused where it counts for nothing."""
    data = desk.sign("clause.act", pending.body, day=sign.day, refs=[pending.origin.leaf])
    found = with_entries(desk, data)
    lines = [heading(desk, sign.day, waits=not desk.is_keeper), f"  {words(pending)}"]
    done = next(one for one in found.acts if one.origin.leaf == pending.origin.leaf)
    if done.day is not None:
        with working("Looking at what follows"):
            before, after = before_and_after(desk, found, sign.day)
            refuse_if_refused(desk, after, done.last)
            lines += effects_of(desk, found, sign.day, before, after)
    ask(lines, yes=sign.yes)
    return data


def _evaluation(desk: Desk, sign: Signing) -> None:
    with working("Evaluating"):
        body = evaluation_of([entry.data for entry in desk.entries()], desk.blobs, sign.day)
    data = desk.sign("evaluation.made", body, day=sign.day)
    said = f"  the evaluation as of {sign.day}, on {body['size']} entries: {str(body['result'])[:16]}"
    ask([heading(desk, sign.day, waits=not desk.is_keeper), said], yes=sign.yes)
    recorded(desk, [data])


def evaluation_of(entries: Sequence[bytes], blobs: Blobs, day: date) -> dict[str, object]:
    """Return the body of an evaluation as of a day, as known that day. Raises Refused.

    It rests on entries in order, without what waits; `size` is how many. `result` is the digest of the document that
    they give (evidence.compare.result_bytes), which is kept among the files.
    """
    from comity.evidence.compare import result_bytes
    from comity.record.documents import documents
    from comity.record.history import read_entry
    from comity.reports.document import document

    source = Source(documents=documents(map(read_entry, entries)), blobs=blobs)
    opened = open_from(blobs.folder.parent.parent, source, known_at=day)
    standing = standing_of(opened, as_of=day, known_at=day)
    tables = open_facts(opened, known_at=day).tables
    return {
        "as_of": day.isoformat(),
        "known_at": day.isoformat(),
        "size": len(entries),
        "comity": __version__,
        "agreement": standing.terms.digest,
        "facts": {name: table.digest for name, table in tables.items()},
        "result": blobs.keep(result_bytes(document(standing))),
    }
