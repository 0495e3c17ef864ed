"""`comity dispute` of a datum that is not final, but of which no correction moves anything any more."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import FEBRUARY as REPORTED
from tests.cli.record.conftest import JANUARY, Pair, two_months

FEBRUARY_AGAIN = REPORTED.replace("950", "990")
TOO_LATE = (
    "It could be corrected until 2026-06-28: a correction moves no verdict and no amount once the dispute has ended."
)
FEBRUARY = ("deliveries", "2026-02", "north", "--column", "on_time", "--value", "990")
TOLD = "deliveries 2026-02 could be corrected until 2026-06-28: a dispute now moves no verdict and no amount of 2026-02"


@pytest.mark.parametrize(("day", "outcome"), [("2026-06-28", "undetermined"), ("2026-06-29", "missed")])
def test_a_dispute_after_the_last_day_for_corrections_says_that_nothing_follows(
    pair: Pair, day: str, outcome: str
) -> None:
    """On the 120th day after February the dispute leaves its verdict open; on the next the verdict stands."""
    reported = pair.after(two_months)
    out = reported.run("dispute", reported.marten, *FEBRUARY, "--on", day).out
    ran = reported.run("evaluate", reported.marten, "--as-of", day, "--known-at", day, "--json")
    assert json.loads(ran.out)["verdicts"]["delivery"][1]["verdict"] == outcome
    assert (TOLD in out) is (outcome == "missed"), out
    assert "recorded" in out or "signed: it waits" in out


def test_a_dispute_that_ends_after_the_last_day_for_corrections_leaves_nothing_open(pair: Pair) -> None:
    """It was raised in time: once it has ended, what is reported counts again, on whatever day that is."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *FEBRUARY, "--on", "2026-03-10")
    assert _verdict(reported, "2026-10-09") == "undetermined"
    out = reported.run("settle", reported.marten, *FEBRUARY[:3], "--on", "2026-10-10").out
    assert "undetermined -> missed" in out and "could be corrected" not in out
    assert _verdict(reported, "2026-10-11") == "missed"


def test_a_number_agreed_on_counts_after_the_last_day_where_it_is_reported_while_disputed(pair: Pair) -> None:
    """Heron corrects the number that Marten disputed in time, then the dispute ends: it counts."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *FEBRUARY, "--on", "2026-03-10")
    _corrected(reported, "2026-10-09")
    assert _verdict(reported, "2026-10-09") == "met"
    reported.run("settle", reported.marten, *FEBRUARY[:3], "--value", "990", "--on", "2026-10-10")
    assert _verdict(reported, "2026-10-11") == "met"


def test_who_ends_a_dispute_before_the_agreed_number_is_reported_is_told_that_it_will_not_count(pair: Pair) -> None:
    """After the last day a correction moves nothing once the dispute has ended: Heron should submit it first."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *FEBRUARY, "--on", "2026-03-10")
    reported.meet()
    out = reported.run("settle", reported.marten, *FEBRUARY[:3], "--value", "990", "--on", "2026-10-10").out
    assert f"{TOO_LATE} Let heron submit it first." in out
    _corrected(reported, "2026-10-12")
    assert _verdict(reported, "2026-10-12") == "missed"


def test_who_ends_a_dispute_in_time_is_told_nothing_of_it(pair: Pair) -> None:
    """Until the last day the number that was agreed on may be reported after the dispute has ended."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *FEBRUARY, "--on", "2026-03-10")
    out = reported.run("settle", reported.marten, *FEBRUARY[:3], "--value", "990", "--on", "2026-06-28").out
    assert "990 counts once heron submits it" in out and "could be corrected" not in out


def two_depots(pair: Pair) -> None:
    """Let Heron submit January and, for two depots, February, which it missed, and Marten dispute the north in time."""
    pair.submit(JANUARY, "2026-02-03")
    pair.submit(f"{REPORTED}2026-02,south,960,1000,10000\n", "2026-03-04", "february.csv")
    pair.meet()
    pair.run("dispute", pair.marten, *FEBRUARY, "--on", "2026-03-10")
    pair.meet()


def test_another_number_that_is_corrected_too_late_does_not_come_in_with_the_end_of_a_dispute(pair: Pair) -> None:
    """With the south at 1,000 February would be reached; it was not disputed, and changed after the last day."""
    disputed = pair.after(two_depots)
    disputed.submit(f"{REPORTED.partition(chr(10))[0]}\n2026-02,south,1000,1000,10000\n", "2026-10-05", "south.csv")
    disputed.meet()
    assert _verdict(disputed, "2026-10-06") == "undetermined"
    disputed.run("settle", disputed.marten, *FEBRUARY[:3], "--on", "2026-10-10")
    assert _verdict(disputed, "2026-10-11") == "missed"


def test_a_dispute_that_is_raised_too_late_keeps_nothing_open_that_another_one_had_opened(pair: Pair) -> None:
    """The south is disputed after the last day, while the north still is: with the north the dispute has ended."""
    disputed = pair.after(two_depots)
    south = ("deliveries", "2026-02", "south", "--column", "on_time", "--value", "1000", "--on", "2026-10-01")
    assert TOLD in disputed.run("dispute", disputed.marten, *south).out
    assert _verdict(disputed, "2026-10-02") == "undetermined"
    disputed.run("settle", disputed.marten, *FEBRUARY[:3], "--on", "2026-10-10")
    assert _verdict(disputed, "2026-10-11") == "missed"


def _corrected(pair: Pair, day: str) -> None:
    """Let Heron learn of what waits, and report 990 for February instead of 950."""
    pair.meet()
    pair.submit(FEBRUARY_AGAIN, day, "again.csv")
    pair.meet()


def _verdict(pair: Pair, day: str) -> str:
    """Return what Marten's clause comes to for February, as of a day and as known on it."""
    ran = pair.run("evaluate", pair.marten, "--as-of", day, "--known-at", day, "--json")
    found: str = json.loads(ran.out)["verdicts"]["delivery"][1]["verdict"]
    return found
