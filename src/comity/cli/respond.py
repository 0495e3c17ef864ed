"""`comity respond`: an answer to what the other party claims or has completed."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.signing import Signing, signing


@click.command("respond")
@options.folder
@click.argument("answer", type=click.Choice(["accept", "reject"]))
@click.argument("about", nargs=-1)
@carrying
@signing
def command(folder: Path, answer: str, about: tuple[str, ...], carried: Carried, sign: Signing) -> None:
    """Accept or reject in FOLDER what the other party claimed or completed, ABOUT a clause or a milestone.

    For example `comity respond FOLDER accept supply south 2026-07`, or `reject first_delivery --with reason='two crates
    are empty'`. An answer in words of the agreement, such as a recovery plan, is given with `comity act`.
    """
    act(folder, sign, {"do": answer, "about": " ".join(about), **carried.written})
