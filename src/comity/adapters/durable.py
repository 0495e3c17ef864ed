"""Names that last: a file that was put in place is there after a loss of power once its folder was written too."""

from __future__ import annotations

import os
from pathlib import Path


def placed(written: Path, path: Path) -> None:
    """Put a file that was written and synced in the place of another, durable when it returns."""
    written.replace(path)
    names_kept(path.parent)


def names_kept(folder: Path) -> None:
    """Make the names in a folder durable, where the system can (Windows cannot, and need not)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all, durable when it returns; what was there before stays until then."""
    written = path.with_name(f".{path.name}.new")
    with written.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    placed(written, path)
