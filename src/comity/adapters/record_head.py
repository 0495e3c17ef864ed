"""The head of a record, outside of its database: how many entries were recorded last, and their root.

A damaged log can leave a database that opens without complaint and is empty. The head finds that out. It is written
after each append, in place and without waiting for the disk: at worst it is older than the database, which is no
reason to refuse anything. It proves nothing to anybody else; the checkpoints that both parties cosigned do.
"""

from __future__ import annotations

import os
from pathlib import Path

from comity.record.history import History
from comity.record.note import checkpoint_text, read_checkpoint


class Head:
    """A file that holds a checkpoint without cosignatures: `record.head.txt` in the folder of a record."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def remedy(self) -> str:
        """What somebody does who means to go on with an older copy."""
        return f"To go on with an older copy on purpose, remove {self._path.name}"

    def noted(self) -> tuple[int, bytes] | None:
        """Return the size and root noted last; None where there is no head, or none that can be read."""
        try:
            found = read_checkpoint(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # a Refusal is a ValueError: the page was not written to its end
            return None
        return found.size, found.root

    def note(self, history: History) -> None:
        """Note what a record has come to. Where the head cannot be written, the entries are safe all the same."""
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            data = f"{checkpoint_text(history.origin, history.size, history.root)}\n".encode()
            os.pwrite(self._file, data, 0)
            if os.fstat(self._file).st_size > len(data):  # a writer that was overtaken may note the smaller size last
                os.ftruncate(self._file, len(data))
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
