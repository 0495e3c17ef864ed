"""A whole record believed by nobody's word: every entry, every chain, every checkpoint, from keys known beforehand.

Signatures are the cost. Entries are read and followed a block at a time, and the signatures of a block are verified on
all cores: by threads, since libsodium works without Python's lock, or, where there are many entries, by processes if
the caller can start some. Threads that read while others verify would only wait for that lock, so with them the two
take turns; with processes blocks are read while others are verified.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from comity.record.history import EVERYTHING, History, read_entry
from comity.record.merkle import Hash
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal
from comity.record.signatures import Signed, first_wrong

BLOCK = 1_024
"""Entries that are followed before their signatures are verified; enough that handing them over costs nothing."""

MANY = 20_000
"""Entries from which on processes are worth their start, which takes half a second."""
AHEAD = 3
"""Blocks that processes may have before them while the next one is read."""

Processes = Callable[[], Executor]
"""Starts a pool of processes, one for each core (`cores`); asked only where there are MANY entries, and ended by who
gave it. Processes start with a fresh interpreter, so threads of the caller do no harm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What was known before: the alliance, the origin, and each party's first keys (32 bytes), from the contract.

    Each of them binds its party in everything: no record is believed whose opening permits one of them less than `*`.
    """

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


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def verify_record(
    entries: Iterable[bytes], checkpoints: Sequence[Checkpoint], trust: Trust, processes: Processes | None = None
) -> Verified:
    """Verify a record from its first entry. Nothing is raised: the first thing that is wrong is the failure."""
    ahead = iter(entries)
    first = list(islice(ahead, MANY))
    made, every = _Pass(trust, checkpoints), chain(first, ahead)
    if processes is not None and len(first) == MANY and cores() > 1:
        return _verified(every, made, _Signatures(processes(), cores()), ahead=AHEAD)
    with ThreadPoolExecutor(max_workers=cores()) as threads:
        return _verified(every, made, _Signatures(threads, cores()), ahead=0)


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

    def verifying(self, signed: Sequence[tuple[bytes, bytes]]) -> list[_Part]:
        """Begin to verify the signatures of a block; return its parts."""
        size = max(1, -(-len(signed) // self.parts))
        return [self._part(start, Signed.of(signed[start : start + size])) for start in range(0, len(signed), size)]

    def _part(self, start: int, signed: Signed) -> _Part:
        try:
            return _Part(start, signed, self.pool.submit(first_wrong, signed))
        except BrokenExecutor:
            return _Part(start, signed, None)


@dataclass(slots=True)
class _Part:
    """Signatures that are being verified elsewhere, by the number of the first one in its block."""

    start: int
    signed: Signed
    future: Future[int | None] | None

    def first_wrong(self) -> int | None:
        """Wait, and return the number in the block of the first one that is not right; None where all are."""
        try:
            number = self.future.result() if self.future is not None else first_wrong(self.signed)
        except BrokenExecutor:  # a process of the pool was killed, which says nothing of the record
            number = first_wrong(self.signed)
        return None if number is None else self.start + number


@dataclass(slots=True)
class _Block:
    """Entries that were followed, with the pass as it was before them and the signatures that are being verified."""

    before: _Pass
    entries: Sequence[bytes]
    verifying: Sequence[_Part]

    def wrong(self) -> Verified | None:
        """Return what is proven if a signature is wrong: all before it. None where all are right."""
        for part in self.verifying:
            number = part.first_wrong()
            if number is not None:
                self.before.follow(self.entries[:number])
                refusal = Refusal("bad-signature", "the signature does not belong to this entry and its key")
                self.before.failure = Failure(position=self.before.history.size, refusal=refusal)
                return self.before.result()
        return None


@dataclass(slots=True)
class _Pass:
    """A pass over the entries: what they have established so far, if their signatures are right."""

    trust: Trust
    checkpoints: Sequence[Checkpoint]
    """All of them, the smallest first."""
    history: History = field(default_factory=History)
    finals: dict[int, str] = field(default_factory=dict)
    failure: Failure | None = None
    names: dict[bytes, int] = field(default_factory=dict)
    """The id of each entry with its position: the one thing here that grows with the record (some 0.2 KB an entry)."""
    passed: int = 0
    """How many of the checkpoints are behind."""

    def __post_init__(self) -> None:
        self.checkpoints = sorted(self.checkpoints, key=lambda one: one.size)

    def copy(self) -> _Pass:
        """Return the pass as it is now."""
        return replace(self, history=self.history.copy(), finals=dict(self.finals))

    def result(self) -> Verified:
        """Return what is proven."""
        return Verified(history=self.history, finals=self.finals, failure=self.failure)

    def follow(self, some: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
        """Follow entries up to the first that is wrong; return what has to be verified of those before it.

        That is of each its key, and its signature with what was signed.
        """
        signed: list[tuple[bytes, bytes]] = []
        for position, data in enumerate(some, start=self.history.size):
            try:
                entry = read_entry(data)
                self._only_one(entry.payload.entry_id, position)
                signed.append((self.history.follow(entry, self.finals), entry.envelope.with_signature))
                if position == 0:
                    self._trusted()
                if self.passed < len(self.checkpoints):
                    self._held_against_checkpoints(position + 1)
            except Refusal as refusal:
                self.failure = Failure(position=position, refusal=refusal)
                break
        return signed

    def _only_one(self, name: str, position: int) -> None:
        """Raise Refusal where an entry before it has the id of this one.

        Copies of a pass share the ids; one that follows the same entries again finds each at its own place.
        """
        if self.names.setdefault(bytes.fromhex(name), position) != position:
            raise Refusal("other-entry", f"an entry before it has the id {name}")

    def _held_against_checkpoints(self, size: int) -> None:
        """Raise Refusal where the root at a size is not that of a checkpoint."""
        while self.passed < len(self.checkpoints) and self.checkpoints[self.passed].size <= size:
            self._checkpoint(self.checkpoints[self.passed])
            self.passed += 1

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
        short = sorted(key.party for key in self.history.keys.values() if EVERYTHING not in key.may)
        if short:  # its party could neither cosign nor dispute with it, and a proof would count it all the same
            why = f"the record was opened so that a key of {short[0]} that is trusted may not sign everything"
            raise Refusal("not-trusted", why)

    def _checkpoint(self, checkpoint: Checkpoint) -> None:
        """Hold a checkpoint of this size against the root, and note it if all have cosigned it. Raises Refusal."""
        _same_root(checkpoint, self.history.root, self.history.origin)
        if self.history.is_final(checkpoint):
            self.finals[checkpoint.size] = checkpoint.root.hex()

    def end(self) -> None:
        """A checkpoint beyond the last entry was cosigned, and what it covers is not here."""
        if self.failure is None and self.passed < len(self.checkpoints):
            size = self.checkpoints[self.passed].size
            why = f"a checkpoint of {size} entries was kept, but only {self.history.size} are here"
            self.failure = Failure(position=self.history.size, refusal=Refusal("truncated", why))


def _same_root(checkpoint: Checkpoint, root: Hash, origin: str) -> None:
    if checkpoint.origin != origin:
        raise Refusal("other-alliance", f"a checkpoint of {checkpoint.origin} stands among those of {origin}")
    if checkpoint.root != root:
        raise Refusal("fork", f"a checkpoint of {checkpoint.size} entries was cosigned over another history than this")
