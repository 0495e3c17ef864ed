"""`comity suggest`: a balanced set of metrics for an alliance, from its objectives, with reasons."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comity.catalogue.model import KINDS
from comity.cli import options
from comity.cli.problems import tell
from comity.opening.alliance import open_agreement


@click.command("suggest")
@options.folder
@click.option("--kind", type=click.Choice(KINDS), help="The kind of alliance; what is usual in it comes first.")
@options.as_json
def command(folder: Path, kind: str | None, as_json: bool) -> None:
    """Suggest what else to measure in FOLDER, from its objectives, and say why.

    Entries of the catalogue that share words with an objective, then those that show when these are gamed, then what
    is needed so that money, operations, strategy, the relationship and governance are all seen; and a survey where
    nothing asks the people on both sides. What the agreement measures already is left out. The lines to add to the
    agreement stand at the end.
    """
    from comity.agreement.suggest import lines_to_add, suggest
    from comity.agreement.suggest_survey import suggest_survey, survey_lines
    from comity.reports.suggestions import data, show

    opened = open_agreement(folder)
    terms = opened.agreement.versions[-1][1]
    tell(opened.problems)
    found = suggest(terms, kind or "")
    survey = suggest_survey(terms)
    parts = [lines_to_add(found, terms), survey_lines(survey, terms) if survey else ""]
    lines = "\n".join(part for part in parts if part)
    if as_json:
        click.echo(json.dumps(data(found, survey, lines), indent=2, ensure_ascii=False))
        return
    from rich.console import Console

    show(found, survey, lines, terms, Console())
