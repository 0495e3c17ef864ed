"""`comity backtest`: the terms of an agreement applied to past facts, before anyone signs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.adapters.clock import today
from comity.cli import options
from comity.cli.problems import tell
from comity.cli.progress import working
from comity.kernel.problem import Place, Problem, Refused
from comity.opening.alliance import Opened, open_acts, open_agreement, open_facts

if TYPE_CHECKING:
    from comity.facts.model import Facts
    from comity.standing.backtest.model import Backtest


@click.command("backtest")
@options.folder
@click.option(
    "--from", "first", type=options.Day(), metavar="DATE", help="Test from this day on.  [default: the first fact]"
)
@click.option("--to", "last", type=options.Day(), metavar="DATE", help="Test up to this day.  [default: the last fact]")
@click.option(
    "--vary",
    multiple=True,
    metavar="NAME=VALUE,…",
    help="Try these values of a clause's threshold, a setting, or CLAUSE.RULE; may be given several times.",
)
@click.option(
    "--known-at",
    type=options.Day(),
    metavar="DATE",
    default=today,
    help="Use only the facts that were known on this day.  [default: today]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write a page, a PDF and the tables as CSV into this folder as well; it is made if it is not there.",
)
@options.as_json
def command(
    folder: Path, first: date | None, last: date | None, vary: tuple[str, ...], known_at: date, out: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Apply the terms of FOLDER to past facts: what would have been missed, owed and opened.

    The facts may be older than the agreement: its start is laid back to the first of them, and values dated later hold
    before that as first agreed. Nobody acts: elections lapse. Then every threshold is moved by itself, to show how
    misses and money depend on it.

    --vary chooses the values: `--vary service_level=94%,95%,96%`. A threshold with several agreed values, by date or by
    member, is shifted: `--vary service_level=-1%,+1%` in points, or `--vary minimum=x0.9,x1.1` as a factor.
    """
    with working("Backtesting"):
        found = _found(folder, (first, last), vary, known_at)
    if out is not None:
        with working("Writing the backtest"):
            paths = _write(found, known_at, out)
    if as_json:
        from comity.reports.backtest.document import document

        click.echo(json.dumps(document(found, known_at), indent=2, ensure_ascii=False))
        return
    _show(found, known_at)
    if out is not None:
        for path in paths:
            click.echo(f"wrote {path}")


def _found(
    folder: Path, days: tuple[date | None, date | None], vary: tuple[str, ...], known_at: date
) -> Backtest:  # fmt: skip
    from comity.adapters.duckdb import DuckDBDriver
    from comity.standing.backtest.bench import bench_of
    from comity.standing.backtest.run import run
    from comity.standing.backtest.terms import without_term
    from comity.standing.backtest.wanted import wanted

    opened = open_agreement(folder)
    facts = open_facts(replace(opened, agreement=without_term(opened.agreement)), known_at=known_at)
    tell(opened.problems)
    tested = _days(opened, facts, days)
    bench, assumed = bench_of(opened.agreement, facts, open_acts(opened), tested, DuckDBDriver())
    dials, problems = wanted(vary, bench.terms)
    if problems:
        raise Refused(*problems)
    return run(bench, assumed, dials)


def _days(opened: Opened, facts: Facts, days: tuple[date | None, date | None]) -> tuple[date, date]:
    """Return the first and the last day to test: those asked for, else those of the facts."""
    from comity.standing.backtest.bench import span_of

    span = span_of(opened.agreement, facts)
    if span is None:
        why = "there is no fact that a clause rests on, so there is nothing to test the terms on"
        hint = (
            "Put facts of the past below facts/, as docs/reference/facts.md says; they may be older than the agreement."
        )
        raise Refused(Problem(code="CMY-709", place=Place(file=str(opened.folder.path)), why=why, hint=hint))
    first, last = days[0] or span[0], days[1] or span[1]
    if first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    return first, last


def _show(found: Backtest, known_at: date) -> None:
    from rich.console import Console

    from comity.reports.backtest.terminal import show
    from comity.reports.backtest.view import view

    show(view(found, known_at), Console(highlight=False))


def _write(found: Backtest, known_at: date, out: Path) -> list[Path]:
    """Write page, PDF and tables, named after the last day tested."""
    from comity.reports.backtest.html import page
    from comity.reports.backtest.pdf import pdf
    from comity.reports.backtest.tables import tables

    name = f"backtest-{found.last.isoformat()}"
    made = {f"{name}.html": page(found, known_at).encode("utf-8"), f"{name}.pdf": pdf(found, known_at)}
    made |= {f"{name}-{table}.csv": text.encode("utf-8") for table, text in tables(found).items()}
    out.mkdir(parents=True, exist_ok=True)
    for file, content in made.items():
        (out / file).write_bytes(content)
    return [out / file for file in made]
