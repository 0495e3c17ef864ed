"""The periods of a clause that have begun, under the terms that held on the first day of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.agreement.model import Agreement, Clause, Terms
from comity.clauses.track import Course, Span
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.court import Court


NEVER = date.max
NO_DAYS: Mapping[str, date] = {}


def start_of(clause: Clause, agreement: Agreement, milestones: Mapping[str, date] = NO_DAYS) -> date:
    """Return the first day a clause applies; NEVER while it counts from what has no day yet."""
    terms = agreement.versions[0][1]
    if clause.starts is None:
        return terms.starts
    own = terms.calendar.deadline_day(clause.starts, {**milestones, **_anchors(terms)})
    return NEVER if own is None else max(own, terms.starts)


def end_of(clause: Clause, terms: Terms, milestones: Mapping[str, date] = NO_DAYS) -> date | None:
    """Return the last day a clause applies, None if it has no end or the end is not known."""
    own = terms.calendar.deadline_day(clause.ends, {**milestones, **_anchors(terms)}) if clause.ends else None
    return own or terms.ends


def _anchors(terms: Terms) -> dict[str, date]:
    return {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})


def milestone_days(court: Court) -> dict[str, date]:
    """Return the day each milestone was done, as known on the day of evaluation; before that the day it is due."""
    found: dict[str, date] = {}
    for row in court.figures.rows("milestones"):
        done = (row.at(court.as_of) or {}).get("done")
        found[row.name] = done if isinstance(done, date) else row.day
    return found


def _waits_for_facts(clause: Clause, terms: Terms) -> bool:
    """Tell whether the term of a clause cannot be told from the text: it counts from a milestone."""
    deadlines = (one for one in (clause.starts, clause.ends) if one is not None)
    return any(terms.calendar.deadline_day(one, _anchors(terms)) is None for one in deadlines)


def course_of(court: Court, name: str) -> Course:
    """Return the periods of a clause that have begun by the day of evaluation, cut to its term, in order."""
    kept = court.texts.kept(name, court.as_of)
    if kept is not None:
        return kept
    versions = court.agreement.versions
    clauses = [(terms.clauses[name], terms) for _, terms in versions if name in terms.clauses]
    if any(clause.table or _waits_for_facts(clause, terms) for clause, terms in clauses):
        return Course(_spans(court, name))
    return court.texts.keep(name, court.as_of, Course(_spans(court, name)))


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
    days = milestone_days(court)
    starts = start_of(clause, court.agreement, days)
    ends = end_of(clause, court.agreement.versions[-1][1], days)
    if court.as_of < starts:
        return []
    if not isinstance(clause.every, Grain):
        # Without an end the one period is never over.
        last = ends or court.as_of + timedelta(days=1)
        return [Span(Period(starts, last, Grain.DAY, "once"), court.texts.of(clause, terms))]
    last = min(court.as_of, ends) if ends else court.as_of
    whole = terms.calendar.between(clause.every, starts, last)
    text = court.texts.of(clause, terms)
    return [Span(terms.calendar.cut(period, starts, ends), text) for period in whole]


def _rows(court: Court, clause: Clause, terms: Terms) -> list[Span]:
    """Return the rows of a table, each a period of its own."""
    days = milestone_days(court)
    starts, ends = start_of(clause, court.agreement, days), end_of(clause, terms, days)
    text = court.texts.of(clause, terms)
    return [
        Span(row.period, text, row)
        for row in court.figures.rows(clause.table)
        if starts <= row.day and (ends is None or row.day <= ends) and _has_begun(row.day, clause, court)
    ]


def _has_begun(day: date, clause: Clause, court: Court) -> bool:
    """Tell whether a row's day has come; a milestone is there from the start."""
    return day <= court.as_of or clause.table == "milestones"
