"""What a process holds of what it has made, so that it is not made at every request."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Held(Generic[T]):
    """One thing for each key, with the state of what it was made from: in another state it is made again.

    Of more than `most` those go first that nobody has asked for longest.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, state: Hashable, make: Callable[[], T]) -> T:
        """Return what is held, or make it. Nobody waits for another: of those who make it at once, the first counts."""
        held = self._held.get(key)
        made = held[1] if held is not None and held[0] == state else make()
        with self._lock:
            held = self._held.get(key)
            if held is None or held[0] != state:
                self._held[key] = held = state, made
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return held[1]
