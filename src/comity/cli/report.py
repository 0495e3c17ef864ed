"""`comity report`: the standing as a page and a PDF on disk."""

from __future__ import annotations

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

FORMATS = ("html", "pdf")


@click.command("report")
@options.folder
@options.both_clocks
@reader
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
def command(
    folder: Path, as_of: date, known_at: date, readers: tuple[str, ...], out: Path, formats: tuple[str, ...]
) -> None:  # fmt: skip
    """Write the standing of the alliance in FOLDER as a page (HTML, self-contained) and as a PDF.

    Both are named after the day of evaluation, standing-2026-03-31.html and .pdf, so that one report does not
    replace another. At their end they say what they rest on: the record with its signatures and the checkpoint from
    which they can be computed again, or a folder without one.
    """
    with working("Writing the report"):
        standing = _weighed(folder, seen_by(open_standing(folder, as_of=as_of, known_at=known_at), readers))
        out.mkdir(parents=True, exist_ok=True)
        made = []
        for kind in formats or FORMATS:
            path = out / f"standing-{as_of.isoformat()}.{kind}"
            path.write_bytes(_made(kind, standing))
            made.append(path)
    for path in made:
        click.echo(f"wrote {path}")


def _weighed(folder: Path, standing: Standing) -> Standing:
    """Return the standing with how far its score depends on the weights; judgements that are damaged are only told."""
    if standing.score is None or len(standing.score.dimensions) < 2:
        return standing
    from comity.cli.problems import tell
    from comity.cli.weighing import party_weights
    from comity.kernel.problem import Refused
    from comity.standing.dependence import with_dependence

    try:
        parties, problems = party_weights(folder, standing.terms)
    except Refused as refused:
        parties, problems = {}, list(refused.problems)
    tell(problems)
    return with_dependence(standing, parties)


def _made(kind: str, standing: Standing) -> bytes:
    if kind == "pdf":
        from comity.reports.pdf import pdf

        return pdf(standing)
    from comity.reports.html import page

    return page(standing).encode("utf-8")
