"""`comity log`: the record, entry by entry; one of them in full; or one that waits, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli import options
from comity.cli.signing import SHORT, entry_named, refused

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.entry import Payload
    from comity.record.history import Entry

FORMAT = "comity log 1"


@click.command("log")
@options.folder
@click.argument("entry", required=False)
@options.as_json
@click.option("--withdraw", metavar="ENTRY", help="Take back an own entry that still waits for the keeper.")
def command(folder: Path, entry: str | None, as_json: bool, withdraw: str | None) -> None:
    """Show the record in FOLDER: each entry with its number, its day, who signed it, and whether it is final.

    With ENTRY, its number or the start of its leaf, that entry in full, as it was signed.

    An entry in the record stays. One that still waits for the keeper may be withdrawn, the last one first, as long as
    the keeper has not put it in order from a copy that you sent.
    """
    from comity.adapters.desk import open_desk

    desk = open_desk(folder)
    if withdraw is not None:
        _withdraw(desk, withdraw)
    elif entry is not None:
        position, found = entry_named(desk, entry)
        click.echo(json.dumps(_in_full(desk, position, found), indent=2, ensure_ascii=False))
    elif as_json:
        rows = [_row(desk, position, one) for position, one in _all(desk)]
        click.echo(json.dumps({"format": FORMAT, "entries": rows}, indent=2, ensure_ascii=False))
    else:
        _show(desk)


def _all(desk: Desk) -> Iterator[tuple[int, Entry]]:
    yield from enumerate([*desk.entries(), *desk.waiting()])


def _row(desk: Desk, position: int, entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    return {
        "position": position,
        "state": _state(desk, position),
        "leaf": entry.leaf.hex(),
        "entry_id": payload.entry_id,
        "type": payload.type,
        "actor": payload.actor,
        "effective_at": payload.effective_at.isoformat(),
        "claimed_at": payload.claimed_at.isoformat(),
        "says": said(entry),
    }


def _state(desk: Desk, position: int) -> str:
    if position >= desk.store.history().size:
        return "waits"
    return "final" if position < desk.final_size else "pending"


def _show(desk: Desk) -> None:
    size, final = desk.store.history().size, desk.final_size
    for position, entry in _all(desk):
        payload = entry.payload
        state = "waits" if position >= size else "final" if position < final else "pending"
        line = f"{position:>4}  {entry.leaf.hex()[:SHORT]}  {payload.effective_at}  {state:<7}  {payload.actor}"
        click.echo(f"{line}: {said(entry)}")
    for entry in desk.stuck():
        name = entry.payload.entry_id[:SHORT]
        click.echo(f"   -  {name}  {entry.payload.effective_at}  cannot be recorded any more: {said(entry)}")
    click.echo(f"{size} entries, {final} of them final, kept by {desk.store.history().keeper}")


def said(entry: Entry) -> str:
    """Return what an entry says, in a few words; of a type that is not known here, the type."""
    words = _WORDS.get(entry.payload.type)
    return words(entry.payload) if words is not None else entry.payload.type


def _short(value: object) -> str:
    return str(value)[:SHORT]


def _answered(payload: Payload) -> str:
    return ", ".join(map(_short, payload.refs))


def _disputed(payload: Payload) -> str:
    datum = payload.body.get("datum")
    said_ = datum if isinstance(datum, Mapping) else {}
    scope = said_.get("scope")
    members = "".join(f" {member}" for member in scope.values()) if isinstance(scope, Mapping) else ""
    where = f"{said_.get('table')} {said_.get('period')}{members}, {said_.get('column')}"
    return f"disputes {where}: {payload.body.get('value') or 'no value given'}"


def _act(payload: Payload) -> str:
    body = payload.body
    parts = [body.get(key) for key in ("do", "choose", "relief", "about")]
    by = body.get("by")
    together = f" ({' and '.join(map(str, by))})" if isinstance(by, list) else ""
    return " ".join(str(part) for part in parts if part) + together


_WORDS: Mapping[str, Callable[[Payload], str]] = {
    "record.opened": lambda p: f"opens the record, which {p.body.get('keeper')} keeps",
    "key.enrolled": lambda _: "enrols a further key",
    "key.revoked": lambda p: f"revokes the key {p.body.get('key_id')}",
    "agreement.proposed": lambda p: f"proposes the agreement, terms {_short(p.body.get('digest'))}",
    "agreement.signed": lambda p: f"signs the agreement, terms {_short(p.body.get('digest'))}",
    "facts.submitted": lambda p: f"submits {p.body.get('path')}, rows: {p.body.get('rows')}",
    "facts.attested": lambda p: f"attests {_answered(p)}",
    "facts.disputed": _disputed,
    "dispute.settled": lambda p: f"ends its dispute {_answered(p)}",
    "clause.act": _act,
    "evaluation.made": lambda p: f"evaluated as of {p.body.get('as_of')}, result {_short(p.body.get('result'))}",
}


def _in_full(desk: Desk, position: int, entry: Entry) -> dict[str, Any]:
    payload = json.loads(entry.envelope.payload)
    return {
        **{key: value for key, value in _row(desk, position, entry).items() if key in ("position", "state", "leaf")},
        "payload": payload,
        "signature": {"key_id": entry.envelope.key_id, "signature": entry.envelope.signature.hex()},
    }


def _withdraw(desk: Desk, name: str) -> None:
    from comity.record.history import read_entry

    own = [read_entry(data) for data in desk.store.waiting()]
    found = [
        at
        for at, one in enumerate(own)
        if len(name) >= 4 and (one.payload.entry_id.startswith(name) or one.leaf.hex().startswith(name))
    ]
    if len(found) != 1:
        raise refused(desk, f"no entry {name} waits here", "`comity log` shows what waits. What is recorded stays.")
    if found[0] != len(own) - 1:
        last = own[-1]
        why = f"another own entry follows it: {said(last)}"
        raise refused(desk, why, f"Withdraw that one first: --withdraw {last.payload.entry_id[:SHORT]}")
    desk.withdraw(own[-1].payload.entry_id)
    click.echo(f"withdrawn: {said(own[-1])}. A copy that you sent before still holds it: tell the other party.")
