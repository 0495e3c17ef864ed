"""`comity docket`: what is due, by whom, by when, why, and what happens if nothing is done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.alliance import open_standing
from comity.cli.progress import working
from comity.cli.reading import reader, seen_by
from comity.opening.alliance import open_acts, open_agreement, open_facts

if TYPE_CHECKING:
    from comity.standing.model import Due, Standing

FORMAT = "comity docket 1"


@click.command("docket")
@options.folder
@click.option("--party", metavar="NAME", help="Only what this party, body or level must or may do.")
@click.option(
    "--until", type=options.Day(), metavar="DATE", help="Look as far ahead as this day.  [default: a quarter]"
)
@options.both_clocks
@reader
@options.as_json
@click.option(
    "--ics",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the days as a calendar file (iCalendar) that any calendar reads.",
)
def command(  # noqa: PLR0913, PLR0917 - each is an option of the command
    folder: Path, party: str | None, until: date | None, as_of: date, known_at: date, readers: tuple[str, ...],
    as_json: bool, file: Path | None,
) -> None:  # fmt: skip
    """Show what is due in the alliance in FOLDER: by whom, by when, why, and what happens if nothing is done.

    Facts to report, open steps of cases (notices, cures, elections, payments, levels of a dispute), milestones, claims
    that await an answer, facts that become final, settlements, misses on which no position was taken, open disputes
    of single numbers, and proposals that await a signature. Earliest first; what has no last day stands at the end.
    Below it stands what lapsed in the last quarter. A day ends at midnight in the agreement's time zone.
    """
    if until is not None and until < as_of:
        raise click.UsageError(f"--until {until} lies before --as-of {as_of}: the docket looks ahead from there")
    with working("Reading the docket"):
        standing = open_standing(folder, as_of=as_of, known_at=known_at)
        if until is not None:
            standing = replace(standing, docket=tuple(_until(folder, standing, until)))
        standing = seen_by(standing, readers)
        names = _named(party, standing)
        chosen = [line for line in standing.docket if names is None or names.intersection(line.parties)]
        if file is not None:
            from comity.reports.ics import ics

            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(ics(standing, chosen))
    if as_json:
        click.echo(json.dumps(_document(standing, chosen), indent=2, ensure_ascii=False))
    elif file is None:
        _show(standing, chosen, names)
    if file is not None:
        click.echo(f"wrote {file}", err=as_json)


def _until(folder: Path, standing: Standing, until: date) -> list[Due]:
    """Return the docket up to a day; what has no last day belongs to it whatever the day is."""
    from comity.standing.docket import docket, in_order
    from comity.standing.due.waves import surveys_due

    opened = open_agreement(folder, known_at=standing.known_at)
    facts = open_facts(opened, known_at=standing.known_at)
    acts = [act for act in open_acts(opened) if act.on <= standing.known_at]
    found = docket(
        opened.agreement, facts, standing.life, acts, as_of=standing.as_of, until=until, judgements=standing.judgements
    )  # fmt: skip
    dayless = ("concern", "correction", "dispute", "proposal")
    said = [line for line in standing.docket if line.kind in dayless]  # they stand on any docket
    found = in_order([*found, *surveys_due(standing.surveys, as_of=standing.as_of, until=until), *said])
    return [line for line in found if line.due is None or line.due <= until]


def _named(party: str | None, standing: Standing) -> frozenset[str] | None:
    """Return the party, body or level that is meant, None for everybody; a usage error for a name that nobody has."""
    if party is None:
        return None
    from comity.standing.words import party_name

    terms = standing.terms
    levels = [step.level for steps in terms.ladders.values() for step in steps if step.level]
    known = dict.fromkeys(
        [*terms.parties, *terms.governance, *levels, *(n for line in standing.docket for n in line.parties)]
    )
    wanted = party.strip().lower()
    names = frozenset(name for name in known if wanted in _called(name, party_name(terms, name), standing))
    if not names:
        raise click.UsageError(f"there is no party, body or level {party!r}. Known here: {', '.join(known)}.")
    return names


def _called(name: str, short: str, standing: Standing) -> set[str]:
    legal = standing.terms.parties[name].legal_name if name in standing.terms.parties else name
    return {name.lower(), short.lower(), legal.lower()}


def _document(standing: Standing, lines: Sequence[Due]) -> dict[str, object]:
    from comity.reports.document_life import due_data

    return {
        "format": FORMAT,
        "alliance": standing.terms.alliance,
        "as_of": standing.as_of.isoformat(),
        "known_at": standing.known_at.isoformat(),
        "time_zone": standing.terms.calendar.time_zone,
        "docket": [due_data(line) for line in lines],
    }


def _show(standing: Standing, lines: Sequence[Due], names: frozenset[str] | None) -> None:
    from rich.console import Console

    from comity.reports.terminal_life import show_docket

    show_docket(standing, lines, Console(highlight=False), names)
