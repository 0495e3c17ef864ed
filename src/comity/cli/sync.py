"""`comity sync`: two copies of one record meet by a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator
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
from comity.kernel.words import and_list, in_shell, plural
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.exchange import Exchanged, Fork
    from comity.record.history import Entry

NOT_BELIEVED, FORKED, NO_FILE = "CMY-906", "CMY-907", "CMY-914"
MOST = 10
"""Entries at the beginning, and at the end, of those that came in which are listed where they are very many."""
SUFFIX = ".comity"
"""How the names of copies end by custom."""
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

    If FILE is not there, nothing is taken over, and this copy is written as a new file. Where copies were exchanged
    before, or lie beside it, it may be a slip: then it is asked for on a terminal, and else refused, unless with --new.

    Send FILE to the other party in any way: it holds no secret. Keep it as you keep the contract.
    """
    from comity.adapters.desk import has_record, no_record, open_desk

    is_new = not has_record(folder)
    if is_new and not file.exists():
        why = "there is neither a record in this folder nor a copy to take over"
        hint = "`comity sign FOLDER` opens a record."
        raise no_record(folder, file, why, hint)
    is_there = file.exists()
    desk = open_desk(folder, me=me, new=is_new)
    if not is_there:
        _announce(file, "" if new else _doubt(desk, file))
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
    click.echo(f"wrote {file}: {_entries(desk.store.history().size)}{_waiting(desk)}")


def _doubt(desk: Desk, file: Path) -> str:
    """Return why a file that is not there may be another one mistyped; "" for the first copy of a record."""
    names = sorted(one.name for one in file.parent.iterdir() if one.is_file()) if file.parent.is_dir() else []
    near = get_close_matches(file.name, names, 1, SIMILAR)
    if copies := [*near, *(name for name in names if name.endswith(SUFFIX) and name not in near)]:
        return f"{and_list(copies)} {'lies' if len(copies) == 1 else 'lie'} beside it"
    return "a copy was exchanged before" if desk.has_met else ""


def _announce(file: Path, doubt: str) -> None:
    """Say that a file is not there, and ask where that may be a slip; Refused where nobody answers, Abort for a no."""
    ask = bool(doubt) and sys.stdin.isatty() and sys.stdout.isatty()
    if doubt and not ask:
        why, hint = f"there is no such file, and {doubt}", "Meet the copy that is meant, or write a new one: --new."
        raise Refused(Problem(code=NO_FILE, place=Place(file=str(file)), why=why, hint=hint))
    click.echo(f"{file} is not there yet: a new copy of your record is written, and nothing is taken over")
    if ask:
        click.confirm(f"It may be a slip, since {doubt}. Write a new copy?", abort=True)


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
    from comity.adapters.copies import IS_PACK, named, read_copy, take_blobs
    from comity.adapters.entry_days import ONE_DAY
    from comity.cli.processes import starting
    from comity.record.exchange import Fork, take_over, verify_copy, without_cosignatures_after

    try:
        received = read_copy(file)
        before, size = desk.store.finals(), desk.store.history().size
        theirs, late = without_cosignatures_after(received.copy, int((desk.hand.now() + ONE_DAY).timestamp()))
        with starting() as processes:
            verify_copy(desk.store, theirs, desk.trust, processes)
        waited = frozenset(desk.store.waiting())
        # The files come first: an entry without its file is not put in order.
        wanted = named([*desk.store.entries(), *waited, *theirs.entries[size:], *theirs.waiting]) & received.digests
        files = take_blobs(file, sorted(wanted), desk.blobs)
        done = take_over(desk.store, theirs, me=desk.me, door=desk.doubt)
    except Fork as fork:
        raise _forked(desk, file, fork) from fork
    except Refusal as refusal:
        if refusal.kind == "storage":
            hint = "Meet once more when it can be written: what is new comes as a whole, and what waited waits on."
            raise Refused(Problem(code="CMY-904", place=Place(file=str(file)), why=refusal.why, hint=hint)) from refusal
        if refusal.kind == IS_PACK:
            why, hint = f"{refusal.why}, and nothing was taken from it", _of_pack(file)
            raise Refused(Problem(code=NOT_BELIEVED, place=Place(file=str(file)), why=why, hint=hint)) from refusal
        why = f"this copy is not believed, and nothing was taken from it: {refusal.why}"
        hint = "Ask the other party for its copy once more, and keep this file as it is."
        raise Refused(Problem(code=NOT_BELIEVED, place=Place(file=str(file)), why=why, hint=hint)) from refusal
    final = len(desk.store.finals()) - len(before)
    early = [f"  not taken: a cosignature of {one.name} from {_moment(one.time)}, which is to come" for one in late]
    own = _not_awaited(desk, size, waited)
    return [*_told(desk, done, files, final), *_came_in(desk, size), *own, *early, *doubts(desk, size)]


def _of_pack(file: Path) -> str:
    return (
        f"`comity verify {in_shell(file)} --trust KEYS` verifies it; the other party writes a copy with `comity sync`."
    )


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
            left = plural(start - first - MOST, "entry", "entries")
            yield f"        {left} between them, which `comity log {in_shell(desk.folder)}` lists"
        width = max(map(len, map(days_of, found)), default=0)
        for position, entry in enumerate(found, start=start):
            yield f"  {position:>4}  {days_of(entry):<{width}}  {entry.payload.actor}: {said(entry, places)}"


def _not_awaited(desk: Desk, first: int, waited: Collection[bytes]) -> Iterator[str]:
    """Yield a line where own entries came in, from a position on, that were not among those that waited here.

    Most often they were withdrawn after a copy with them was sent; of a copy from a backup they were lost. A folder
    that takes the record over knew none, and the keeper has nothing to withdraw.
    """
    from comity.record.history import read_entry

    if first == 0 or desk.is_keeper:
        return
    new = enumerate(desk.store.entries(first), start=first)
    places = [place for place, data in new if data not in waited and read_entry(data).payload.actor == desk.me]
    if places:
        entries, them = ("entry", "it") if len(places) == 1 else ("entries", "any of them")
        named = f"{entries} {and_list([str(place) for place in places])}"
        had = f"if you withdrew {them}, {desk.store.history().keeper} had it from a copy sent before, and it counts"
        yield f"  yours, and did not wait here: {named}: {had}"


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
    return f"withdraw it by `comity log {in_shell(desk.folder)} --withdraw {entry.leaf.hex()[:SHORT]}` and make it anew"


def _waiting(desk: Desk) -> str:
    waiting, stuck = len(desk.waiting()), len(desk.stuck())
    verb = "waits" if waiting == 1 else "wait"
    parts = [f", and {waiting} that {verb} for {desk.store.history().keeper}"] if waiting else []
    return "".join([*parts, f"; left out: {stuck} that cannot be recorded any more"] if stuck else parts)


def _write(desk: Desk, file: Path) -> None:
    """Write the copy for the other party, without what cannot be recorded: the keeper could only refuse it."""
    from comity.adapters.copies import write_copy
    from comity.record.exchange import Copy

    waiting = [entry.data for entry in desk.waiting()]
    copy = Copy(entries=list(desk.store.entries()), waiting=waiting, checkpoints=desk.store.checkpoints())
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
