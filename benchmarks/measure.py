"""Measuring: results with their bar, and medians."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measurement: `value` in `unit` (`s`, or `x` for a ratio), and the `bar` it must not exceed, if any."""

    name: str
    value: float
    unit: str
    bar: float | None = None
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether the bar is kept; a measurement without a bar keeps it."""
        return self.bar is None or self.value <= self.bar


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds of the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call in seconds, with that of processes that it started and that have ended."""
    before = sum(map(_used, _OWN_AND_ENDED))
    work()
    return sum(map(_used, _OWN_AND_ENDED)) - before


_OWN_AND_ENDED = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


def _used(whose: int) -> float:
    found = resource.getrusage(whose)
    return found.ru_utime + found.ru_stime


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the median of several calls, after one that is not counted."""
    work()
    return statistics.median(seconds(work) for _ in range(times))
