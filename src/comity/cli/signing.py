"""What all commands that record something share: who signs, for which day, what is shown, asked and answered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.adapters.clock import today
from comity.cli.options import Day
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import dated, in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk, Recorded
    from comity.record.history import Entry

NOT_FOUND, REFUSED = "CMY-912", "CMY-905"
SHORT = 8
"""How many digits of a leaf are shown, and are enough to name an entry."""


@dataclass(frozen=True, slots=True)
class Signing:
    """The day from which something counts, who signs it (None: the party of the folder), and whether to go unasked."""

    day: date
    me: str | None
    yes: bool


def signing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--on`, `--as` and `--yes`; the command takes them together, as `sign`."""

    @wraps(command)
    def called(*, day: date, me: str | None, yes: bool, **others: Any) -> Any:
        if (day - today()).days == 1:  # a later one is refused
            click.echo(f"{day} is tomorrow: the entry counts from that day on", err=True)
        return command(sign=Signing(day, me, yes), **others)

    yes = click.option("--yes", is_flag=True, help="Record it without asking.")
    me = click.option("--as", "me", metavar="PARTY", help="Who signs.  [default: the party of this folder]")
    day = click.option(
        "--on",
        "day",
        type=Day(),
        metavar="DATE",
        default=today,
        help="The day from which it counts.  [default: today]",
    )
    return day(me(yes(called)))


def desk_of(folder: Path, me: str | None) -> Desk:
    """Open the record of a folder to sign in it. Raises Refused where nobody is named, or where no key is here."""
    from comity.adapters.desk import open_desk

    desk = open_desk(folder, me=me)
    if not desk.me:
        place = Place(file=str(folder / "record" / "party"))
        why = "nobody said whose copy of the record this is"
        raise Refused(Problem(code="CMY-903", place=place, why=why, hint="Name the party: --as PARTY."))
    desk.key()
    return desk


def ask(says: Iterable[str], *, yes: bool) -> None:
    """Show what will be recorded and ask whether to; click.Abort where the answer is no."""
    for line in says:
        click.echo(line)
    if is_asked(yes=yes):
        click.confirm("Record it? It cannot be taken back", abort=True)


def is_asked(*, yes: bool) -> bool:
    """Tell whether somebody at a terminal is to be asked."""
    return not yes and sys.stdin.isatty() and sys.stdout.isatty()


def recorded(desk: Desk, entries: Sequence[bytes]) -> None:
    """Record entries one after another and print a receipt for each. Raises Refused at the first that is refused."""
    for data in entries:
        receipt(desk, desk.record(data))


def receipt(desk: Desk, made: Recorded) -> None:
    """Say where an entry stands, and when it will be final."""
    leaf = f"leaf {made.leaf[:16]}"
    if made.position is None:
        keeper = desk.store.history().keeper
        click.echo(f"signed: it waits for {keeper} and counts provisionally ({leaf}, id {made.entry_id[:SHORT]})")
    else:
        click.echo(f"recorded: entry {made.position}, pending until all have cosigned it ({leaf})")


def days_of(entry: Entry) -> str:
    """Return the day from which an entry counts, and when it was signed if that differs."""
    return dated(entry.payload.effective_at, entry.payload.claimed_at)


def entry_named(desk: Desk, name: str, unnumbered: Sequence[Entry] = ()) -> tuple[int, Entry]:
    """Return the entry of a position, or of the beginning of a leaf or an id, with its position. Raises Refused.

    `unnumbered` are entries that have no place in the record and may be meant too.
    """
    entries = [*desk.entries(), *desk.waiting()]
    if name.isascii() and name.isdigit() and len(name) < SHORT and int(name) < len(entries):
        return int(name), entries[int(name)]
    wanted = name.lower()
    found = [
        (position, entry)
        for position, entry in enumerate([*entries, *unnumbered])
        if len(wanted) >= 4 and (entry.leaf.hex().startswith(wanted) or entry.payload.entry_id.startswith(wanted))
    ]
    if len(found) != 1:
        many = f"{len(found)} entries begin so" if found else "there is no such entry"
        why = f"{name}: {many}"
        lists = f"`comity log {in_shell(desk.folder)}` lists them"
        hint = f"{lists}; an entry is named by its number, or by the start of its leaf."
        raise Refused(Problem(code=NOT_FOUND, place=Place(file=str(desk.folder / "record")), why=why, hint=hint))
    return found[0]


def refused(desk: Desk, why: str, hint: str = "") -> Refused:
    """Return that something would count for nothing, to be raised before it is recorded."""
    place = Place(file=str(desk.folder / "record"))
    return Refused(Problem(code=REFUSED, place=place, why=f"nothing was recorded: {why}", hint=hint))


def heading(desk: Desk, day: date, *, waits: bool) -> str:
    """Return the line above what will be recorded."""
    how = "; the keeper puts it in order" if waits else ""
    return f"{desk.me} records for {day}{how}:"
