"""`comity cosign`: a party cosigns the record as it is; what all have cosigned is final."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.signing import Signing, ask, desk_of, signing
from comity.kernel.problem import Place, Problem, Refused
from comity.record.refusal import Refusal


@click.command("cosign")
@options.folder
@signing
def command(folder: Path, sign: Signing) -> None:
    """Cosign the record in FOLDER as it stands, after proving that it continues what you cosigned before.

    Your cosignature says that you have seen these entries, in this order, and no others: not that you agree with them.
    What all parties have cosigned is final. Nothing can be put before it afterwards, and no entry made in its
    knowledge can count from an earlier day.
    """
    from comity.record.exchange import cosign

    desk = desk_of(folder, sign.me)
    history, final = desk.store.history(), desk.final_size
    size, root = history.size, history.root.hex()[:16]
    key = desk.key()
    lines = [f"{desk.me} cosigns {size} entries, root {root}; {final} are final so far."]
    waiting = len(desk.waiting())
    if waiting:
        lines.append(f"  {waiting} of your own wait for the keeper, and are not among them.")
    ask(lines, yes=sign.yes)
    try:
        made = cosign(desk.store, desk.me, key, int(desk.hand.now().timestamp()))
    except Refusal as refusal:
        place = Place(file=str(folder / "record"))
        raise Refused(Problem(code="CMY-906", place=place, why=f"not cosigned: {refusal.why}", hint=_FORK)) from refusal
    kept = next(one for one in desk.store.checkpoints() if one.size == made.size)
    missing = sorted(set(history.parties) - history.cosigners(kept))
    if missing:
        click.echo(f"cosigned: {size} entries are final once {' and '.join(missing)} has cosigned them too")
    else:
        click.echo(f"cosigned: {size} entries are final")


_FORK = "Keep this copy, and the checkpoints that the other party cosigned: they prove what it showed you."
