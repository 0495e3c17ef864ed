"""How deadlines are told: from which day, how far, over which days off, and what moved them."""

from __future__ import annotations

from datetime import date

import pytest

from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.lexical import deadline
from comity.kernel.period import Grain
from comity.standing.explain_due import counted, rolled, why_off

GERMAN = Calendar(term_starts=date(2026, 1, 1), places=("DE",), holidays=frozenset({date(2026, 4, 8)}), roll="next")
ANCHORS = {"": date(2026, 4, 1), "period end": date(2026, 3, 31), "notice": date(2026, 4, 2)}


def told(text: str, every: Grain | None = Grain.MONTH) -> tuple[date | None, str, list[str]]:
    """Return the day, how it was counted, and the lines below."""
    found = counted(GERMAN, read(text), ANCHORS, every)
    return found.day, found.says, [f"{step.label}: {step.value or step.text}" for step in found.steps]


def read(text: str) -> Deadline:
    """Read a deadline that must be right."""
    found = deadline(text)
    assert isinstance(found, Deadline)
    return found


def test_days_are_counted_from_their_anchor() -> None:
    """The anchor is named with its day and weekday, and is not counted itself."""
    assert told("20 days after notice") == (
        date(2026, 4, 22), "20 days after notice, 2026-04-02 (Thu), which is not counted", [],
    )  # fmt: skip
    assert told("20 days")[1] == "20 days after the day it opened, 2026-04-01 (Wed), which is not counted"


def test_days_off_are_named() -> None:
    """Good Friday and Easter Monday in Germany, a holiday of the agreement, and how many days were weekends."""
    day, _, below = told("5 business days after notice")
    assert day == date(2026, 4, 14)
    assert below == [
        "not counted: 4 days of weekends; 2026-04-03 (Fri), Good Friday in DE; 2026-04-06 (Mon), Easter Monday in DE; "
        "2026-04-08 (Wed), a holiday of the agreement"
    ]


def test_an_anchor_without_a_day_leaves_the_deadline_open() -> None:
    """What counts from an act that has not come has no last day, and says so."""
    day, says, _ = told("20 days after audit report")
    assert day is None and says.startswith("20 days after audit report, not known yet")


def test_the_later_of_two_shows_both() -> None:
    """Each with its own count."""
    day, says, below = told("later of 20 days after notice, 1 month after period end")
    assert (day, says) == (date(2026, 4, 30), "the later of 2 days")
    assert below == ["20 days after notice: 2026-04-22 (Wed)", "1 month after period end: 2026-04-30 (Thu)"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3 periods", "3 periods that begin after 2026-03-31 (Tue), the day measured"),
        ("15 March", "15 March, the first after 2026-04-01"),
        ("2026-09-30", "the agreed day 2026-09-30"),
    ],
)
def test_other_deadlines_say_what_they_are(text: str, says: str) -> None:
    """Periods, a day of the year, a day."""
    assert told(text)[1] == says


def test_a_deadline_that_rolls_says_from_where_and_why() -> None:
    """Easter Monday moves to Tuesday; a day that is worked moves nowhere."""
    moved = rolled(GERMAN, date(2026, 4, 6))
    assert moved is not None
    assert (moved.value, moved.text) == (
        "2026-04-07 (Tue)", "2026-04-06 (Mon) is no business day (Easter Monday in DE); roll: next",
    )  # fmt: skip
    assert rolled(GERMAN, date(2026, 4, 7)) is None


def test_a_weekend_needs_no_name() -> None:
    """And a day that is off in two places is off in both."""
    assert why_off(GERMAN, date(2026, 4, 11)) == "a weekend"
    both = Calendar(places=("DE", "GB"))
    assert why_off(both, date(2026, 4, 3)) == "Good Friday in DE and Good Friday in GB"


def test_the_day_told_is_the_day_counted() -> None:
    """Nothing is counted here that the calendar does not count itself."""
    for text in (
        "7 business days after notice",
        "2 weeks after notice",
        "6 months after period end",
        "10 days before notice",
    ):
        assert told(text)[0] == GERMAN.deadline_day(read(text), ANCHORS, Grain.MONTH)
