"""A zip archive with one spelling: nothing compressed, nothing dated, nothing optional.

Any program opens it as a zip archive (PKWARE APPNOTE 6.3). Read it is only in the bytes that would be written: so no
byte is free, no name leads outside, no member overlaps another, and nothing swells when it is unpacked.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from comity.record.refusal import Refusal

MOST_MEMBERS = 65_535
MOST_BYTES = 2**32 - 1
"""The plain format has 16 bits for the number of members and 32 for every size and offset."""
PIECE = 2**20

_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = 0x04034B50, 0x02014B50, 0x06054B50
_NEEDED, _MADE_BY, _DAY = 10, 3 << 8 | 20, 0x21
"""Version 1.0 to unpack; made on Unix; 1 January 1980, the first day that the format has."""
_MODE = 0o100644 << 16
_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,127}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}){1,3}").fullmatch
_LISTS_ENTRIES = re.compile(rb"PK\x01\x02.{42}(?:[A-Za-z0-9_.-]{1,128}/){0,3}data/entries\.jsonl", re.DOTALL).search
"""A list of files in a zip archive of any kind that names the entries of a record, in some folder."""
_LISTS_COPY = re.compile(rb"PK\x01\x02.{42}entries\.jsonl", re.DOTALL).search
"""The same of a copy for `comity sync`, where they lie in no folder."""
_LAST = 4 * 2**20
"""How many bytes at the end of an archive are searched for that list."""

Source = Callable[[], Iterator[bytes]]
"""Gives the bytes of a member in pieces, the same each time it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A file of the archive: its path, size, CRC-32 and SHA-256 (hex), and where its bytes begin."""

    name: str
    size: int
    crc: int
    digest: str = ""
    start: int = 0


def measured(name: str, source: Source) -> Member:
    """Return a member with size, CRC-32 and digest of its bytes."""
    size = crc = 0
    digest = sha256()
    for piece in source():
        size += len(piece)
        crc = zlib.crc32(piece, crc)
        digest.update(piece)
    return Member(name=name, size=size, crc=crc, digest=digest.hexdigest())


def write(out: BinaryIO, members: Sequence[tuple[Member, Source]]) -> None:
    """Write an archive of measured members, in this order. Refusal for a wrong name, and where there is no room."""
    if len(members) > MOST_MEMBERS or _whole([member for member, _ in members]) > MOST_BYTES:
        raise Refusal("too-large", f"a pack has at most {MOST_MEMBERS:,} files and {MOST_BYTES / 2**30:.0f} GiB")
    at = 0
    placed = []
    for member, source in members:
        _checked(member.name)
        head = _local(member)
        placed.append((member, at))
        out.write(head)
        size = 0
        for piece in source():
            size += out.write(piece)
        if size != member.size:
            raise Refusal("changed", f"{member.name} changed while it was written")
        at += len(head) + size
    out.write(_tail(placed, at))


def members_of(archive: BinaryIO) -> tuple[Member, ...]:
    """Return the members of an archive, in order, with where their bytes begin. Their bytes are not read.

    Refusal, with the byte, for every archive but one that `write` would write.
    """
    end = archive.seek(0, 2)
    if end > MOST_BYTES:
        raise Refusal("bad-pack", f"this file has {end:,} bytes; a pack has at most {MOST_BYTES:,}")
    found: list[Member] = []
    placed = []
    at = 0
    while (member := _member(archive, at, end)) is not None:
        placed.append((member, at))
        found.append(member)
        at = member.start + member.size
        if len(found) > MOST_MEMBERS:
            raise Refusal("bad-pack", f"at byte {at}: more than {MOST_MEMBERS:,} files")
    _same(archive, at, _tail(placed, at), end)
    if len({member.name for member in found}) < len(found):
        raise Refusal("bad-pack", "two files of this pack have one name")
    return tuple(found)


def is_another_zip(archive: BinaryIO) -> bool:
    """Return whether this is a zip archive with entries of a record, and not one that `write` would write."""
    try:
        members_of(archive)
    except Refusal:
        return _LISTS_ENTRIES(_end(archive)) is not None
    return False


def is_copy(archive: BinaryIO) -> bool:
    """Return whether this is a zip archive of the form in which two copies of a record meet (`comity sync`)."""
    return _LISTS_COPY(_end(archive)) is not None and _LISTS_ENTRIES(_end(archive)) is None


def _end(archive: BinaryIO) -> bytes:
    archive.seek(max(0, archive.seek(0, 2) - _LAST))
    return archive.read(_LAST)


def pieces(archive: BinaryIO, member: Member) -> Iterator[bytes]:
    """Yield the bytes of a member in pieces. Refusal where they are not those its CRC-32 was taken of."""
    left, crc, at = member.size, 0, member.start
    while left:
        archive.seek(at)
        piece = archive.read(min(left, PIECE))
        if not piece:
            raise Refusal("bad-pack", f"at byte {at}: {member.name} ends too early")
        crc = zlib.crc32(piece, crc)
        left -= len(piece)
        at += len(piece)
        yield piece
    if crc != member.crc:
        raise Refusal("bad-pack", f"at byte {member.start}: {member.name} is not as it was written (CRC-32)")


def _member(archive: BinaryIO, at: int, end: int) -> Member | None:
    """Read the header of a member; None where the list of members begins instead."""
    archive.seek(at)
    head = archive.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        if head[:4] == _END_MARK.to_bytes(4, "little"):
            return None
        raise Refusal("bad-pack", f"at byte {at}: the file ends where another file of the pack was to begin")
    fields = _LOCAL.unpack(head)
    if fields[0] in (_CENTRAL_MARK, _END_MARK):
        return None
    if fields[0] != _LOCAL_MARK:
        raise Refusal("bad-pack", f"at byte {at}: no file of a pack begins here")
    crc, size, length = fields[6], fields[8], fields[9]
    name = archive.read(min(length, 1024)).decode("ascii", "replace")
    member = Member(name=name, size=size, crc=crc, start=at + _LOCAL.size + length)
    if _NAME(name) is None:
        raise Refusal("bad-pack", f"at byte {at}: {name[:80]!r} is no name of a file in a pack")
    if head != _local(member)[: _LOCAL.size]:
        raise Refusal("bad-pack", f"at byte {at}: {name} is stored in another way than a pack is written")
    if member.start + size > end:
        raise Refusal("bad-pack", f"at byte {at}: {name} is longer than the pack")
    return member


def _local(member: Member) -> bytes:
    name = member.name.encode()
    return _LOCAL.pack(
        _LOCAL_MARK, _NEEDED, 0, 0, 0, _DAY, member.crc, member.size, member.size, len(name), 0
    ) + name  # fmt: skip


def _central(member: Member, at: int) -> bytes:
    name = member.name.encode()
    return _CENTRAL.pack(
        _CENTRAL_MARK, _MADE_BY, _NEEDED, 0, 0, 0, _DAY, member.crc, member.size, member.size, len(name), 0, 0, 0, 0,
        _MODE, at,
    ) + name  # fmt: skip


def _tail(placed: Sequence[tuple[Member, int]], at: int) -> bytes:
    """Return what follows the members: the list of them, and the end."""
    listed = b"".join(_central(member, start) for member, start in placed)
    return listed + _END.pack(_END_MARK, 0, 0, len(placed), len(placed), len(listed), at, 0)


def _whole(members: Sequence[Member]) -> int:
    heads = _LOCAL.size + _CENTRAL.size
    return sum(member.size + heads + 2 * len(member.name) for member in members) + _END.size


def _same(archive: BinaryIO, at: int, expected: bytes, end: int) -> None:
    archive.seek(at)
    found = archive.read(len(expected))
    if found == expected and at + len(expected) == end:
        return
    where = next((n for n, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b), len(found))
    raise Refusal("bad-pack", f"at byte {at + where}: the list of files is not the one of a pack")


def _checked(name: str) -> None:
    if _NAME(name) is None:
        raise Refusal("bad-pack", f"{name[:80]!r} is no name of a file in a pack")
