"""From the values of keys to the calendar, governance, visibility, examples and, in the end, the terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from comity.agreement.digest import digest_of
from comity.agreement.model import Body, Example, Party, Terms, Visibility
from comity.agreement.notes import Notes, Values
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline

UNKNOWN_START = date(1, 1, 1)
"""Stands for a start that could not be read, so that the rest can still be checked; never returned."""
EARLIEST = date(1000, 1, 1)
"""The first day on which an agreement may start: what looks back from it, years and windows, stays in the calendar."""


def _calendar(values: Values, notes: Notes) -> Mapping[str, Any]:
    """Return the calendar's own terms; the day contract years run from is known to the agreement."""
    return {
        "year_starts": values.get("year starts", (1, 1)),
        "places": values.get("business days", ()),
        "holidays": frozenset(values.get("holidays", ())),
        "time_zone": values.get("time zone", "UTC"),
        "roll": values.get("roll", "none"),
    }


def _body(values: Values, notes: Notes) -> Body:
    return Body(
        name=values.name,
        place=values.place,
        members=values.get("members", {}),
        chair=values.get("chair", ""),
        decides=values.get("decides", ""),
        meets=values.get("meets", ""),
        minutes=values.get("minutes"),
        says=values.get("says", ""),
    )


def _visibility(values: Values, notes: Notes) -> Visibility:
    return Visibility(
        name=values.name,
        place=values.place,
        seen_by=values.get("seen by", ()),
        grain=values.get("grain"),
        older_than=values.get("older than"),
        groups_of=values.get("groups of"),
    )


def _example(values: Values, notes: Notes) -> Example:
    return Example(
        says=values.get("says", ""),
        given=values.get("given"),
        acts=values.node.get("acts"),
        as_of=values.get("as of"),
        expect=values.get("expect"),
        place=values.place,
    )


def _values(values: Values, notes: Notes) -> Values:
    return values


# -- the terms --------------------------------------------------------------------------------


def _terms(values: Values, notes: Notes) -> Terms:
    starts = _start(values, notes)
    calendar = Calendar(term_starts=starts, **values.get("calendar", {}))
    node = values.node.mapping("parties")
    places = {key.text: key.place for key, _ in node} if node else {}
    parties = {
        name: Party(name=name, legal_name=legal, place=places[name])
        for name, legal in values.get("parties", {}).items()
    }
    return Terms(
        alliance=values.get("alliance", ""),
        title=values.get("title", values.get("alliance", "")),
        parties=parties,
        calendar=calendar,
        starts=starts,
        ends=_end(values, starts, calendar, notes),
        place=values.place,
        digest=digest_of(values.node),
        currency=values.get("currency"),
        rates=values.get("rates"),
        objectives=values.get("objectives", {}),
        settings=values.get("settings", {}),
        facts=values.get("facts", {}),
        metrics=values.get("metrics", {}),
        milestones=values.get("milestones", {}),
        surveys=values.get("surveys", {}),
        accounts=values.get("accounts", {}),
        clauses=values.get("clauses", {}),
        ladders=values.get("ladders", {}),
        scorecard=values.get("scorecard", {}),
        governance=values.get("governance", {}),
        visibility=values.get("visibility", {}),
        examples=values.get("examples", ()),
        illustrative=frozenset(values.get("illustrative", ())),
        says=values.get("says", ""),
    )


def _start(values: Values, notes: Notes) -> date:
    """Return the first day of the term; it must be known from the text, since contract years run from it."""
    deadline: Deadline | None = values.get("starts")
    if deadline is None:
        return UNKNOWN_START
    if deadline.kind == "date":
        starts = date.fromisoformat(deadline.anchor)
        if starts < EARLIEST:
            why = f"the agreement starts on {starts}, longer ago than periods are counted"
            notes.add("CMY-219", values.at("starts"), why, "Write the day on which it came into force, 2026-01-01.")
            return UNKNOWN_START
        return starts
    why = f"the agreement starts {deadline}, which is no date"
    hint = "Write the first day, 2026-01-01; a clause may start with an event, the agreement may not."
    notes.add("CMY-219", values.at("starts"), why, hint)
    return UNKNOWN_START


def _end(values: Values, starts: date, calendar: Calendar, notes: Notes) -> date | None:
    """Return the last day of the term, None where it is open or depends on something yet to happen."""
    deadline: Deadline | None = values.get("ends")
    if deadline is None:
        return None
    ends = calendar.deadline_day(deadline, {"starts": starts, "": starts})
    if ends is not None and ends < starts and starts != UNKNOWN_START:
        notes.add("CMY-219", values.at("ends"), f"the agreement ends on {ends}, before it starts on {starts}")
        return None  # told already: whatever would lie outside such a term is no second mistake
    return ends


TOP: Mapping[str, Callable[[Values, Notes], Any]] = {
    "top": _terms,
    "calendar": _calendar,
    "governance": _body,
    "visibility": _visibility,
    "examples": _example,
    "act": _values,
    "amendment": _values,
}
