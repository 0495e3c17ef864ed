"""The reference of the command line, made from the commands' own help."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click

HEAD = """# The command line

Made by `make docs` from the commands' own help.

Errors go to stderr, results to stdout. Exit codes: 0 done, 1 problems found (each printed with its code, place and
hint), 2 wrong usage, 130 stopped by Ctrl-C. Nothing is printed in colour where `NO_COLOR` is set or the output is
not a terminal.
"""
WIDTH = 100


def reference(root: Path) -> str:
    """Return the text of docs/reference/cli.md; the root is not needed, the commands say it all."""
    del root
    from comity.cli.main import COMMANDS, cli

    os.environ["NO_COLOR"] = "1"
    parts = [HEAD, _help("comity", cli)]
    parent = click.Context(cli, info_name="comity", **cli.context_settings)
    for name in COMMANDS:
        command = cli.get_command(parent, name)
        if command is not None:
            parts += [f"## comity {name}\n", _help(name, command, parent), *_below(name, command, parent)]
    return "\n".join(parts)


def _below(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    """Yield the sections of the commands of a group, such as `comity survey open`."""
    if not isinstance(command, click.Group):
        return
    context = click.Context(command, info_name=name, parent=parent, **command.context_settings)
    for below in command.list_commands(context):
        found = command.get_command(context, below)
        if found is not None:
            yield f"### comity {name} {below}\n"
            yield _help(below, found, context)


def _help(name: str, command: click.Command, parent: click.Context | None = None) -> str:
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        max_content_width=WIDTH,
        terminal_width=WIDTH,
        **command.context_settings,
    )
    return f"```text\n{command.get_help(context).rstrip()}\n```\n"
