"""The waves of surveys in an alliance folder: `surveys/SURVEY/WAVE.json`, one file a wave. Here they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from comity.kernel.problem import Place, Problem
from comity.surveys.document import MOST_BYTES
from comity.surveys.released import DAMAGED, Wave, read

SURVEYS = "surveys"
MOST_FILES = 500
MOST_TOGETHER = 64 * 2**20
"""The most bytes of waves that are read, in all files together."""


def wave_files(folder: Path) -> tuple[tuple[tuple[str, bytes], ...], list[Problem]]:
    """Return the files of waves by their path from the folder on, in the order of their names, and what is wrong.

    A file that is too large, or one too many, is refused before it is read.
    """
    place, problems = folder / SURVEYS, list[Problem]()
    try:
        files = sorted(_files(place)) if place.is_dir() else []
    except OSError as failure:
        return (), [_unreadable(place, failure)]
    if len(files) > MOST_FILES:
        why = f"there are {len(files):,} files of waves; at most {MOST_FILES} are read"
        return (), [Problem(code="CMY-104", place=Place(file=str(place)), why=why, hint="Keep older ones elsewhere.")]
    found: list[tuple[str, bytes]] = []
    left = MOST_TOGETHER
    for file in files:
        data = _read(file, left, problems)
        if data is not None:
            found.append((file.relative_to(folder).as_posix(), data))
            left -= len(data)
    return tuple(found), problems


def waves_of(documents: Iterable[tuple[str, bytes]]) -> tuple[tuple[Wave, ...], list[Problem]]:
    """Return the waves that files hold, and a problem for each that is damaged or stands in another's place."""
    found: list[Wave] = []
    problems: list[Problem] = []
    for path, data in documents:
        wave, wrong = _wave(path, data)
        found += [wave] if wave is not None else []
        problems += wrong
    return tuple(found), problems


@lru_cache(maxsize=256)
def _wave(path: str, data: bytes) -> tuple[Wave | None, tuple[Problem, ...]]:
    """Read one file; remembered, since every earlier day that is looked at asks for the same files again."""
    wave, wrong = read(data, path)
    if wave is None or path == path_of(wave):
        return wave, tuple(wrong)
    why = f"this file holds the wave {wave.wave} of {wave.survey}, which belongs at {path_of(wave)}"
    hint = "Move it there, or take the file anew from whoever kept the wave."
    return None, (Problem(code=DAMAGED, place=Place(file=path), why=why[:200], hint=hint),)


def path_of(wave: Wave) -> str:
    """Return where the file of a wave lies, from the alliance folder on."""
    return f"{SURVEYS}/{wave.survey}/{wave.wave}.json"


def _files(place: Path) -> Iterator[Path]:
    for below in place.iterdir():
        if below.is_dir() and not below.name.startswith("."):
            yield from (file for file in below.iterdir() if file.suffix == ".json" and not file.name.startswith("."))


def _read(file: Path, left: int, problems: list[Problem]) -> bytes | None:
    try:
        if not file.is_file():
            problems.append(Problem(code="CMY-703", place=Place(file=str(file)), why="this is not a file"))
        elif (size := file.stat().st_size) > min(MOST_BYTES, left):
            why = f"this file has {size / 2**20:,.1f} MiB; a wave has at most {MOST_BYTES // 2**20}"
            if size <= MOST_BYTES:
                why = f"with this file the waves have more than {MOST_TOGETHER // 2**20} MiB together"
            problems.append(Problem(code="CMY-104", place=Place(file=str(file)), why=why))
        else:
            return file.read_bytes()
    except OSError as failure:
        problems.append(_unreadable(file, failure))
    return None


def _unreadable(path: Path, failure: OSError) -> Problem:
    why = f"it cannot be read: {failure.strerror or failure}"
    return Problem(code="CMY-703", place=Place(file=str(path)), why=why, hint="Check that you may read it.")
