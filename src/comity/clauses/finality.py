"""When facts are final: by the deadline of their tables, or since a step declared it (language, sections 2, 6, 7)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.model import FactTable, Formula, Terms
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.track import Track


def metrics_behind(metric: str, terms: Terms) -> frozenset[str]:
    """Return the names of a metric and of all metrics it is computed from, through settings too."""
    return frozenset(word for word in _behind(metric, terms) if word in terms.metrics)


def tables_of(metric: str, terms: Terms) -> list[FactTable]:
    """Return the fact tables a metric rests on, through other metrics and settings."""
    return [terms.facts[word] for word in _behind(metric, terms) if word in terms.facts]


def _behind(metric: str, terms: Terms) -> dict[str, None]:
    """Return every name that a metric mentions, directly or through others."""
    found: dict[str, None] = {}
    pending = [metric]
    while pending:
        name = pending.pop()
        if name not in found:
            found[name] = None
            pending += [part.parts[0] for formula in _formulas(name, terms) for part in tree.names(formula.node)]
    return found


def _formulas(name: str, terms: Terms) -> list[Formula]:
    if name in terms.metrics:
        return [terms.metrics[name].formula]
    return list(formulas(terms.settings[name])) if name in terms.settings else []


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


def last_day_to_restate(metric: str, period: Period, terms: Terms, report: date) -> date | None:
    """Return the last day on which a restatement moves money: `restate`, else `final`; None if there is no end.

    `terms` are those of the period's first day, `report` is the day on which the figure was first known.
    """
    days = [
        last_day(table, deadline, period, terms, report)
        for table in tables_of(metric, terms)
        if (deadline := table.restate or table.final) is not None
    ]
    return min(days, default=None)


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
        days += [max(day, span.period.last) for day, figure in cell if figure.value is not None][:1]
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
