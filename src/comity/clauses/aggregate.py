"""Aggregates over the members of another clause: `sum(levels.points)`, `count_if(levels.missed)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from comity.agreement.formula.evaluate import Result, combine
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown

NO_ROWS = Unknown(State.UNDETERMINED, "no rows")


def aggregated(function: str, values: Sequence[Result]) -> Result:
    """Aggregate values of one period; excused and not-due ones are left out, unknown ones make it unknown."""
    kept = [v for v in values if not (isinstance(v, Unknown) and v.state in (State.EXCUSED, State.NOT_DUE))]
    if not kept and values:
        return values[0]
    if function == "count_if":
        return _count_if(kept)
    if function == "count":
        return Decimal(len(kept))
    numbers = [v for v in kept if isinstance(v, Exact)]
    if len(numbers) < len(kept):
        return combine(*(v for v in kept if not isinstance(v, Exact)))
    return FOLDS[function](numbers)


def _count_if(values: Sequence[Result]) -> Result:
    sure = sum(v is True for v in values)
    unknown = [v for v in values if not isinstance(v, bool)]
    if not unknown:
        return Decimal(sure)
    return replace(combine(*unknown), low=Decimal(sure), high=Decimal(sure + len(unknown)))


def _sum(numbers: Sequence[Exact]) -> Exact:
    total: Exact = Decimal(0)
    for number in numbers:
        total = exact.add(total, number)
    return total


FOLDS: dict[str, Callable[[Sequence[Exact]], Result]] = {
    "sum": _sum,
    "min": lambda numbers: exact.least(numbers) if numbers else NO_ROWS,
    "max": lambda numbers: exact.greatest(numbers) if numbers else NO_ROWS,
    "avg": lambda numbers: exact.div(_sum(numbers), Decimal(len(numbers))) if numbers else NO_ROWS,
}
AGGREGATES = frozenset({*FOLDS, "count", "count_if"})
