"""What is known of figures and fact rows, and since when: the clauses' view of everything that is measured.

A cell is a metric for one member and period. Its history lists, earliest first, the day from which the record held
a figure and that figure; before the first of them the facts were not due yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from comity.agreement.formula.evaluate import Result
from comity.kernel.figure import Figure, Scope, State, Unknown
from comity.kernel.period import Grain, Period

Row = Mapping[str, Result]
"""The columns of one fact row."""

Cell = tuple[str, Scope, str]
"""Metric, member, name of the period."""

NOTHING_YET = Unknown(State.NOT_DUE, "the facts are not in the record yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowHistory:
    """One fact row through time: (day known, its columns), earliest first; `disputed` while reporters differ.

    `day` is the row's own day, `name` how the language calls it: the day, with a number where a day has several
    rows; the name of a milestone.
    """

    name: str
    day: date
    states: tuple[tuple[date, Row], ...]
    disputed: bool = False

    def at(self, now: date) -> Row | None:
        """Return the row as known on a day, None while it is not in the record."""
        found = None
        for day, row in self.states:
            if day <= now:
                found = row
        return found

    @property
    def period(self) -> Period:
        """The row as a period of one day."""
        return Period(self.day, self.day, Grain.DAY, self.name)


class Figures(Protocol):
    """What clauses see of metrics and facts."""

    def cell(self, metric: str, scope: Scope, period: str) -> Sequence[tuple[date, Figure]]:
        """Return the history of a cell, empty if there is none."""

    def cells_of(self, metric: str, scope: Scope, periods: Iterable[str]) -> list[Sequence[tuple[date, Figure]]]:
        """Return the histories of a metric and member in several periods."""

    def scopes(self, metric: str, period: str) -> Iterable[Scope]:
        """Return the members measured for a metric in a period."""

    def members(self, metric: str) -> Iterable[Scope]:
        """Return every member that is ever measured for a metric."""

    def changes(self) -> Mapping[date, Sequence[Figure]]:
        """Return the figures that became known, by the day on which they did."""

    def rows(self, table: str) -> Sequence[RowHistory]:
        """Return the rows of a table in order of their days."""

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension of the scorecard for a period, as known on a day."""


@dataclass(slots=True, kw_only=True)
class Known:
    """Figures with the days on which they became known. `scored` answers for the scorecard."""

    cells: Mapping[Cell, tuple[tuple[date, Figure], ...]]
    tables: Mapping[str, tuple[RowHistory, ...]] = field(default_factory=dict)
    scored: Scored | None = None
    # Who is measured is asked for only where clauses have members, so it is found when it is.
    _scopes: dict[tuple[str, str], list[Scope]] | None = field(default=None, init=False)
    _members: dict[str, dict[Scope, None]] | None = field(default=None, init=False)

    def cell(self, metric: str, scope: Scope, period: str) -> Sequence[tuple[date, Figure]]:
        """Return the history of a cell, empty if there is none."""
        return self.cells.get((metric, scope, period), ())

    def cells_of(self, metric: str, scope: Scope, periods: Iterable[str]) -> list[Sequence[tuple[date, Figure]]]:
        """Return the histories of a metric and member in several periods."""
        get = self.cells.get
        return [get((metric, scope, period), ()) for period in periods]

    def scopes(self, metric: str, period: str) -> Iterable[Scope]:
        """Return the members measured for a metric in a period."""
        if self._scopes is None:
            self._scopes = {}
            for of, scope, name in self.cells:
                self._scopes.setdefault((of, name), []).append(scope)
        return self._scopes.get((metric, period), ())

    def members(self, metric: str) -> Iterable[Scope]:
        """Return every member that is ever measured for a metric."""
        if self._members is None:
            self._members = {}
            for of, scope, _ in self.cells:
                self._members.setdefault(of, {})[scope] = None
        return self._members.get(metric, ())

    def changes(self) -> Mapping[date, Sequence[Figure]]:
        """Return the figures that became known, by the day on which they did."""
        found: dict[date, list[Figure]] = {}
        for history in self.cells.values():
            for day, figure in history:
                if day in found:
                    found[day].append(figure)
                else:
                    found[day] = [figure]
        return found

    def rows(self, table: str) -> Sequence[RowHistory]:
        """Return the rows of a table in order of their days."""
        return self.tables.get(table, ())

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension for a period, as known on a day."""
        if self.scored is None:
            return Unknown(State.UNDETERMINED, f"nothing is known of the score {dimension}")
        return self.scored.score(dimension, period, now)


class Scored(Protocol):
    """Scores as clauses read them."""

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension for a period, as known on a day."""


def history_of(figure: Figure, as_of: date) -> tuple[tuple[date, Figure], ...]:
    """Return the history of a cell that had one figure only.

    A fact that became known after the day of evaluation counts as known on it: who looks back with what is known
    today asks how things stood, not when they were found out.
    """
    if figure.state is State.NOT_DUE:
        return ()
    last, known = figure.period.last, figure.known or figure.period.last
    if last <= known <= as_of:
        return ((known, figure),)
    return ((max(last, min(known, as_of)), figure),)


def known_once(figures: Iterable[Figure], as_of: date) -> dict[Cell, tuple[tuple[date, Figure], ...]]:
    """Return cells of figures that were never restated."""
    return {(f.metric, f.scope, f.period.name): history_of(f, as_of) for f in figures}
