"""`comity demo`: a small fictional alliance that is part of the package, evaluated."""

from __future__ import annotations

from datetime import date
from importlib.resources import as_file

import click

from comity.cli.alliance import open_standing
from comity.cli.evaluate import show
from comity.cli.starter import STARTER

DAY = date(2026, 6, 20)


@click.command("demo")
def command() -> None:
    """Show where a small fictional alliance stands, without any file of yours.

    It is the alliance whose agreement `comity init` writes, with five months of deliveries.
    """
    with as_file(STARTER) as folder:
        standing = open_standing(folder, as_of=DAY, known_at=DAY)
    show(standing)
    click.echo("\nStart your own with `comity init FOLDER`.")
