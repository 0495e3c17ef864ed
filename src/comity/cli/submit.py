"""`comity submit`: a file of facts is put into the record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from comity.adapters.folder import FACTS
from comity.cli import options
from comity.cli.effects import effects, opened_with, with_entries
from comity.cli.problems import plural, tell
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.kernel.problem import Problem, Refused
from comity.opening.alliance import open_facts, open_from
from comity.opening.problems import errors
from comity.opening.source import source_at
from comity.record.files import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from comity.adapters.desk import Desk
    from comity.agreement.model import FactTable, Terms
    from comity.facts.model import RawFile, Submission


@click.command("submit")
@options.folder
@click.argument("table")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--covers", default="", metavar="PERIODS", help="The periods for which the file is complete: 2026-03.")
@click.option("--source", default="", metavar="TEXT", help="Where it comes from, in words.")
@click.option("--published", is_flag=True, help="It comes from a public source, such as exchange rates.")
@signing
def command(
    folder: Path, table: str, file: Path, covers: str, source: str, published: bool, sign: Signing
) -> None:  # fmt: skip
    """Submit FILE as facts of TABLE to the record in FOLDER.

    Its rows are known from the day on which it is submitted, and you reported them; so are those of a history, whatever
    they are about, and nothing that follows from them is dated back. A corrected file is submitted the
    same way: the old row stays, the new one holds from that day on, and what that changes is shown before it is
    recorded: figures, verdicts, and the difference to settle. The file itself is kept beside the record.
    """
    desk = desk_of(folder, sign.me)
    said = {"covers": covers, "source": source, "reported_by": PUBLISHED if published else ""}
    handed = _read(desk, table, file, {key: text for key, text in said.items() if text}, sign)
    body = handed.body(desk)
    late = _late(desk, handed, body["periods"], sign)
    data = desk.sign("facts.submitted", body, day=sign.day)
    with working("Looking at what follows"):
        lines = [*late, *_effects(desk, data, sign)]
    count = plural(handed.submission.rows.num_rows, "row")
    ask(
        [heading(desk, sign.day, waits=not desk.is_keeper), f"  {handed.path}: {count} of {table}", *lines],
        yes=sign.yes,
    )
    recorded(desk, [data])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handed:
    """A file that is fit to be submitted."""

    data: bytes
    path: str
    table: FactTable
    submission: Submission
    about: Mapping[str, str]

    def body(self, desk: Desk) -> dict[str, Any]:
        """Return the body of its entry, and keep the file."""
        rows = self.submission.rows
        name = self.table.period_column
        is_period = self.table.every is not None and name is not None
        return {
            "table": self.table.name,
            "path": self.path,
            "digest": desk.blobs.keep(self.data),
            "rows": rows.num_rows,
            "periods": sorted(set(rows.column(name).to_pylist())) if is_period and name is not None else [],
            "about": dict(self.about),
        }


def _read(desk: Desk, table: str, file: Path, about: Mapping[str, str], sign: Signing) -> _Handed:
    """Read a file and check it as facts of a table. Raises Refused with everything that is wrong with it."""
    from comity.adapters.files import read_fact_file
    from comity.facts.keys import keyed
    from comity.opening.sound import sound

    opened = open_from(desk.folder, source_at(desk), known_at=sign.day)
    terms = opened.agreement.versions[-1][1]
    owed = _owed(desk, terms, table)
    path = _free_path(desk, f"{FACTS}/{table}/{file.name}")
    stated = about.get("reported_by", desk.me)
    said = {**{key: text for key, text in about.items() if key != "reported_by"}, "reported by": stated}
    said["known at"] = sign.day.isoformat()
    raw, unread = read_fact_file(file, file.suffix.lower(), str(file), said, faulty=True)
    if raw is None:
        raise Refused(*unread)
    found = sound(opened.agreement, keyed(owed, terms), _without_provenance(raw), unread)
    if found.submission is None or errors(found.problems):
        raise Refused(*found.problems)
    tell(found.problems)
    return _Handed(data=file.read_bytes(), path=path, table=owed, submission=found.submission, about=about)


def _owed(desk: Desk, terms: Terms, table: str) -> FactTable:
    if table not in terms.facts:
        known = ", ".join(terms.facts)
        raise refused(desk, f"the agreement owes no table {table}", f"It owes {known}." if known else "")
    return terms.facts[table]


def _without_provenance(raw: RawFile) -> RawFile:
    """Return a file without columns that say when it was known and by whom: the entry says that."""
    from dataclasses import replace

    from comity.facts.sheet import PROVENANCE

    said = [name for name in PROVENANCE if name in raw.table.column_names]
    if said:
        click.echo(f"{raw.path}: {' and '.join(said)} is not read from a file that is submitted", err=True)
    return replace(raw, table=raw.table.drop_columns(said)) if said else raw


def _free_path(desk: Desk, path: str) -> str:
    """Return a path under which nothing was submitted yet: a corrected file of the same name gets a number."""
    used = {one.path for one in desk.documents().facts}
    pure, number, found = PurePosixPath(path), 2, path
    while found in used:
        found = str(pure.with_name(f"{pure.stem}.{number}{pure.suffix}"))
        number += 1
    return found


def _late(desk: Desk, handed: _Handed, periods: Sequence[str], sign: Signing) -> list[str]:
    """Say which periods are reported for the first time after their day: what follows from them follows from today."""
    from comity.kernel.words import periods_named
    from comity.standing.due.deadlines import anchors_of

    due = handed.table.due
    if due is None:
        return []
    agreement = open_from(desk.folder, source_at(desk), known_at=sign.day).agreement
    before = {name for one in desk.documents().facts if one.table == handed.table.name for name in one.periods}
    found = []
    for period in (agreement.versions[-1][1].calendar.period(name) for name in periods if name not in before):
        terms = agreement.as_of(period.first)
        day = terms.calendar.deadline_day(due, anchors_of(period, terms), handed.table.every)
        if day is not None and day < sign.day:
            found.append(period)
    if not found:
        return []
    were = "was due before" if len(found) == 1 else "were due before"
    return [f"  It counts as known from {sign.day}, and every deadline runs from then: {periods_named(found)} {were}."]


def _effects(desk: Desk, data: bytes, sign: Signing) -> list[str]:
    """Return what a submission changes. Raises Refused where its rows contradict what was reported that day."""
    found = with_entries(desk, data)
    known = _problems(
        open_facts(open_from(desk.folder, source_at(desk), known_at=sign.day), known_at=sign.day).problems
    )
    facts = open_facts(opened_with(desk, found, sign.day), known_at=sign.day)
    new = [problem for problem in facts.problems if problem.code not in _ABOUT_RATES and str(problem) not in known]
    if errors(new):
        raise Refused(*new)
    return effects(desk, found, sign.day)


_ABOUT_RATES = ("CMY-442", "CMY-443")
"""Problems of the agreement or of rates that are awaited, not of the file."""


def _problems(problems: tuple[Problem, ...]) -> set[str]:
    return {str(problem) for problem in problems}
