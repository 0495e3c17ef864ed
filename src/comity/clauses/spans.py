"""The periods of a clause that have begun, under the terms that held on the first day of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.model import Agreement, Clause, Terms
from comity.clauses.track import Course, Span
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.court import Court


def start_of(clause: Clause, agreement: Agreement) -> date:
    """Return the first day a clause applies."""
    terms = agreement.versions[0][1]
    own = terms.calendar.deadline_day(clause.starts, _anchors(terms)) if clause.starts else None
    return max(own, terms.starts) if own else terms.starts


def end_of(clause: Clause, terms: Terms) -> date | None:
    """Return the last day a clause applies, None if it has no end or the end is not known."""
    own = terms.calendar.deadline_day(clause.ends, _anchors(terms)) if clause.ends else None
    return own or terms.ends


def _anchors(terms: Terms) -> dict[str, date]:
    return {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})


def course_of(court: Court, name: str) -> Course:
    """Return the periods of a clause that have begun by the day of evaluation, cut to its term, in order."""
    versions = court.agreement.versions
    if any(name in terms.clauses and terms.clauses[name].table for _, terms in versions):
        return Course(_spans(court, name))
    return court.texts.course(name, court.as_of, lambda: Course(_spans(court, name)))


def _spans(court: Court, name: str) -> list[Span]:
    versions = court.agreement.versions
    found: list[Span] = []
    for at, (begins, terms) in enumerate(versions):
        clause = terms.clauses.get(name)
        if clause is None:
            continue
        first = begins if at else date.min
        until = versions[at + 1][0] if at + 1 < len(versions) else date.max
        spans = _rows(court, clause, terms) if clause.table else _periods(court, clause, terms)
        found += [span for span in spans if first <= span.period.first < until]
    return sorted(found, key=lambda span: span.period.last) if _has_rows(found) else found


def _has_rows(spans: list[Span]) -> bool:
    return any(span.row is not None for span in spans)


def _periods(court: Court, clause: Clause, terms: Terms) -> list[Span]:
    starts, ends = start_of(clause, court.agreement), end_of(clause, court.agreement.versions[-1][1])
    if court.as_of < starts:
        return []
    if not isinstance(clause.every, Grain):
        return [Span(Period(starts, ends or court.as_of, Grain.DAY, "once"), court.texts.of(clause, terms))]
    last = min(court.as_of, ends) if ends else court.as_of
    whole = terms.calendar.between(clause.every, starts, last)
    text = court.texts.of(clause, terms)
    return [Span(terms.calendar.cut(period, starts, ends), text) for period in whole]


def _rows(court: Court, clause: Clause, terms: Terms) -> list[Span]:
    """Return the rows of a table, each a period of its own."""
    starts, ends = start_of(clause, court.agreement), end_of(clause, terms)
    text = court.texts.of(clause, terms)
    return [
        Span(row.period, text, row)
        for row in court.figures.rows(clause.table)
        if starts <= row.day and (ends is None or row.day <= ends) and _has_begun(row.day, clause, court)
    ]


def _has_begun(day: date, clause: Clause, court: Court) -> bool:
    """Tell whether a row's day has come; a milestone is there from the start."""
    return day <= court.as_of or clause.table == "milestones"
