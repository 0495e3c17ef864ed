"""Proofs that an entry stands in a record: C2SP tlog-proof, with the entry itself as its extra data.

A proof is a text that needs nothing beside it but the trust file: the entry, its place in the tree, and a checkpoint
that all parties cosigned.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from comity.record.b64 import from_base64
from comity.record.history import Entry, read_entry, verify_signature
from comity.record.keys import PublicKey
from comity.record.merkle import EMPTY, Hash, inclusion_proof, verify_inclusion
from comity.record.note import Checkpoint, Cosignature, read_checkpoint
from comity.record.refusal import Refusal
from comity.record.verify import Trust

FIRST_LINE = "c2sp.org/tlog-proof@v1"
MOST_STEPS = 64
_INDEX = re.compile("0|[1-9][0-9]{0,15}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """An entry (its bytes), its position from 0, the audit path of its leaf (lowest first), and a checkpoint above."""

    entry: bytes
    index: int
    path: tuple[Hash, ...]
    checkpoint: Checkpoint

    def text(self) -> str:
        """Return the proof as it is sent, in its one spelling."""
        path = "".join(f"{b64encode(step).decode()}\n" for step in self.path)
        extra = b64encode(self.entry).decode()
        return f"{FIRST_LINE}\nextra {extra}\nindex {self.index}\n{path}\n{self.checkpoint.note()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a proof proves: the entry, and the cosignature by which each party has accepted it.

    `is_signer_known` tells whether its own signature was verified too: the trust file names first keys only, and an
    entry may be signed with a key that another entry enrolled.
    """

    entry: Entry
    cosignatures: tuple[Cosignature, ...]
    is_signer_known: bool


def proof_of(index: int, entry: bytes, leaves: Sequence[Hash], checkpoint: Checkpoint) -> Proof:
    """Return the proof for an entry under the checkpoint of the tree over `leaves`. Refusal where it does not cover it.

    `leaves` are as many as the checkpoint counts.
    """
    return Proof(entry=entry, index=index, path=tuple(inclusion_proof(index, leaves)), checkpoint=checkpoint)


def read_proof(text: str) -> Proof:
    """Read a proof; Refusal where it is spelt in any other way than `Proof.text` spells it. Nothing is verified."""
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or len(lines) < 3 or lines[0] != FIRST_LINE:
        raise Refusal("bad-proof", f"a proof begins with {FIRST_LINE}, and ends with a checkpoint")
    if not lines[1].startswith("extra "):
        raise Refusal("bad-proof", "this proof does not hold the entry that it is about")
    index = lines[2].removeprefix("index ")
    if lines[2] == index or _INDEX(index) is None or len(lines) > 3 + MOST_STEPS:
        raise Refusal("bad-proof", "a proof says at which index the entry stands, and at most 64 hashes above it")
    path = tuple(_bytes(line) for line in lines[3:])
    if any(len(step) != len(EMPTY) for step in path):
        raise Refusal("bad-proof", "each hash of a proof has 32 bytes")
    entry = _bytes(lines[1].removeprefix("extra "))
    return Proof(entry=entry, index=int(index), path=path, checkpoint=read_checkpoint(note))


def verify_proof(proof: Proof, trust: Trust) -> Proven:
    """Return what a proof proves from the keys that were known before. Raises Refusal where it proves nothing.

    Of each party one first key has to have cosigned the checkpoint. Each may sign and cosign everything (`Trust`). That
    it was not revoked before does not follow from a proof; the whole record says so.
    """
    entry = read_entry(proof.entry)
    checkpoint, payload = proof.checkpoint, entry.payload
    if (payload.alliance, checkpoint.origin) != (trust.alliance, trust.origin):
        raise Refusal("other-alliance", f"this is an entry of {payload.alliance} in the record {checkpoint.origin}")
    if not trust.keys:
        raise Refusal("not-trusted", "the trust file names no keys, so that nothing can be proven from it")
    verify_inclusion(proof.index, checkpoint.size, entry.leaf, proof.path, checkpoint.root)
    cosignatures = tuple(_accepted(checkpoint, party, keys) for party, keys in trust.keys.items())
    own = [key for key in trust.keys.get(payload.actor, ()) if PublicKey(key).key_id == payload.key_id]
    for key in own:
        verify_signature(entry, key)
    return Proven(entry=entry, cosignatures=cosignatures, is_signer_known=bool(own))


def _accepted(checkpoint: Checkpoint, party: str, keys: Sequence[bytes]) -> Cosignature:
    """Return the cosignature of a party by one of its keys. Refusal where there is none, or a wrong one."""
    for key in keys:
        found = checkpoint.by(party, PublicKey(key))
        if found is not None:
            return found
    why = f"no key that is trusted of {party} cosigned the checkpoint of {checkpoint.size} entries"
    raise Refusal("not-final", why)


def _bytes(text: str) -> bytes:
    try:
        return from_base64(text)
    except ValueError as wrong:
        raise Refusal("bad-proof", str(wrong)) from None
