"""`comity sync`: two copies of one record meet by a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import plural
from comity.cli.progress import working
from comity.kernel.problem import Place, Problem, Refused
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.adapters.copies import Received
    from comity.adapters.desk import Desk
    from comity.record.exchange import Copy, Exchanged, Fork

NOT_BELIEVED, FORKED = "CMY-906", "CMY-907"


@click.command("sync")
@options.folder
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "me", metavar="PARTY", help="Whose copy this is.  [default: the party of this folder]")
def command(folder: Path, file: Path, me: str | None) -> None:
    """Meet the other party's copy of the record in FILE, then write this copy into FILE for it.

    The other copy is verified from its first entry, with the keys of the trust file. What is new in it is taken over,
    with its files; what waits in it the keeper puts in order. A copy that contradicts this one is refused, and the
    proof of it is written beside FILE. If FILE is not there yet, it is written.

    Send FILE to the other party in any way: it holds no secret. Keep it as you keep the contract.
    """
    from comity.adapters.desk import has_record, open_desk

    is_new = not has_record(folder)
    if is_new and not file.exists():
        why = "there is neither a record in this folder nor a copy to take over"
        hint = "`comity sign FOLDER` opens a record."
        raise Refused(Problem(code="CMY-901", place=Place(file=str(file)), why=why, hint=hint))
    desk = open_desk(folder, me=me, new=is_new)
    try:
        if file.exists():
            with working("Verifying"):
                said = _meet(desk, file)
            for line in said:
                click.echo(line)
    except Refused:
        if is_new:
            _discard(desk)
        raise
    _write(desk, file)
    click.echo(f"wrote {file}: {_entries(desk.store.history().size)}{_waiting(desk)}")


def _meet(desk: Desk, file: Path) -> list[str]:
    from comity.adapters.copies import named, read_copy, take_blobs
    from comity.record.exchange import Fork, meet

    try:
        received = read_copy(file)
        fit, unfit = _dated(desk, received)
        before = desk.store.finals()
        done = meet(desk.store, fit, me=desk.me, trust=desk.trust)
        wanted = named([*desk.store.entries(), *desk.store.waiting()]) & received.digests
        files = take_blobs(file, sorted(wanted), desk.blobs)
    except Fork as fork:
        raise _forked(desk, file, fork) from fork
    except Refusal as refusal:
        why = f"this copy is not believed, and nothing was taken from it: {refusal.why}"
        hint = "Ask the other party for its copy once more, and keep this file: what it says was signed by somebody."
        raise Refused(Problem(code=NOT_BELIEVED, place=Place(file=str(file)), why=why, hint=hint)) from refusal
    return _told(desk, done, files, unfit, len(desk.store.finals()) - len(before))


def _dated(desk: Desk, received: Received) -> tuple[Copy, list[str]]:
    """Leave out what waits and is dated as no entry may be; the keeper does not put it in order."""
    from dataclasses import replace

    from comity.adapters.desk import wrong_day
    from comity.record.history import read_entry

    fit, unfit = [], []
    checkpoints = [*desk.store.checkpoints(), *received.copy.checkpoints]
    for data in received.copy.waiting:
        entry = read_entry(data)
        wrong = wrong_day(entry.payload, checkpoints, desk.hand.now())
        if wrong:
            unfit.append(f"  not recorded: {entry.payload.type} of {entry.payload.actor}: {wrong}")
        else:
            fit.append(data)
    return replace(received.copy, waiting=fit), unfit


def _told(desk: Desk, done: Exchanged, files: int, unfit: list[str], final: int) -> list[str]:
    lines = [f"verified: {_entries(done.extended)} new here, {plural(files, 'file')} with them"]
    if desk.is_keeper:
        lines.append(f"put in order: {_entries(done.ordered)} that waited")
    lines += [f"  not recorded: {one.type} ({one.entry_id[:8]}): {one.why}" for one in done.refused] + unfit
    if final > 0:
        lines.append(f"final: {desk.final_size} of {desk.store.history().size} entries, cosigned by all")
    return lines


def _entries(count: int) -> str:
    return f"{count} {'entry' if count == 1 else 'entries'}"


def _waiting(desk: Desk) -> str:
    count = len(desk.store.waiting())
    return f", and {count} that {'waits' if count == 1 else 'wait'} for {desk.store.history().keeper}" if count else ""


def _write(desk: Desk, file: Path) -> None:
    from comity.adapters.copies import write_copy
    from comity.record.exchange import Copy

    copy = Copy(
        entries=list(desk.store.entries()), waiting=desk.store.waiting(), checkpoints=desk.store.checkpoints()
    )  # fmt: skip
    write_copy(file, copy, desk.blobs)


def _forked(desk: Desk, file: Path, fork: Fork) -> Refused:
    """Write the proof of a fork beside the file; the problem to be raised."""
    proof = file.with_name(f"{file.name}.fork.json")
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
    return Refused(Problem(code=FORKED, place=Place(file=str(file)), why=why, hint=hint))


def _discard(desk: Desk) -> None:
    """Take away the empty record that was made for a copy which is not believed."""
    from comity.adapters.desk import store_file

    desk.store.close()
    path = store_file(desk.folder)
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", path.with_suffix(".head.txt").name):
        path.with_name(name).unlink(missing_ok=True)
