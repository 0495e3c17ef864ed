"""`comity report`: the standing as a page and a PDF on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.alliance import open_standing
from comity.cli.progress import working

if TYPE_CHECKING:
    from comity.standing.model import Standing

FORMATS = ("html", "pdf")


@click.command("report")
@options.folder
@options.both_clocks
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
def command(folder: Path, as_of: date, known_at: date, out: Path, formats: tuple[str, ...]) -> None:
    """Write the standing of the alliance in FOLDER as a page (HTML, self-contained) and as a PDF.

    Both are named after the day of evaluation, standing-2026-03-31.html and .pdf, so that one report does not
    replace another.
    """
    with working("Writing the report"):
        standing = open_standing(folder, as_of=as_of, known_at=known_at)
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for kind in formats or FORMATS:
            path = out / f"standing-{as_of.isoformat()}.{kind}"
            path.write_bytes(_made(kind, standing))
            made.append(path)
    for path in made:
        click.echo(f"wrote {path}")


def _made(kind: str, standing: Standing) -> bytes:
    if kind == "pdf":
        from comity.reports.pdf import pdf

        return pdf(standing)
    from comity.reports.html import page

    return page(standing).encode("utf-8")
