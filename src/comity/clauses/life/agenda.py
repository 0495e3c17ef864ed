"""The days on which the calendar or a row of facts gives a clause something to look at, known before the fold runs."""

from __future__ import annotations

from datetime import date

from comity.clauses.court import Court
from comity.clauses.life.shape import Shape

STARTS, ENDS = 0, 1
"""Events of the calendar: the first day of a period, its last day."""


def calendar_days(court: Court, shape: Shape) -> dict[date, list[tuple[int, str]]]:
    """Return the events of the calendar, by day: (STARTS or ENDS, clause)."""
    starting = {clause for clause, _ in shape.at_once}
    found: dict[date, list[tuple[int, str]]] = {}
    for name, tracks in court.tracks.items():
        track = next(iter(tracks.values()), None)
        if track is None or (name not in starting and name not in shape.ticking):
            continue
        for span in track.spans:
            if name in starting:
                found.setdefault(span.period.first, []).append((STARTS, name))
            if name in shape.ticking and span.row is None:
                found.setdefault(span.period.last, []).append((ENDS, name))
    return found


def row_days(court: Court) -> dict[date, list[tuple[str, date]]]:
    """Return the days on which rows became known or changed: (table, day of the row)."""
    versions = court.agreement.versions
    tables = dict.fromkeys(
        clause.table for _, terms in versions for clause in terms.clauses.values() if clause.table
    )  # fmt: skip
    found: dict[date, list[tuple[str, date]]] = {}
    for table in tables:
        for row in court.figures.rows(table):
            for day, _ in row.states:
                found.setdefault(max(day, min(row.day, court.as_of)), []).append((table, row.day))
    return found
