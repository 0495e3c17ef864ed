"""The files of a record, each under its SHA-256, FOLDER/record/blobs/<digest>: written once and never changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from comity.adapters.durable import write_durably

_DIGEST = re.compile(r"[0-9a-f]{64}").fullmatch


class Blobs:
    """A folder of files by their digest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: bytes) -> str:
        """Keep a file, durable when it returns, in the place of a damaged one too; its digest in hex."""
        digest = hashlib.sha256(data).hexdigest()
        self.keep_as(digest, data)
        return digest

    def keep_as(self, digest: str, data: bytes) -> bool:
        """Keep a file whose digest is known, durable when it returns; tell whether it was not here, or damaged."""
        if self.sound(digest) is not None:
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        write_durably(self.folder / digest, data)
        return True

    def path(self, digest: str) -> Path | None:
        """Return where a file is; None where it is missing, or where the digest is none."""
        path = self.folder / digest
        return path if _DIGEST(digest) and path.is_file() else None

    def sound(self, digest: str) -> Path | None:
        """Return where a file is; None where it is missing, or where its bytes are not those of its digest."""
        path = self.path(digest)
        if path is None:
            return None
        with path.open("rb") as stream:
            return path if hashlib.file_digest(stream, "sha256").hexdigest() == digest else None

    def read(self, digest: str) -> bytes | None:
        """Return a file; None where it is missing, or where its bytes are not those of its digest."""
        path = self.path(digest)
        data = path.read_bytes() if path is not None else None
        return data if data is not None and hashlib.sha256(data).hexdigest() == digest else None

    def digests(self) -> Iterator[str]:
        """Yield the digests of all files, in order."""
        if self.folder.is_dir():
            yield from sorted(path.name for path in self.folder.iterdir() if _DIGEST(path.name))
