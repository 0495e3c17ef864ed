"""`comity survey`: the waves of a survey. Each command is a module of its own, imported only when it is called."""

from __future__ import annotations

import click

from comity.cli.lazy import LazyGroup

COMMANDS = {
    "new": "Write the questionnaire, and empty tables for its answers.",
    "open": "Open a wave and invite people, or remind them.",
    "import": "Take in answers, or take them back.",
    "close": "Close the wave, and release its results.",
    "results": "Show what a wave released.",
}


@click.group("survey", cls=LazyGroup, modules="comity.cli.survey_", helps=COMMANDS)
def command() -> None:
    """Ask people of both parties, and show what they answered without giving anybody away.

    A wave is opened, answered and closed. While it is open nobody sees an answer; afterwards only groups of the agreed
    size are shown, in no table and in no difference of tables fewer. Answers are sealed by the party that opened the
    wave, in the vault of its folder; the other party gets the results.
    """
