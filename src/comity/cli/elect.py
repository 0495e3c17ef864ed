"""`comity elect`: one of the options that the agreement leaves to a party."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.signing import Signing, signing


@click.command("elect")
@options.folder
@click.argument("option")
@click.argument("about", nargs=-1)
@carrying
@signing
def command(folder: Path, option: str, about: tuple[str, ...], carried: Carried, sign: Signing) -> None:
    """Choose OPTION in FOLDER, ABOUT the period of a clause that leaves you the choice: once, and irrevocably.

    ABOUT may be left out where only one open step leaves you a choice.
    """
    act(folder, sign, {"do": "choose", "choose": option, "about": " ".join(about), **carried.written})
