"""A file of facts as it is handed in: read, checked as what the agreement owes, and not recorded yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from comity.adapters.folder import FACTS
from comity.cli.problems import tell
from comity.cli.signing import Signing, refused
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.opening.alliance import open_from
from comity.opening.problems import errors
from comity.opening.source import source_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.adapters.desk import Desk
    from comity.agreement.model import Agreement, FactTable, Terms
    from comity.facts.model import RawFile, Submission
    from comity.record.documents import Submitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A file that is fit to be submitted, where it lies and its path in the record, and the agreement that owes it."""

    file: Path
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


def handed_in(desk: Desk, table: str, file: Path, about: Mapping[str, str], sign: Signing) -> Handed:
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
    return Handed(
        file=file, data=file.read_bytes(), path=path, agreement=opened.agreement, table=owed,
        submission=found.submission, about=about,
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
