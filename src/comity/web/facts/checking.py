"""An uploaded file against the table that the agreement owes, and against all that was reported before it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from comity.adapters.about import ABOUT, ALL_FILES
from comity.adapters.folder import FACTS
from comity.agreement.model import FactTable
from comity.facts.model import Facts, RawFile, Submission
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.opening.alliance import Opened, facts_and_problems
from comity.opening.problems import errors
from comity.opening.sound import Sound, in_order, sound
from comity.web.facts.bounds import outgrown
from comity.web.facts.complete import about_of, as_uploaded, said_of, stated
from comity.web.facts.difference import Difference, Held, difference, left_out
from comity.web.facts.provenance import OTHER_PARTY, with_provenance, without_provenance
from comity.web.facts.staging import staged

CLASH, ABOUT_ALL = "CMY-440", "CMY-994"
CORRECTS = "A row that corrects an earlier one leaves known_at empty, or says a later day: then it counts from there."
MOST_DAYS = 7
"""How many days a correction may have to wait because one of the same was uploaded on each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file without an error, and what it changes. `known_at` is the day from which its rows count.

    `about` is what about.yaml is to say of it, and `complete` says what it states to be complete.
    """

    rows: int
    known_at: date
    backdated: int
    difference: Difference
    warnings: tuple[Problem, ...]
    about: Mapping[str, str] = field(default_factory=dict)
    complete: tuple[str, ...] = ()


def checked(
    opened: Opened, owed: FactTable, parties: Sequence[str], raw: RawFile, before: Sequence[Problem], day: date,
    stored: Path,
) -> Checked:  # fmt: skip
    """Check a file, and write what would be kept of it into `stored`. Raises Refused with all its problems.

    `before` is what was found while it was read: then the rows of `raw` that are blank cannot be used. What `raw` has
    in its `about` are the periods for which it is said to be complete.
    """
    if opened.source is not None:
        return _for_the_record(opened, owed, parties, raw, before, day, stored)
    general = _about(opened.folder.path, owed.name, parties, raw)
    facts, _ = facts_and_problems(opened, day)
    held = _held(opened, owed, facts)
    for known_at in (day + timedelta(days=n) for n in range(MOST_DAYS)):
        about = said_of(raw, parties, known_at, counts=True)
        told = with_provenance(replace(raw, about={**general, **about}), parties, day, known_at)
        found = sound(opened.agreement, owed, told.raw, [*before, *told.problems], empty=Severity.ERROR)
        new = _new(opened, owed.name, found, known_at, stored, about)
        # What was uploaded today cannot be corrected today: which of the two holds would depend on nothing.
        again = {one.code for one in errors(new)} == {CLASH} and not told.stated
        if not again and not _leaves_out(held, found, known_at):
            break
    return replace(_checked(opened, held, found, new, known_at, told.backdated, stored), about=about)


def _leaves_out(held: Held, found: Sound, known_at: date) -> bool:
    """Tell whether a file would take back what is known from the same day, which it can only from the next one on."""
    if found.submission is None:
        return False
    return known_at in left_out(held, found.submission, known_at).column("_known_at").to_pylist()


def _new(
    opened: Opened, table: str, found: Sound, day: date, stored: Path, about: Mapping[str, str]
) -> list[Problem]:  # fmt: skip
    """Return what is wrong with the sound rows of a file beside all that was reported before."""
    if found.submission is None:
        return []
    stored.write_bytes(_text(found.raw, numbered=True))
    return beside(opened, table, f"upload-{found.raw.digest[:12]}.csv", stored, day, found.raw.path, about)


def _held(opened: Opened, owed: FactTable, facts: Facts) -> Held:
    terms = opened.agreement.versions[-1][1]
    return Held(table=owed, sealed=facts.tables[owed.name], currency=terms.currency, calendar=terms.calendar)


def _checked(
    opened: Opened, held: Held, found: Sound, new: Sequence[Problem], known_at: date, backdated: int, stored: Path
) -> Checked:  # fmt: skip
    problems = tuple(as_uploaded(one, found.raw.path) for one in in_order([*found.problems, *new]))
    if found.submission is None or errors(problems):
        raise Refused(*problems)
    complete = stated(found.submission, held.table, opened.agreement, known_at)
    stored.write_bytes(_text(found.raw))
    return Checked(
        rows=found.submission.rows.num_rows, known_at=known_at, backdated=backdated, warnings=problems,
        difference=difference(held, found.submission, known_at), complete=complete,
    )  # fmt: skip


def clashes(
    opened: Opened, table: str, name: str, stored: Path, day: date, shown: str, about: Mapping[str, str]
) -> list[Problem]:  # fmt: skip
    """Return the errors that the facts of an alliance would have with one more file and do not have without it."""
    return errors(beside(opened, table, name, stored, day, shown, about))


def beside(
    opened: Opened, table: str, name: str, stored: Path, day: date, shown: str, about: Mapping[str, str]
) -> list[Problem]:  # fmt: skip
    """Return what is wrong with the facts of an alliance with one more file and not without it, warnings too.

    What only deserves a look is told of the rows of this file: others are not the uploader's to read. `about` is what
    about.yaml would say of the file.
    """
    held, known = facts_and_problems(opened, day)
    with staged(opened, table, name, stored, about) as there:
        facts, after = facts_and_problems(there, day)
    before = {_what(one) for one in known}
    new = _told([one for one in after if _what(one) not in before], lambda place: _name(place) == name, shown)
    return [*new, *outgrown(opened, held, facts, day, shown)]


def _told(found: Sequence[Problem], is_own: Callable[[Place], bool], shown: str) -> list[Problem]:
    """Return problems at their places in the file that was uploaded, as its uploader calls it."""
    told = []
    for one in found:
        own = [place for place in (one.place, *(near.place for near in one.related)) if is_own(place)]
        if own or one.severity is Severity.ERROR:
            place = _own_place(own[0], one.place, shown) if own else Place(file=shown)
            hint = CORRECTS if one.code == CLASH else one.hint
            told.append(replace(one, place=place, related=(), hint=hint))
    return told


def _own_place(own: Place, told: Place, shown: str) -> Place:
    """Return the place of a problem in the uploaded file: the row there, the column that is told of the other row."""
    row, _, column = own.cell.partition(", ")
    return replace(own, file=shown, cell=", ".join(filter(None, (row, column or told.cell.partition(", ")[2]))))


def _what(one: Problem) -> tuple[str, str, str, str]:
    return one.code, one.why, one.place.cell, _name(one.place)


def _name(place: Place) -> str:
    return place.file.rpartition("/")[2]


def _for_the_record(
    opened: Opened, owed: FactTable, parties: Sequence[str], raw: RawFile, before: Sequence[Problem], day: date,
    stored: Path,
) -> Checked:  # fmt: skip
    if len(parties) > 1:
        why = "you report for both parties, and a file in the record is of one"
        raise Refused(Problem(code=OTHER_PARTY, place=Place(file=raw.path), why=why, hint="Submit it from the desk."))
    told = with_provenance(raw, parties, day, day)
    about = said_of(raw, parties, day, counts=False)
    kept = without_provenance(raw, parties[0], day)
    kept = replace(kept, about={**kept.about, **about})
    found = sound(opened.agreement, owed, kept, [*before, *told.problems], empty=Severity.ERROR)
    facts, known = facts_and_problems(opened, day)
    new: list[Problem] = []
    if found.submission is not None:
        after, told_after = _with(opened, found.submission, day)
        before_it = {_what(one) for one in known}
        new = _told(
            [one for one in told_after if _what(one) not in before_it], lambda at: at.file == raw.path, raw.path
        )
        new += outgrown(opened, facts, after, day, raw.path)
    return replace(_checked(opened, _held(opened, owed, facts), found, new, day, 0, stored), about=about)


def _with(opened: Opened, one: Submission, day: date) -> tuple[Facts, list[Problem]]:
    """Return the facts of a record with one more file, and what they would have to be told of."""
    agreement, submissions, wrong, unread = opened.recorded[0]
    there = replace(opened, recorded=[(agreement, [*submissions, one], wrong, unread)])
    return facts_and_problems(there, day)


def _about(folder: Path, table: str, parties: Sequence[str], raw: RawFile) -> Mapping[str, str]:
    """Return what about.yaml says of all files of a table; it may not speak for other rows than the uploader's."""
    shown = f"{FACTS}/{table}/{ABOUT}"
    said = about_of(folder, table).get(ALL_FILES, {})
    if "covers" in said or said.get("reported by", parties[0]) not in parties:
        why = f"{ABOUT} of this table says of all its files who reported them or what they cover, and so of this one"
        hint = f"Say it there file by file: the administrator changes {shown}."
        raise Refused(Problem(code=ABOUT_ALL, place=Place(file=raw.path), why=why, hint=hint))
    return said


def _text(raw: RawFile, *, numbered: bool = False) -> bytes:
    """Return the rows of a file as CSV: what is kept holds texts and nothing else.

    Blank ones are left out, unless the others are to keep their numbers.
    """
    names = raw.table.column_names
    columns = [raw.table.column(name).to_pylist() for name in names]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(names)
    rows = zip(*columns, strict=True)
    lines.writerows(row for row in rows if numbered or any(cell is not None for cell in row))
    return out.getvalue().encode()
