"""What every store of the record does alike, on a few statements that each database spells in its own way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ClassVar

import orjson

from comity.record.history import Entry, History, read_entry
from comity.record.merkle import root_of
from comity.record.note import Checkpoint, read_checkpoint
from comity.record.refusal import Refusal
from comity.record.store import Receipt, same_size, taken

BATCH = 1_000
"""Entries that are fetched together."""


class Tables(ABC):
    """A store of one record (comity.record.store.Store) in tables of entries, head, checkpoints and waiting entries.

    The state of the history is kept beside the entries and changes with them, in one transaction. Whether a checkpoint
    is final is settled when it is kept, and stays: who was a cosigner at a size cannot change later.
    """

    STATEMENTS: ClassVar[Mapping[str, str]]

    @abstractmethod
    def _rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one of the statements and return its rows. Refusal `storage` where the database fails."""

    def _together(self, asked: Sequence[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
        """Run several statements that return rows, each with its values."""
        return [self._rows(*one) for one in asked]

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """Return a transaction that no other writer of the record shares; durable once it is left. Raises Refusal."""

    @abstractmethod
    def _appended(self, history: History) -> None:
        """Hear that entries were appended, after the transaction."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def history(self) -> History:
        """Return the state of the record as it is now."""
        return _history(self._rows("state"))

    def append(self, entries: Sequence[bytes]) -> list[Receipt]:
        """Append entries in their order, all or none. One that is there already keeps its place. Raises Refusal."""
        read = [read_entry(data) for data in entries]
        with self._transaction():
            state, finals, *places = self._together(
                [("state",), ("finals",), *(("place", one.payload.entry_id) for one in read)]
            )
            history = _history(state)
            before = history.size
            there = {one.payload.entry_id: _placed(place[0]) for one, place in zip(read, places, strict=True) if place}
            receipts = [self._append(one, history, dict(finals), there) for one in read]
            if history.size > before:
                self._rows("set state", orjson.dumps(history.state()))
        if history.size > before:
            self._appended(history)
        return receipts

    def _append(self, entry: Entry, history: History, finals: Mapping[int, str], there: dict[str, Receipt]) -> Receipt:
        """Take an entry as the next one, unless its id is among those that are `there`."""
        name = entry.payload.entry_id
        if name not in there:
            there[name] = Receipt(history.size, entry.leaf.hex())
            taken(history, entry.data, finals)
            self._rows("add", there[name].position, name, entry.leaf, entry.data)
            # Another entry that took its id leaves the one that waits: its signer must learn that it is not recorded.
            if self._one("waits", name) == entry.data:
                self._rows("wait no more", name)
        return _same(there[name], entry)

    def _there(self, entry: Entry) -> Receipt | None:
        """Return where an entry stands already; None where its id is new. Refusal where another entry has its id."""
        found = self._rows("place", entry.payload.entry_id)
        return _same(_placed(found[0]), entry) if found else None

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
            note = self._one("note", checkpoint.size)
            kept = same_size(read_checkpoint(note), checkpoint) if note is not None else checkpoint
            history = self.history()
            self._belongs(kept, history)
            kept = history.without_strangers(kept)
            self._rows("keep", kept.size, kept.note(), kept.root.hex(), history.is_final(kept))

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
                self._rows("wait", name, data)
            elif waits != data:
                raise Refusal("other-entry", f"another entry has the id {name}")

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


def _placed(row: tuple[Any, ...]) -> Receipt:
    position, leaf = row
    return Receipt(position, leaf.hex())


def _same(receipt: Receipt, entry: Entry) -> Receipt:
    """Return the receipt of an entry. Refusal where it is that of another one."""
    if receipt.leaf != entry.leaf.hex():
        raise Refusal("other-entry", f"another entry has the id {entry.payload.entry_id}")
    return receipt
