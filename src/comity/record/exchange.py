"""Two copies of one record meet: the shorter is extended, entries that waited are put in order, a fork is proven.

Only the keeper puts entries in order. The others sign theirs and let them wait until the keeper has them; so no copy
ever has to take back what it has recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.record.history import History, read_entry
from comity.record.keys import SecretKey
from comity.record.merkle import consistency_proof, root_of, verify_consistency
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal
from comity.record.store import Store, taken
from comity.record.verify import Trust, verify_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What one side sends: its whole record, the entries of its own that wait for the keeper, and its checkpoints."""

    entries: Sequence[bytes]
    waiting: Sequence[bytes] = ()
    checkpoints: Sequence[Checkpoint] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An entry that waited and could not be recorded, and why; its signer is told."""

    entry_id: str
    type: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """What a meeting brought: how many entries were new here, how many of those that waited were put in order."""

    extended: int
    ordered: int
    refused: tuple[Refused, ...] = ()


@dataclass(eq=False)
class Fork(Refusal):
    """Two records that were one up to a position: both entries there, and the checkpoints that each side cosigned."""

    position: int
    ours: bytes
    theirs: bytes
    checkpoints: Sequence[Checkpoint] = field(default=())

    def __post_init__(self) -> None:
        """Say what it is."""
        Refusal.__init__(self, "fork", f"the two records differ from entry {self.position} on")


def meet(store: Store, theirs: Copy, *, me: str, trust: Trust) -> Exchanged:
    """Take from another copy what is new, after verifying it; `me` is the party whose copy the store is.

    Raises Refusal and changes nothing where the other copy is not believed, and Fork where it contradicts this one.
    """
    _believed(theirs, trust)
    ours = list(store.entries())
    _same_beginning(ours, theirs, store.checkpoints())
    extended = max(0, len(theirs.entries) - len(ours))
    _extend(store, theirs, len(ours))
    ordered, refused = _order(store, [*store.waiting(), *theirs.waiting]) if store.history().keeper == me else (0, ())
    return Exchanged(extended=extended, ordered=ordered, refused=tuple(refused))


def _believed(theirs: Copy, trust: Trust) -> None:
    found = verify_record(theirs.entries, theirs.checkpoints, trust)
    if found.failure is not None:
        refusal = found.failure.refusal
        raise Refusal(refusal.kind, f"entry {found.failure.position} of the other copy: {refusal.why}")
    for data in theirs.waiting:
        read_entry(data)


def _same_beginning(ours: Sequence[bytes], theirs: Copy, checkpoints: Sequence[Checkpoint]) -> None:
    for position, (own, other) in enumerate(zip(ours, theirs.entries, strict=False)):
        if own != other:
            raise Fork(position, own, other, [*checkpoints, *theirs.checkpoints])


def _extend(store: Store, theirs: Copy, size: int) -> None:
    """Take over entries and checkpoints, each checkpoint before the entries that may say they have seen it."""
    for checkpoint in sorted(theirs.checkpoints, key=lambda one: one.size):
        if checkpoint.size > size:
            store.append(theirs.entries[size : checkpoint.size])
            size = checkpoint.size
        store.keep(checkpoint)
    if len(theirs.entries) > size:
        store.append(theirs.entries[size:])


def _order(store: Store, waiting: Sequence[bytes]) -> tuple[int, list[Refused]]:
    """Record what waited, each entry by itself, so that one that is refused holds up only its signer's later ones."""
    refused = []
    ordered = 0
    for data in waiting:
        entry = read_entry(data)
        is_there = store.position(entry.payload.entry_id) is not None
        try:
            store.append([data])
            ordered += not is_there
        except Refusal as refusal:
            refused.append(Refused(entry_id=entry.payload.entry_id, type=entry.payload.type, why=refusal.why))
    return ordered, refused


def cosign(store: Store, party: str, key: SecretKey, time: int) -> Checkpoint:
    """Cosign the record as it is, after proving that it continues what this party cosigned before. Raises Refusal.

    `time` is in seconds since 1970.
    """
    history = store.history()
    leaves = store.leaves(history.size)
    for before in store.checkpoints():
        if party in history.cosigners(before):
            proof = consistency_proof(before.size, leaves)
            verify_consistency(before.size, len(leaves), before.root, root_of(leaves), proof)
    made = history.checkpoint().cosigned(party, key, time)
    store.keep(made)
    return made


def with_waiting(store: Store) -> History:
    """Return the history as it will be once what waits here has been put in order; entries that cannot are left out."""
    history, finals = store.history(), store.finals()
    for data in store.waiting():
        try:
            taken(history, data, finals)
        except Refusal:
            continue
    return history
