"""One command at a time works on the sealed answers of a folder: two that read the same ballot would lose answers."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.adapters.keyring import SECRET_MODE, keyring
from comity.kernel.problem import Place, Problem, Refused

AT_WORK = "CMY-727"
PATIENCE = 5.0
"""How many seconds are waited for another command."""
_PAUSE = 0.05


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other commands from the sealed answers of an alliance folder. Raises Refused where one stays at work.

    The lock is a file beside the keys, on this machine and outside of what is shared. The system frees it when a
    command ends, however it ends, so that none is left over.
    """
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    path = keyring() / f".surveys-{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, SECRET_MODE)
    except OSError as failure:
        hint = "The folder of keys must be writable; COMITY_KEYS names another."
        raise Refused(_problem(path, f"this file cannot be opened: {failure.strerror or failure}", hint)) from failure
    try:
        until = time.monotonic() + PATIENCE
        while not _locked(descriptor):
            if time.monotonic() >= until:
                hint = "Wait until it has ended, or answer what it asks; then do this again."
                raise Refused(_problem(folder, "another command is at work on the answers of this folder", hint))
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(descriptor)  # frees the lock


if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def _problem(place: Path, why: str, hint: str) -> Problem:
    return Problem(code=AT_WORK, place=Place(file=str(place)), why=why, hint=hint)
