"""`comity event`: something that happened is stated, with what shows it."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, signing
from comity.cli.stating import FOR_EVER, checked_words


@click.command("event")
@options.folder
@click.argument("name")
@click.option("--evidence", default="", metavar="TEXT", help="What shows it: a letter, a register, a report.")
@click.option("--says", default="", metavar="TEXT", help="Free text.")
@signing
def command(folder: Path, name: str, evidence: str, says: str, sign: Signing) -> None:
    """State in FOLDER that something happened: NAME in plain words, on the day of --on.

    For what matters to the alliance and is no act of the agreement: a change of control, a merger, a recall, a new law.
    It changes no figure, no verdict and no clock. What the agreement itself provides for is an act: a relief is
    claimed, a milestone completed, a body decides (`comity act`).
    """
    from comity.record.statements import OCCURRED

    desk = desk_of(folder, sign.me)
    stated = {"name": checked_words(desk, name, "an event")}
    stated |= {
        key: checked_words(desk, text, f"--{key}") for key, text in (("evidence", evidence), ("says", says)) if text
    }
    data = desk.sign(OCCURRED, stated, day=sign.day)
    shown = [f"  evidence: {stated['evidence']}"] if evidence else []
    shown += [f"  {stated['says']}"] if says else []
    heads = heading(desk, sign.day, waits=not desk.is_keeper)
    ask([heads, f"  {desk.me} states an event: {stated['name']}", *shown, FOR_EVER], yes=sign.yes)
    recorded(desk, [data])
