"""`comity waive`: a miss counts as excused from now on."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import act
from comity.cli.signing import Signing, signing


@click.command("waive")
@options.folder
@click.argument("about", nargs=-1, required=True)
@click.option("--says", default="", metavar="TEXT", help="Free text, without effect.")
@signing
def command(folder: Path, about: tuple[str, ...], says: str, sign: Signing) -> None:
    """Waive a miss in FOLDER, ABOUT the period of a clause: it counts as excused from then on.

    Only the party to which the clause is owed can.
    """
    act(folder, sign, {"do": "waive", "about": " ".join(about), "says": says})
