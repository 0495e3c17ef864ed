"""Figures by metric, member and period, as clauses and scorecards look them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from comity.kernel.figure import Figure, Scope
from comity.kernel.period import Period


class FigureIndex:
    """An index over figures; it computes nothing."""

    def __init__(self, figures: Mapping[str, Sequence[Figure]]) -> None:
        self._figures = figures
        self._cells = {(f.metric, f.scope, f.period.name): f for of in figures.values() for f in of}
        self._members: dict[tuple[str, str], list[Scope]] = {}
        for metric, scope, period in self._cells:
            self._members.setdefault((metric, period), []).append(scope)

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return the figure of one cell, or None if there is no such cell."""
        return self._cells.get((metric, scope, period.name))

    def scopes(self, metric: str, period: Period) -> Iterable[Scope]:
        """Return the members that are measured in a period, whether or not there is a figure."""
        return self._members.get((metric, period.name), ())

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the figures of a metric, member by member, each in order of period."""
        return self._figures.get(metric, ())
