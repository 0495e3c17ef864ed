"""The periods for which an upload says that it is complete: what that states, and where it is kept (about.yaml).

Whoever had nothing to report uploads a header alone and names the period: no row there then means that there was none.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.adapters.about import ABOUT, read_about
from comity.adapters.folder import FACTS
from comity.facts.covers import against_rows
from comity.facts.model import RawFile, Submission
from comity.kernel.calendar import Calendar
from comity.kernel.problem import Place, Problem, Refused, Severity
from comity.kernel.words import and_list, periods_named
from comity.kernel.words import day as in_words
from comity.opening.drafts.emit import flow
from comity.opening.sound import EMPTY
from comity.web.facts.provenance import OTHER_PARTY, reporters_named

COVERS = "covers"
FIELD = "complete for"
"""How the field of the form is called, and the place of what is wrong with it."""
MOST = 200
"""Letters of periods: as many as the field takes."""
OTHER_PERIODS, UNREADABLE = "CMY-437", "CMY-410"
NOTHING_TO_REPORT = f"If there was nothing to report, name the periods under “{FIELD}”, such as 2026-03."
_ITS_ROWS = (
    "Name the periods of its rows. That there was nothing in a period is stated by a file of its own, "
    "with a header and no rows."
)


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


def stated(one: Submission, calendar: Calendar, day: date) -> tuple[str, ...]:
    """Return in sentences what it states to be complete and its rows do not show. Raises Refused.

    That it is complete for periods of which it has no row, while all its rows are of others, is a slip.
    """
    empty, beyond = against_rows(one, calendar)
    if beyond and len(empty) == len(one.covers):
        why = f"“{FIELD}” names {periods_named(empty)}, and all rows of the file are of {periods_named(beyond)}"
        raise Refused(Problem(code=OTHER_PERIODS, place=Place(file=one.path, cell=FIELD), why=why, hint=_ITS_ROWS))
    said = []
    if empty:
        nothing = f"It states that there was nothing in {periods_named(empty)} (sums and counts are 0)"
        said.append(f"{nothing}: it is complete for {_them(empty)}, and no row of the file is of {_them(empty)}.")
    if beyond:
        said.append(f"It has rows of {periods_named(beyond)} too, for which it does not say that it is complete.")
    early = [one for one in map(calendar.period, one.covers) if one.last > day]
    if early:
        are = "is" if len(early) == 1 else "are"
        said.append(f"{periods_named(early)} {are} not over on {in_words(day)}: it states to be complete all the same.")
    return tuple(said)


def _them(periods: Sequence[object]) -> str:
    return "it" if len(periods) == 1 else "them"


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


def covers_of(folder: Path, table: str, file: str) -> str:
    """Return the periods for which about.yaml says that a stored file is complete, "" for none."""
    return read_about(folder / FACTS / table / ABOUT, "", [], []).files.get(file, {}).get(COVERS, "")


def with_entry(folder: Path, table: str, file: str, said: Mapping[str, str]) -> bytes:
    """Return the text of about.yaml of a table with what is said of one more file below what stands there.

    Raises Refused where that would not be read as it is meant.
    """
    about = folder / FACTS / table / ABOUT
    before = about.read_bytes() if about.is_file() else b""
    line = f"{file}: {flow(said)}\n"
    known = _read(before)
    if known.get(file) == dict(said):
        return before
    after = before + (b"" if not before or before.endswith(b"\n") else b"\n") + line.encode()
    if _read(after) != {**known, file: dict(said)}:
        why = "nothing can be added to it, so that it cannot say for which periods the file is complete"
        hint = f"The administrator makes it a map with one file a line, or empties it; the line is: {line.strip()}"
        raise Refused(Problem(code=UNREADABLE, place=Place(file=f"{FACTS}/{table}/{ABOUT}"), why=why, hint=hint))
    return after


def _read(text: bytes) -> dict[str, dict[str, str]]:
    """Return what a text of about.yaml says by file; what is wrong with it keeps it from saying all of it."""
    with TemporaryDirectory(prefix="comity-about-") as made:
        place = Path(made) / ABOUT
        place.write_bytes(text)
        problems: list[Problem] = []
        found = read_about(place, ABOUT, [], problems).files
    wrong = any(one.severity is Severity.ERROR for one in problems)
    return found if not wrong else {}
