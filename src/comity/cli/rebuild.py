"""`comity rebuild`: what the pages of the workplace read, made anew."""

from __future__ import annotations

import os
from pathlib import Path

import click

from comity.cli.problems import plural, tell
from comity.cli.progress import working
from comity.cli.serve import data_folder, with_web
from comity.kernel.problem import Refused
from comity.opening.problems import errors


@click.command("rebuild")
@data_folder
def command(data: Path) -> None:
    """Make the projections of the workplace in DIR anew, from the folders of its alliances.

    Pages read nothing else. They are made when they are needed, so this is for the night, or for whoever doubts them:
    from the same files on the same day the same pages come out.
    """
    os.environ["COMITY_DATA"] = str(data.absolute())
    with with_web(), working("Computing the standing of each alliance"):
        from comity.web import start

        unread = start.ready()
        tell(unread)
        from comity.web.alliances.models import Alliance
        from comity.web.alliances.projections import rebuilt

        made, left = 0, 0
        for alliance in Alliance.objects.order_by("slug"):
            try:
                made += len(rebuilt(alliance))
            except Refused as refused:
                tell(refused.problems)
                left += 1
    click.echo(f"made {plural(made, 'projection')}" + (f"; {plural(left, 'alliance')} cannot be read" if left else ""))
    if left or errors(unread):
        raise click.exceptions.Exit(1)
