"""Putting a file into the folder of an alliance: whole or not at all, and never over another one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings

from comity.web.alliances.models import Alliance

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


def put_again(data: bytes, target: Path) -> None:
    """Put a text in the place of the one that is there, or where none is: whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _written(data).replace(target)
    _settle(target.parent)


def _written(data: bytes) -> Path:
    """Return a new file, beside the uploads, that holds some bytes whatever happens to the machine."""
    number, name = mkstemp(dir=uploads(), prefix="storing-")
    with os.fdopen(number, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(name).chmod(0o644)
    return Path(name)


def _settle(folder: Path) -> None:
    """Have the name of a new file kept through a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
