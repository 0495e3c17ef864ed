"""The section of milestones: who owes and accepts them, what silence does, and what they are worth."""

from __future__ import annotations

from comity.reports.schedule.plain import text
from comity.reports.schedule.write import schedule_of_terms
from tests.clauses.life.reading import agreed

TEXT = """
comity: 1
alliance: schedule
title: Milestones of a ship
parties: {yard: Juno Yard, line: Kelp Line}
currency: USD
starts: 2026-01-01
milestones:
  keel: {title: Keel laid, due: 2026-03-20, owed by: yard, accepted by: line, within: 10 business days, worth: USD 50k}
  berth: {due: 2026-02-28, owed by: line}
"""
DEEMED = "the milestone is deemed accepted on that day"
SILENCE = "silence accepts nothing"


def said(change: tuple[str, str] = ("", "")) -> str:
    """The text of the schedule, of the agreement with one change."""
    return text(schedule_of_terms(agreed(TEXT.replace(*change)).versions[0][1]))


def test_a_milestone_is_one_row_with_all_that_is_agreed() -> None:
    """Owner, day, acceptance with its time, and worth; what is not agreed is said to be so."""
    assert "Keel: Keel laid | Yard | 20 March 2026 | Line, within 10 business days of completion | USD 50,000" in said()
    assert "Berth | Line | 28 February 2026 | Nobody | Nothing stated" in said()


def test_what_silence_does_is_said_aloud() -> None:
    """Within a time agreed it accepts; without one it accepts nothing."""
    assert DEEMED in said()
    assert SILENCE not in said()
    without = said((", within: 10 business days", ""))
    assert DEEMED not in without
    assert SILENCE in without.lower()


def test_nothing_is_said_of_acceptance_or_worth_that_nobody_agreed() -> None:
    """A schedule of plain milestones stays as short as before."""
    plain = said((", accepted by: line, within: 10 business days, worth: USD 50k", ""))
    assert "Acceptance." not in plain
    assert "is earned on the day" not in plain
    assert "is earned on the day it is done" in said()
