"""An alliance folder: `agreement.yaml`, `amendments/`, `acts/`, `facts/`, `surveys/`. Here its documents are read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from comity.agreement.decode import MOST_BYTES
from comity.kernel.problem import Place, Problem, Severity
from comity.kernel.values import dataclass
from comity.kernel.words import in_shell

AGREEMENT = "agreement.yaml"
AMENDMENTS = "amendments"
SURVEYS = "surveys"
ACTS = "acts"
FACTS = "facts"
MOST_ACT_BYTES = 16 * 2**20
"""The most bytes of acts that are read, in all files together."""

Document = tuple[str, bytes]
"""A file: its path from the alliance folder on, the same for both parties, and its bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFolder:
    """What a folder holds. Amendments, acts and waves are in order of their names; `facts` may not exist yet.

    `warnings` name what lies among the acts and is not read.
    """

    path: Path
    agreement: Document
    amendments: tuple[Document, ...]
    facts: Path
    acts: tuple[Document, ...] = ()
    waves: tuple[Document, ...] = ()
    warnings: tuple[Problem, ...] = ()


def read_folder(path: Path) -> tuple[AllianceFolder | None, list[Problem]]:
    """Read the documents of an alliance folder; every file that cannot be read is a problem."""
    absent = _absent(path)
    if absent is not None:
        return None, [absent]
    problems: list[Problem] = []
    amendments = _yaml_files(path / AMENDMENTS, problems)
    acts = _act_files(path / ACTS, problems)
    read = {
        file: (file.relative_to(path).as_posix(), _read(file, problems))
        for file in (path / AGREEMENT, *amendments, *acts)
    }
    waves, unread = _waves(path)
    problems += unread
    if problems:
        return None, problems
    folder = AllianceFolder(
        path=path,
        agreement=read[path / AGREEMENT],
        amendments=tuple(read[file] for file in amendments),
        acts=tuple(read[file] for file in acts),
        facts=path / FACTS,
        waves=waves,
        warnings=tuple(_strays(path / ACTS, acts)),
    )
    return folder, []


def no_folder(path: Path) -> Problem | None:
    """Say that there is no folder at a path, but nothing or a file; None where there is one."""
    place = Place(file=str(path))
    if not path.exists():
        return Problem(code="CMY-701", place=place, why="there is no such folder", hint=_INIT)
    if not path.is_dir():
        hint = f"Give the folder that holds it: {path.parent}" if path.name == AGREEMENT else _pack_hint(path) or _INIT
        return Problem(code="CMY-701", place=place, why="this is a file, not an alliance folder", hint=hint)
    return None


def _absent(path: Path) -> Problem | None:
    """Say why there is no alliance at a path: no such folder, a file, or a folder without an agreement."""
    if (missing := no_folder(path)) is not None:
        return missing
    place = Place(file=str(path))
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


def _pack_hint(path: Path) -> str:
    """Return what to do with a path that is a ZIP file, which is an evidence pack most likely; "" for any other."""
    if not path.is_file() or path.suffix.casefold() != ".zip":
        return ""
    return f"An evidence pack is verified, not opened: `comity verify {in_shell(path)} --trust KEYS`."


def _act_files(folder: Path, problems: list[Problem]) -> list[Path]:
    found = _yaml_files(folder, problems)
    if (size := sum(map(_size, found))) > MOST_ACT_BYTES:
        why = f"the acts have {size / 2**20:,.1f} MiB; at most {MOST_ACT_BYTES // 2**20} are read"
        problems.append(_wrong(folder, "CMY-104", why, "Letters and other evidence belong outside this folder."))
        return []
    return found


def _size(file: Path) -> int:
    try:
        size = file.stat().st_size
    except OSError:
        return 0  # told when it is read
    return size if size <= MOST_BYTES else 0


def _strays(folder: Path, acts: list[Path]) -> Iterator[Problem]:
    """Yield a warning for each thing among the acts that is not read: a notice must not get lost by its name."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if entry not in acts and not entry.name.startswith((".", "~$")):
            why = "this lies among the acts and is not read"
            hint = "Acts are read from files that end in .yaml or .yml; keep everything else elsewhere."
            yield Problem(code="CMY-707", place=Place(file=str(entry)), why=why, hint=hint, severity=Severity.WARNING)


def _yaml_files(folder: Path, problems: list[Problem]) -> list[Path]:
    if not folder.is_dir():
        return []
    try:
        return sorted(_documents(folder))
    except OSError as failure:
        problems.append(_unreadable(folder, failure))
        return []


def _documents(folder: Path) -> Iterator[Path]:
    return (file for file in folder.iterdir() if file.suffix in (".yaml", ".yml") and not file.name.startswith("."))


def _waves(path: Path) -> tuple[tuple[Document, ...], list[Problem]]:
    if not (path / SURVEYS).exists():
        return (), []
    # Imported here: a folder without surveys needs nothing that knows of them.
    from comity.adapters.waves import wave_files

    return wave_files(path)


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
    if file.parent.name == ACTS:
        why = f"this file has {size / 2**20:,.1f} MiB; a file of acts has at most {MOST_BYTES // 2**20}"
        return _wrong(file, "CMY-104", why, "Split it into several files; all files of the folder are read.")
    return _wrong(file, "CMY-104", why, f"Facts belong in files below {FACTS}/, not in the agreement.")


def _unreadable(path: Path, failure: OSError) -> Problem:
    why = f"it cannot be read: {failure.strerror or failure}"
    return _wrong(path, "CMY-703", why, "Check that you may read it.")


def _wrong(path: Path, code: str, why: str, hint: str) -> Problem:
    return Problem(code=code, place=Place(file=str(path)), why=why, hint=hint)
