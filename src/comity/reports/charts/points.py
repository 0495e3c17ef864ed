"""The points of a chart over periods."""

from __future__ import annotations

from dataclasses import dataclass

from comity.kernel.figure import Exact, State
from comity.kernel.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A period of a chart: its value and state, the target, and what the second reporter says of it.

    `was` is its value before it was corrected, where the chart is to show that.
    """

    period: Period
    value: Exact | None
    state: State
    target: Exact | None = None
    other: Exact | None = None
    was: Exact | None = None


def known(value: Exact | None) -> Exact:
    """Return a value that is known to be there."""
    if value is None:
        raise ValueError("no value")
    return value
