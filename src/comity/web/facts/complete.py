"""The periods for which an upload says that it is complete: what that states, and where it is kept (about.yaml).

Whoever had nothing to report uploads a header alone and names the period: no row there then means that there was none.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.adapters.about import ABOUT, read_about
from comity.adapters.folder import FACTS
from comity.agreement.model import Agreement, FactTable
from comity.facts.covers import slip, statements
from comity.facts.model import RawFile, Submission
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.kernel.words import and_list
from comity.kernel.words import day as in_words
from comity.opening.drafts.emit import flow
from comity.opening.sound import EMPTY
from comity.standing.due.deadlines import due_day
from comity.web.facts.provenance import OTHER_PARTY, reporters_named
from comity.web.facts.storing import text_of

COVERS = "covers"
FIELD = "complete for"
"""How the field of the form is called, and the place of what is wrong with it."""
MOST = 200
"""Letters of periods: as many as the field takes."""
OTHER_PERIODS, UNREADABLE = "CMY-437", "CMY-410"
NOTHING_TO_REPORT = f"If there was nothing to report, name the periods under “{FIELD}”, such as 2026-03."


def said_of(raw: RawFile, parties: Sequence[str], day: date, *, counts: bool) -> dict[str, str]:
    """Return what about.yaml is to say of an upload; nothing where it is not said to be complete. Raises Refused.

    Of one that counts it says too who reported it, and since `day`: rows that say so themselves may be missing.
    """
    covers = raw.about.get(COVERS, "")
    if not covers:
        return {}
    if len(covers) > MOST:
        why = f"more than {MOST} letters of periods are not taken"
        hint = "Write a range: 2026-01..2026-06."
        raise Refused(Problem(code=OTHER_PERIODS, place=Place(file=raw.path, cell=FIELD), why=why, hint=hint))
    who = reporters_named(raw, parties)
    if len(who) != 1:
        why = f"you report for {and_list(parties)}, and only one party can say of a file that it is complete"
        hint = "Upload a file for each of them, with its rows alone; where there are none, its data owner uploads it."
        raise Refused(Problem(code=OTHER_PARTY, place=Place(file=raw.path, cell=FIELD), why=why, hint=hint))
    return {"reported by": who[0], "known at": day.isoformat(), COVERS: covers} if counts else {COVERS: covers}


def stated(one: Submission, owed: FactTable, agreement: Agreement, day: date) -> tuple[str, ...]:
    """Return in sentences what a file that counts from a day states and its rows do not show. Raises Refused."""
    calendar, field = agreement.versions[-1][1].calendar, f"“{FIELD}”"
    wrong = slip(one, calendar, day, lambda period: due_day(owed, period, agreement), field, in_words)
    if wrong is not None:
        why, hint = wrong
        raise Refused(Problem(code=OTHER_PERIODS, place=Place(file=one.path, cell=FIELD), why=why, hint=hint))
    return tuple(statements(one, calendar, day, field, in_words))


def as_uploaded(problem: Problem, shown: str) -> Problem:
    """Return a problem as it is of an upload: a field of the form says there what about.yaml says of other files."""
    if problem.code == EMPTY:
        return replace(problem, hint=NOTHING_TO_REPORT)
    if problem.place.file.rpartition("/")[2] == ABOUT and problem.place.cell.endswith(f", {COVERS}"):
        return replace(problem, place=Place(file=shown, cell=FIELD))
    return problem


def command(table: str, file: str, covers: str) -> str:
    """Return what the owner of a file runs so that it counts, where the alliance has a record."""
    return shlex.join(["comity", "submit", "FOLDER", table, file, *(["--covers", covers] if covers else [])])


# -- about.yaml -------------------------------------------------------------------------------


def about_of(folder: Path, table: str) -> Mapping[str, Mapping[str, str]]:
    """Return what about.yaml of a table says, by file, as far as it can be read."""
    try:
        return _read(text_of(folder / FACTS / table / ABOUT))[0]
    except OSError:
        return {}


def with_entry(before: bytes, table: str, file: str, said: Mapping[str, str]) -> bytes:
    """Return a text of about.yaml of a table with what is said of one more file below what stands there.

    Raises Refused where that would not be read as it is meant.
    """
    line = f"{file}: {flow(said)}\n"
    known, was_wrong = _read(before)
    if not was_wrong and known.get(file) == said:
        return before
    after = before + (b"" if not before or before.endswith(b"\n") else b"\n") + line.encode()
    found, is_wrong = _read(after)
    if is_wrong or found != {**known, file: said}:
        why = "nothing can be added to it, so that it cannot say for which periods the file is complete"
        hint = f"The administrator makes it a map with one file a line, or empties it; the line is: {line.strip()}"
        raise Refused(Problem(code=UNREADABLE, place=Place(file=f"{FACTS}/{table}/{ABOUT}"), why=why, hint=hint))
    return after


@lru_cache(maxsize=8)  # a request looks at a text, and at the same with one more line, several times
def _read(text: bytes) -> tuple[Mapping[str, Mapping[str, str]], bool]:
    """Return what a text of about.yaml says by file, and whether something is wrong with it."""
    with TemporaryDirectory(prefix="comity-about-") as made:
        place = Path(made) / ABOUT
        place.write_bytes(text)
        problems: list[Problem] = []
        found = read_about(place, ABOUT, [], problems).files
    return found, any(one.severity is Severity.ERROR for one in problems)
