"""`comity weights`: the weights of the scorecard as each party judges them, side by side, and a proposal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.problems import tell
from comity.cli.signing import Signing, signing
from comity.kernel.problem import Refused
from comity.opening.alliance import open_agreement

if TYPE_CHECKING:
    from comity.agreement.model import Terms
    from comity.record.statements import AgreedWeights

MOST = 400
"""Letters of weights on record that are shown: somebody may have signed for names without an end."""


@click.command("weights")
@options.folder
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the view as an HTML page into this file as well.",
)
@options.as_json
@click.option("--of", metavar="DIMENSION", help="Weigh what one dimension is made of: its metrics, or its parts.")
@click.option("--record", "record", is_flag=True, help="Put your judgement on record, from weights/PARTY.yaml.")
@click.option("--agree", metavar="WEIGHTS", help="Put on record the weights you settled on: quality=60%,growth=40%.")
@signing
def command(
    folder: Path, out: Path | None, as_json: bool, of: str | None, record: bool, agree: str | None, sign: Signing
) -> None:  # fmt: skip
    """Show the weights of the scorecard in FOLDER as each party judges them, and propose weights to agree.

    Each party judges in a file of its own, FOLDER/weights/PARTY.yaml, by swing (points for each move from floor to
    target), best-worst, pairs, or plain weights. The parties' own results always stand side by side with the agreed
    weights, with how well their comparisons go together and what would change the order. Only an amendment changes the
    agreement.

    With --of the same is done one level below, for what a dimension is made of; the files are then
    FOLDER/weights/DIMENSION/PARTY.yaml, and stay outside the record.

    In a folder with a record, judgements count once they are in it: --record puts yours there. --agree puts there the
    weights that the parties settled on; they are agreed once every party has recorded the same.
    """
    if record or agree is not None:
        from comity.cli.weights_record import record_agreed, record_judged

        if of is not None:
            raise click.UsageError("--of is for looking: the record holds the weights of the dimensions.")
        if record and agree is not None:
            raise click.UsageError("--record and --agree are two steps: first each judges, then both agree.")
        if agree is None:
            record_judged(folder, sign)
        else:
            record_agreed(folder, agree, sign)
        return
    from comity.cli.weighing import elicited_weights, no_dimension, nobody_judged, nothing_to_weigh
    from comity.reports.scorecard.data import weights_data
    from comity.reports.scorecard.weights import weights_leaf
    from comity.scorecards.weights.combine import consensus
    from comity.scorecards.weights.level import level_of, path_to

    opened = open_agreement(folder)
    whole, of = opened.agreement.versions[-1][1], of or ""
    terms = level_of(whole, of) if of else whole
    if terms is None:
        raise Refused(no_dimension(folder, whole, of))
    if (problem := nothing_to_weigh(folder, terms, of)) is not None:
        raise Refused(problem)
    judged, problems = elicited_weights(folder, terms, of)
    tell([*opened.problems, *problems])
    if not judged:
        raise Refused(nobody_judged(folder, terms, of=of))
    found = consensus(judged, list(terms.parties))
    settled = opened.source.documents.statements.agreed[-1:] if opened.source is not None and not of else ()
    if as_json:
        data = {**weights_data(terms, found), "on_record": [_agreed_data(one) for one in settled]}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    from comity.reports.scorecard.terminal import show

    leaf = weights_leaf(terms, found, path_to(whole, of))
    leaf = replace(leaf, lead=" ".join([leaf.lead, *(_agreed(one, terms) for one in settled)]))
    show(leaf, Console(highlight=False))
    if out is not None:
        from comity.reports.scorecard.html import page

        out.write_text(page(leaf), encoding="utf-8")
        click.echo(f"wrote {out}")


def _agreed(one: AgreedWeights, terms: Terms) -> str:
    """Return what the parties settled on by the record, in a sentence."""
    from comity.kernel import exact
    from comity.kernel.words import and_list, day, one_line
    from comity.opening.said import shares
    from comity.reports.scorecard.weights import agreed_shares
    from comity.standing.words import party_name

    ordered = {name: one.weights[name] for name in (*terms.scorecard, *one.weights) if name in one.weights}
    since, weights = one.since(terms.parties), one_line(shares(ordered), MOST)
    if since is not None:
        holds = shares(ordered) == shares({name: exact.text(share) for name, share in agreed_shares(terms).items()})
        then = "as the agreement has it" if holds else "an amendment makes it hold"
        return f"On record the parties settled on {weights} (since {day(since)}); {then}."
    signed = and_list([party_name(terms, party) for party in one.signed])
    return f"On record {signed} would settle on {weights}."


def _agreed_data(one: AgreedWeights) -> dict[str, object]:
    signed = {party: on.isoformat() for party, on in one.signed.items()}
    return {"weights": dict(one.weights), "signed": signed, "entry": one.origin.position}
