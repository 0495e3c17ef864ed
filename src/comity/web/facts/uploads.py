"""Files of facts that people upload: read, checked, compared, shown, and stored if they say so.

A file is stored as plain text, with who reported each row and since when it is known, under a name made by us. What is
stored is never written over: a correction is a file of its own. Where the alliance has a record, a file that is stored
here waits until its owner submits it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
from django.core.exceptions import PermissionDenied
from django.http import Http404

from comity.adapters.about import ABOUT
from comity.adapters.folder import FACTS
from comity.facts.found import Found
from comity.facts.headings import check_units, unheaded
from comity.facts.keys import keyed
from comity.facts.model import RawFile
from comity.facts.sheet import PROVENANCE
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.opening.alliance import Opened, open_agreement
from comity.web.access import Access
from comity.web.alliances.folders import folder_of
from comity.web.day import today
from comity.web.facts.checking import checked, clashes
from comity.web.facts.complete import COVERS, UNREADABLE, command, with_entry
from comity.web.facts.effects import effects_of
from comity.web.facts.prepared import Prepared, Warned, warned
from comity.web.facts.provenance import reporters_named
from comity.web.facts.reading import read_upload
from comity.web.facts.storing import locked, put, put_again, uploads
from comity.web.people.roles import Role

if TYPE_CHECKING:
    from comity.agreement.model import FactTable

UPLOADERS = frozenset({Role.MANAGER, Role.DATA_OWNER})
"""Who uploads facts, for their own party."""
NOTHING_NEW, OTHER_DAY = "CMY-992", "CMY-993"
WRONG_COLUMNS = ("CMY-421", "CMY-422")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file: its name under facts/TABLE/, and how many of its rows are what.

    `counts` is False where the alliance has a record; `next_step` then says what its owner runs. `complete` says what
    it states to be complete, and `taken_back` counts the rows that it takes back so. `problems` are warnings.
    """

    file: str
    rows: int
    new: int
    corrected: int
    unchanged: int
    taken_back: int
    complete: tuple[str, ...]
    known_at: date
    digest: str
    counts: bool
    next_step: str = ""
    problems: tuple[Problem, ...] = ()


def take(access: Access, table: str, name: str, content: bytes, *, store: bool, covers: str = "") -> Taken:
    """Check a file of facts, and store it unless only asked what it would come to. Safe when called twice at once.

    `covers` are the periods for which it says that it is complete, written as in about.yaml.
    Raises Refused with all its problems, PermissionDenied where this person may not report this table, Http404 where
    there is no such table.
    """
    with TemporaryDirectory(dir=uploads(), prefix="taken-") as made:
        source, stored = Path(made) / "upload", Path(made) / "stored.csv"
        source.write_bytes(content)
        found = prepare(access, table, name, source, stored, covers, effects=False)
        if store:
            confirm(access, found, stored)
    return taken(found)


def taken(one: Prepared) -> Taken:
    """Return what an upload comes to."""
    return Taken(
        file=one.file, rows=one.rows, new=one.difference.new, corrected=one.difference.corrected,
        unchanged=one.difference.unchanged + one.difference.overtaken, taken_back=one.difference.taken,
        complete=one.complete, known_at=one.known_at, digest=one.digest, counts=one.counts, next_step=next_step(one),
        problems=tuple(_problem(one.upload, told) for told in one.warnings),
    )  # fmt: skip


def _problem(file: str, one: Warned) -> Problem:
    place = Place(file=file, cell=one.where)
    return Problem(code=one.code, place=place, why=one.why, hint=one.hint, severity=Severity.WARNING)


def next_step(one: Prepared) -> str:
    """Return the command that makes a file count where the alliance has a record; "" where it counts at once."""
    return "" if one.counts else command(one.table, one.file, one.about.get(COVERS, ""))


def parties_of(access: Access, reporters: Iterable[str]) -> tuple[str, ...]:
    """Return the parties for which a person may upload rows of a table, in the order of its reporters."""
    mine = {party for role, party in access.held if role in UPLOADERS}
    return tuple(party for party in reporters if party in mine)


def reporters_of(table: FactTable) -> tuple[str, ...]:
    """Return who reports a table, the first of whom counts."""
    return tuple(one.party for one in table.reporters)


def prepare(
    access: Access, table: str, name: str, source: Path, stored: Path, covers: str = "", *, effects: bool = True
) -> Prepared:  # fmt: skip
    """Read and check a file, and write into `stored` what would be kept of it. Raises as `take` does."""
    folder, day = folder_of(access.alliance), today()
    opened = open_agreement(folder, known_at=day)
    owed = owed_table(opened, table)
    parties = parties_of(access, reporters_of(owed))
    if not parties:
        raise PermissionDenied
    raw, unread = read_upload(source, name)
    raw, headings = unheaded(raw, owed)
    complete_for = " ".join(covers.split())
    raw = replace(raw, about={COVERS: complete_for} if complete_for else {})
    try:
        unread += _of_other_units(raw, headings, opened, owed, parties)
        found = checked(opened, owed, parties, raw, unread, day, stored)
    except Refused as refused:
        raise Refused(*_with_its_table(refused.problems, opened, raw)) from None
    if not found.difference.changes:
        why = "every row of it is known already as it is here, so that storing it would change nothing"
        raise Refused(Problem(code=NOTHING_NEW, place=Place(file=raw.path), why=why, hint="Nothing is left to do."))
    digest = hashlib.sha256(stored.read_bytes()).hexdigest()
    made = Prepared(
        slug=access.alliance.slug, table=table, parties=parties, upload=raw.path, source=raw.digest,
        file=f"{day}-{'-'.join(parties)}-{_mark(digest, found.about)}.csv", digest=digest, rows=found.rows, day=day,
        about=found.about, complete=found.complete, known_at=found.known_at, backdated=found.backdated,
        counts=opened.source is None,
        difference=found.difference, warnings=tuple(map(warned, found.warnings)),
    )  # fmt: skip
    return replace(made, effects=effects_of(access, opened, made, stored)) if effects and made.counts else made


def _mark(digest: str, about: Mapping[str, str]) -> str:
    """Return what tells a file from others of its day: of the same bytes, too, that are complete for other periods."""
    whole = hashlib.sha256(f"{digest}\n{about[COVERS]}".encode()).hexdigest() if about else digest
    return whole[:12]


def _of_other_units(
    raw: RawFile, headings: Mapping[str, str], opened: Opened, owed: FactTable, parties: Sequence[str]
) -> list[Problem]:  # fmt: skip
    """Return a problem for each heading that says another unit than that in which a party reports its rows below it."""
    found = Found(raw, pa.array([], pa.int64()))
    check_units(found, headings, owed, reporters_named(raw, parties), opened.agreement.versions[-1][1].currency)
    return found.problems()


def _with_its_table(problems: Sequence[Problem], opened: Opened, raw: RawFile) -> list[Problem]:
    """Say of a file that has not the columns of this table whose columns it has, where these are another table's."""
    told = {name for name in raw.table.column_names if name not in PROVENANCE}
    others = [name for name, one in opened.agreement.versions[-1][1].facts.items() if set(one.columns) == told]
    foreign = [one for one in problems if one.code in WRONG_COLUMNS]
    if not others or not foreign:
        return [*problems]
    why = f"its columns are those of {' and of '.join(others)}"
    hint = "It may be the wrong file, or the wrong table: each table has a page of its own."
    rest = [one for one in problems if one not in foreign]
    return [replace(foreign[0], why=why, hint=hint, place=Place(file=raw.path)), *rest]


def confirm(access: Access, made: Prepared, stored: Path) -> None:
    """Store an upload that was prepared, if it still may be. Raises as `take` does."""
    folder, day = folder_of(access.alliance), today()
    with locked(access.alliance):  # what is checked here is what is stored, whatever else is uploaded meanwhile
        opened = open_agreement(folder, known_at=day)
        owed = owed_table(opened, made.table)
        if not set(made.parties) <= set(parties_of(access, reporters_of(owed))):
            raise PermissionDenied
        if made.day != day:
            why, hint = f"this was looked at on {made.day}, and counts from that day", "Upload the file again."
            raise Refused(Problem(code=OTHER_DAY, place=Place(file=made.upload), why=why, hint=hint))
        if opened.source is None and (wrong := _clashes(opened, made, stored)):
            raise Refused(*wrong)
        if not _put(folder, made, stored):
            why = "this file was stored already"
            raise Refused(Problem(code=NOTHING_NEW, place=Place(file=made.upload), why=why))


def _put(folder: Path, made: Prepared, stored: Path) -> bool:
    """Put a file into the folder of an alliance; False where it is there already. Raises Refused.

    What about.yaml says of it comes first: it never counts without that.
    """
    target = folder / FACTS / made.table / made.file
    if target.exists():
        return False
    if made.about:
        about = target.with_name(ABOUT)
        if not put_again(about, lambda text: with_entry(text, made.table, made.file, made.about)):
            why = "somebody else changed it again and again while a line was to be added"
            place = Place(file=f"{FACTS}/{made.table}/{ABOUT}")
            raise Refused(Problem(code=UNREADABLE, place=place, why=why, hint="Store the file once it is saved."))
    return put(stored, target)


def _clashes(opened: Opened, made: Prepared, stored: Path) -> list[Problem]:
    return clashes(opened, made.table, made.file, stored, made.known_at, made.upload, made.about)


def owed_table(opened: Opened, table: str) -> FactTable:
    """Return a table that the agreement owes, with the key its rows are known by. Raises Http404."""
    terms = opened.agreement.versions[-1][1]
    if table not in terms.facts:
        raise Http404
    return keyed(terms.facts[table], terms)
