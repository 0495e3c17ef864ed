"""`comity evaluate`: where an alliance stands, in the terminal or as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.alliance import open_standing
from comity.cli.progress import working
from comity.cli.reading import reader, seen_by

if TYPE_CHECKING:
    from comity.standing.model import Standing


@click.command("evaluate")
@options.folder
@options.both_clocks
@reader
@options.as_json
def command(folder: Path, as_of: date, known_at: date, readers: tuple[str, ...], as_json: bool) -> None:
    """Show where the alliance in FOLDER stands.

    First what needs a decision, then clauses, scorecard, metrics and what is due. `--as-of` chooses the day of
    evaluation, `--known-at` the knowledge: with an earlier one you see what could be seen then.
    """
    with working("Evaluating"):
        standing = seen_by(open_standing(folder, as_of=as_of, known_at=known_at), readers)
    if as_json:
        from comity.reports.document import document

        click.echo(json.dumps(document(standing), indent=2, ensure_ascii=False))
    else:
        show(standing)


def show(standing: Standing) -> None:
    """Print the standing as a terminal shows it best."""
    from rich.console import Console

    from comity.reports.terminal import show as show_sheet
    from comity.reports.view.sheet import view

    show_sheet(view(standing), standing, Console(highlight=False))
