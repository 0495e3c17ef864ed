"""`comity notice`: notice to the other party."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.signing import Signing, signing


@click.command("notice")
@options.folder
@click.argument("about", nargs=-1)
@click.option(
    "--words", default="notice", metavar="WORDS", show_default=True, help="The words of the agreement for it."
)
@carrying
@signing
def command(folder: Path, about: tuple[str, ...], words: str, carried: Carried, sign: Signing) -> None:
    """Give notice in FOLDER, ABOUT a clause with its member and its period: `supply north 2026-03`.

    ABOUT may be left out where only one open step awaits your notice. Another notice has other words in the agreement:
    `--words "notice of termination"`.
    """
    act(folder, sign, {"do": words, "about": " ".join(about), **carried.written})
