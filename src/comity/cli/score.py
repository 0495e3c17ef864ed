"""`comity score`: the scorecard in detail, and how far it depends on its weights."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.alliance import open_standing
from comity.cli.problems import tell
from comity.cli.progress import working
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from comity.scorecards.model import Score
    from comity.scorecards.robust.sensitivity import Sensitivity
    from comity.standing.model import Standing

WHAT_IF = "What if"


@click.command("score")
@options.folder
@options.both_clocks
@click.option(
    "--weights",
    metavar="NAME=SHARE,…",
    help="Show the total with other weights of the dimensions as well: quality=60%,growth=40%.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the view as an HTML page into this file as well.",
)
@options.as_json
def command(
    folder: Path, as_of: date, known_at: date, weights: str | None, out: Path | None, as_json: bool
) -> None:  # fmt: skip
    """Show the scorecard of FOLDER level by level, and what the total depends on.

    Every level with its weight, its score, the points it adds, how much of it is covered, and the bounds that missing
    figures leave open. Then the total with each weight at nothing and at everything, with the weights that each party
    judged (FOLDER/weights), and the latest quarters compared: how far each weight may move before another quarter
    comes first.
    """
    from comity.reports.scorecard.data import score_data
    from comity.reports.scorecard.score import score_leaf

    with working("Scoring"):
        standing = open_standing(folder, as_of=as_of, known_at=known_at)
        score, found = _found(folder, standing, weights)
    if as_json:
        click.echo(json.dumps(score_data(standing, score, found), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from comity.reports.scorecard.terminal import show

    leaf = score_leaf(standing, score, found)
    show(leaf, Console(highlight=False))
    if out is not None:
        from comity.reports.scorecard.html import page

        out.write_text(page(leaf), encoding="utf-8")
        click.echo(f"wrote {out}")


def _found(folder: Path, standing: Standing, weights: str | None) -> tuple[Score, Sensitivity]:
    from comity.cli.weighing import party_weights, weights_asked
    from comity.standing.dependence import dependence

    score = standing.score
    if score is None:
        why = "the agreement has no scorecard"
        hint = "Add dimensions with their weights and metrics under `scorecard`."
        raise Refused(Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint=hint))
    asked = weights_asked(weights, [one.name for one in score.dimensions], "--weights") if weights else {}
    parties, problems = party_weights(folder, standing.terms)
    tell(problems)
    return score, dependence(standing, score, parties, {WHAT_IF: asked} if asked else {})
