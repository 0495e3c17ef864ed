"""A whole record believed by nobody's word: every entry, every chain, every checkpoint, from keys known beforehand.

Signatures are the cost. Entries are read and followed a block at a time, and the signatures of a block are verified on
all cores: by threads, since libsodium works without Python's lock, or by the processes of a pool that is given. Threads
that read while others verify would only wait for that lock, so with them the two take turns.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from comity.record.history import History, read_entry
from comity.record.keys import verify
from comity.record.merkle import Hash
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor  # loads multiprocessing, which few need

BLOCK = 512
"""Entries that are followed before their signatures are verified; enough that handing them over costs nothing."""

Signed = tuple[bytes, bytes, bytes]
"""A public key, the bytes that were signed with it, and the signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What was known before: the alliance, the origin, and each party's first keys (32 bytes), from the contract."""

    alliance: str
    origin: str
    keys: Mapping[str, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Where a record stops being believed: the position of the entry, or the size of the checkpoint, and why."""

    position: int
    refusal: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a record proves: the history up to the first failure, and size -> root of the checkpoints all cosigned."""

    history: History
    finals: Mapping[int, str]
    failure: Failure | None

    @property
    def final_size(self) -> int:
        """How many entries all parties have cosigned."""
        return max(self.finals, default=0)


def verify_record(
    entries: Iterable[bytes], checkpoints: Sequence[Checkpoint], trust: Trust, pool: ProcessPoolExecutor | None = None
) -> Verified:
    """Verify a record from its first entry. Nothing is raised: the first thing that is wrong is the failure.

    With a pool of processes, which pays from some ten thousand entries on, blocks are read while others are verified.
    """
    cores = os.cpu_count() or 1
    if pool is not None:
        return _verified(iter(entries), _Pass(trust, checkpoints), _Signatures(pool, cores), ahead=2)
    with ThreadPoolExecutor(max_workers=cores) as threads:
        return _verified(iter(entries), _Pass(trust, checkpoints), _Signatures(threads, cores), ahead=0)


def _verified(entries: Iterator[bytes], made: _Pass, signatures: _Signatures, ahead: int) -> Verified:
    """Follow block after block, with so many whose signatures are not verified yet."""
    pending: deque[_Block] = deque()
    while made.failure is None and (some := list(islice(entries, BLOCK))):
        before = made.copy()
        pending.append(_Block(before, some, signatures.verifying(made.follow(some))))
        if len(pending) > ahead and (wrong := pending.popleft().wrong()) is not None:
            return wrong
    for block in pending:
        if (wrong := block.wrong()) is not None:
            return wrong
    made.end()
    return made.result()


@dataclass(slots=True)
class _Signatures:
    """Where signatures are verified: a pool, and how many parts a block is cut into."""

    pool: Executor
    parts: int

    def verifying(self, signed: Sequence[Signed]) -> list[tuple[int, Future[int | None]]]:
        """Begin to verify; return each part by the number of its first signature."""
        size = max(1, -(-len(signed) // self.parts))
        starts = range(0, len(signed), size)
        return [(start, self.pool.submit(first_wrong, signed[start : start + size])) for start in starts]


def first_wrong(signed: Sequence[Signed]) -> int | None:
    """Return the number of the first signature that is not right, from 0; None where all are."""
    for number, (public, message, signature) in enumerate(signed):
        try:
            verify(public, message, signature)
        except Refusal:
            return number
    return None


@dataclass(slots=True)
class _Block:
    """Entries that were followed, with the pass as it was before them and the signatures that are being verified."""

    before: _Pass
    entries: Sequence[bytes]
    verifying: Sequence[tuple[int, Future[int | None]]]

    def wrong(self) -> Verified | None:
        """Return what is proven if a signature is wrong: all before it. None where all are right."""
        for start, future in self.verifying:
            number = future.result()
            if number is not None:
                self.before.follow(self.entries[: start + number])
                refusal = Refusal("bad-signature", "the signature does not belong to this entry and its key")
                self.before.failure = Failure(position=self.before.history.size, refusal=refusal)
                return self.before.result()
        return None


@dataclass(slots=True)
class _Pass:
    """A pass over the entries: what they have established so far, if their signatures are right."""

    trust: Trust
    checkpoints: Sequence[Checkpoint]
    """Those ahead, the smallest first."""
    history: History = field(default_factory=History)
    finals: dict[int, str] = field(default_factory=dict)
    failure: Failure | None = None

    def __post_init__(self) -> None:
        self.checkpoints = sorted(self.checkpoints, key=lambda one: one.size)

    def copy(self) -> _Pass:
        """Return the pass as it is now."""
        history = History.of_state(self.history.state())
        return _Pass(self.trust, self.checkpoints, history, dict(self.finals), self.failure)

    def result(self) -> Verified:
        """Return what is proven."""
        return Verified(history=self.history, finals=self.finals, failure=self.failure)

    def follow(self, some: Sequence[bytes]) -> list[Signed]:
        """Follow entries up to the first that is wrong; return what has to be verified of those before it."""
        signed = []
        for data in some:
            position = self.history.size
            try:
                signed.append(self._next(data))
                self._held_against_what_is_known()
            except Refusal as refusal:
                self.failure = Failure(position=position, refusal=refusal)
                break
        return signed

    def _next(self, data: bytes) -> Signed:
        """Take an entry as the next one. Raises Refusal."""
        entry = read_entry(data)
        public = self.history.key_for(entry)
        self.history.follow(entry, self.finals)
        return public, entry.envelope.signed, entry.envelope.signature

    def _held_against_what_is_known(self) -> None:
        """Raise Refusal where the keys are not those of the contract, or the root not that of a checkpoint."""
        if self.history.size == 1:
            self._trusted()
        if self.checkpoints and self.checkpoints[0].size <= self.history.size:
            self._checkpoints()

    def _trusted(self) -> None:
        """Refuse a record that was opened with other keys than the contract names."""
        found: dict[str, set[bytes]] = {}
        for key in self.history.keys.values():
            found.setdefault(key.party, set()).add(key.public)
        wanted = {party: set(keys) for party, keys in self.trust.keys.items()}
        if (self.history.alliance, self.history.origin) != (self.trust.alliance, self.trust.origin):
            raise Refusal("other-alliance", f"this is the record of {self.history.alliance} at {self.history.origin}")
        if found != wanted or set(self.history.parties) != set(wanted):  # a party without keys would never cosign
            raise Refusal("not-trusted", "the record was opened with other keys than those that are trusted")

    def _checkpoints(self) -> None:
        """Hold the checkpoints of this size against the root, and note those that all have cosigned."""
        here = [one for one in self.checkpoints if one.size == self.history.size]
        self.checkpoints = [one for one in self.checkpoints if one.size > self.history.size]
        for checkpoint in here:
            _same_root(checkpoint, self.history.root, self.history.origin)
            if self.history.is_final(checkpoint):
                self.finals[checkpoint.size] = checkpoint.root.hex()

    def end(self) -> None:
        """A checkpoint beyond the last entry was cosigned, and what it covers is not here."""
        if self.failure is None and self.checkpoints:
            size = self.checkpoints[0].size
            why = f"a checkpoint of {size} entries was kept, but only {self.history.size} are here"
            self.failure = Failure(position=self.history.size, refusal=Refusal("truncated", why))


def _same_root(checkpoint: Checkpoint, root: Hash, origin: str) -> None:
    if checkpoint.origin != origin:
        raise Refusal("other-alliance", f"a checkpoint of {checkpoint.origin} stands among those of {origin}")
    if checkpoint.root != root:
        raise Refusal("fork", f"a checkpoint of {checkpoint.size} entries was cosigned over another history than this")
