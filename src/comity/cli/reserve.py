"""`comity reserve`: a right is kept, and said so."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import act
from comity.cli.signing import Signing, signing


@click.command("reserve")
@options.folder
@click.argument("about", nargs=-1, required=True)
@click.option("--says", default="", metavar="TEXT", help="Free text, without effect.")
@signing
def command(folder: Path, about: tuple[str, ...], says: str, sign: Signing) -> None:
    """Reserve a right in FOLDER, ABOUT the period of a clause: it is kept, and you said so.

    Only the party to which the clause is owed can.
    """
    act(folder, sign, {"do": "reserve", "about": " ".join(about), "says": says})
