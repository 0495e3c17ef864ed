"""`comity survey`: the waves of a survey. Each command is a module of its own, imported only when it is called."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "new": "Write the questionnaire, and empty tables for its answers.",
    "open": "Open a wave and invite people, or remind them.",
    "import": "Take in answers, or take them back.",
    "close": "Close the wave, and release its results.",
    "results": "Show what a wave released.",
}


class Commands(click.Group):
    """A group whose commands are imported when they are called, so that numpy is not loaded for a word of help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order in which they are used."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return its click command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"comity.cli.survey_{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("survey", cls=Commands)
def command() -> None:
    """Ask people of both parties, and show what they answered without giving anybody away.

    A wave is opened, answered and closed. While it is open nobody sees an answer; afterwards only groups of the agreed
    size are shown, in no table and in no difference of tables fewer. Answers are sealed by the party that opened the
    wave, in the vault of its folder; the other party gets the results.
    """
