"""Figures of periods that a step has declared final: what is restated afterwards moves nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.agreement.formula.evaluate import Result
from comity.clauses.known import Figures, RowHistory
from comity.kernel.figure import Figure, Scope, State
from comity.kernel.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Metrics whose figures are final since a day, for a member and for all periods that end on some days."""

    metrics: frozenset[str]
    scope: Scope
    first: date
    last: date
    day: date

    def covers(self, figure: Figure) -> bool:
        """Tell whether a figure is among those declared final."""
        if figure.metric not in self.metrics or not self.first <= figure.period.last <= self.last:
            return False
        members = dict(self.scope)
        return all(members.get(column, member) == member for column, member in figure.scope)


class Closing:
    """Figures, of which some are final: their histories end with the day on which they were declared so.

    A figure that was not known by then is not closed: what was never there cannot have become final.
    """

    __slots__ = ("_closed", "_closures", "_figures")

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self._closures: list[Closure] = []
        self._closed: dict[tuple[str, Scope, str], Sequence[tuple[date, Figure]]] = {}

    def close(self, closure: Closure) -> None:
        """Declare figures final."""
        self._closures.append(closure)
        self._closed.clear()

    def closed_on(self, figure: Figure) -> date | None:
        """Return the day since which the figure of a cell is final, None where it is not closed."""
        days = [closure.day for closure in self._closures if closure.covers(figure)]
        history = self._figures.cell(figure.metric, figure.scope, figure.period.name)
        known = [day for day in days if any(since <= day and one.value is not None for since, one in history)]
        return min(known, default=None)

    def cell(self, metric: str, scope: Scope, period: str) -> Sequence[tuple[date, Figure]]:
        """Return the history of a cell, up to the day on which it became final."""
        key = (metric, scope, period)
        found = self._closed.get(key)
        if found is None:
            found = self._closed[key] = self._cut(self._figures.cell(metric, scope, period))
        return found

    def cells_of(self, metric: str, scope: Scope, periods: Iterable[str]) -> list[Sequence[tuple[date, Figure]]]:
        """Return the histories of a metric and member in several periods."""
        return [self.cell(metric, scope, period) for period in periods]

    def _cut(self, history: Sequence[tuple[date, Figure]]) -> Sequence[tuple[date, Figure]]:
        day = self.closed_on(history[-1][1]) if history else None
        if day is None:
            return history
        *earlier, (since, figure) = [entry for entry in history if entry[0] <= day]
        final = replace(figure, state=State.FINAL) if figure.state is State.PROVISIONAL else figure
        return (*earlier, (since, final))

    def scopes(self, metric: str, period: str) -> Iterable[Scope]:
        """Return the members measured for a metric in a period."""
        return self._figures.scopes(metric, period)

    def members(self, metric: str) -> Iterable[Scope]:
        """Return every member that is ever measured for a metric."""
        return self._figures.members(metric)

    def changes(self) -> Mapping[date, Sequence[Figure]]:
        """Return the figures that became known, by the day on which they did."""
        return self._figures.changes()

    def rows(self, table: str) -> Sequence[RowHistory]:
        """Return the rows of a table in order of their days."""
        return self._figures.rows(table)

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension for a period, as known on a day."""
        return self._figures.score(dimension, period, now)
