"""`comity act`: any act of the agreement, in its own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from comity.cli import options
from comity.cli.acting import Carried, act, carrying
from comity.cli.signing import Signing, signing


@click.command("act")
@options.folder
@click.argument("do")
@click.argument("about", nargs=-1)
@carrying
@click.option("--choose", default="", metavar="OPTION", help="With `choose`: the option.")
@click.option("--relief", default="", metavar="NAME", help="With `claim`: the relief.")
@click.option(
    "--by", multiple=True, metavar="NAME", help="Who did it, where not you alone: a body, a level, both parties."
)
@signing
def command(folder: Path, do: str, about: tuple[str, ...], carried: Carried, sign: Signing, **more: Any) -> None:
    """Record an act of the agreement in FOLDER: DO in its words, ABOUT a clause with its member and its period.

    For example `comity act FOLDER "recovery plan" supply north 2026-03 --with promised_rate=96%`, or `complete`,
    `claim`, `decide`, `report`. What is frequent has a command of its own: notice, respond, pay, waive, reserve, elect,
    dispute, settle. An act that nothing awaits is refused, with the reason, and not recorded.

    What a body or a level did (`--by "steering committee"`) counts once every party has signed it.
    """
    act(folder, sign, {"do": do, "about": " ".join(about), **more, **carried.written})
