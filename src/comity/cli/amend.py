"""`comity amend`: an amendment is proposed and signed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.folder import AMENDMENTS
from comity.cli import options
from comity.cli.agreeing import (
    coming,
    listed,
    proposed,
    read_texts,
    refuse_errors,
    signed_by_all,
    tell_outlook,
    texts_of,
)
from comity.cli.following import followed
from comity.cli.signing import Signing, ask, desk_of, recorded, refused, signing
from comity.kernel.problem import Refused
from comity.kernel.words import and_list, in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.documents import Proposal


@click.command("amend")
@options.folder
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--instead", is_flag=True, help="Propose it in place of what is proposed and not signed by all yet.")
@signing
def command(folder: Path, file: Path, instead: bool, sign: Signing) -> None:
    """Propose the amendment in FILE to the agreement in force, and sign it.

    The agreement is checked with it first, as `comity check` does. It holds from the day that it names, once every
    party has signed: the other party does so with `comity sign`, and until then it stands on the docket. An evaluation
    with an earlier `--known-at` does not know it yet. It is written into FOLDER too: at a terminal you are asked
    first; with --yes, or where nobody can be asked, it is written at once.

    Where something else is proposed and not signed by all, one change comes after another; with --instead this one is
    proposed in its place, whoever proposed the other, which lapses once all have signed this one.
    """
    desk = desk_of(folder, sign.me)
    current, waiting = signed_by_all(desk.documents()), desk.documents().open_proposals()
    if current is None:
        raise _unsigned(desk, waiting)
    if waiting and not instead:
        raise _waits(desk, waiting[-1], file)
    if instead and not waiting:
        raise refused(desk, "nothing waits for a signature in whose place it would be", "Amend without --instead.")
    texts, name = texts_of(desk, current), f"{AMENDMENTS}/{file.name}"
    if any(path == name for path, _ in texts):
        raise refused(desk, f"there is an amendment {name} already", "Name the file after the day it is in force from.")
    texts = [texts[0], *sorted([*texts[1:], (name, file.read_bytes())])]
    refuse_errors(desk.folder, texts, sign.day, {name: file})
    agreement = read_texts(texts)
    days = coming(desk, agreement, texts, sign.day)
    lapsing = [_lapses(one) for one in waiting]
    ask([f"{desk.me} proposes and signs:", *listed(agreement, texts), *lapsing], yes=sign.yes)
    recorded(desk, proposed(desk, texts, sign.day))
    followed(desk, texts, yes=sign.yes)
    tell_outlook(desk, days)


def _unsigned(desk: Desk, waiting: Sequence[Proposal]) -> Refused:
    """Return that nothing is in force that could be amended."""
    if not waiting:
        return refused(desk, "there is no agreement to amend", "`comity sign` proposes one.")
    folder = in_shell(desk.folder)
    hint = f"`comity sign {folder}` signs it; what is to change first is up to {waiting[-1].origin.actor}."
    if desk.me in waiting[-1].signed:
        hint = f"Change agreement.yaml instead: `comity sign {folder}` proposes it as it stands then."
    return refused(desk, "the agreement itself is not signed by all yet", hint)


def _waits(desk: Desk, one: Proposal, file: Path) -> Refused:
    """Return that another proposal is open, and both ways out."""
    folder, parties = in_shell(desk.folder), desk.documents().parties
    missing = and_list([party for party in parties if party not in one.signed])
    why = f"what {one.origin.actor} proposed{_where(one)} is not signed by {missing} yet"
    signs = "" if desk.me in one.signed else f"`comity sign {folder}` signs it. "
    hint = f"{signs}`comity amend {folder} {in_shell(file)} --instead` proposes this in its place."
    return refused(desk, why, hint)


def _lapses(one: Proposal) -> str:
    return f"  in place of what {one.origin.actor} proposed{_where(one)}, which lapses once all have signed this"


def _where(one: Proposal) -> str:
    return "" if one.origin.waits else f" with entry {one.origin.position}"
