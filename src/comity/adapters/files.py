"""The files of facts in an alliance folder: facts/TABLE/*.csv, *.parquet and *.xlsx, with about.yaml beside them.

Every file is bounded before it is read; what cannot be read is a problem with its place, and the others are read.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO

from comity.adapters import delimited, parquet, workbook
from comity.adapters.about import ABOUT, Abouts, read_about
from comity.adapters.folder import FACTS
from comity.adapters.headers import Contents
from comity.facts.model import RawFile
from comity.kernel.problem import Place, Problem, Severity

MIB = 2**20
LARGEST = {".csv": 512 * MIB, ".parquet": 2048 * MIB, ".xlsx": 64 * MIB}
"""The largest file of each kind that is read, in bytes."""

Reader = Callable[[BinaryIO, str], tuple[Contents | None, list[Problem]]]
_READERS: dict[str, Reader] = {".csv": delimited.read, ".parquet": parquet.read, ".xlsx": workbook.read}


def read_folder_facts(
    folder: Path, tables: Iterable[str], *, faulty: bool = False
) -> tuple[dict[str, list[RawFile]], list[Problem]]:  # fmt: skip
    """Read the files of every table owed, in the order of their names.

    `folder` is the alliance folder, `tables` the names of the tables that the agreement owes. Paths are given
    relative to the folder, so that both parties see the same ones. Of a file with an error nothing counts: it is among
    those returned only if `faulty` asks for it, to find what else is wrong with it; rows with an error are blank there.
    """
    owed = list(tables)
    problems: list[Problem] = []
    raws: dict[str, list[RawFile]] = {}
    for entry in _entries(folder, folder / FACTS, problems):
        if not _is_folder(entry):
            problems.append(_stray(folder, entry, "A file of facts lies in the folder of its table: facts/TABLE/."))
        elif entry.name not in owed:
            problems.append(_not_owed(folder, entry, owed))
        else:
            raws[entry.name] = _read_table(folder, entry, problems, faulty=faulty)
    return raws, problems


def _read_table(folder: Path, place: Path, problems: list[Problem], *, faulty: bool) -> list[RawFile]:
    files = [entry for entry in _entries(folder, place, problems) if entry.name != ABOUT]
    names = [file.name for file in files]
    abouts = read_about(place / ABOUT, _shown(folder, place / ABOUT), names, problems)
    found = [_read_file(folder, file, abouts, problems, faulty=faulty) for file in files]
    return [raw for raw in found if raw is not None]


def _entries(folder: Path, place: Path, problems: list[Problem]) -> list[Path]:
    """Return what a folder holds, by name; hidden files and locks of office programs are none of it."""
    try:
        entries = sorted(place.iterdir())
    except FileNotFoundError:
        return []
    except OSError as failure:
        problems.append(_unreadable(_shown(folder, place), failure))
        return []
    return [entry for entry in entries if not entry.name.startswith((".", "~$"))]


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read_file(
    folder: Path, file: Path, abouts: Abouts, problems: list[Problem], *, faulty: bool
) -> RawFile | None:  # fmt: skip
    kind = file.suffix.lower()
    shown = _shown(folder, file)
    if kind not in _READERS:
        problems.append(_stray(folder, file, "Facts are read from files that end in .csv, .parquet or .xlsx."))
        return None
    raw, found = read_fact_file(file, kind, shown, abouts.of(file.name), faulty=faulty)
    problems += found
    return raw


def read_fact_file(
    file: Path, kind: str, shown: str, about: Mapping[str, str], *, faulty: bool = False
) -> tuple[RawFile | None, list[Problem]]:  # fmt: skip
    """Read one file of facts wherever it lies; `kind` is its ending, `shown` its path as people see it.

    With `faulty` also one with errors in its rows, which are blank there (`read_folder_facts`).
    """
    if kind not in _READERS:
        return None, [_problem("CMY-409", shown, "this is no file of facts", f"Facts end in {', '.join(_READERS)}.")]
    try:
        contents, digest, problems = _opened(file, kind, shown)
    except OSError as failure:
        return None, [_unreadable(shown, failure)]
    if contents is None or (problems and not faulty):  # of a file with an error nothing counts
        return None, problems
    raw = RawFile(
        path=shown, table=contents.table, digest=digest, first_row=contents.first_row,
        rows_are_lines=contents.rows_are_lines, about=about,
    )  # fmt: skip
    return raw, problems


def _opened(file: Path, kind: str, shown: str) -> tuple[Contents | None, str, list[Problem]]:
    """Check what can be known of a file before reading it, then read it. Raises OSError."""
    status = file.stat()
    if stat.S_ISDIR(status.st_mode) or not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        return None, "", [_problem("CMY-401", shown, f"this is {what}, not a file of facts", "Remove or rename it.")]
    if status.st_size > LARGEST[kind]:
        return None, "", [_too_large(shown, kind, status.st_size)]
    if status.st_size == 0:
        return (
            None,
            "",
            [_problem("CMY-403", shown, "the file is empty", "It needs a header with the names of its columns.")],
        )
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        contents, found = _READERS[kind](stream, shown)
    return contents, digest, found


def _shown(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def _too_large(shown: str, kind: str, size: int) -> Problem:
    why = f"the file has {size / MIB:,.1f} MiB; a {kind} file has at most {LARGEST[kind] // MIB:,} MiB"
    return _problem("CMY-402", shown, why, "Split it into several files; all files of the folder are read.")


def _unreadable(shown: str, failure: OSError) -> Problem:
    why = f"it cannot be read: {failure.strerror or failure}"
    return _problem("CMY-401", shown, why, "Check that you may read it.")


def _stray(folder: Path, entry: Path, hint: str) -> Problem:
    why = "this is no file of facts and is not read"
    return _problem("CMY-409", _shown(folder, entry), why, hint, Severity.WARNING)


def _not_owed(folder: Path, entry: Path, owed: Sequence[str]) -> Problem:
    near = get_close_matches(entry.name, owed, 1)
    hint = f"Did you mean {near[0]}?" if near else f"It owes {', '.join(owed)}." if owed else "It owes no tables."
    why = f"the agreement owes no table {entry.name}; the files in this folder are not read"
    return _problem("CMY-409", _shown(folder, entry), why, hint, Severity.WARNING)


def _problem(code: str, shown: str, why: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code=code, place=Place(file=shown), why=why, hint=hint, severity=severity)
