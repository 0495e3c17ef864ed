"""`comity submit`: a file of facts is put into the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from comity.adapters.folder import FACTS
from comity.cli import options
from comity.cli.effects import effects, opened_with, with_entries
from comity.cli.problems import plural, tell
from comity.cli.progress import working
from comity.cli.signing import Signing, ask, desk_of, heading, recorded, refused, signing
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.opening.alliance import open_facts, open_from
from comity.opening.problems import errors
from comity.opening.source import source_at
from comity.record.files import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from comity.adapters.desk import Desk
    from comity.agreement.model import Agreement, FactTable, Terms
    from comity.facts.model import RawFile, SealedTable, Submission
    from comity.kernel.period import Period
    from comity.record.documents import Submitted


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
    they are about, and nothing that follows from them is dated back. A corrected file is submitted the
    same way: the old row stays, the new one holds from that day on, and what that changes is shown before it is
    recorded: figures, verdicts, and the difference to settle. A file that says nothing new is refused. The file itself
    is kept beside the record.
    """
    desk = desk_of(folder, sign.me)
    said = {"covers": covers, "source": source, "reported_by": PUBLISHED if published else ""}
    handed = _read(desk, table, file, {key: text for key, text in said.items() if text}, sign)
    told = _complete(desk, handed, sign.day)
    body = handed.body(desk)
    told += _late(desk, handed, body["periods"], sign)
    data = desk.sign("facts.submitted", body, day=sign.day)
    with working("Looking at what follows"):
        lines = [*told, *_effects(desk, handed, data, sign)]
    count = plural(handed.submission.rows.num_rows, "row")
    ask(
        [heading(desk, sign.day, waits=not desk.is_keeper), f"  {handed.path}: {count} of {table}", *lines],
        yes=sign.yes,
    )
    recorded(desk, [data])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handed:
    """A file that is fit to be submitted, and the agreement that owes it."""

    data: bytes
    path: str
    agreement: Agreement
    table: FactTable
    submission: Submission
    about: Mapping[str, str]

    @property
    def terms(self) -> Terms:
        """The terms by which it was read."""
        return self.agreement.versions[-1][1]

    def is_entry(self, one: Submitted, me: str) -> bool:
        """Whether a party has recorded these bytes already, and said the same of them."""
        said = {key.replace("_", " "): text for key, text in self.about.items()}
        same = one.table == self.table.name and one.digest == self.submission.digest
        return same and one.origin.actor == me and one.about == said

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
    problems = [_as_submitted(one, file, about) for one in found.problems]
    if found.submission is None or errors(problems):
        raise Refused(*problems)
    tell(problems)
    return _Handed(
        data=file.read_bytes(), path=path, agreement=opened.agreement, table=owed, submission=found.submission,
        about=about,
    )  # fmt: skip


def _as_submitted(problem: Problem, file: Path, about: Mapping[str, str]) -> Problem:
    """Return a problem as it is of a file that is submitted: an option says here what about.yaml says elsewhere.

    A file that says nothing at all would be an entry for nothing.
    """
    from comity.facts.found import ABOUT
    from comity.opening.sound import EMPTY

    if problem.code == EMPTY:
        return replace(problem, severity=Severity.ERROR)
    if PurePosixPath(problem.place.file).name != ABOUT:
        return problem
    signer = "--published" if "reported_by" in about else "--as"
    option = "--covers" if problem.place.cell.endswith(", covers") else signer
    return replace(problem, place=Place(file=str(file), cell=option))


def _owed(desk: Desk, terms: Terms, table: str) -> FactTable:
    if table not in terms.facts:
        known = ", ".join(terms.facts)
        raise refused(desk, f"the agreement owes no table {table}", f"It owes {known}." if known else "")
    return terms.facts[table]


def _without_provenance(raw: RawFile) -> RawFile:
    """Return a file without columns that say when it was known and by whom: the entry says that."""
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


def _complete(desk: Desk, handed: _Handed, day: date) -> list[str]:
    """Say what --covers states that the rows do not. Raises Refused where it names other periods than they have."""
    from comity.facts.covers import against_rows
    from comity.kernel.words import periods_named

    calendar, covers = handed.terms.calendar, handed.submission.covers
    empty, beyond = against_rows(handed.submission, calendar)
    if beyond and len(empty) == len(covers):
        why = f"--covers names {periods_named(empty)}, and all rows of the file are of {periods_named(beyond)}"
        hint = "Name the periods of its rows. That there was nothing in a period is stated by a file of its own, "
        raise refused(desk, why, f"{hint}with a header and no rows.")
    lines = []
    if empty:
        stated = f"  It states that there was nothing in {periods_named(empty)} (sums and counts are 0): "
        lines += [f"{stated}--covers names {_them(empty)}, and no row of the file does."]
    if beyond:
        lines += [f"  It has rows of {periods_named(beyond)} too, for which --covers does not say that it is complete."]
    early = [one for one in map(calendar.period, covers) if one.last > day]
    if early:
        not_over = f"{periods_named(early)} {'is' if len(early) == 1 else 'are'} not over on {day}"
        lines += [f"  {not_over}: it states to be complete for {_them(early)} all the same."]
    return lines


def _them(periods: Sequence[Period]) -> str:
    return "it" if len(periods) == 1 else "them"


def _late(desk: Desk, handed: _Handed, periods: Sequence[str], sign: Signing) -> list[str]:
    """Say which periods are reported for the first time after their day: what follows from them follows from today."""
    from comity.kernel.words import periods_named
    from comity.standing.due.deadlines import anchors_of

    due = handed.table.due
    if due is None:
        return []
    agreement = handed.agreement
    before = {name for one in desk.documents().facts if one.table == handed.table.name for name in one.periods}
    found = []
    for period in (handed.terms.calendar.period(name) for name in periods if name not in before):
        terms = agreement.as_of(period.first)
        day = terms.calendar.deadline_day(due, anchors_of(period, terms), handed.table.every)
        if day is not None and day < sign.day:
            found.append(period)
    if not found:
        return []
    were = "was due before" if len(found) == 1 else "were due before"
    return [f"  It counts as known from {sign.day}, and every deadline runs from then: {periods_named(found)} {were}."]


def _effects(desk: Desk, handed: _Handed, data: bytes, sign: Signing) -> list[str]:
    """Return what a submission changes. Raises Refused where its rows contradict what was reported that day.

    And where it says nothing that is not known already: its rows would only seem to have become known later.
    """
    from comity.facts.history import says_the_same

    found = with_entries(desk, data)
    was = open_facts(open_from(desk.folder, source_at(desk), known_at=sign.day), known_at=sign.day)
    facts = open_facts(opened_with(desk, found, sign.day), known_at=sign.day)
    known = _problems(was.problems)
    new = [problem for problem in facts.problems if problem.code not in _ABOUT_RATES and str(problem) not in known]
    if errors(new):
        raise Refused(*new)
    name = handed.table.name
    _refuse_again(desk, handed, sign.day, is_known=says_the_same(was.tables[name], facts.tables[name], sign.day))
    return [*_beside(handed, was.tables[name], sign.day), *effects(desk, found, sign.day)]


def _beside(handed: _Handed, was: SealedTable, day: date) -> list[str]:
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


def _refuse_again(desk: Desk, handed: _Handed, day: date, *, is_known: bool) -> None:
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
