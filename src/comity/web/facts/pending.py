"""Uploads that somebody looks at before they confirm them: kept for an hour, for the person who uploaded them alone."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from comity.web.facts.prepared import Prepared, prepared
from comity.web.facts.storing import uploads

SECONDS = 3600
MOST_LOOKED = 10
"""Uploads that one person looks at; the oldest are forgotten."""
_STORED, _TOLD, _OWNER = "stored.csv", "prepared.json", "owner.json"


def new_place() -> tuple[str, Path]:
    """Return a name that nobody can guess, and an empty folder of that name; what is an hour old goes."""
    sweep()
    token = secrets.token_urlsafe(24)
    place = uploads() / f"look-{token}"
    place.mkdir(mode=0o700)
    return token, place


def stored_in(place: Path) -> Path:
    """Return where in a folder the text lies that would be stored."""
    return place / _STORED


def keep(place: Path, made: Prepared, person: int) -> None:
    """Keep what an upload comes to, for a person."""
    (place / _OWNER).write_text(json.dumps(person), encoding="utf-8")
    (place / _TOLD).write_text(made.text(), encoding="utf-8")
    for old in _of(person)[MOST_LOOKED:]:
        drop(old)


def _of(person: int) -> list[Path]:
    """Return the folders of the uploads that a person looks at, the newest first."""
    found: list[tuple[int, Path]] = []
    for place in uploads().glob("look-*"):
        with suppress(OSError, ValueError):  # swept meanwhile, or still being read
            if json.loads((place / _OWNER).read_text(encoding="utf-8")) == person:
                found.append(((place / _OWNER).stat().st_mtime_ns, place))
    return [place for _, place in sorted(found, reverse=True)]


def kept(token: str, slug: str, table: str, person: int) -> tuple[Prepared, Path] | None:
    """Return an upload that a person looks at, and its folder; None where there is none, or none of theirs any more."""
    place = uploads() / f"look-{token}"
    try:
        age = time.time() - place.stat().st_mtime
        owner = json.loads((place / _OWNER).read_text(encoding="utf-8"))
        made = prepared((place / _TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):  # gone, or kept by another version of Comity
        return None
    is_theirs = owner == person and (made.slug, made.table) == (slug, table)
    return (made, place) if is_theirs and age < SECONDS else None


def drop(place: Path) -> None:
    """Forget an upload."""
    shutil.rmtree(place, ignore_errors=True)


def sweep() -> None:
    """Forget every upload that was made more than an hour ago, and what a crash left."""
    for entry in uploads().iterdir():
        try:
            old = time.time() - entry.stat().st_mtime > SECONDS
        except FileNotFoundError:
            continue  # somebody else swept it
        if old and entry.suffix != ".lock":
            drop(entry) if entry.is_dir() else entry.unlink(missing_ok=True)
