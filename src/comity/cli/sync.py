"""`comity sync`: two copies of one record meet by a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from difflib import get_close_matches
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.progress import working
from comity.cli.signing import SHORT
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import plural
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.exchange import Exchanged, Fork
    from comity.record.history import Entry

NOT_BELIEVED, FORKED, NO_FILE = "CMY-906", "CMY-907", "CMY-914"
MOST = 10
"""Entries at the beginning, and at the end, of those that came in which are listed where they are very many."""
SIMILAR = 0.8
"""How alike two names are, from 0 to 1, when one may be the other mistyped."""


@click.command("sync")
@options.folder
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--new", is_flag=True, help="Write FILE as a new file, without asking.")
@click.option("--as", "me", metavar="PARTY", help="Whose copy this is.  [default: the party of this folder]")
def command(folder: Path, file: Path, new: bool, me: str | None) -> None:
    """Meet the other party's copy of the record in FILE, then write this copy into FILE for it.

    The other copy is verified from its first entry, with the keys of the trust file. What is new in it is taken over,
    with its files, and listed; what waits in it the keeper puts in order. A copy that contradicts this one is refused,
    and the proof of it is written beside FILE.

    If FILE is not there, nothing is taken over, and this copy is written as a new file: asked for on a terminal, and
    refused where a file of a similar name lies beside it, unless with --new.

    Send FILE to the other party in any way: it holds no secret. Keep it as you keep the contract.
    """
    from comity.adapters.desk import has_record, open_desk

    is_new = not has_record(folder)
    if is_new and not file.exists():
        why = "there is neither a record in this folder nor a copy to take over"
        hint = "`comity sign FOLDER` opens a record."
        raise Refused(Problem(code="CMY-901", place=Place(file=str(file)), why=why, hint=hint))
    is_there = file.exists()
    if not is_there and not new:
        _ask_for_new(file)
    desk = open_desk(folder, me=me, new=is_new)
    try:
        if is_there:
            with working("Verifying"):
                said = _meet(desk, file)
            for line in (*said, *_stuck(desk)):
                click.echo(line)
    except Refused:
        if is_new:
            desk.discard()
        raise
    _write(desk, file)
    if not is_there:
        click.echo(f"{file} was not there, so that nothing was taken over")
    click.echo(f"wrote {file}: {_entries(desk.store.history().size)}{_waiting(desk)}")


def _ask_for_new(file: Path) -> None:
    """Make sure that a file which is not there is meant. Raises Refused, or click.Abort where the answer is no."""
    beside = [one.name for one in file.parent.iterdir() if one.is_file()] if file.parent.is_dir() else []
    near = get_close_matches(file.name, beside, 1, SIMILAR)
    if sys.stdin.isatty() and sys.stdout.isatty():
        meant = f" (there is {near[0]})" if near else ""
        click.confirm(f"{file} is not there{meant}. Write this copy there as a new file?", abort=True)
    elif near:
        why = f"there is no such file, but {near[0]} beside it"
        hint = f"Meet the copy in {near[0]}, or write a new file: --new."
        raise Refused(Problem(code=NO_FILE, place=Place(file=str(file)), why=why, hint=hint))


def taken_over(folder: Path, file: Path, trust: Path) -> None:
    """Open the record of a folder that has none from a copy, believed by a trust file. Raises Refused."""
    from comity.adapters.desk import RECORD, TRUST, open_desk

    (folder / RECORD).mkdir()
    (folder / RECORD / TRUST).write_bytes(trust.read_bytes())
    desk = open_desk(folder, new=True)
    try:
        _meet(desk, file)
    finally:
        desk.store.close()


def _meet(desk: Desk, file: Path) -> list[str]:
    from comity.adapters.copies import named, read_copy, take_blobs
    from comity.adapters.entry_days import ONE_DAY
    from comity.cli.processes import starting
    from comity.record.exchange import Fork, take_over, verify_copy, without_cosignatures_after

    try:
        received = read_copy(file)
        before, size = desk.store.finals(), desk.store.history().size
        theirs, late = without_cosignatures_after(received.copy, int((desk.hand.now() + ONE_DAY).timestamp()))
        with starting() as processes:
            verify_copy(desk.store, theirs, desk.trust, processes)
        own = (*desk.store.entries(), *desk.store.waiting())
        # The files come first: an entry without its file is not put in order.
        wanted = named([*own, *theirs.entries[size:], *theirs.waiting]) & received.digests
        files = take_blobs(file, sorted(wanted), desk.blobs)
        done = take_over(desk.store, theirs, me=desk.me, door=desk.doubt)
    except Fork as fork:
        raise _forked(desk, file, fork) from fork
    except Refusal as refusal:
        if refusal.kind == "storage":
            hint = "Meet once more when it can be written: what is new comes as a whole, and what waited waits on."
            raise Refused(Problem(code="CMY-904", place=Place(file=str(file)), why=refusal.why, hint=hint)) from refusal
        why = f"this copy is not believed, and nothing was taken from it: {refusal.why}"
        hint = "Ask the other party for its copy once more, and keep this file as it is."
        raise Refused(Problem(code=NOT_BELIEVED, place=Place(file=str(file)), why=why, hint=hint)) from refusal
    final = len(desk.store.finals()) - len(before)
    early = [f"  not taken: a cosignature of {one.name} from {_moment(one.time)}, which is to come" for one in late]
    return [*_told(desk, done, files, final), *_came_in(desk, size), *early, *doubts(desk, size)]


def _moment(time: int) -> str:
    return f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M} UTC"


def _told(desk: Desk, done: Exchanged, files: int, final: int) -> list[str]:
    lines = [f"verified: {_entries(done.extended)} new here, {plural(files, 'file')} with them"]
    if desk.is_keeper:
        lines.append(f"put in order: {_entries(done.ordered)} that waited")
    lines += [f"  not recorded: {one.type} of {one.actor} ({one.entry_id[:8]}): {one.why}" for one in done.refused]
    if final > 0:
        lines.append(f"final: {desk.final_size} of {_entries(desk.store.history().size)}, cosigned by all")
    return lines


def _came_in(desk: Desk, first: int) -> Iterator[str]:
    """Yield a line for each entry that is in order now and was not before; of very many, for the first and the last."""
    from comity.cli.signing import days_of
    from comity.opening.said import said
    from comity.record.history import read_entry

    size = desk.store.history().size
    parts = [(first, size)] if size - first <= 2 * MOST else [(first, first + MOST), (size - MOST, size)]
    shown = [(start, [read_entry(data) for data in desk.store.entries(start, end)]) for start, end in parts]
    answers = any(entry.payload.refs for _, found in shown for entry in found)
    places = {leaf.hex(): position for position, leaf in enumerate(desk.store.leaves(size))} if answers else {}
    for start, found in shown:
        if start > first:
            left = start - first - MOST
            yield f"        {plural(left, 'entry', 'entries')} between them, which `comity log {desk.folder}` lists"
        width = max(map(len, map(days_of, found)), default=0)
        for position, entry in enumerate(found, start=start):
            yield f"  {position:>4}  {days_of(entry):<{width}}  {entry.payload.actor}: {said(entry, places)}"


def doubts(desk: Desk, first: int) -> Iterator[str]:
    """Yield what the keeper put in order and should not have: to be looked at before this party cosigns it."""
    for position, entry, why in desk.doubts(first):
        yield f"  before you cosign: entry {position}, {entry.payload.type} of {entry.payload.actor}: {why}"


def _entries(count: int) -> str:
    return plural(count, "entry", "entries")


def _stuck(desk: Desk) -> Iterator[str]:
    """Yield a line for each own entry that cannot be recorded any more: what came instead, and the way out."""
    from comity.opening.said import said
    from comity.record.history import read_entry

    stuck = desk.stuck()
    entries = [read_entry(data) for data in desk.store.entries()] if stuck else []
    places = {entry.leaf.hex(): position for position, entry in enumerate(entries)}
    own = {one.payload.actor_seq: at for at, one in enumerate(entries) if one.payload.actor == desk.me}
    for entry in stuck:
        at = own.get(entry.payload.actor_seq)
        why = (
            "what it follows is not in order" if at is None else f"entry {at} came instead, {said(entries[at], places)}"
        )
        yield f"  cannot be recorded any more: {said(entry, places)}: {why}; {taken_back(desk, entry)}"


def taken_back(desk: Desk, entry: Entry) -> str:
    """Return the way out for an entry that cannot be recorded any more."""
    return f"withdraw it by `comity log {desk.folder} --withdraw {entry.leaf.hex()[:SHORT]}` and make it anew"


def _waiting(desk: Desk) -> str:
    waiting, stuck = len(desk.waiting()), len(desk.stuck())
    verb = "waits" if waiting == 1 else "wait"
    parts = [f", and {waiting} that {verb} for {desk.store.history().keeper}"] if waiting else []
    return "".join([*parts, f", and {stuck} that cannot be recorded any more"] if stuck else parts)


def _write(desk: Desk, file: Path) -> None:
    from comity.adapters.copies import write_copy
    from comity.record.exchange import Copy

    copy = Copy(
        entries=list(desk.store.entries()), waiting=desk.store.waiting(), checkpoints=desk.store.checkpoints()
    )  # fmt: skip
    write_copy(file, copy, desk.blobs)


def _forked(desk: Desk, file: Path, fork: Fork) -> Refused:
    """Write the proof of a fork beside the file; the problem to be raised."""
    proof = _unused(file.with_name(f"{file.name}.fork.json"))
    content = {
        "alliance": desk.trust.alliance,
        "position": fork.position,
        "here": fork.ours.decode(),
        "there": fork.theirs.decode(),
        "checkpoints": [one.note() for one in fork.checkpoints],
    }
    proof.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    why = f"{fork.why}: nothing was taken over"
    hint = f"The proof is in {proof}: both entries, and the checkpoints that each side cosigned. Keep it."
    if fork.position == 0:
        hint = (
            "Each party has opened a record of its own. Agree which one stays; the other party moves its folder record"
            " away, takes the keys in once more and syncs with the copy of the first, then signs again. The proof is in"
            f" {proof}."
        )
    return Refused(Problem(code=FORKED, place=Place(file=str(file)), why=why, hint=hint))


def _unused(path: Path) -> Path:
    """Return a name that no file has: an earlier proof is kept."""
    free = chain([path], (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(2)))
    return next(one for one in free if not one.exists())
