"""`comity draft`: the performance schedule, the contract text that says the same as the agreement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import tell
from comity.cli.progress import working
from comity.opening.alliance import open_agreement
from comity.opening.problems import errors, located

if TYPE_CHECKING:
    from comity.kernel.problem import Problem
    from comity.reports.schedule.model import Schedule

NAME = "schedule"
FORMATS = ("docx", "pdf")


@click.command("draft")
@options.folder
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    metavar="DIR",
    help="Write into this folder; it is made if it is not there.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="Write only this format; may be given twice.  [default: both]",
)
def command(folder: Path, out: Path, formats: tuple[str, ...]) -> int:
    """Write the agreement in FOLDER as the text of a contract: schedule.docx and schedule.pdf.

    The text says every term of the latest version of the agreement, with its amendments, and runs the worked examples
    for its annex. If one of them fails, the schedule is written all the same and says where, but the exit code is 1:
    such an agreement is not fit to sign.
    """
    with working("Writing the schedule"):
        schedule, problems = _drafted(folder)
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for kind in dict.fromkeys(formats or FORMATS):
            path = out / f"{NAME}.{kind}"
            path.write_bytes(_writer(kind)(schedule))
            made.append(path)
    tell(problems)
    for path in made:
        click.echo(f"wrote {path}")
    return 1 if errors(problems) else 0


def _drafted(folder: Path) -> tuple[Schedule, list[Problem]]:
    """Return the schedule of a folder's agreement, and the problems of its worked examples. Raises Refused."""
    from comity.adapters.duckdb import DuckDBDriver
    from comity.reports.schedule.write import schedule_of
    from comity.standing.worked.run import run_examples

    opened = open_agreement(folder)
    outcomes, failures = run_examples(opened.agreement, DuckDBDriver())
    return schedule_of(opened.agreement, outcomes), located(failures, opened.folder.path)


def _writer(kind: str) -> Callable[[Schedule], bytes]:
    if kind == "pdf":
        from comity.reports.schedule.pdf import pdf

        return pdf
    from comity.reports.schedule.docx import docx

    return docx
