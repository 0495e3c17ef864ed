"""Aggregates over the members of another clause: `sum(levels.points)`, `count_if(levels.missed)`."""

from __future__ import annotations

from collections.abc import Sequence

from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.fold import folded
from comity.kernel.figure import State, Unknown


def aggregated(function: str, values: Sequence[Result]) -> Result:
    """Aggregate values of one period; excused and not-due ones are left out, unknown ones make it unknown."""
    kept = [v for v in values if not (isinstance(v, Unknown) and v.state in (State.EXCUSED, State.NOT_DUE))]
    if not kept and values:
        return values[0]
    return folded(function, kept)
