"""The judgements of weights in an alliance folder: `weights/*.yaml`, one file a party. Here they are read.

Those about what one dimension is made of lie below it, `weights/DIMENSION/*.yaml`.
"""

from __future__ import annotations

from pathlib import Path

from comity.agreement.decode import MOST_BYTES
from comity.kernel.problem import Place, Problem

WEIGHTS = "weights"
MOST_FILES = 50


def weight_files(folder: Path, of: str = "") -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Return the files of judgements by their path from the folder on, in the order of their names.

    Those about what a dimension is made of (`of`) lie in a folder of its name.
    """
    place = folder / WEIGHTS / of if of else folder / WEIGHTS
    if not place.is_dir():
        return [], []
    found: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    try:
        files = sorted(
            file for file in place.iterdir() if file.suffix in (".yaml", ".yml") and not file.name.startswith(".")
        )
    except OSError as failure:
        return [], [_unreadable(place, failure)]
    for file in files[:MOST_FILES]:
        try:
            if not file.is_file():
                problems.append(Problem(code="CMY-703", place=Place(file=str(file)), why="this is not a file"))
                continue
            if file.stat().st_size > MOST_BYTES:
                why = f"the file has more than {MOST_BYTES // 2**20} MiB"
                problems.append(Problem(code="CMY-104", place=Place(file=str(file)), why=why))
                continue
            found.append((file.relative_to(folder).as_posix(), file.read_bytes()))
        except OSError as failure:
            problems.append(_unreadable(file, failure))
    return found, problems


def _unreadable(path: Path, failure: OSError) -> Problem:
    why = f"the file cannot be read: {failure.strerror or failure}"
    return Problem(code="CMY-703", place=Place(file=str(path)), why=why, hint="Check that you may read it.")
