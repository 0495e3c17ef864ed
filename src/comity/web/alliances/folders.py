"""From the folder of an alliance to its standing, as every other view of it is made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity import __version__
from comity.kernel.problem import Refused
from comity.opening.alliance import open_agreement
from comity.opening.alliance import standing_of as evaluated
from comity.web.alliances.models import Alliance

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.opening.alliance import Opened
    from comity.standing.model import Standing

FOLDERS = "alliances"
FORM = 3
"""Counts up where what is kept of pages changes its form within one version: what was kept before is made anew."""


def folder_of(alliance: Alliance) -> Path:
    """Return the folder of an alliance."""
    return folder_named(alliance.slug)


def folder_named(slug: str) -> Path:
    """Return the folder of the alliance of a name."""
    from django.conf import settings

    data: Path = settings.CONFIG.data
    return data / FOLDERS / slug


def source_of(alliance: Alliance) -> str:
    """Return the digest of the folder of an alliance."""
    return digest_of(folder_of(alliance))


def digest_of(folder: Path) -> str:
    """Return a digest that changes with Comity's version and when a file of a folder does: path, size and time.

    So does it with a record that the folder keeps in a database.
    """
    told = hashlib.sha256(f"{__version__} {FORM}".encode())
    for path, stat in sorted(_files(str(folder))):
        told.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    if (folder / "record" / "database").is_file():  # that record changes without any file of the folder
        told.update(_root(folder))
    return told.hexdigest()


def _root(folder: Path) -> bytes:
    """Return the state of a record in a database; b"" for one that is out of reach: opening it says why."""
    from comity.opening.source import record_root

    try:
        return record_root(folder)
    except Refused:
        return b""


def _files(folder: str, below: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file with its path from the folder on. It is asked for each page, so with as few calls as can be."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry.path, f"{below}{entry.name}/")
        elif entry.is_file() and not entry.name.endswith("-shm"):  # beside a record, while somebody has it open
            stat = entry.stat()
            if stat.st_size or not entry.name.endswith("-wal"):
                yield f"{below}{entry.name}", stat


@contextmanager
def record_of(alliance: Alliance) -> Iterator[Desk | None]:
    """Open the record of an alliance for a while; None where it has none. Raises Refused where it is damaged."""
    from comity.adapters.desk import has_record, open_desk

    folder = folder_of(alliance)
    if not has_record(folder):
        yield None
        return
    desk = open_desk(folder)
    try:
        yield desk
    finally:
        desk.store.close()


def standing_of(alliance: Alliance, day: date) -> Standing:
    """Return the whole standing of an alliance on a day. Raises Refused with the problems of its files."""
    return bounded(open_agreement(folder_of(alliance), known_at=day), day)


def bounded(opened: Opened, day: date) -> Standing:
    """Return the standing of what was opened, as known on a day. Raises Refused, also where it would take too much."""
    from django.conf import settings

    found = evaluated(opened, as_of=day, known_at=day, most=settings.CONFIG.most_results)
    return found if found.signed is not None else replace(found, signed=())  # without a record nobody has
