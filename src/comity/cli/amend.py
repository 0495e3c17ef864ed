"""`comity amend`: an amendment is proposed and signed."""

from __future__ import annotations

from pathlib import Path

import click

from comity.adapters.folder import AMENDMENTS
from comity.cli import options
from comity.cli.agreeing import listed, proposed, read_texts, refuse_errors, texts_of
from comity.cli.signing import Signing, ask, desk_of, recorded, refused, signing


@click.command("amend")
@options.folder
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@signing
def command(folder: Path, file: Path, sign: Signing) -> None:
    """Propose the amendment in FILE to the agreement in force, and sign it.

    The agreement is checked with it first, as `comity check` does. It holds from the day that it names, once every
    party has signed: the other party does so with `comity sign`, and until then it stands on the docket. An evaluation
    with an earlier `--known-at` does not know it yet.
    """
    desk = desk_of(folder, sign.me)
    found = desk.documents()
    if found.open_proposals():
        why = "another proposal is not signed by all yet"
        raise refused(desk, why, "One change after another: `comity sign` signs it, or a new one takes its place.")
    current = found.agreement_on()
    if current is None:
        raise refused(desk, "there is no agreement to amend", "`comity sign` proposes one.")
    texts, name = texts_of(desk, current), f"{AMENDMENTS}/{file.name}"
    if any(path == name for path, _ in texts):
        raise refused(desk, f"there is an amendment {name} already", "Name the file after the day it is in force from.")
    texts = [texts[0], *sorted([*texts[1:], (name, file.read_bytes())])]
    refuse_errors(desk.folder, texts, sign.day, {name: file})
    agreement = read_texts(texts)
    ask([f"{desk.me} proposes and signs:", *listed(agreement, texts)], yes=sign.yes)
    recorded(desk, proposed(desk, texts, sign.day))
    click.echo(f"It holds once {' and '.join(p for p in found.parties if p != desk.me)} has signed it too.")
