"""The docket as an iCalendar file (RFC 5545): an event on each last day, with an alarm a week before.

The same line of the docket has the same UID in every file, so that a calendar which reads a newer file replaces what it
knows instead of adding to it. No clock is read: the stamp is the day up to which facts and acts were known.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from comity.kernel.words import capital, decapital
from comity.reports.view.context import Context
from comity.reports.view.docket import docket_view, left_text
from comity.reports.view.model import DueView
from comity.standing.due.because import place_words
from comity.standing.model import Due, Standing

PRODUCT = "-//Comity//Docket//EN"
BEFORE = timedelta(days=-7)
"""When the alarm goes off: a week before the first minute of the last day."""

ONE_DAY = timedelta(days=1)


def ics(standing: Standing, docket: Sequence[Due]) -> bytes:
    """Return the lines that have a last day as events, the same bytes for the same standing."""
    context = Context(standing)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{standing.terms.title}: docket")
    calendar.add("x-wr-timezone", standing.terms.calendar.time_zone)
    for line in docket:
        if line.due is not None:
            (view,) = docket_view(context, [line])
            calendar.add_component(_event(line, line.due, view, context))
    return bytes(calendar.to_ical())


def uid_of(alliance: str, line: Due) -> str:
    """Return the UID of a line: made of the alliance and the line's own key, and of nothing that changes."""
    return str(uuid5(NAMESPACE_URL, f"comity:{alliance}/{line.key}"))


def _event(line: Due, due: date, view: DueView, context: Context) -> Event:
    standing = context.standing
    summary = _summary(line, view, context)
    event = Event()
    event.add("uid", uid_of(standing.terms.alliance, line))
    event.add("dtstamp", datetime.combine(standing.known_at, time(), tzinfo=UTC))
    event.add("sequence", max((standing.known_at - standing.terms.starts).days, 0))
    event.add("dtstart", due)
    if due < date.max:  # it has no next day; an event without an end lasts its one day (RFC 5545)
        event.add("dtend", due + ONE_DAY)
    event.add("summary", summary)
    event.add("description", _description(line, view, standing))
    event.add("categories", [capital(line.kind)])
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(summary))
    return event


def _summary(line: Due, view: DueView, context: Context) -> str:
    """Return what is due with its clause and period, so that it can be told apart among those of other alliances."""
    if not line.clause or line.period is None:
        return f"{view.what} ({view.who})"
    where = context.spoken(place_words(context.terms, line.clause, line.scope, line.period.name))
    if line.kind == "condition":
        return f"{where}: {line.step} ends ({view.who})"
    return f"{where}: {decapital(view.what)} ({view.who})"


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"In a week: {summary}")
    alarm.add("trigger", BEFORE)
    return alarm


def _description(line: Due, view: DueView, standing: Standing) -> str:
    zone = standing.terms.calendar.time_zone
    left = f"{'overdue, ' if view.overdue else ''}{left_text(line, standing.as_of)}"
    said = [
        f"Who: {view.who}{f' ({line.modal})' if line.modal and line.parties else ''}",
        f"Why: {view.why}" if view.why else "",
        f"If nothing is done: {view.if_nothing}",
        f"The day ends at midnight, {zone}.{f' It was moved: {view.note}.' if view.note else ''}",
        f"As of {standing.as_of.isoformat()}: {left}." if left else "",
    ]
    return "\n".join(part for part in said if part)
