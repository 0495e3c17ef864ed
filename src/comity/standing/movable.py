"""Until when a correction of a datum moves something: what comes later is on record only (language, section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from comity.agreement.act_nodes import FILE as RECORD
from comity.clauses.finality import last_day_to_restate, tables_of
from comity.kernel.figure import Figure
from comity.kernel.period import Period
from comity.standing.inputs import Inputs

History = Sequence[tuple[date, Figure]]
"""A figure through time: the day from which it was known, earliest first."""


def last_day_to_move(found: Inputs, table: str, period: Period, members: Mapping[str, str]) -> date | None:
    """Return the last day on which a correction of a row moves a verdict or an amount of its period.

    That is the latest one of all figures that rest on the table, those that clauses compute themselves too, each from
    the day on which it was first known. None where there is no end: of one of them none is agreed, or it is not known
    yet; clauses go through the table row by row, which no day ends; or nothing rests on it. `members` are the columns
    of the row, as texts.
    """
    if any(clause.table == table for _, terms in found.agreement.versions for clause in terms.clauses.values()):
        return None
    limits = [_limit(found, history) for history in _resting(found, table, period, members)]
    days = [day for day in limits if day is not None]
    return max(days) if days and len(days) == len(limits) else None


def moot_disputes(found: Inputs) -> dict[int, date]:
    """Return the disputes of data that were raised after the last day on which a correction moves anything, with it.

    By the entry of the record that raised each; only of those that the facts are held against.
    """
    moot: dict[int, date] = {}
    disputed = [one for table in found.facts.tables.values() for one in table.comparisons if one.state == "differs"]
    for one in disputed:
        for raised in one.reports:
            if raised.file == RECORD:
                last = last_day_to_move(found, one.table, one.period, dict(one.scope))
                moot |= {raised.row: last} if last is not None and raised.known_at > last else {}
    return moot


def _resting(found: Inputs, table: str, period: Period, members: Mapping[str, str]) -> Iterator[History]:
    """Yield the figures that rest on a table, of the periods in which a row's period ends, and of its members."""
    for history in found.known.cells.values():
        figure = history[-1][1]
        if not figure.period.first <= period.last <= figure.period.last:
            continue
        tables = tables_of(figure.metric, found.agreement.as_of(figure.period.first))
        alike = all(members.get(column, member) == member for column, member in figure.scope)
        if alike and any(one.name == table for one in tables):
            yield history


def _limit(found: Inputs, history: History) -> date | None:
    """Return the last day on which a restatement of a figure moves money; None if no end is known."""
    report = next((since for since, one in history if one.value is not None), None)
    figure = history[-1][1]
    if report is None:
        return None
    return last_day_to_restate(figure.metric, figure.period, found.agreement.as_of(figure.period.first), report)
