"""Personal data of an alliance, where they can be erased: FOLDER/record/vault/SUBJECT/COMMITMENT.box.

A subject is a person under a pseudonym. Payload and salt of each commitment lie here, encrypted by AES-256-GCM under a
key of their subject. The keys lie elsewhere ($COMITY_KEYS/ALLIANCE.vault/SUBJECT.key), so that a copy of the folder, or
an old backup of it, cannot be read once the key is gone.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from comity.adapters.durable import names_kept
from comity.adapters.keyring import SECRET_MODE, keyring
from comity.record.commitment import SALT_BYTES, commitment, opens
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VAULT = "vault"
KEY_BYTES, NONCE_BYTES = 32, 12
is_subject = re.compile(r"[a-z][a-z0-9_]{0,63}").fullmatch
"""A pseudonym: it stands in the record for ever, so that it must not be a name."""
_COMMITMENT = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a commitment was made of: of whom, the salt of 32 bytes, the payload."""

    subject: str
    commitment: str
    salt: bytes
    payload: bytes


Chance = Callable[[int], bytes]
"""Gives as many random bytes as asked for."""


class Vault:
    """The personal data of one alliance on this machine.

    `chance` makes keys, salts and nonces; only an example that is built the same each time gives another than the
    system's.
    """

    def __init__(
        self, folder: Path, alliance: str, keys: Path | None = None, chance: Chance = secrets.token_bytes
    ) -> None:
        self.folder = folder
        self.alliance = alliance
        self.chance = chance
        self.keys = (keys or keyring()) / f"{alliance}.vault"

    def put(self, subject: str, payload: bytes) -> str:
        """Keep personal data of a subject; their commitment in hex, for the record. Durable when it returns."""
        if is_subject(subject) is None:
            raise Refusal("bad-subject", f"{subject!r} is no pseudonym: small letters, digits and _, a letter first")
        salt = self.chance(SALT_BYTES)
        made = commitment(salt, payload)
        nonce = self.chance(NONCE_BYTES)
        box = nonce + _cipher(self._key(subject)).encrypt(nonce, salt + payload, self._about(subject, made))
        _write(self.folder / subject / f"{made}.box", box)
        return made

    def open(self, subject: str, committed: str) -> Kept:
        """Return what a commitment was made of. Refusal: `erased` without its key, `missing`, or `corrupt`."""
        path = self.folder / subject / f"{committed}.box"
        if not path.is_file():
            raise Refusal("missing", f"nothing is kept here for the commitment {committed[:16]}…")
        key = self._key_file(subject)
        if not key.is_file():
            raise Refusal("erased", f"the key of {subject} is gone: what it encrypted cannot be read any more")
        return _opened(path.read_bytes(), key.read_bytes(), self._about(subject, committed), subject, committed)

    def subjects(self) -> list[str]:
        """Return the subjects of whom something is kept, or of whom there is still a key."""
        boxes = self.folder.iterdir() if self.folder.is_dir() else ()
        keys = self.keys.glob("*.key") if self.keys.is_dir() else ()
        found = {path.name for path in boxes if path.is_dir()} | {path.stem for path in keys}
        return sorted(name for name in found if is_subject(name))

    def commitments(self, subject: str) -> list[str]:
        """Return the commitments of a subject, in order."""
        place = self.folder / subject
        found = place.glob("*.box") if place.is_dir() else ()
        return sorted(path.stem for path in found if _COMMITMENT(path.stem))

    def everything(self) -> Iterator[Kept]:
        """Yield all that is kept and can be read, subject by subject. Raises Refusal (`corrupt`)."""
        for subject in self.subjects():
            if self._key_file(subject).is_file():
                yield from (self.open(subject, one) for one in self.commitments(subject))

    def erase(self, subject: str) -> int:
        """Delete the key of a subject, then its payloads with their salts; how many there were. May be done again.

        Without the key nothing can be read, so it goes first: whatever interrupts this, no copy is left half readable.
        """
        _remove(self._key_file(subject))
        boxes = self.commitments(subject)
        for one in boxes:
            _remove(self.folder / subject / f"{one}.box")
        if (self.folder / subject).is_dir():
            for left in (self.folder / subject).iterdir():
                _remove(left)
            (self.folder / subject).rmdir()
        return len(boxes)

    def _key_file(self, subject: str) -> Path:
        return self.keys / f"{subject}.key"

    def _key(self, subject: str) -> bytes:
        path = self._key_file(subject)
        if not path.exists():
            _write(path, self.chance(KEY_BYTES))
        return path.read_bytes()

    def _about(self, subject: str, committed: str) -> bytes:
        """Return what a box belongs to, so that it opens in no other place."""
        return f"{self.alliance} {subject} {committed}".encode()


def _opened(box: bytes, key: bytes, about: bytes, subject: str, committed: str) -> Kept:
    from cryptography.exceptions import InvalidTag

    try:
        plain = _cipher(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        plain = b""
    salt, payload = plain[:SALT_BYTES], plain[SALT_BYTES:]
    if not opens(committed, salt, payload):
        raise Refusal("corrupt", f"what is kept for the commitment {committed[:16]}… is damaged")
    return Kept(subject=subject, commitment=committed, salt=salt, payload=payload)


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers import aead

    return aead.AESGCM(key)


def _write(path: Path, data: bytes) -> None:
    """Write a file that its owner alone may read, whole or not at all, durable when it returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = path.with_name(f".{path.name}.new")
    written.unlink(missing_ok=True)
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    written.replace(path)
    names_kept(path.parent)


def _remove(path: Path) -> None:
    """Overwrite a file with zeros and delete it. What a disk or a backup keeps of it needs the key, which is gone."""
    if not path.is_file():
        return
    with path.open("r+b") as stream:
        stream.write(bytes(path.stat().st_size))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    names_kept(path.parent)
