"""The file by which two copies of a record meet: a zip of the entries, what waits, the checkpoints and the files.

entries.jsonl, waiting.jsonl   one entry a line, in its one spelling
checkpoints/<size>.txt         one note each
blobs/<sha256>                 the files that entries name

Nothing in it is compressed: the same record gives the same bytes with every library, and no file in it is larger than
it looks. What is read is bounded, and believed only once it has been verified.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.adapters.blobs import Blobs
from comity.adapters.durable import placed
from comity.record.envelope import opened
from comity.record.exchange import Copy
from comity.record.note import read_checkpoint
from comity.record.refusal import Refusal

ENTRIES, WAITING = "entries.jsonl", "waiting.jsonl"
IS_PACK = "is-pack"
"""The kind of a refusal of an evidence pack, which holds a record too and is no copy for a meeting."""
MOST_BYTES = 8 * 2**30
MOST_ENTRY_BYTES = 2**31
"""The most bytes of all files together, and of the entries, that are read from a copy."""
MOST_MEMBERS = 2_000_000
_DAMAGED = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error)
"""What reading a zip raises where bytes of it are others than were written."""
_MEMBER = re.compile(r"entries\.jsonl|waiting\.jsonl|checkpoints/[0-9]{1,16}\.txt|blobs/([0-9a-f]{64})").fullmatch
_OF_PACK = re.compile(r"[^/]*-evidence/(bagit\.txt|data/entries\.jsonl)").fullmatch
_NAMED = re.compile(rb'"([0-9a-f]{64})"').findall
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A copy as it was read: the record, and the digests of the files that came with it."""

    copy: Copy
    digests: frozenset[str]


def write_copy(path: Path, copy: Copy, blobs: Blobs) -> None:
    """Write a copy of a record into a file, in place of what is there; all of it or nothing.

    Only files that an entry names go with it: one that was looked at and not submitted is nobody else's business.
    """
    written = path.with_name(f".{path.name}.new")
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in _members(copy):
            archive.writestr(_info(name), data)
        for digest in sorted(named([*copy.entries, *copy.waiting])):
            content = blobs.read(digest)
            if content is not None:
                archive.writestr(_info(f"blobs/{digest}"), content)
    with written.open("rb") as stream:
        os.fsync(stream.fileno())
    placed(written, path)


def named(entries: Iterable[bytes]) -> set[str]:
    """Return the digests that entries name: everything in their bodies that has the form of one. Raises Refusal."""
    return {digest.decode() for data in entries for digest in _NAMED(opened(data).payload)}


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_STORED, 0o644 << 16, 3
    return info


def _members(copy: Copy) -> Iterator[tuple[str, bytes]]:
    yield ENTRIES, _lines(copy.entries)
    yield WAITING, _lines(copy.waiting)
    for checkpoint in copy.checkpoints:
        yield f"checkpoints/{checkpoint.size}.txt", checkpoint.note().encode()


def _lines(entries: Iterable[bytes]) -> bytes:
    return b"".join(entry + b"\n" for entry in entries)


def read_copy(path: Path) -> Received:
    """Read a copy of a record.

    Refusal where the file is none (bad-copy, or IS_PACK for an evidence pack), or is larger than a record can be.
    """
    with path.open("rb") as stream:  # a file that is not there is none of the damage below
        try:
            with zipfile.ZipFile(stream) as archive:
                copy, members = _read(archive)
        except Refusal:  # it says already what is wrong, and is a ValueError
            raise
        except _DAMAGED as failure:
            raise Refusal("bad-copy", f"this is no copy of a record: {failure}") from None
    return Received(copy=copy, digests=frozenset(name.removeprefix("blobs/") for name in members if "blobs/" in name))


def _read(archive: zipfile.ZipFile) -> tuple[Copy, Mapping[str, zipfile.ZipInfo]]:
    members = _sound(archive)
    if ENTRIES not in members:
        raise Refusal("bad-copy", "there are no entries in it")
    notes = sorted(name for name in members if name.startswith("checkpoints/"))
    copy = Copy(
        entries=archive.read(ENTRIES).splitlines(),
        waiting=archive.read(WAITING).splitlines() if WAITING in members else (),
        checkpoints=[read_checkpoint(archive.read(name).decode()) for name in notes],
    )
    return copy, members


def _sound(archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """Return what a zip holds. Refusal for anything that a copy has not, or that would not fit."""
    infos = archive.infolist()
    strange = next((info.filename for info in infos if _MEMBER(info.filename) is None), None)
    if strange is not None and any(_OF_PACK(info.filename) for info in infos):
        raise Refusal(IS_PACK, "this is an evidence pack, not a copy of the record as `comity sync` writes it")
    if strange is not None:
        raise Refusal("bad-copy", f"a copy of a record holds no {strange[:80]}")
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise Refusal("bad-copy", "a copy of a record is not compressed")
    members = {info.filename: info for info in infos}
    if len(members) != len(infos) or len(infos) > MOST_MEMBERS:
        raise Refusal("bad-copy", "it holds one name twice, or too many files")
    texts = sum(info.file_size for name, info in members.items() if not name.startswith("blobs/"))
    if texts > MOST_ENTRY_BYTES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise Refusal("bad-copy", "it is larger than a record may be")
    return members


def take_blobs(path: Path, wanted: Iterable[str], blobs: Blobs) -> int:
    """Keep the files that are wanted and not here yet, each under the digest of its bytes; how many there were."""
    taken = 0
    with zipfile.ZipFile(path) as archive:
        for digest in wanted:
            data = _blob(archive, digest)
            if hashlib.sha256(data).hexdigest() != digest:
                raise Refusal("bad-copy", f"the file {digest} in it has other bytes than its digest says")
            taken += blobs.keep_as(digest, data)
    return taken


def _blob(archive: zipfile.ZipFile, digest: str) -> bytes:
    try:
        return archive.read(f"blobs/{digest}")
    except _DAMAGED as failure:
        raise Refusal("bad-copy", f"the file {digest} in it is damaged: {failure}") from None
