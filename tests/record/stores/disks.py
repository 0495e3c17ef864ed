"""Disks that fail on purpose: virtual file systems of SQLite's (apsw) that remember what was written, or are full."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512
"""Bytes that reach a disk together, or not at all."""

Operation = tuple[str, str, int, bytes]
"""What was done ("write", "truncate", "sync", "delete"), to which file, at which place or to which size, the bytes."""


class Remembering(apsw.VFS):
    """A file system that remembers every write and every sync, in order."""

    name = "comity-remembering"

    def __init__(self) -> None:
        super().__init__(self.name, base="")
        self.log: list[Operation] = []

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        """Open a file that remembers."""
        return _Remembered(self.log, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete a file. Here it stays deleted; SQLite asks for that where it matters (`syncdir`)."""
        self.log.append(("delete", Path(filename).name, 0, b""))
        super().xDelete(filename, syncdir)

    def after_power_loss(self, until: int, luck: Random) -> dict[str, bytes]:
        """Return the files as a disk may hold them when power fails after a number of operations.

        What was synced is there. Of all else each sector is there or not, as luck has it.
        """
        synced: dict[str, bytearray] = {}
        open_: dict[str, list[Operation]] = {}
        for operation in self.log[:until]:
            kind, file, _, _ = operation
            if kind == "sync":
                _apply(synced.setdefault(file, bytearray()), open_.pop(file, []))
            elif kind == "delete":
                synced.pop(file, None)
                open_.pop(file, None)
            else:
                open_.setdefault(file, []).append(operation)
        for file, operations in open_.items():
            sectors = [sector for operation in operations for sector in _sectors(operation)]
            _apply(synced.setdefault(file, bytearray()), [sector for sector in sectors if luck.random() < 0.5])
        return {file: bytes(data) for file, data in synced.items()}


class _Remembered(apsw.VFSFile):
    def __init__(self, log: list[Operation], name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._log = log
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._log.append(("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._log.append(("truncate", self._name, size, b""))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._log.append(("sync", self._name, 0, b""))
        super().xSync(flags)


def _sectors(operation: Operation) -> list[Operation]:
    kind, file, at, data = operation
    if kind == "truncate":
        return [operation]
    edges = [at, *range((at // SECTOR + 1) * SECTOR, at + len(data), SECTOR), at + len(data)]
    return [(kind, file, start, data[start - at : end - at]) for start, end in pairwise(edges)]


def _apply(file: bytearray, operations: Sequence[Operation]) -> None:
    for kind, _, at, data in operations:
        if kind == "truncate":
            del file[at:]
            continue
        file.extend(bytes(max(0, at + len(data) - len(file))))
        file[at : at + len(data)] = data


class Small(apsw.VFS):
    """A file system on which no file grows beyond `room` bytes."""

    name = "comity-small"

    def __init__(self) -> None:
        super().__init__(self.name, base="")
        self.room = 2**40

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        """Open a file that may be full."""
        return _Full(self, name, flags)


class _Full(apsw.VFSFile):
    def __init__(self, disk: Small, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if offset + len(data) > self._disk.room:
            raise apsw.FullError
        super().xWrite(data, offset)
