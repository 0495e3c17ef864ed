"""`comity concern`: a party raises a concern about a metric or a clause, outside of any ladder."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.cli.datum import opened_now
from comity.cli.signing import SHORT, Signing, ask, desk_of, heading, recorded, signing
from comity.cli.stating import FOR_EVER, checked_subject, checked_words, others


@click.command("concern")
@options.folder
@click.argument("about")
@click.argument("text")
@signing
def command(folder: Path, about: str, text: str, sign: Signing) -> None:
    """Raise a concern in FOLDER ABOUT a metric or a clause, in words: TEXT.

    It opens no ladder, stops no clock and changes no figure: it stands on the docket until the other party has answered
    it with `comity respond FOLDER answer ENTRY --says WORDS`. You take it back by answering it yourself. Where you hold
    one number or a verdict for wrong, `comity dispute` says so with effect.

    ABOUT is the name of a metric, a clause, a milestone, a table, a survey or a dimension of the scorecard.
    """
    from comity.record.history import read_entry
    from comity.record.statements import RAISED

    desk = desk_of(folder, sign.me)
    title = checked_subject(desk, opened_now(desk, sign.day).agreement.as_of(sign.day), about, "metric or clause")
    words = checked_words(desk, text, "a concern")
    data = desk.sign(RAISED, {"about": about, "text": words}, day=sign.day)
    lines = [
        heading(desk, sign.day, waits=not desk.is_keeper),
        f"  {desk.me} raises a concern about {title}: {words}",
        "  It changes no figure, no verdict and no clock.",
        FOR_EVER,
    ]
    ask(lines, yes=sign.yes)
    recorded(desk, [data])
    name = read_entry(data).leaf.hex()[:SHORT]
    click.echo(f'{others(desk)} answers with `comity respond FOLDER answer {name} --says "…"`.')
