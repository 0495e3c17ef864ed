"""`comity explain`: one figure, or what a clause says of one period, down to the rows of the files it came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comity.cli import options
from comity.cli.progress import working
from comity.kernel.problem import Problem, Refused
from comity.opening.alliance import Opened, open_acts, open_agreement, open_facts
from comity.opening.problems import located

if TYPE_CHECKING:
    from comity.metrics.exhibits import Step


@click.command("explain")
@options.folder
@click.argument("name")
@click.argument("period")
@click.option("--member", default="", metavar="NAME", help="For which member, where there are several: EWR.")
@options.both_clocks
@options.as_json
def command(folder: Path, name: str, period: str, member: str, as_of: date, known_at: date, as_json: bool) -> None:
    """Show how the figure of a metric, or the verdict on a clause, came about.

    NAME is a metric or a clause. A metric gives a tree: the formula with its numbers put in, the figures and facts it
    rests on, each fact with its file and row, who reported it and when it was known, conversions with their rate, and
    the terms in force.

    A clause gives its verdict step by step (measure, relief, rounding, threshold, comparison), each rule with what
    earlier periods counted, each payment through the caps of its account, each step with how its last day was counted,
    and below them the same figures and facts. Every number is exact: each line can be computed again by hand.

    PERIOD is written as in the agreement: 2026-03, 2026-Q1, 2026; for a clause over rows it is the row's day.
    """
    with working("Explaining"):
        step = _step(folder, name, (period, member), as_of, known_at)
    if as_json:
        click.echo(json.dumps(as_data(step), indent=2, ensure_ascii=False))
    else:
        from rich.console import Console

        from comity.reports.derivation import show

        show(step, Console(highlight=False))


def _step(folder: Path, name: str, asked: tuple[str, str], as_of: date, known_at: date) -> Step:
    opened = open_agreement(folder, known_at=known_at)
    is_metric = any(name in terms.metrics for _, terms in opened.agreement.versions)
    explained = _metric if is_metric else _clause
    step, problems = explained(opened, name, asked, as_of, known_at)
    if step is None:
        raise Refused(*located(problems, folder))
    return step


def _metric(
    opened: Opened, name: str, asked: tuple[str, str], as_of: date, known_at: date
) -> tuple[Step | None, list[Problem]]:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.metrics.explain import explain
    from comity.standing.milestone_table import with_milestones

    acts = [act for act in open_acts(opened) if act.on <= known_at]
    agreement, facts = with_milestones(opened.agreement, open_facts(opened, known_at=known_at), acts, as_of=as_of)
    period, member = asked
    return explain(agreement, facts, as_of=as_of, driver=DuckDBDriver(), metric=name, period=period, member=member)


def _clause(
    opened: Opened, name: str, asked: tuple[str, str], as_of: date, known_at: date
) -> tuple[Step | None, list[Problem]]:
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.explain_clause import desk_of, explain_clause, unknown_name

    wrong = unknown_name(opened.agreement, name)
    if wrong is not None:
        return None, [wrong]
    desk = desk_of(
        opened.agreement, open_facts(opened, known_at=known_at),
        [act for act in open_acts(opened) if act.on <= known_at], as_of=as_of, driver=DuckDBDriver(),
        earlier=lambda day: open_facts(opened, known_at=day),
    )  # fmt: skip
    return explain_clause(desk, name, *asked)


def as_data(step: Step) -> Mapping[str, Any]:
    """Return an explanation as JSON-ready data: the same tree, with places and digests in full."""
    data: dict[str, Any] = {"kind": step.kind, "label": step.label, "value": step.value, "text": step.text}
    if step.state is not None:
        data |= {"state": step.state.value}
    if step.state is not None or step.reason:
        data |= {"reason": step.reason}
    if step.place is not None:
        data["place"] = str(step.place)
    if step.digest:
        data["digest"] = step.digest
    return data | {"because": [as_data(child) for child in step.children]}
