"""What every store of the record does alike, on a few statements that each database spells in its own way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, ClassVar

import orjson

from comity.adapters.record_head import Head
from comity.record.history import Entry, History, read_entry
from comity.record.merkle import EMPTY, Hash, root_of
from comity.record.note import Checkpoint, read_checkpoint
from comity.record.refusal import Refusal
from comity.record.store import Receipt, same_size, take

BATCH = 1_000
"""Entries that are fetched together."""
KEPT = 100
"""Entries after which the state of the history is kept again: whoever opens the record follows at most so many."""


Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Added:
    """An entry that is to be recorded: its position, its id, its leaf and its bytes."""

    position: int
    entry_id: str
    leaf: Hash
    data: bytes


@dataclass(slots=True)
class Known:
    """A record as one connection has seen it last: its history, its last leaf, the size at which its state was kept."""

    history: History = field(default_factory=History)
    leaf: Hash = b""
    kept: int = 0

    def copy(self) -> Known:
        """Return the same, so that taking an entry changes only one of them."""
        return Known(self.history.copy(), self.leaf, self.kept)

    def take(self, entry: Entry, finals: Mapping[int, str]) -> Added:
        """Check an entry in full and take it as the next one. Raises Refusal."""
        position = self.history.size
        take(self.history, entry, finals)
        self.leaf = entry.leaf
        return Added(position, entry.payload.entry_id, entry.leaf, entry.data)

    @property
    def is_to_be_kept(self) -> bool:
        """Whether it is time to keep the state of the history."""
        return self.history.size - self.kept >= KEPT

    def state(self) -> bytes | None:
        """Return the state of the history, to be kept with what is added now, if it is time to."""
        if not self.is_to_be_kept:
            return None
        self.kept = self.history.size
        return orjson.dumps(self.history.state())


class Tables(ABC):
    """A store of one record (comity.record.store.Store) in tables of entries, head, checkpoints and waiting entries.

    A connection knows the history up to what it has seen last and follows only what others have added since. While it
    writes alone, an append is a single statement, which adds nothing if another connection was faster. Every so often
    the state of the history is kept beside the entries, in the transaction that adds them, so that nobody starts from
    the first.
    Whether a checkpoint is final is settled when it is kept, and stays: who cosigned at a size cannot change later.
    """

    STATEMENTS: ClassVar[Mapping[str, str]]
    _head: Head | None = None
    """What was recorded last by its note outside of the database, where one is kept."""
    _known: Known | None = None
    _finals: Mapping[int, str] | None = None
    _is_alone = True
    """Whether nobody else has written since this connection did last."""

    @abstractmethod
    def _rows(self, statement: str, *values: Any) -> Rows:
        """Run one of the statements and return its rows. Refusal `storage` where the database fails."""

    def _last_and_places(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """Return position and leaf of the last entry, if there is one; and id, position and leaf of those with ids."""
        return self._rows("last"), [(name, *place) for name in ids for place in self._rows("place", name)]

    @abstractmethod
    def _add_one(self, before: Hash, one: Added) -> bool:
        """Add an entry after the one with the leaf `before`, durably; say whether that was the last, or add nothing.

        An entry that waited waits no more; another one that has its id does, so that its signer learns of it.
        """

    @abstractmethod
    def _add(self, before: Hash, added: Sequence[Added], state: bytes | None) -> None:
        """Within a transaction that has seen that `before` is the last: add entries so, and keep a state, if any."""

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """Return a transaction that no other writer of the record shares; durable once it is left. Raises Refusal."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def _as_its_head_says(self) -> None:
        """Raise Refusal (`truncated` or `fork`) where the record holds less than, or other than, its head says."""
        if self._head is None:
            return
        size, root = self._head.noted() or (0, EMPTY)
        history = self._found()  # after the head: others append and note it meanwhile
        if size > history.size:
            why = f"{size} entries were recorded, and {history.size} are here: restore the rest. {self._head.remedy}"
            raise Refusal("truncated", why)
        if self._root(size, history) != root:
            raise Refusal(
                "fork", f"the first {size} entries are not those that were recorded here. {self._head.remedy}"
            )
        if size < history.size:  # somebody else has recorded them; the next who opens it need not look at all leaves
            self._head.note(history)

    def _found(self) -> History:
        """Return the history on opening, when the tables may not be there."""
        return self.history()

    def _appended(self, history: History) -> None:
        """Note that entries were appended, after the transaction."""
        if self._head is not None:
            self._head.note(history)

    def history(self) -> History:
        """Return the state of the record as it is now."""
        return self._now(self._rows("last")).history.copy()

    def append(self, entries: Sequence[bytes]) -> list[Receipt]:
        """Append entries in their order, all or none. One that is there already keeps its place. Raises Refusal."""
        read = [read_entry(data) for data in entries]
        if len(read) == 1 and self._known is not None and self._is_alone:
            receipt = self._append_one(self._known, read[0])
            if receipt is not None:
                return [receipt]
        with self._transaction():
            last, places = self._last_and_places([one.payload.entry_id for one in read])
            known = self._now(last)
            self._known = None  # until what is added here is durable
            there = {name: Receipt(position, leaf.hex()) for name, position, leaf in places}
            before = known.leaf
            added = [known.take(one, self._finals_for(one)) for one in read if _is_new(one, known, there)]
            if added:
                self._add(before, added, known.state())
        self._known = known
        if added:
            self._appended(known.history)
        return [there[one.payload.entry_id] for one in read]

    def _append_one(self, known: Known, entry: Entry) -> Receipt | None:
        """Append the entry that comes next after the last one known; None, with nothing added, where it does not."""
        after = known.copy()
        try:
            added = after.take(entry, self._finals_for(entry))
        except Refusal:
            return None  # it may be there already, or follow what is not known yet
        if after.is_to_be_kept:
            return None
        self._known = None  # until it is known what became of it
        if not self._add_one(known.leaf, added):
            self._known = known
            return None
        self._known = after
        self._appended(after.history)
        return Receipt(added.position, added.leaf.hex())

    def extend(self, entries: Sequence[bytes], checkpoints: Sequence[Checkpoint]) -> None:
        """Append entries that go on from the last one here, and keep checkpoints; all or none. Raises Refusal.

        Each checkpoint is kept before the entries that may say they have seen it.
        """
        ahead = deque(map(read_entry, entries))
        with self._transaction():
            known = self._now(self._rows("last"))
            self._known = None  # until what is added here is durable
            before, finals = known.leaf, self.finals()
            added: list[Added] = []
            for checkpoint in sorted(checkpoints, key=lambda one: one.size):
                while ahead and known.history.size < checkpoint.size:
                    added.append(known.take(ahead.popleft(), finals))
                if self._keep(checkpoint, known.history):
                    finals[checkpoint.size] = checkpoint.root.hex()
            added += [known.take(entry, finals) for entry in ahead]
            if added:
                self._add(before, added, known.state())
        self._known, self._finals = known, None
        if added:
            self._appended(known.history)

    def _now(self, last: Sequence[tuple[int, Hash]]) -> Known:
        """Return the record as it is now, whose last position and leaf were asked for. Raises Refusal if damaged."""
        known, self._known = self._known, None
        before = known.history.size if known is not None else None
        if known is None or not self._goes_on(known, last):
            known = self._kept()
        size = last[0][0] + 1 if last else 0
        if known.history.size > size:
            raise Refusal("storage", f"{known.history.size} entries were recorded, and {size} are here")
        for data in self.entries(known.history.size, size):
            self._follow(known, data)
        self._known, self._is_alone = known, before in (None, size)
        return known

    def _goes_on(self, known: Known, last: Sequence[tuple[int, Hash]]) -> bool:
        """Tell whether the record still has the last entry that is known, at its place."""
        position = known.history.size - 1
        found = last if last and last[0][0] == position else self._rows("leaf", position)
        return bool(found) and found[0][-1] == known.leaf

    def _kept(self) -> Known:
        """Return the record as its state was kept last."""
        history = _history(self._rows("state"))
        return Known(history, self._one("leaf", history.size - 1) or b"", history.size)

    def _follow(self, known: Known, data: bytes) -> None:
        """Follow an entry that was recorded, and so verified, by another connection."""
        try:
            entry = read_entry(data)
            known.history.follow(entry, self._finals_for(entry))
        except Refusal as refusal:
            why = f"entry {known.history.size} is not as it was recorded: {refusal.why}"
            raise Refusal("storage", why) from refusal
        known.leaf = entry.leaf

    def _finals_for(self, entry: Entry) -> Mapping[int, str]:
        """Return size -> root of the final checkpoints, as far as an entry needs them; none ever ceases to be final."""
        if self._finals is None or entry.payload.seen_size not in self._finals:
            self._finals = self.finals() if entry.payload.seen_size else self._finals or {}
        return self._finals

    def _there(self, entry: Entry) -> Receipt | None:
        """Return where an entry stands already; None where its id is new. Refusal where another entry has its id."""
        for position, leaf in self._rows("place", entry.payload.entry_id):
            return _same(Receipt(position, leaf.hex()), entry)
        return None

    def entries(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the entries from a position up to, and without, another, in order."""
        last = self._one("count") if end is None else end
        for start in range(first, last, BATCH):
            for (data,) in self._rows("entries", start, min(start + BATCH, last)):
                yield data

    def leaves(self, end: int) -> list[bytes]:
        """Return the hashes of the first `end` leaves."""
        return [leaf for (leaf,) in self._rows("leaves", end)]

    def position(self, entry_id: str) -> int | None:
        """Return where an entry stands; None where it is not in the record."""
        found: int | None = self._one("place", entry_id)
        return found

    def checkpoints(self) -> list[Checkpoint]:
        """Return all checkpoints kept, the smallest first."""
        return [read_checkpoint(note) for (note,) in self._rows("checkpoints")]

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of this record, or add its cosignatures to one of the same size. Raises Refusal."""
        with self._transaction():
            self._keep(checkpoint, self.history())

    def _keep(self, checkpoint: Checkpoint, history: History) -> bool:
        """Keep a checkpoint within a transaction; whether it is final. Raises Refusal."""
        note = self._one("note", checkpoint.size)
        if note is not None:  # its root was held against the entries when it was kept first
            kept = same_size(read_checkpoint(note), checkpoint)
            history.cosigners(kept)
        else:
            kept = checkpoint
            self._belongs(kept, history)
        kept = history.without_strangers(kept)
        is_final = history.is_final(kept)
        self._rows("keep", kept.size, kept.note(), kept.root.hex(), is_final)
        return is_final

    def _belongs(self, checkpoint: Checkpoint, history: History) -> None:
        """Refuse a checkpoint of another history than this, or one with a wrong cosignature."""
        history.cosigners(checkpoint)
        if checkpoint.origin != history.origin or checkpoint.size > history.size:
            raise Refusal("truncated", f"there are {history.size} entries here, and no checkpoint of {checkpoint.size}")
        if self._root(checkpoint.size, history) != checkpoint.root:
            raise Refusal("fork", f"the first {checkpoint.size} entries here have another root than was cosigned")

    def _root(self, size: int, history: History) -> bytes:
        return history.root if size == history.size else root_of(self.leaves(size))

    def finals(self) -> dict[int, str]:
        """Return size -> root (hex) of the checkpoints that all parties have cosigned."""
        return dict(self._rows("finals"))

    def wait(self, data: bytes) -> None:
        """Keep an own entry until the keeper has put it in order; one that waits or is there already stays. Refusal."""
        entry = read_entry(data)
        name = entry.payload.entry_id
        with self._transaction():
            if self._there(entry) is not None:
                return
            waits = self._one("waits", name)
            if waits is None:
                self._next_of_actor(entry)
                self._rows("wait", name, data)
            elif waits != data:
                raise Refusal("other-entry", f"another entry has the id {name}")

    def _next_of_actor(self, entry: Entry) -> None:
        """Refuse an entry in whose place in its actor's chain another one waits: only one of them could be recorded."""
        place = entry.payload.actor, entry.payload.actor_seq
        if any((one.actor, one.actor_seq) == place for one in (read_entry(data).payload for data in self.waiting())):
            raise Refusal(
                "out-of-sequence", f"another entry {place[1]} of {place[0]} waits already; sign this one again"
            )

    def waiting(self) -> list[bytes]:
        """Return the entries that wait, in the order in which they were signed."""
        return [data for (data,) in self._rows("waiting")]

    def withdraw(self, entry_id: str) -> None:
        """Let an entry wait no more; one that does not wait stays where it is. Raises Refusal."""
        with self._transaction():
            self._rows("wait no more", entry_id)

    def _one(self, statement: str, *values: Any) -> Any:
        found = self._rows(statement, *values)
        return found[0][0] if found else None


def _history(rows: Sequence[tuple[Any, ...]]) -> History:
    return History.of_state(orjson.loads(rows[0][0])) if rows else History()


def _is_new(entry: Entry, known: Known, there: dict[str, Receipt]) -> bool:
    """Tell whether the id of an entry is new, and note where it will be. Refusal where another entry has its id."""
    name = entry.payload.entry_id
    is_new = name not in there
    if is_new:
        there[name] = Receipt(known.history.size, entry.leaf.hex())
    _same(there[name], entry)
    return is_new


def _same(receipt: Receipt, entry: Entry) -> Receipt:
    """Return the receipt of an entry. Refusal where it is that of another one."""
    if receipt.leaf != entry.leaf.hex():
        raise Refusal("other-entry", f"another entry has the id {entry.payload.entry_id}")
    return receipt
