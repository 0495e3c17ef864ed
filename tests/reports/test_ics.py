"""The docket as a calendar file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from comity.reports.ics import ics
from comity.standing.model import Standing
from tests.reports.builders import NASTY, hostile, lived


def read(standing: Standing) -> Any:
    return Calendar.from_ical(ics(standing, standing.docket))


def events(standing: Standing) -> dict[str, Any]:
    """Return the events by their UID."""
    return {text(event, "uid"): event for event in read(standing).walk("VEVENT")}


def text(event: Any, name: str) -> str:
    """Return a property as plain text."""
    return str(event[name])


def about(standing: Standing, words: str) -> Any:
    (found,) = [event for event in events(standing).values() if words in text(event, "summary")]
    return found


def test_the_file_is_a_published_calendar() -> None:
    """Version 2.0, method PUBLISH, with the name of the agreement and its time zone."""
    calendar = read(lived())
    assert (text(calendar, "version"), text(calendar, "method")) == ("2.0", "PUBLISH")
    assert text(calendar, "x-wr-calname") == "Supply agreement of Thistle and Wren: docket"
    assert text(calendar, "x-wr-timezone") == "Europe/London"


def test_every_line_with_a_last_day_is_an_event_of_that_whole_day() -> None:
    """What has no last day is no event, and the end of an event is the day after, as the standard wants it."""
    dated = [line.due for line in lived().docket if line.due is not None]
    found = events(lived()).values()
    assert sorted(event.decoded("dtstart") for event in found) == sorted(dated)
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in found)
    assert all(type(event.decoded("dtstart")) is date for event in found)


def test_an_event_says_who_why_and_what_follows() -> None:
    """All that the docket says, and when the day ends."""
    event = about(lived(), "settle or decide")
    assert text(event, "summary") == (
        "Supply fill rate, south, Jun 2026: supply managers: settle or decide (Thistle, Wren or Supply managers)"
    )
    said = text(event, "description").split("\n")
    assert said[0] == "Who: Thistle, Wren or Supply managers (may)"
    assert said[1] == "Why: Supply fill rate, south, Jun 2026: 93.8% against at least 95.0% (rule repeated)"
    assert said[2] == "If nothing is done: The matter goes to the next level: arbitration."
    assert said[3] == "The day ends at midnight, Europe/London."


def test_an_alarm_goes_off_a_week_before() -> None:
    """One for each event."""
    for event in events(lived()).values():
        (alarm,) = event.walk("VALARM")
        assert alarm.decoded("trigger") == timedelta(days=-7)
        assert text(alarm, "action") == "DISPLAY" and text(event, "summary") in text(alarm, "description")


def test_the_stamp_is_the_knowledge_not_the_clock() -> None:
    """The same standing gives the same bytes, and later knowledge a greater sequence."""
    standing = lived()
    assert ics(standing, standing.docket) == ics(standing, standing.docket)
    event = about(standing, "settle or decide")
    assert event.decoded("dtstamp") == datetime(2026, 8, 14, tzinfo=UTC)
    later = replace(standing, known_at=date(2026, 8, 20))
    assert int(text(about(later, "settle or decide"), "sequence")) == int(text(event, "sequence")) + 6


def test_a_later_file_updates_the_events_of_an_earlier_one() -> None:
    """Before the dispute the plan was due on 19 August; the probation keeps its UID from one day to the next."""
    before, after = lived("2026-08-04"), lived()
    plan = about(before, "deliver the recovery plan")
    assert plan.decoded("dtstart") == date(2026, 8, 19)
    assert text(plan, "uid") not in events(after), "its clock stands still, so that it has no last day"
    assert text(about(before, "probation ends"), "uid") == text(about(after, "probation ends"), "uid")


def test_two_alliances_never_share_an_event() -> None:
    """The name of the alliance is part of the UID."""
    standing = lived()
    other = replace(standing, terms=replace(standing.terms, alliance="other"))
    assert not events(standing).keys() & events(other).keys()


def test_any_text_may_stand_in_an_event() -> None:
    """Commas, semicolons, quotes and line ends are escaped, and read back as they were."""
    nasty = f"{NASTY}, a; b\\n\nEND:VEVENT"
    standing = hostile()
    line = replace(standing.docket[0], what=nasty, key="facts/x")
    calendar: Any = Calendar.from_ical(ics(standing, [line]))
    (event,) = calendar.walk("VEVENT")
    assert "a; b" in text(event, "summary") and text(event, "summary").count("END:VEVENT") == 1
