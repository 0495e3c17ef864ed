"""Windows over the history of a condition: how far they reach, and what is counted in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from comity.kernel.figure import Value


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back a window reaches: to periods that end after a day, and at most so many; None: no limit."""

    after: date | None = None
    count: int | None = None


class History(Protocol):
    """The truth of a condition in all periods up to one, counted once."""

    def times(self, reach: Reach) -> Value:
        """Return in how many periods of a window it was true; bounds where some are unknown."""

    def running(self) -> Value:
        """Return how many periods up to this one had it true without a gap; bounds where some are unknown."""
