"""The journal of an account: first postings and differences, by the day they became known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import chain

from comity.clauses.postings import DIFFERENCE, POSTED, Claim, Entry, Key
from comity.clauses.sharing import order
from comity.clauses.sums import LATEST, Sums
from comity.kernel import exact
from comity.kernel.period import Period

BookedIn = Callable[[date, Claim], Period]
"""The period in which a difference of a claim that became known on a day is booked."""


class Journal:
    """What was posted for each claim. The entries of a day are made anew until the next day opens.

    So they do not depend on the order of what happened within a day; those of earlier days never change.
    """

    __slots__ = ("_before", "_booked", "_entries", "_posted", "_redo", "_subjects", "_today", "_unit", "day")

    def __init__(self, unit: Decimal) -> None:
        self.day = date.min
        self._unit = unit
        self._posted: dict[Key, int] = {}
        self._before: dict[Key, int | None] = {}
        self._subjects: dict[Key, Claim] = {}
        self._entries: list[Entry] = []
        self._today: dict[Key, tuple[Claim, int, Entry]] = {}
        self._redo: set[Key] = set()
        self._booked = Sums()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by the day they became known, then by period and name."""
        return (*self._entries, *self.today)

    @property
    def today(self) -> list[Entry]:
        """The entries of the day that is open."""
        found = list(self._today.values())
        if len(found) > 1:
            found.sort(key=lambda one: (one[0].period.last, *order(one[0])))
        return [entry for _, _, entry in found]

    def known(self, first: date, last: date) -> date | None:
        """Return the day on which something was booked last in the periods that end on some days; None for none."""
        latest = chain(reversed(self.today), reversed(self._entries))
        return next((one.day for one in latest if first <= one.period.last <= last), None)

    def begin(self, day: date) -> None:
        """Go on to a day; ValueError for one before the last."""
        if day < self.day:
            raise ValueError(f"{day} is before {self.day}, which is settled")
        if day > self.day:
            self._entries += self.today
            self.day = day
            self._today.clear()
            self._before.clear()
            self._subjects.clear()

    def book(self, claim: Claim, worth: int) -> None:
        """Let a claim be worth an amount, in smallest units, from today on."""
        self._before.setdefault(claim.key, self._posted.get(claim.key))
        self._posted[claim.key] = worth
        self._subjects[claim.key] = claim
        self._redo.add(claim.key)

    def withdraw(self, key: Key) -> None:
        """Leave what was posted for a claim as it was when the day began."""
        if key in self._before:
            self._redo.add(key)
            del self._subjects[key]
            before = self._before.pop(key)
            if before is None:
                del self._posted[key]
            else:
                self._posted[key] = before

    def fall(self, claim: Claim) -> None:
        """Let a claim be worth nothing from today on, as if never put where nothing was posted before today."""
        self.withdraw(claim.key)
        if claim.key in self._posted:
            self.book(claim, 0)

    def write(self, booked_in: BookedIn) -> None:
        """Make anew the entries of the day for all claims that changed since they were made."""
        for key in self._redo:
            if key in self._today:
                _, units, old = self._today.pop(key)
                self._booked.add((old.period.last, 0), -units)
            claim = self._subjects.get(key)
            if claim is None:
                continue
            change = self._posted[key] - (self._before[key] or 0)
            if change:  # an amount of 0 needs no entry
                entry = self._entry(claim, change, booked_in)
                self._today[key] = claim, change, entry
                self._booked.add((entry.period.last, 0), change)
        self._redo.clear()

    def _entry(self, claim: Claim, change: int, booked_in: BookedIn) -> Entry:
        """Return the entry of the day for a claim, of a change in smallest units."""
        before = self._before[claim.key]
        first = before is None and not claim.restated
        return Entry(
            key=claim.key,
            period=claim.period if first else booked_in(self.day, claim),
            day=self.day,
            amount=self.money(change),
            says=POSTED if first else DIFFERENCE,
        )

    def between(self, first: date, last: date) -> int:
        """Return what was booked in the periods that end on some days, in smallest units."""
        return self._booked.between((first, 0), (last, LATEST))

    def money(self, units: int) -> Decimal:
        """Return an amount of smallest units in units of the currency."""
        amount = exact.mul(Decimal(units), self._unit)
        assert isinstance(amount, Decimal)  # a product of two finite decimals is one
        return amount
