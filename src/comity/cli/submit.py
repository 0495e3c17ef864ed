"""`comity submit`: a file of facts is put into the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.belated import belated_lines
from comity.cli.corrected import as_contradiction, overtaken_lines
from comity.cli.effects import effects, opened_with, with_entries
from comity.cli.handed import Handed, handed_in
from comity.cli.problems import plural
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.kernel.problem import Problem, Refused
from comity.opening.alliance import open_facts, open_from
from comity.opening.problems import errors
from comity.opening.source import source_at
from comity.record.files import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from comity.adapters.desk import Desk
    from comity.facts.model import SealedTable
    from comity.kernel.period import Period


@click.command("submit")
@options.folder
@click.argument("table")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--covers",
    default="",
    metavar="PERIODS",
    help="The periods for which the file is complete: 2026-03. Of one without a row it states that there was nothing.",
)
@click.option("--source", default="", metavar="TEXT", help="Where it comes from, in words.")
@click.option("--published", is_flag=True, help="It comes from a public source, such as exchange rates.")
@signing
def command(
    folder: Path, table: str, file: Path, covers: str, source: str, published: bool, sign: Signing
) -> None:  # fmt: skip
    """Submit FILE as facts of TABLE to the record in FOLDER.

    Its rows are known from the day on which it is submitted, and you reported them; so are those of a history, whatever
    they are about, and nothing that follows from them is dated back. A corrected file is submitted the same way: the
    old row stays, the new one holds from that day on, and what that changes is shown before it is recorded: figures,
    verdicts, and the difference to settle. Of a row that was reported on the same day already, the correction counts
    from the next one: --on takes tomorrow's day. A file that says nothing new is refused. The file itself is kept
    beside the record.
    """
    desk = desk_of(folder, sign.me)
    said = {"covers": covers, "source": source, "reported_by": PUBLISHED if published else ""}
    handed = handed_in(desk, table, file, {key: text for key, text in said.items() if text}, sign)
    told = _complete(desk, handed, sign.day)
    body = handed.body(desk)
    told += [*_running(handed, body["periods"], sign.day), *_late(desk, handed, body["periods"], sign)]
    data = desk.sign("facts.submitted", body, day=sign.day)
    with working("Looking at what follows"):
        lines = [*told, *_effects(desk, handed, data, sign)]
    count = plural(handed.submission.rows.num_rows, "row")
    ask(
        [heading(desk, sign.day, waits=not desk.is_keeper), f"  {handed.path}: {count} of {table}", *lines],
        yes=sign.yes,
    )
    recorded(desk, [data])


def _complete(desk: Desk, handed: Handed, day: date) -> list[str]:
    """Say what --covers states that the rows do not. Raises Refused where nobody can state it (facts.covers)."""
    from comity.facts.covers import slip, statements

    calendar = handed.terms.calendar
    wrong = slip(handed.submission, calendar, day, lambda period: _due_day(handed, period), "--covers")
    if wrong is not None:
        raise refused(desk, *wrong)
    return [f"  {said}" for said in statements(handed.submission, calendar, day, "--covers")]


def _due_day(handed: Handed, period: Period) -> date | None:
    from comity.standing.due.deadlines import due_day

    return due_day(handed.table, period, handed.agreement)


def _running(handed: Handed, names: Sequence[str], day: date) -> list[str]:
    """Say of which periods a row stands for the whole and comes before they are over, where that is not agreed."""
    from comity.kernel.words import periods_named

    if handed.table.every is None or handed.table.period_column is None:
        return []
    periods = [handed.terms.calendar.period(name) for name in names if name not in handed.submission.covers]
    found = [one for one in periods if one.last > day and (_due_day(handed, one) or one.last) >= one.last]
    return [f"  {periods_named(found)} {'is' if len(found) == 1 else 'are'} not over on {day}."] if found else []


def _late(desk: Desk, handed: Handed, names: Sequence[str], sign: Signing) -> list[str]:
    """Say which periods are reported for the first time after their day: what follows from them follows from today."""
    from comity.kernel.words import periods_named

    before = {name for one in desk.documents().facts if one.table == handed.table.name for name in one.periods}
    periods = [handed.terms.calendar.period(name) for name in names if name not in before]
    found = [period for period in periods if (_due_day(handed, period) or sign.day) < sign.day]
    if not found:
        return []
    were = "was due before" if len(found) == 1 else "were due before"
    return [f"  It counts as known from {sign.day}, and every deadline runs from then: {periods_named(found)} {were}."]


def _effects(desk: Desk, handed: Handed, data: bytes, sign: Signing) -> list[str]:
    """Return what a submission changes. Raises Refused where its rows contradict what was reported that day.

    And where it says nothing that is not known already: its rows would only seem to have become known later.
    """
    from comity.facts.history import says_the_same

    found = with_entries(desk, data)
    opened = open_from(desk.folder, source_at(desk), known_at=sign.day)
    was = open_facts(opened, known_at=sign.day)
    facts = open_facts(opened_with(desk, found, sign.day), known_at=sign.day)
    known = _problems(was.problems)
    new = [problem for problem in facts.problems if problem.code not in _ABOUT_RATES and str(problem) not in known]
    if errors(new):
        raise Refused(*(as_contradiction(problem, desk, handed, sign.day) for problem in new))
    name = handed.table.name
    _refuse_again(desk, handed, sign.day, is_known=says_the_same(was.tables[name], facts.tables[name], sign.day))
    told = [*_beside(handed, was.tables[name], sign.day), *overtaken_lines(desk, handed, found, sign.day)]
    told += belated_lines(opened, handed, was, facts, sign.day)
    return [*told, *effects(desk, found, sign.day)]


def _beside(handed: Handed, was: SealedTable, day: date) -> list[str]:
    """Say of which days rows were submitted for the same day already: without a key nothing takes their place."""
    from comity.facts.keys import keyed
    from comity.kernel.words import periods_named

    if keyed(handed.table, handed.terms).key:
        return []
    before = was.history.select(["_first", "_reporter", "_known_at"]).to_pylist()
    mine = {
        row["_first"] for row in before if (row["_reporter"], row["_known_at"]) == (handed.submission.reporter, day)
    }
    both = sorted(mine.intersection(handed.submission.rows.column("_first").to_pylist()))
    if not both:
        return []
    days = periods_named([handed.terms.calendar.period(one.isoformat()) for one in both])
    return [f"  It adds to the rows of {days} that are known from {day} already; a correction counts from a later day."]


def _refuse_again(desk: Desk, handed: Handed, day: date, *, is_known: bool) -> None:
    """Raise Refused where a file is recorded already. One that was corrected since may be submitted again."""
    same = [one for one in desk.documents().facts if one.origin.day <= day and handed.is_entry(one, desk.me)]
    hint = "A correction is a file that says something else of what was reported."
    # Rows without a key all count: of the same file twice on one day, they would count twice.
    today = [one for one in same if one.origin.day == day]
    one = next(iter(today or same), None)
    if one is not None and (today or is_known):
        raise refused(desk, f"this file is entry {one.origin.position} already ({one.path})", hint)
    if is_known and "source" not in handed.about:
        raise refused(desk, "all that it says is known already", hint)


_ABOUT_RATES = ("CMY-442", "CMY-443")
"""Problems of the agreement or of rates that are awaited, not of the file."""


def _problems(problems: tuple[Problem, ...]) -> set[str]:
    return {str(problem) for problem in problems}
