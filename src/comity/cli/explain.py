"""`comity explain`: one figure, down to the rows of the files it came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli import options
from comity.cli.alliance import open_agreement, open_facts
from comity.cli.progress import working
from comity.kernel.problem import Refused

if TYPE_CHECKING:
    from comity.metrics.exhibits import Step


@click.command("explain")
@options.folder
@click.argument("metric")
@click.argument("period")
@click.option("--member", default="", metavar="NAME", help="For which member, where the metric has several: EWR.")
@options.both_clocks
@options.as_json
def command(folder: Path, metric: str, period: str, member: str, as_of: date, known_at: date, as_json: bool) -> None:
    """Show how the figure of METRIC for PERIOD came about.

    A tree: the formula with its numbers put in, the figures and facts it rests on, each fact with its file and row,
    who reported it and when it was known, conversions with their rate, and the terms in force.

    PERIOD is written as in the agreement: 2026-03, 2026-Q1, 2026.
    """
    with working("Explaining"):
        step = _step(folder, metric, period, member, as_of, known_at)
    if as_json:
        click.echo(json.dumps(as_data(step), indent=2, ensure_ascii=False))
    else:
        from rich.console import Console

        from comity.reports.derivation import show

        show(step, Console(highlight=False))


def _step(folder: Path, metric: str, period: str, member: str, as_of: date, known_at: date) -> Step:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.metrics.explain import explain

    opened = open_agreement(folder)
    facts = open_facts(opened, known_at=known_at)
    step, problems = explain(
        opened.agreement, facts, as_of=as_of, driver=DuckDBDriver(), metric=metric, period=period, member=member
    )
    if step is None:
        raise Refused(*problems)
    return step


def as_data(step: Step) -> Mapping[str, Any]:
    """Return an explanation as JSON-ready data: the same tree, with places and digests in full."""
    data: dict[str, Any] = {"kind": step.kind, "label": step.label, "value": step.value, "text": step.text}
    if step.state is not None:
        data |= {"state": step.state.value, "reason": step.reason}
    if step.place is not None:
        data["place"] = str(step.place)
    if step.digest:
        data["digest"] = step.digest
    return data | {"because": [as_data(child) for child in step.children]}
