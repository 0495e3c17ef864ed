"""Two copies of one record meet: the shorter is extended, entries that waited are put in order, a fork is proven.

Only the keeper puts entries in order. The others sign theirs and let them wait until the keeper has them; so no copy
ever has to take back what it has recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from comity.record.history import Entry, History, read_entry
from comity.record.keys import SecretKey
from comity.record.merkle import consistency_proof, root_of, verify_consistency
from comity.record.note import Checkpoint, Cosignature
from comity.record.refusal import Refusal
from comity.record.store import Store, taken
from comity.record.verify import Processes, Trust, verify_record


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
    actor: str
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


Door = Callable[[Entry], str]
"""Says why the keeper does not put an entry that waited in order, "" if nothing stands against it."""


def meet(store: Store, theirs: Copy, *, me: str, trust: Trust, processes: Processes | None = None) -> Exchanged:
    """Take from another copy what is new, after verifying it; `me` is the party whose copy the store is.

    Raises Refusal and changes nothing where the other copy is not believed, and Fork where it contradicts this one.
    """
    verify_copy(store, theirs, trust, processes)
    return take_over(store, theirs, me=me)


def without_cosignatures_after(theirs: Copy, latest: int) -> tuple[Copy, tuple[Cosignature, ...]]:
    """Return a copy without the cosignatures that say to be later than a moment, in seconds since 1970; and these.

    Entries may not count from before the last checkpoint that their signer had seen. Cosigned in the year 2100, the
    record would take none from anybody until then.
    """
    late = tuple(one for kept in theirs.checkpoints for one in kept.cosignatures if one.time > latest)
    checkpoints = [
        replace(kept, cosignatures=tuple(one for one in kept.cosignatures if one.time <= latest))
        for kept in theirs.checkpoints
    ]
    return (replace(theirs, checkpoints=checkpoints) if late else theirs), late


def verify_copy(store: Store, theirs: Copy, trust: Trust, processes: Processes | None = None) -> None:
    """Raise Refusal where another copy is not believed, and Fork where it contradicts the one here."""
    _believed(theirs, trust, processes)
    _same_beginning(store.entries(), theirs, store.checkpoints())


def take_over(store: Store, theirs: Copy, *, me: str, door: Door = lambda entry: "") -> Exchanged:
    """Take from a copy that was verified what is new; the keeper puts in order what waited and passes the door.

    What is new is recorded as a whole or not at all. Raises Refusal. What another party put in order passes the same
    door: the keeper's own copy may have been lost and come back this way, but nothing comes in by it that would not
    have been put in order here.
    """
    _refuse_unordered(store.history(), theirs, me, door)
    before = store.history().size
    store.extend(theirs.entries[before:], theirs.checkpoints)
    extended = max(0, len(theirs.entries) - before)
    if store.history().keeper != me:
        return Exchanged(extended=extended, ordered=0)
    ordered, refused = _order(store, [*store.waiting(), *theirs.waiting], door)
    return Exchanged(extended=extended, ordered=ordered, refused=tuple(refused))


def _refuse_unordered(history: History, theirs: Copy, me: str, door: Door) -> None:
    """Raise Refusal where the keeper is shown an entry in its order that it would not have put there."""
    if history.keeper != me:
        return
    for position, data in enumerate(theirs.entries[history.size :], start=history.size):
        entry = read_entry(data)
        why = door(entry) if entry.payload.actor != me else ""
        if why:
            raise Refusal("not-ordered", f"entry {position} of the other copy was not put in order here: {why}")


def _believed(theirs: Copy, trust: Trust, processes: Processes | None) -> None:
    found = verify_record(theirs.entries, theirs.checkpoints, trust, processes)
    if found.failure is not None:
        refusal = found.failure.refusal
        raise Refusal(refusal.kind, f"entry {found.failure.position} of the other copy: {refusal.why}")
    for data in theirs.waiting:
        read_entry(data)


def _same_beginning(ours: Iterable[bytes], theirs: Copy, checkpoints: Sequence[Checkpoint]) -> None:
    for position, (own, other) in enumerate(zip(ours, theirs.entries, strict=False)):
        if own != other:
            raise Fork(position, own, other, [*checkpoints, *theirs.checkpoints])


def _order(store: Store, waiting: Sequence[bytes], door: Door) -> tuple[int, list[Refused]]:
    """Record what waited, each entry by itself, so that one that is refused holds up only its signer's later ones.

    Raises Refusal where the store fails: what was put in order before stays, and the rest still waits.
    """
    refused = []
    ordered = 0
    for data in waiting:
        entry = read_entry(data)
        is_there = store.position(entry.payload.entry_id) is not None
        why = "" if is_there else door(entry)
        try:
            if not why:
                store.append([data])
                ordered += not is_there
        except Refusal as refusal:
            if refusal.kind == "storage":
                raise
            why = refusal.why
        if why:
            payload = entry.payload
            refused.append(Refused(entry_id=payload.entry_id, type=payload.type, actor=payload.actor, why=why))
    return ordered, refused


def cosign(store: Store, party: str, key: SecretKey, time: int, shown: Checkpoint | None = None) -> Checkpoint:
    """Cosign the record as it is, after proving that it continues what this party cosigned before. Raises Refusal.

    `time` is in seconds since 1970. `shown` is the checkpoint that somebody was shown: no other is cosigned.
    """
    history = store.history()
    made = history.checkpoint()
    if shown is not None and (shown.size, shown.root) != (made.size, made.root):
        raise Refusal("changed", f"the record has {made.size} entries by now, and {shown.size} were shown")
    known = history.keys.get(key.public.key_id)
    if known is None or known.party != party or not known.may_cosign(history.size):
        raise Refusal("not-permitted", f"the key {key.public.key_id} of {party} may not cosign")
    leaves = store.leaves(history.size)
    for before in store.checkpoints():
        if party in history.cosigners(before):
            proof = consistency_proof(before.size, leaves)
            verify_consistency(before.size, len(leaves), before.root, root_of(leaves), proof)
    made = made.cosigned(party, key, time)
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
