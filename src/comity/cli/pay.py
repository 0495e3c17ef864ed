"""`comity pay`: a payment is stated, on an account or of a sum that a step of a case awaits."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.acting import act
from comity.cli.signing import Signing, signing


@click.command("pay")
@options.folder
@click.argument("about", nargs=-1)
@click.option("--amount", required=True, metavar="MONEY", help="What you paid, such as 'USD 10k'.")
@click.option(
    "--reference", default="", metavar="TEXT", help="What tells this payment from another, as on the transfer."
)
@click.option("--says", default="", metavar="TEXT", help="Free text, without effect.")
@signing
def command(folder: Path, about: tuple[str, ...], amount: str, reference: str, says: str, sign: Signing) -> None:
    """State in FOLDER that you paid, ABOUT an account and a period that it settles: `credits 2026-Q1`.

    It is your word: what you owe is less by it, and whoever you paid may confirm it, or deny that the money came
    (`comity respond FOLDER accept credits 2026-Q1`). Without a period it is taken for the oldest debt. What is paid
    beyond what you owe is kept for what you owe next.

    A sum that a step of a case awaits is paid about the clause and its period: `supply south 2026-08`.
    """
    carried = {"amount": amount} | ({"reference": reference} if reference else {})
    act(folder, sign, {"do": "pay", "about": " ".join(about), "with": carried, "says": says})
