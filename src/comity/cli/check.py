"""`comity check`: everything that is wrong with an alliance folder, at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comity.adapters.clock import today
from comity.cli import options
from comity.cli.alliance import checked
from comity.cli.problems import counted, tell
from comity.cli.progress import working
from comity.kernel.words import and_list
from comity.opening.problems import errors

MEND_FIRST = "They are read by the agreement, which has to be mended first."


@click.command("check")
@options.folder
@options.as_json
def command(folder: Path, as_json: bool) -> int:
    """Say everything that is wrong with the alliance in FOLDER.

    Reads the agreement with its amendments and every file of facts, and runs the worked examples of the agreement.
    All problems are printed, each with its place and a hint. Facts, acts and examples are read by the agreement: while
    that has errors they are not looked at, and one line says so. The exit code is 1 if there are any problems; warnings
    alone leave it 0.
    """
    with working("Checking"):
        found = checked(folder, today=today())
    if as_json:
        from comity.reports.document import problem_data

        document = {
            "problems": [problem_data(problem) for problem in found.problems],
            "checked": found.summary,
            "unchecked": found.unchecked,
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        tell(found.problems)
        click.echo(f"{found.summary}: {counted(found.problems) or 'no problem found'}.")
        if found.unchecked:
            click.echo(f"Not looked at yet: {and_list(found.unchecked)}. {MEND_FIRST}")
    return 1 if errors(found.problems) else 0
