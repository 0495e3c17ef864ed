"""Where a record is kept: what a store must do, whatever database it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.record.history import Entry, History, read_entry, verify_signature
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where an entry stands: its position from 0, and its leaf in hex. The same however often it is appended."""

    position: int
    leaf: str


class Store(Protocol):
    """An append-only record. What a method has returned is durable; what it raised has changed nothing."""

    def history(self) -> History:
        """Return the state of the record as it is now; an empty history before it is opened."""

    def append(self, entries: Sequence[bytes]) -> list[Receipt]:
        """Append entries in their order, all or none. One that is there already keeps its place. Raises Refusal."""

    def entries(self, first: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the entries from a position up to, and without, another, in order."""

    def leaves(self, end: int) -> list[bytes]:
        """Return the hashes of the first `end` leaves."""

    def position(self, entry_id: str) -> int | None:
        """Return where an entry stands; None where it is not in the record."""

    def checkpoints(self) -> list[Checkpoint]:
        """Return all checkpoints kept, the smallest first, with all cosignatures known."""

    def keep(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint of this record, or add its cosignatures to one of the same size. Raises Refusal."""

    def finals(self) -> dict[int, str]:
        """Return size -> root (hex) of the checkpoints that all parties have cosigned."""

    def wait(self, data: bytes) -> None:
        """Keep an own entry until the keeper has put it in order; it leaves when it is appended. Raises Refusal."""

    def waiting(self) -> list[bytes]:
        """Return the entries that wait, in the order in which they were signed."""

    def withdraw(self, entry_id: str) -> None:
        """Let an entry wait no more; one that does not wait stays where it is. Raises Refusal."""

    def extend(self, entries: Sequence[bytes], checkpoints: Sequence[Checkpoint]) -> None:
        """Append entries that go on from the last one here, and keep checkpoints; all or none. Raises Refusal.

        Each checkpoint is kept before the entries that may say they have seen it.
        """

    def close(self) -> None:
        """Let go of the database."""


def taken(history: History, data: bytes, finals: Mapping[int, str]) -> Entry:
    """Check an entry in full and take it as the next of a history. Raises Refusal and changes nothing."""
    entry = read_entry(data)
    take(history, entry, finals)
    return entry


def take(history: History, entry: Entry, finals: Mapping[int, str]) -> None:
    """Take an entry that was read, as `taken` does. Raises Refusal and changes nothing."""
    verify_signature(entry, history.key_for(entry))
    history.follow(entry, finals)


def same_size(old: Checkpoint, new: Checkpoint) -> Checkpoint:
    """Return a checkpoint with the cosignatures of both. Refusal (a fork) where their roots differ."""
    if (old.origin, old.root) != (new.origin, new.root):
        raise Refusal("fork", f"two histories of {new.size} entries were cosigned: {old.root.hex()}, {new.root.hex()}")
    return old.with_cosignatures(new.cosignatures)
