"""Aggregates over values already known one by one, such as the figures of a metric's members."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from comity.agreement.formula.evaluate import Result, combine
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown

NO_ROWS = Unknown(State.UNDETERMINED, "there are no rows to take it from")


def folded(function: str, values: Sequence[Result]) -> Result:
    """Return the aggregate of values. One unknown number makes it unknown; a count keeps its bounds."""
    if function == "count_if":
        return _count_if(values)
    if function == "count":
        return _count(values)
    numbers = [value for value in values if isinstance(value, Exact)]
    if len(numbers) < len(values):
        return combine(*(value for value in values if not isinstance(value, Exact)))
    if not numbers and function != "sum":
        return NO_ROWS
    return _FOLDS[function](numbers)


def passed(where: Result, value: Callable[[], Result]) -> list[Result]:
    """Return what a member adds to an aggregate: its value, nothing where the filter is false, else the unknown.

    An excused or not-due member is left out, as in every aggregate over members.
    """
    if where is True:
        return [value()]
    silent = isinstance(where, Unknown) and where.state in (State.EXCUSED, State.NOT_DUE)
    return [] if where is False or silent else [combine(where)]


def _count(values: Sequence[Result]) -> Result:
    open_ = [value for value in values if isinstance(value, Unknown)]
    sure = Decimal(sum(value is not None for value in values) - len(open_))
    return replace(combine(*open_), low=sure, high=sure + len(open_)) if open_ else sure


def _count_if(values: Sequence[Result]) -> Result:
    sure = Decimal(sum(value is True for value in values))
    open_ = [value for value in values if not isinstance(value, bool)]
    return replace(combine(*open_), low=sure, high=sure + len(open_)) if open_ else sure


def middle(numbers: Sequence[Exact]) -> Exact:
    """Return the median: the middle number, or the mean of the two middle ones."""
    ordered = sorted(numbers)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return exact.div(exact.add(low, high), Decimal(2))


_FOLDS: dict[str, Callable[[list[Exact]], Exact]] = {
    "sum": exact.total,
    "min": exact.least,
    "max": exact.greatest,
    "avg": lambda numbers: exact.div(exact.total(numbers), Decimal(len(numbers))),
    "median": middle,
}
