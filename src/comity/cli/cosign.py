"""`comity cosign`: a party cosigns the record as it is; what all have cosigned is final."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.signing import REFUSED, ask, desk_of
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from comity.adapters.desk import Desk


@click.command("cosign")
@options.folder
@click.option("--as", "me", metavar="PARTY", help="Who cosigns.  [default: the party of this folder]")
@click.option("--yes", is_flag=True, help="Cosign without asking.")
def command(folder: Path, me: str | None, yes: bool) -> None:
    """Cosign the record in FOLDER as it stands, after proving that it continues what you cosigned before.

    Your cosignature says that you have seen these entries, in this order, and no others: not that you agree with them.
    What all parties have cosigned is final. Nothing can be put before it afterwards, and no entry of yours made after
    it can count from an earlier day. So it is refused while entries of yours wait for the keeper or cannot be recorded
    any more, and it is told which entries that are not final yet should not be there.
    """
    from comity.cli.sync import doubts
    from comity.record.exchange import cosign
    from comity.record.history import COSIGN

    desk = desk_of(folder, me)
    _refuse_if_left_out(desk)
    history, final = desk.store.history(), desk.final_size
    shown = history.checkpoint()
    size, root = shown.size, shown.root.hex()[:16]
    key = desk.key(COSIGN)
    lines = [f"{desk.me} cosigns {size} entries, root {root}; {final} are final so far."]
    ask([*lines, *doubts(desk, final)], yes=yes)
    try:
        made = cosign(desk.store, desk.me, key, int(desk.hand.now().timestamp()), shown)
    except Refusal as refusal:
        place, hint = Place(file=str(folder / "record")), _AGAIN if refusal.kind == "changed" else _FORK
        raise Refused(Problem(code="CMY-906", place=place, why=f"not cosigned: {refusal.why}", hint=hint)) from refusal
    kept = next(one for one in desk.store.checkpoints() if one.size == made.size)
    missing = sorted(set(history.parties) - history.cosigners(kept))
    if missing:
        click.echo(f"cosigned: {size} entries are final once {' and '.join(missing)} has cosigned them too")
    else:
        click.echo(f"cosigned: {size} entries are final")


def _refuse_if_left_out(desk: Desk) -> None:
    """Refuse while own entries wait, or are to be made anew: from before this cosignature none could come in."""
    from comity.cli.sync import taken_back
    from comity.opening.said import said

    waiting, stuck, keeper = len(desk.waiting()), desk.stuck(), desk.store.history().keeper
    if stuck:
        entries = "an entry" if len(stuck) == 1 else f"{len(stuck)} entries"
        why = f"not cosigned: {entries} of {desk.me} cannot be recorded any more, and would be left out"
        hint = f"{said(stuck[0])}: {taken_back(desk, stuck[0])}."
        raise Refused(Problem(code=REFUSED, place=Place(file=str(desk.folder / "record")), why=why, hint=hint))
    if waiting:
        entries = "an entry" if waiting == 1 else f"{waiting} entries"
        why = f"not cosigned: {entries} of {desk.me} would be left out, since what waits for {keeper} comes after it"
        hint = f"`comity sync {in_shell(desk.folder)} FILE` takes what waits to {keeper}; cosign what comes back."
        raise Refused(Problem(code=REFUSED, place=Place(file=str(desk.folder / "record")), why=why, hint=hint))


_AGAIN = "Cosign once more, and read what is new first."
_FORK = "Keep this copy, and the checkpoints that the other party cosigned: they prove what it showed you."
