"""Putting a file into the folder of an alliance: whole or not at all, and never over another one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings

from comity.web.alliances.models import Alliance

TRIES = 3
UPLOADS = "uploads"
"""The folder, below that of the workplace, of what is looked at and not stored yet."""


def uploads() -> Path:
    """Return the folder of uploads, which only the workplace reads."""
    folder: Path = settings.CONFIG.data / UPLOADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def locked(alliance: Alliance) -> Iterator[None]:
    """Let one upload at a time be stored in an alliance, of all processes of this machine."""
    with (uploads() / f"{alliance.slug}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def put(source: Path, target: Path) -> bool:
    """Put a copy of a file at a place, atomically; False where something is there already, which stays as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    name = _written(source.read_bytes())
    try:
        os.link(name, target)
    except FileExistsError:
        return False
    finally:
        name.unlink()
    _settle(target.parent)
    return True


def text_of(file: Path) -> bytes:
    """Return what a file holds; nothing where there is none."""
    return file.read_bytes() if file.is_file() else b""


def put_again(target: Path, change: Callable[[bytes], bytes]) -> bool:
    """Put what `change` makes of a text in its place, or of none where there is none: whole or not at all.

    What somebody else saves there while it is made is looked at again, and not written over; False where that happens
    each of the few times that it is tried.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES):
        before = text_of(target)
        after = change(before)
        name = _written(after)
        try:
            if text_of(target) == before:
                name.replace(target)
                _settle(target.parent)
                return True
        finally:
            name.unlink(missing_ok=True)
    return False


def _written(data: bytes) -> Path:
    """Return a new file, beside the uploads, that holds some bytes whatever happens to the machine."""
    number, made = mkstemp(dir=uploads(), prefix="storing-")
    name = Path(made)
    try:
        with os.fdopen(number, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        name.chmod(0o644)
    except OSError:
        name.unlink()
        raise
    return name


def _settle(folder: Path) -> None:
    """Have the name of a new file kept through a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
