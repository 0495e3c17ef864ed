"""An uploaded file against the table that the agreement owes, and against all that was reported before it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from comity.adapters.about import ABOUT, ALL_FILES, read_about
from comity.adapters.folder import FACTS
from comity.agreement.model import FactTable
from comity.facts.history import holding
from comity.facts.judgements import check_judgements
from comity.facts.model import Facts, RawFile, Submission
from comity.facts.validate import validate
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.opening.alliance import Opened, facts_and_problems
from comity.opening.problems import errors
from comity.web.facts.difference import Difference, difference
from comity.web.facts.provenance import OTHER_PARTY, with_provenance, without_provenance
from comity.web.facts.staging import staged

EMPTY, CLASH, ABOUT_ALL = "CMY-436", "CMY-440", "CMY-994"
MOST_DAYS = 7
"""How many days a correction may have to wait because one of the same was uploaded on each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file without an error, and what it changes. `known_at` is the day from which its rows count."""

    rows: int
    known_at: date
    backdated: int
    difference: Difference
    warnings: tuple[Problem, ...]


def checked(
    opened: Opened, owed: FactTable, parties: Sequence[str], raw: RawFile, day: date, stored: Path
) -> Checked:  # fmt: skip
    """Check a file, and write what would be kept of it into `stored`. Raises Refused with all its problems."""
    if opened.source is not None:
        return _for_the_record(opened, owed, parties, raw, day, stored)
    about = _about(opened.folder.path, owed.name, parties, raw)
    facts, _ = facts_and_problems(opened, day)
    for known_at in (day + timedelta(days=n) for n in range(MOST_DAYS)):
        told = with_provenance(replace(raw, about=about), parties, day, known_at)
        submission, warnings = _valid(opened, owed, told.raw, told.problems)
        stored.write_bytes(_text(told.raw))
        wrong = clashes(opened, owed.name, "upload.csv", stored, known_at, raw.path)
        # What was uploaded today cannot be corrected today: which of the two holds would depend on nothing.
        if not wrong or told.stated or {one.code for one in wrong} != {CLASH}:
            break
    if wrong:
        raise Refused(*wrong)
    return Checked(
        rows=submission.rows.num_rows, known_at=known_at, backdated=told.backdated, warnings=tuple(warnings),
        difference=_difference(facts, owed, submission, known_at),
    )  # fmt: skip


def clashes(opened: Opened, table: str, name: str, stored: Path, day: date, shown: str) -> list[Problem]:
    """Return the errors that the facts of an alliance would have with one more file and do not have without it."""
    before = {_what(one) for one in facts_and_problems(opened, day)[1]}
    with staged(opened, table, name, stored) as there:
        after = errors(facts_and_problems(there, day)[1])
    new = [one for one in after if _what(one) not in before]
    return [replace(one, place=replace(one.place, file=shown), related=()) for one in new]


def _what(one: Problem) -> tuple[str, str, str]:
    return one.code, one.why, one.place.cell


def _for_the_record(
    opened: Opened, owed: FactTable, parties: Sequence[str], raw: RawFile, day: date, stored: Path
) -> Checked:  # fmt: skip
    if len(parties) > 1:
        why = "you report for both parties, and a file in the record is of one"
        raise Refused(Problem(code=OTHER_PARTY, place=Place(file=raw.path), why=why, hint="Submit it from the desk."))
    told = with_provenance(raw, parties, day, day)
    kept = without_provenance(raw, parties[0], day)
    submission, warnings = _valid(opened, owed, kept, told.problems)
    stored.write_bytes(_text(kept))
    facts, _ = facts_and_problems(opened, day)
    return Checked(
        rows=submission.rows.num_rows, known_at=day, backdated=0, warnings=tuple(warnings),
        difference=_difference(facts, owed, submission, day),
    )  # fmt: skip


def _valid(
    opened: Opened, owed: FactTable, raw: RawFile, before: Sequence[Problem]
) -> tuple[Submission, list[Problem]]:  # fmt: skip
    """Return a file as the agreement declares its rows, and warnings. Raises Refused with everything that is wrong."""
    terms = opened.agreement.versions[-1][1]
    found, problems = validate(raw, owed, terms.calendar, terms.starts, terms.ends, terms.currency)
    if found is not None:
        problems += check_judgements(raw, found, opened.agreement.as_of)
    problems = [*before, *problems]
    if found is not None and not found.rows.num_rows:
        problems = [replace(one, severity=Severity.ERROR, hint="") if one.code == EMPTY else one for one in problems]
    if found is None or errors(problems):
        raise Refused(*problems)
    return found, problems


def _about(folder: Path, table: str, parties: Sequence[str], raw: RawFile) -> dict[str, str]:
    """Return what about.yaml says of all files of a table; it may not speak for other rows than the uploader's."""
    shown = f"{FACTS}/{table}/{ABOUT}"
    said = read_about(folder / FACTS / table / ABOUT, shown, [], []).files.get(ALL_FILES, {})
    if "covers" in said or said.get("reported by", parties[0]) not in parties:
        why = f"{ABOUT} of this table says of all its files who reported them or what they cover, and so of this one"
        hint = f"Say it there file by file: the administrator changes {shown}."
        raise Refused(Problem(code=ABOUT_ALL, place=Place(file=raw.path), why=why, hint=hint))
    return said


def _difference(facts: Facts, owed: FactTable, submission: Submission, known_at: date) -> Difference:
    sealed = facts.tables[owed.name]
    return difference(holding(sealed.history, known_at), submission, owed)


def _text(raw: RawFile) -> bytes:
    """Return the rows of a file as CSV, blank ones left out: what is kept holds texts and nothing else."""
    names = raw.table.column_names
    columns = [raw.table.column(name).to_pylist() for name in names]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(names)
    lines.writerows(row for row in zip(*columns, strict=True) if any(cell is not None for cell in row))
    return out.getvalue().encode()
