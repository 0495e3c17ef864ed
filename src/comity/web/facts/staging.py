"""The folder of an alliance with one more file of facts: what it would come to, before anything is stored in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.adapters.folder import FACTS
from comity.opening.alliance import Opened


@contextmanager
def staged(opened: Opened, table: str, name: str, file: Path) -> Iterator[Opened]:
    """Yield an alliance that was opened, with `file` in its folder as facts/TABLE/NAME: a folder of links."""
    folder = opened.folder.path
    with TemporaryDirectory(prefix="comity-staged-") as made:
        place = Path(made) / folder.name
        _linked(folder, place, without=FACTS)
        _linked(folder / FACTS, place / FACTS, without=table)
        _linked(folder / FACTS / table, place / FACTS / table)
        (place / FACTS / table / name).symlink_to(file.absolute())
        yield replace(opened, folder=replace(opened.folder, path=place))


def _linked(source: Path, target: Path, without: str = "") -> None:
    target.mkdir()
    for entry in source.iterdir() if source.is_dir() else ():
        if entry.name != without:
            (target / entry.name).symlink_to(entry.absolute())
