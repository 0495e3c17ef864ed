"""An alliance folder: `agreement.yaml`, `amendments/*.yaml`, `facts/`. Here its documents are read, nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from comity.agreement.decode import MOST_BYTES
from comity.kernel.problem import Place, Problem

AGREEMENT = "agreement.yaml"
AMENDMENTS = "amendments"
FACTS = "facts"


Document = tuple[str, bytes]
"""A file: its path from the alliance folder on, the same for both parties, and its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFolder:
    """What a folder holds. Amendments are in order of their file names; `facts` may not exist yet."""

    path: Path
    agreement: Document
    amendments: tuple[Document, ...]
    facts: Path


def read_folder(path: Path) -> tuple[AllianceFolder | None, list[Problem]]:
    """Read the documents of an alliance folder; every file that cannot be read is a problem."""
    absent = _absent(path)
    if absent is not None:
        return None, [absent]
    problems: list[Problem] = []
    files = (path / AGREEMENT, *_amendments(path, problems))
    read = [(file.relative_to(path).as_posix(), _read(file, problems)) for file in files]
    if problems:
        return None, problems
    return AllianceFolder(path=path, agreement=read[0], amendments=tuple(read[1:]), facts=path / FACTS), []


def _absent(path: Path) -> Problem | None:
    """Say why there is no alliance at a path: no such folder, a file, or a folder without an agreement."""
    place = Place(file=str(path))
    if not path.exists():
        return Problem(code="CMY-701", place=place, why="there is no such folder", hint=_INIT)
    if not path.is_dir():
        hint = f"Give the folder that holds it: {path.parent}" if path.name == AGREEMENT else _INIT
        return Problem(code="CMY-701", place=place, why="this is a file, not an alliance folder", hint=hint)
    try:
        names = sorted(file.name for file in path.iterdir())
    except OSError as failure:
        return _unreadable(path, failure)
    if AGREEMENT in names:
        return None
    near = [name for name in names if name.endswith((".yaml", ".yml"))]
    hint = f"It holds {', '.join(near[:5])}; the agreement must be called {AGREEMENT}." if near else _INIT
    return Problem(code="CMY-702", place=place, why=f"the folder has no {AGREEMENT}", hint=hint)


_INIT = "`comity init FOLDER` starts a new alliance folder."


def _amendments(path: Path, problems: list[Problem]) -> list[Path]:
    folder = path / AMENDMENTS
    if not folder.is_dir():
        return []
    try:
        return sorted(_documents(folder))
    except OSError as failure:
        problems.append(_unreadable(folder, failure))
        return []


def _documents(folder: Path) -> Iterator[Path]:
    return (file for file in folder.iterdir() if file.suffix in (".yaml", ".yml") and not file.name.startswith("."))


def _read(file: Path, problems: list[Problem]) -> bytes:
    """Read one document; one that is too large is refused before it is read. With a problem: nothing."""
    try:
        if not file.is_file():
            problems.append(_wrong(file, "CMY-703", "this is not a file", "An agreement is one text file."))
            return b""
        if (size := file.stat().st_size) > MOST_BYTES:
            problems.append(_too_large(file, size))
            return b""
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as failure:
        problems.append(_unreadable(file, failure))
        return b""


def _too_large(file: Path, size: int) -> Problem:
    why = f"this file has {size / 2**20:,.1f} MiB; an agreement has at most {MOST_BYTES // 2**20}"
    return _wrong(file, "CMY-104", why, f"Facts belong in files below {FACTS}/, not in the agreement.")


def _unreadable(path: Path, failure: OSError) -> Problem:
    why = f"it cannot be read: {failure.strerror or failure}"
    return _wrong(path, "CMY-703", why, "Check that you may read it.")


def _wrong(path: Path, code: str, why: str, hint: str) -> Problem:
    return Problem(code=code, place=Place(file=str(path)), why=why, hint=hint)
