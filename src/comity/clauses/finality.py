"""When facts are final: by the deadline of their tables, or since a step declared it (language, sections 2, 6, 7)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.model import FactTable, Terms
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.track import Track


def tables_of(metric: str, terms: Terms) -> list[FactTable]:
    """Return the fact tables a metric rests on, through other metrics and settings."""
    found: dict[str, FactTable] = {}
    pending, seen = [metric], set[str]()
    while pending:
        name = pending.pop()
        if name in seen or name not in terms.metrics:
            continue
        seen.add(name)
        for part in tree.names(terms.metrics[name].formula.node):
            word = part.parts[0]
            if word in terms.facts:
                found[word] = terms.facts[word]
            pending.append(word)
    return list(found.values())


def last_day(
    table: FactTable, deadline: Deadline | None, period: Period, terms: Terms, report: date | None = None
) -> date:  # fmt: skip
    """Return the last day of a table's deadline for the facts of a period; the period's end where none is agreed."""
    if deadline is None:
        return period.last
    last = _last_owed(table, period, terms.calendar)
    anchors = {"period start": last.first, "period end": last.last, "day": last.last, "starts": terms.starts}
    anchors |= {"report": report or last.last} | ({"ends": terms.ends} if terms.ends else {})
    return terms.calendar.deadline_day(deadline, anchors, table.every) or period.last


def _last_owed(table: FactTable, period: Period, calendar: Calendar) -> Period:
    if table.every is None or table.every is period.grain:
        return period
    inside = calendar.children(period, table.every)
    return inside[-1] if inside else period


def report_day(track: Track, index: int) -> date | None:
    """Return the day on which the last fact that a clause needs for a period was reported."""
    span = track.spans[index]
    days = [min(day for day, _ in span.row.states)] if span.row is not None else []
    for name in span.text.read:
        metric = span.terms.metrics[name]
        if isinstance(span.clause.every, Grain) and metric.every is not span.clause.every:
            continue
        scope = tuple(pair for pair in track.scope if pair[0] in metric.per)
        cell = track.court.figures.cell(name, scope, span.period.name)
        days += [max(day, span.period.last) for day, figure in cell[:1] if figure.value is not None]
    return max(days, default=None)


def final_day(track: Track, index: int) -> date | None:
    """Return the day with the end of which the facts of a clause's period are final; None while they never are.

    It is the day on which a step declared it, else the latest `final` of the tables the clause rests on.
    """
    if index in track.closed:
        return track.closed[index]
    span = track.spans[index]
    own = span.terms.facts.get(span.clause.table)
    tables = {table.name: table for name in span.text.read for table in tables_of(name, span.terms)}
    tables |= {own.name: own} if own is not None else {}
    if not tables or any(table.final is None for table in tables.values()):
        return None
    report = report_day(track, index)
    return max(last_day(table, table.final, span.period, span.terms, report) for table in tables.values())
