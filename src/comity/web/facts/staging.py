"""The folder of an alliance with one more file of facts: what it would come to, before anything is stored in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from comity.adapters.about import ABOUT
from comity.adapters.folder import FACTS
from comity.opening.alliance import Opened
from comity.web.facts.complete import with_entry
from comity.web.facts.storing import text_of


@contextmanager
def staged(opened: Opened, table: str, name: str, file: Path, said: Mapping[str, str]) -> Iterator[Opened]:
    """Yield an alliance that was opened, with `file` in its folder as facts/TABLE/NAME: a folder of links.

    `said` is what about.yaml says there of the file. Raises Refused where that cannot be added to it.
    """
    folder = opened.folder.path
    about = with_entry(text_of(folder / FACTS / table / ABOUT), table, name, said) if said else None
    with TemporaryDirectory(prefix="comity-staged-") as made:
        place = Path(made) / folder.name
        _linked(folder, place, without=FACTS)
        _linked(folder / FACTS, place / FACTS, without=table)
        _linked(folder / FACTS / table, place / FACTS / table, without=ABOUT if about is not None else "")
        if about is not None:
            (place / FACTS / table / ABOUT).write_bytes(about)
        (place / FACTS / table / name).symlink_to(file.absolute())
        yield replace(opened, folder=replace(opened.folder, path=place))


def _linked(source: Path, target: Path, without: str = "") -> None:
    target.mkdir()
    for entry in source.iterdir() if source.is_dir() else ():
        if entry.name != without:
            (target / entry.name).symlink_to(entry.absolute())
