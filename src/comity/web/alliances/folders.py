"""From the folder of an alliance to its standing, as every other view of it is made."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.opening.alliance import open_agreement
from comity.opening.alliance import standing_of as evaluated
from comity.web.alliances.models import Alliance

if TYPE_CHECKING:
    from comity.standing.model import Standing

FOLDERS = "alliances"


def folder_of(alliance: Alliance) -> Path:
    """Return the folder of an alliance."""
    from django.conf import settings

    data: Path = settings.CONFIG.data
    return data / FOLDERS / alliance.slug


def source_of(alliance: Alliance) -> str:
    """Return a digest that changes when a file of the folder does: path, size and time of every file in it."""
    folder = folder_of(alliance)
    told = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        stat = file.stat()
        told.update(f"{file.relative_to(folder)}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return told.hexdigest()


def standing_of(alliance: Alliance, day: date) -> Standing:
    """Return the whole standing of an alliance on a day. Raises Refused with the problems of its files."""
    return evaluated(open_agreement(folder_of(alliance), known_at=day), as_of=day, known_at=day)
