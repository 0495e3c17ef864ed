"""Settings that steps change: what was set, from which day, until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from comity.agreement.formula.evaluate import Result

Members = tuple[str, ...]
"""The members whose entry of a keyed map was set, outermost first; empty for the whole setting."""


@dataclass(slots=True, kw_only=True)
class Change:
    """One `set`. It holds from `first` to `last` (None: for good), unless a later one begins, or it was reversed.

    `reversed_on` is the day on which its cause fell: the figure was restated, the miss relieved or overturned. From
    that day it no longer holds, and if it had not begun by then it never does. It is `date.min` where what fell leaves
    no trace, and None again where the cause comes back.
    """

    setting: str
    members: Members
    value: Result
    first: date
    last: date | None
    known: date
    number: int
    reversed_on: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether this change reaches a day, later ones aside."""
        return self.first <= day and (self.last is None or day <= self.last) and not self._undone(day)

    def _undone(self, day: date) -> bool:
        return self.reversed_on is not None and (day >= self.reversed_on or self.first >= self.reversed_on)


@dataclass(slots=True)
class Timeline:
    """All changes of settings, in the order in which they were processed."""

    changes: dict[str, list[Change]] = field(default_factory=dict)
    count: int = 0

    def set(
        self, setting: str, members: Members, value: Result, first: date, last: date | None, known: date
    ) -> Change:  # fmt: skip
        """Add a change; of two that begin on one day the later processed holds."""
        self.count += 1
        change = Change(
            setting=setting, members=members, value=value, first=first, last=last, known=known, number=self.count
        )
        self.changes.setdefault(setting, []).append(change)
        return change

    def at(
        self, setting: str, members: Members, day: date, closed: Callable[[date], bool] | None = None
    ) -> Change | None:  # fmt: skip
        """Return the change that decides a setting on a day, None if its agreed value holds.

        Changes that became known after a day for which `closed` is true are passed over.
        """
        best: Change | None = None
        for change in self.changes.get(setting, ()):
            reaches = change.members in ((), members) and change.holds(day)
            reaches = reaches and (closed is None or not closed(change.known))
            if reaches and (best is None or (change.first, change.number) > (best.first, best.number)):
                best = change
        return best

    def termination(self) -> date | None:
        """Return the first day on which the agreement is no longer in force, None while it is."""
        days = [c.first for c in self.changes.get("agreement", ()) if c.value == "terminated" and not c.reversed_on]
        return min(days, default=None)
