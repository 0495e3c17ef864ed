"""Signed notes and cosignatures: C2SP signed-note, tlog-checkpoint and tlog-cosignature, as far as a record needs them.

A note is text, an empty line, and signature lines. What is signed is the text; what is cosigned is the text with the
time at which it was seen.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256

from comity.record.b64 import from_base64
from comity.record.keys import PublicKey, SecretKey
from comity.record.merkle import EMPTY, Hash
from comity.record.refusal import Refusal

COSIGNATURE = b"\x04"
"""The signature type of a timestamped cosignature over a checkpoint by Ed25519."""
_NAME = re.compile(r"[^\s+]+").fullmatch
_LINE = re.compile("\N{EM DASH} ([^ +]+) ([A-Za-z0-9+/]+={0,2})").fullmatch
_SIZE = re.compile("0|[1-9][0-9]{0,15}").fullmatch
_LATEST = 253402300799
"""Seconds since 1970 to the end of the year 9999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosignature:
    """One party's cosignature of a checkpoint: its name, the hash of its key, seconds since 1970, and 64 bytes."""

    name: str
    key_hash: bytes
    time: int
    signature: bytes

    @property
    def moment(self) -> datetime:
        """When it was made, by the clock of its signer (UTC)."""
        return datetime.fromtimestamp(self.time, UTC)

    def line(self) -> str:
        """Return the signature line of a note."""
        data = self.key_hash + self.time.to_bytes(8, "big") + self.signature
        return f"\N{EM DASH} {self.name} {b64encode(data).decode()}\n"


def key_hash(name: str, key: PublicKey, kind: bytes = COSIGNATURE) -> bytes:
    """Return the four bytes by which a signature line names a signer's key, for a type of signature."""
    return sha256(name.encode() + b"\n" + kind + key.data).digest()[:4]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The size and root of a record, under its origin, with the cosignatures of those who have seen it."""

    origin: str
    size: int
    root: Hash
    cosignatures: tuple[Cosignature, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed: origin, size, root in base64, each on a line."""
        return checkpoint_text(self.origin, self.size, self.root)

    def note(self) -> str:
        """Return the whole note, as it is kept and sent."""
        return f"{self.text}\n{''.join(one.line() for one in self.cosignatures)}"

    def cosigned(self, name: str, key: SecretKey, time: int) -> Checkpoint:
        """Return the checkpoint with a party's cosignature, unless one of the same key is there: that one stays."""
        if _NAME(name) is None:
            raise Refusal("bad-note", f"{name!r} cannot be the name of a cosigner")
        mark = key_hash(name, key.public)
        made = Cosignature(name=name, key_hash=mark, time=time, signature=key.sign(_cosigned(self.text, time)))
        return self.with_cosignatures([made])

    def with_cosignatures(self, more: Iterable[Cosignature]) -> Checkpoint:
        """Return the checkpoint with further cosignatures, in the order of their names; of one key the first stays."""
        found = {(one.name, one.key_hash): one for one in (*more, *self.cosignatures)}
        return replace(self, cosignatures=tuple(found[key] for key in sorted(found)))

    def by(self, name: str, key: PublicKey) -> Cosignature | None:
        """Return the cosignature of a party by a key, verified; None where there is none. Refusal for a wrong one."""
        mark = key_hash(name, key)
        for one in self.cosignatures:
            if one.name == name and one.key_hash == mark:
                key.verify(_cosigned(self.text, one.time), one.signature)
                return one
        return None


def time_of(checkpoint: Checkpoint) -> datetime:
    """Return when the last cosignature of a checkpoint was made, by the clock of its signer (UTC)."""
    return max(one.moment for one in checkpoint.cosignatures)


def day_of(checkpoint: Checkpoint) -> date:
    """Return the day of the last cosignature of a checkpoint (UTC)."""
    return time_of(checkpoint).date()


def checkpoint_text(origin: str, size: int, root: Hash) -> str:
    """Return the text of a checkpoint."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def read_checkpoint(note: str) -> Checkpoint:
    """Read a checkpoint with its cosignatures; Refusal where it is spelt in any other way. Nothing is verified."""
    text, separator, lines = note.partition("\n\n")
    parts = text.split("\n")
    if not separator or len(parts) != 3 or not parts[0] or _SIZE(parts[1]) is None:
        raise Refusal("bad-note", "a checkpoint has an origin, a size and a root, an empty line, and signatures")
    root = _bytes(parts[2])
    size = int(parts[1])
    if len(root) != len(EMPTY) or (size == 0 and root != EMPTY):
        raise Refusal("bad-note", "the root of a checkpoint has 32 bytes")
    found = tuple(map(_cosignature, lines.split("\n")[:-1]))
    if len({(one.name, one.key_hash) for one in found}) < len(found):
        # Only one of them would be verified, and the time of the other believed.
        raise Refusal("bad-note", "one key cosigned this checkpoint twice")
    made = Checkpoint(origin=parts[0], size=size, root=root, cosignatures=found)
    if made.note() != note:
        raise Refusal("bad-note", "this checkpoint is spelt in another way")
    return made


def _cosignature(line: str) -> Cosignature:
    found = _LINE(line)
    data = _bytes(found[2]) if found else b""
    if found is None or len(data) != 76:
        raise Refusal("bad-note", "this is no line of a cosignature")
    time = int.from_bytes(data[4:12], "big")
    if time > _LATEST:
        raise Refusal("bad-note", "the time of a cosignature is beyond the year 9999")
    return Cosignature(name=found[1], key_hash=data[:4], time=time, signature=data[12:])


def _bytes(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError as wrong:
        raise Refusal("bad-note", str(wrong)) from None
