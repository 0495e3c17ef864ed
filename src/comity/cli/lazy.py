"""Groups of commands, each a module of its own that is imported only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """A group that knows its commands by name and help alone, so that `--help` stays quick.

    `modules` is what stands before the name of a command in the name of its module; `helps` are in the order in which
    people meet the commands.
    """

    def __init__(self, *args: Any, modules: str, helps: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.modules = modules
        self.helps = helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of their helps."""
        return list(self.helps)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return its click command."""
        if cmd_name not in self.helps:
            return None
        command: click.Command = import_module(f"{self.modules}{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.helps.items()))
