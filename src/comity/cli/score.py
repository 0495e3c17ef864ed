"""`comity score`: the scorecard in detail, and how far it depends on its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.alliance import open_standing
from comity.cli.problems import tell
from comity.cli.progress import working
from comity.kernel import exact, lexical
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from comity.kernel.figure import Exact
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
    from comity.cli.weighing import elicited_weights
    from comity.scorecards.robust.moments import moments
    from comity.scorecards.robust.sensitivity import sensitivity
    from comity.standing.index import FigureIndex
    from comity.standing.words import party_name

    score = standing.score
    if score is None:
        why = "the agreement has no scorecard"
        hint = "Add dimensions with their weights and metrics under `scorecard`."
        raise Refused(Problem(code="CMY-485", place=Place(file=str(folder)), why=why, hint=hint))
    asked = _asked(weights, [one.name for one in score.dimensions]) if weights else {}
    judged, problems = elicited_weights(folder, standing.terms)
    tell(problems)
    others: dict[str, Mapping[str, Exact]] = {
        party_name(standing.terms, one.party): {name: Decimal(f"{share:.6f}") for name, share in one.weights.items()}
        for one in judged
    }
    found = sensitivity(
        score, others, moments(standing.terms, FigureIndex(standing.figures), as_of=standing.as_of),
        what_if={WHAT_IF: asked} if asked else {},
    )  # fmt: skip
    return score, found


def _asked(text: str, names: list[str]) -> dict[str, Decimal]:
    """Return the weights asked for. Every dimension is named once; percentages add up to 100."""
    found: dict[str, Decimal] = {}
    for part in text.split(","):
        name, equals, share = (one.strip() for one in part.partition("="))
        if not equals or name not in names or name in found:
            raise click.UsageError(
                f"--weights: {part.strip()!r} gives no dimension its weight once; there are {', '.join(names)}."
            )
        try:
            found[name] = lexical.percentage(share) if share.endswith("%") else lexical.number(share)
        except ValueError:
            raise click.UsageError(f"--weights: {share!r} is no weight; write {name}=40%.") from None
        if found[name] < 0:
            raise click.UsageError(f"--weights: {part.strip()!r} is less than nothing.")
    missing = [name for name in names if name not in found]
    if missing:
        raise click.UsageError(f"--weights leaves out {', '.join(missing)}.")
    whole = sum(found.values(), Decimal(0))
    if whole == 0 or ("%" in text and whole != 1):
        raise click.UsageError(f"--weights: the weights add up to {exact.text(whole * 100)}%, not 100%.")
    return found
