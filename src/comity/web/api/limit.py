"""How often a token may ask: so many requests a minute, counted in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

MOST = 600
"""Requests a minute."""
MINUTE = 60.0
KEPT = 10_000
"""How many tokens are counted at once; beyond, those whose minute is over are forgotten."""


class Limit:
    """Counts by the minute. Without a database: a request that only reads is not to write for being counted."""

    def __init__(self, most: int = MOST, now: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._now = now
        self._counts: dict[int, tuple[float, int]] = {}
        self._lock = Lock()

    def wait(self, token: int) -> int:
        """Count a request; returns 0, or after how many seconds the next one is answered."""
        now = self._now()
        with self._lock:
            began, count = self._counts.get(token, (now, 0))
            if now - began >= MINUTE:
                began, count = now, 0
            if count >= self.most:
                return max(1, round(began + MINUTE - now))
            if len(self._counts) >= KEPT:
                self._counts = {one: (at, n) for one, (at, n) in self._counts.items() if now - at < MINUTE}
            self._counts[token] = (began, count + 1)
            return 0


LIMIT = Limit()
