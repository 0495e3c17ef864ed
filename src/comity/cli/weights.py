"""`comity weights`: the weights of the scorecard as each party judges them, side by side, and a proposal."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comity.cli import options
from comity.cli.alliance import open_agreement
from comity.cli.problems import tell
from comity.kernel.problem import Refused


@click.command("weights")
@options.folder
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the view as an HTML page into this file as well.",
)
@options.as_json
def command(folder: Path, out: Path | None, as_json: bool) -> None:
    """Show the weights of the scorecard in FOLDER as each party judges them, and propose weights to agree.

    Each party judges in a file of its own, FOLDER/weights/PARTY.yaml, by swing (points for each move from floor to
    target), best-worst, pairs, or plain weights. The parties' own results always stand side by side with the agreed
    weights, with how well their comparisons go together and what would change the order. Only an amendment changes the
    agreement.
    """
    from comity.cli.weighing import elicited_weights, nobody_judged, nothing_to_weigh
    from comity.reports.scorecard.data import weights_data
    from comity.reports.scorecard.weights import weights_leaf
    from comity.scorecards.weights.combine import consensus

    opened = open_agreement(folder)
    terms = opened.agreement.versions[-1][1]
    if (problem := nothing_to_weigh(folder, terms)) is not None:
        raise Refused(problem)
    judged, problems = elicited_weights(folder, terms)
    tell([*opened.problems, *problems])
    if not judged:
        raise Refused(nobody_judged(folder, terms))
    found = consensus(judged, list(terms.parties))
    if as_json:
        click.echo(json.dumps(weights_data(terms, found), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from comity.reports.scorecard.terminal import show

    leaf = weights_leaf(terms, found)
    show(leaf, Console(highlight=False))
    if out is not None:
        from comity.reports.scorecard.html import page

        out.write_text(page(leaf), encoding="utf-8")
        click.echo(f"wrote {out}")
