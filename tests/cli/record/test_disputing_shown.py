"""What a dispute of a datum takes back for the time being is not shown as gone, and explanations name the column."""

from __future__ import annotations

import re

from tests.cli.record.conftest import FEBRUARY, Pair, three_months

FEBRUARY_HELD = ("deliveries", "2026-02", "north", "--column", "on_time", "--value", "990", "--on", "2026-04-10")
ON_THE_DAY = ("--as-of", "2026-04-11", "--known-at", "2026-04-11")


def disputed(pair: Pair) -> Pair:
    """February is missed with the 950 that Heron reported, and met with the 990 that Marten holds for right."""
    reported = pair.after(three_months)
    reported.run("dispute", reported.marten, *FEBRUARY_HELD)
    return reported


def flat(text: str) -> str:
    """Return what a terminal shows, without its lines and columns."""
    return " ".join(re.sub("[│├└─]", " ", text).split())


def test_a_credit_taken_back_in_a_dispute_is_open_and_not_gone(pair: Pair) -> None:
    """The miss is gone once Heron corrects its number; while it is disputed that is open."""
    reported = disputed(pair)
    of_marten = flat(reported.run("evaluate", reported.marten, *ON_THE_DAY).out)
    assert "taken back: whether it" in of_marten and "is owed is open;" in of_marten and "is gone" not in of_marten
    reported.submit(FEBRUARY.replace("950", "990"), "2026-04-10")
    of_heron = flat(reported.run("evaluate", reported.heron, *ON_THE_DAY).out)
    assert "taken back: the miss is" in of_heron and "is open" not in of_heron


def test_a_step_that_is_void_for_a_doubt_is_explained_as_such(pair: Pair) -> None:
    """The notice needs two misses in four months: with February disputed it cannot be told whether there are."""
    reported = disputed(pair)
    void = "step notice = void 2026-04-10"
    out = flat(reported.run("explain", reported.marten, "delivery", "2026-03", *ON_THE_DAY).out)
    assert f"{void} whether repeated fires is open" in out
    reported.submit(FEBRUARY.replace("950", "990"), "2026-04-10")
    out = flat(reported.run("explain", reported.heron, "delivery", "2026-03", *ON_THE_DAY).out)
    assert f"{void} the miss is gone" in out


def test_an_explanation_names_the_column_in_dispute_and_the_entry(pair: Pair) -> None:
    """Of the row of February the orders in time are disputed, by entry 7; the orders beside them are not."""
    reported = disputed(pair)
    out = flat(reported.run("explain", reported.marten, "on_time", "2026-02", *ON_THE_DAY).out)
    assert out.count("row 2 = 950 disputed: on_time reported by heron") == 1
    assert "entry 7 of the record = 990 reported by marten" in out
    assert "row 2 = 1,000 reported by heron" in out


def test_all_that_is_booked_is_told_apart_from_the_difference(pair: Pair) -> None:
    """USD 200 of February were booked in April already; what is to be settled of March is the change alone."""
    reported = disputed(pair)
    march = ("deliveries", "2026-03", "north", "--column", "on_time", "--value", "980", "--on", "2026-04-10")
    out = reported.run("dispute", reported.marten, *march).out
    booked = "Service credits, booked in 2026-04: −USD 200 -> −USD 500"
    assert f"{booked}; difference to settle: USD 300, Marten to Heron" in out
