"""`comity log`: the record, entry by entry; one of them in full; its proof; or one that waits, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli import options
from comity.cli.signing import REFUSED, SHORT, days_of, entry_named
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell, plural
from comity.opening.said import said

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.history import Entry

FORMAT = "comity log 1"


@click.command("log")
@options.folder
@click.argument("entry", required=False)
@options.as_json
@click.option("--withdraw", metavar="ENTRY", help="Take back an own entry that still waits for the keeper.")
@click.option("--proof", metavar="ENTRY", help="Print the proof that a final entry stands in the record.")
def command(folder: Path, entry: str | None, as_json: bool, withdraw: str | None, proof: str | None) -> None:
    """Show the record in FOLDER: each entry with its number, its day, who signed it, and whether it is final.

    With ENTRY, its number or the start of its leaf, that entry in full, as it was signed.

    An entry in the record stays. One that still waits for the keeper may be withdrawn, the last one first, as long as
    the keeper has not put it in order from a copy that you sent.

    The proof of an entry is a text for somebody who is to see this entry and no other: `comity verify --proof` verifies
    it. Write it to a file, NAME.tlog-proof.
    """
    from comity.adapters.desk import open_desk
    from comity.opening.proving import proof_text

    desk = open_desk(folder)
    if withdraw is not None:
        _withdraw(desk, withdraw)
    elif proof is not None:
        click.echo(proof_text(desk, *entry_named(desk, proof)), nl=False)
    elif entry is not None:
        position, found = entry_named(desk, entry)
        click.echo(json.dumps(_in_full(desk, position, found), indent=2, ensure_ascii=False))
    elif as_json:
        size, final = desk.store.history().size, desk.final_size
        rows = [_row(size, final, position, one) for position, one in _all(desk)]
        click.echo(json.dumps({"format": FORMAT, "entries": rows}, indent=2, ensure_ascii=False))
    else:
        _show(desk)


def _all(desk: Desk) -> Iterator[tuple[int, Entry]]:
    yield from enumerate([*desk.entries(), *desk.waiting()])


def _row(size: int, final: int, position: int, entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    return {
        "position": position,
        "state": _state(size, final, position),
        "leaf": entry.leaf.hex(),
        "entry_id": payload.entry_id,
        "type": payload.type,
        "actor": payload.actor,
        "effective_at": payload.effective_at.isoformat(),
        "claimed_at": payload.claimed_at.isoformat(),
        "says": said(entry),
    }


def _state(size: int, final: int, position: int) -> str:
    if position >= size:
        return "waits"
    return "final" if position < final else "pending"


def _show(desk: Desk) -> None:
    size, final, keeper = desk.store.history().size, desk.final_size, desk.store.history().keeper
    found, stuck = list(_all(desk)), desk.stuck()
    places = {entry.leaf.hex(): position for position, entry in found}
    width = max((len(days_of(entry)) for entry in (*(entry for _, entry in found), *stuck)), default=0)
    for position, entry in found:
        line = f"{position:>4}  {_name(entry)}  {days_of(entry):<{width}}  {_state(size, final, position):<7}"
        click.echo(f"{line}  {entry.payload.actor}: {said(entry, places)}")
    for entry in stuck:
        line = f"   -  {_name(entry)}  {days_of(entry):<{width}}"
        click.echo(f"{line}  cannot be recorded any more: {said(entry, places)}")
    click.echo(f"{plural(size, 'entry', 'entries')}, {final} of them final, kept by {keeper}")


def _name(entry: Entry) -> str:
    """Return the name by which every command takes an entry, besides its number."""
    return entry.leaf.hex()[:SHORT]


def _in_full(desk: Desk, position: int, entry: Entry) -> dict[str, Any]:
    payload = json.loads(entry.envelope.payload)
    return {
        "position": position,
        "state": _state(desk.store.history().size, desk.final_size, position),
        "leaf": entry.leaf.hex(),
        "payload": payload,
        "signature": {"key_id": entry.envelope.key_id, "signature": entry.envelope.signature.hex()},
    }


def _withdraw(desk: Desk, name: str) -> None:
    stuck = desk.stuck()
    position, entry = entry_named(desk, name, stuck)
    if entry not in stuck and position < desk.store.history().size:
        why = f"entry {position} does not wait: it is recorded, and stays"
        raise _not_withdrawn(desk, why, f"`comity log {in_shell(desk.folder)}` shows what waits.")
    if entry not in stuck and entry.leaf != (last := desk.waiting()[-1]).leaf:
        why = f"another own entry follows it: {said(last)}"
        raise _not_withdrawn(desk, why, f"Withdraw that one first: --withdraw {_name(last)}")
    desk.withdraw(entry.payload.entry_id)
    click.echo(f"withdrawn: {said(entry)}")
    if entry not in stuck:
        click.echo(_what_follows(desk))


def _what_follows(desk: Desk) -> str:
    """Return what may become of a withdrawn entry that could still be recorded: nothing calls a copy back."""
    keeper, folder = desk.store.history().keeper, in_shell(desk.folder)
    return (
        f"If you sent no copy since you made it, that is all. One that you sent still holds it. If {keeper} has put it"
        f" in order already, or takes it from that copy, it counts, and what you made in its place is lost: the sync"
        f" that brings it back says so. Tell {keeper}; and to be sure, before you make anything in its place:"
        f" `comity sync {folder} FILE` with a copy that {keeper} wrote after it met yours."
    )


def _not_withdrawn(desk: Desk, why: str, hint: str) -> Refused:
    place = Place(file=str(desk.folder / "record"))
    return Refused(Problem(code=REFUSED, place=place, why=f"nothing was withdrawn: {why}", hint=hint))
