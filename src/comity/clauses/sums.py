"""Sums over time: whole numbers by place, and what any stretch of places adds up to."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date

from comity.clauses.sharing import Amount
from comity.kernel.figure import Unknown
from comity.kernel.period import Grain

Place = tuple[date, int]
"""Where a posting stands in time: the last day of its period, then the version of the account it falls under."""

LATEST = 1 << 30
"""Above every version: the place behind all postings of a day is `(day, LATEST)`."""


class Sums:
    """Whole numbers by place in time; adding at the end and asking for a stretch cost little."""

    __slots__ = ("_totals", "places")

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._totals: list[int] = []

    def add(self, place: Place, amount: int) -> None:
        """Add an amount at a place; a place stays once it was used, also with 0."""
        places, totals = self.places, self._totals
        if not places or place > places[-1]:
            places.append(place)
            totals.append((totals[-1] if totals else 0) + amount)
            return
        at = bisect_left(places, place)
        if places[at] != place:
            places.insert(at, place)
            totals.insert(at, totals[at - 1] if at else 0)
        for later in range(at, len(totals)) if amount else ():
            totals[later] += amount

    def discard(self, place: Place) -> None:
        """Take a place away with all that stands there."""
        at = bisect_left(self.places, place)
        if at == len(self.places) or self.places[at] != place:
            return
        amount = self._totals[at] - (self._totals[at - 1] if at else 0)
        del self.places[at], self._totals[at]
        for later in range(at, len(self._totals)):
            self._totals[later] -= amount

    def between(self, low: Place, high: Place) -> int:
        """Return the sum from `low`, included, to `high`, excluded."""
        return self.before(high) - self.before(low)

    def before(self, high: Place) -> int:
        """Return the sum of all places before one."""
        at = bisect_left(self.places, high)
        return self._totals[at - 1] if at else 0

    def within(self, low: Place, high: Place) -> list[Place]:
        """Return the places used from `low`, included, to `high`, excluded."""
        return self.places[bisect_left(self.places, low) : bisect_left(self.places, high)]

    def latest(self, high: Place) -> Place | None:
        """Return the last place used before one."""
        at = bisect_left(self.places, high)
        return self.places[at - 1] if at else None


class Line:
    """Positive postings of one member, as the caps with the same `per` see them.

    `limits` holds, by the number of the cap, the limit as a posting of that place met it, and the grain of its period.
    """

    __slots__ = ("amounts", "limits", "posted", "unknown")

    def __init__(self) -> None:
        self.posted = Sums()
        self.amounts: dict[Place, int] = {}
        self.unknown: dict[Place, Unknown] = {}
        self.limits: dict[Place, dict[int, tuple[Amount, Grain]]] = {}

    def set(self, place: Place, amount: int, unknown: Unknown | None) -> bool:
        """Let a place hold an amount, and perhaps an unknown one besides; says whether that changed anything."""
        old, old_unknown = self.amounts.get(place), self.unknown.get(place)
        if (old, old_unknown) == (amount, unknown):
            return False
        self.posted.add(place, amount - (old or 0))
        self.amounts[place] = amount
        if unknown is None:
            self.unknown.pop(place, None)
        else:
            self.unknown[place] = unknown
        return True

    def discard(self, place: Place) -> None:
        """Take a place away: nothing is posted there any more."""
        self.posted.discard(place)
        self.amounts.pop(place, None)
        self.unknown.pop(place, None)
        self.limits.pop(place, None)

    def first_unknown(self, low: Place, high: Place) -> Unknown | None:
        """Return the earliest unknown from `low`, included, to `high`, excluded."""
        if not self.unknown:
            return None
        return next((self.unknown[place] for place in sorted(self.unknown) if low <= place < high), None)
