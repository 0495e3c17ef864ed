"""From which day on an entry that is signed now may count: from none before the day of what it answers.

That is no rule of the history: what is in a record stays as it is, and counts. Who signs is stopped, and who is about
to cosign is told.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from comity.adapters.entry_days import ONE_DAY
from comity.record.entry import Payload
from comity.record.history import read_entry
from comity.record.store import Store


class FirstDay:
    """Tells of entries for one record, as it is when it is asked first."""

    def __init__(self, store: Store) -> None:
        """Take the record, which is read when it is needed."""
        self._store = store

    def refusal(self, payload: Payload) -> tuple[str, str] | None:
        """Return why an entry counts from too early a day, and a hint; None where it does not.

        An entry that it answers and that is not here bounds nothing.
        """
        places = [place for leaf in payload.refs if (place := self._places.get(leaf)) is not None]
        first, place = max(((self._day(place), place) for place in places), default=(date.min, 0))
        if not places or first - payload.effective_at <= ONE_DAY:
            return None
        return (
            f"it would count from {payload.effective_at}, but entry {place}, which it answers, counts from {first}",
            f"Take that day or a later one: --on {first}.",
        )

    @cached_property
    def _size(self) -> int:
        return self._store.history().size

    @cached_property
    def _waiting(self) -> list[bytes]:
        return self._store.waiting()

    @cached_property
    def _places(self) -> dict[str, int]:
        leaves = [*self._store.leaves(self._size), *(read_entry(data).leaf for data in self._waiting)]
        return {leaf.hex(): place for place, leaf in enumerate(leaves)}

    def _day(self, place: int) -> date:
        [data] = self._store.entries(place, place + 1) if place < self._size else [self._waiting[place - self._size]]
        return read_entry(data).payload.effective_at
