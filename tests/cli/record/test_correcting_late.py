"""What is corrected or disputed after the last day on which a correction moves anything: told, and explained."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import FEBRUARY, JANUARY, Pair, three_months, two_months
from tests.cli.record.test_disputing_late import two_depots
from tests.cli.record.test_disputing_shown import flat

LATE = "2026-10-05"
HEADER, _, ROW = FEBRUARY.partition("\n")
AGAIN = FEBRUARY.replace("950", "990")
MOVES = "could be corrected until 2026-06-28: what is reported now moves no verdict and no amount of Feb 2026"
CHARGES = ("deliveries", "2026-02", "north", "--column", "charges", "--value", "USD 61k")
ON_TIME = ("deliveries", "2026-02", "north", "--column", "on_time", "--value", "990")
SOUTH = "2026-02,south,960,1000,10000\n"


def explained(pair: Pair, day: str) -> str:
    """Return the explanation of the verdict on February, as of a day and as known on it."""
    return flat(pair.run("explain", pair.heron, "delivery", "2026-02", "--as-of", day, "--known-at", day).out)


@pytest.mark.parametrize(("day", "is_late"), [("2026-06-28", False), ("2026-06-29", True)])
def test_a_correction_after_the_last_day_is_told_to_move_nothing(pair: Pair, day: str, is_late: bool) -> None:
    """On the 120th day after February the miss becomes a hit; on the next day nothing follows, and that is said."""
    out = pair.after(two_months).submit(AGAIN, day, "again.csv").out
    assert ("missed -> met" in out, MOVES in out) == (not is_late, is_late), out


@pytest.mark.parametrize(
    "text",
    [JANUARY.replace("2026-01", "2026-09"), f"{HEADER}\n{SOUTH}", FEBRUARY + ROW.replace("2026-02", "2026-09")],
    ids=["a month of its own", "a depot not reported before", "a month repeated beside another one"],
)
def test_what_changes_nothing_that_was_reported_is_not_told_to_come_too_late(pair: Pair, text: str) -> None:
    """It corrects nothing, though February can be corrected no more."""
    assert "could be corrected" not in pair.after(two_months).submit(text, LATE, "more.csv").out


def test_several_periods_are_told_together(pair: Pair) -> None:
    """January until May, February until June: the later of the two days stands for both."""
    both = JANUARY.replace("975", "980") + ROW.replace("950", "990")
    out = pair.after(two_months).submit(both, LATE, "both.csv").out
    told = "Jan 2026, Feb 2026 could be corrected until 2026-06-28 at the latest: what is reported now moves no"
    assert told in out, out


@pytest.mark.parametrize(("raised", "is_late"), [("2026-03-10", False), ("2026-10-01", True)])
def test_a_number_that_was_disputed_in_time_is_not_too_late(pair: Pair, raised: str, is_late: bool) -> None:
    """While its dispute is open its correction counts on whatever day; a dispute that came too late opens nothing."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *ON_TIME, "--on", raised)
    reported.meet()
    out = reported.submit(AGAIN, LATE, "again.csv").out
    assert (MOVES in out) is is_late, out


def test_a_verdict_is_explained_by_the_rows_that_it_rests_on(pair: Pair) -> None:
    """Of a correction that came too late stands in one line what it says and that it moves nothing.

    The charges, which the same file repeats, rest on the first report too.
    """
    reported = pair.after(two_months)
    reported.submit(AGAIN, LATE, "again.csv")
    out = explained(reported, "2026-10-06")
    assert "on_time 2026-02 = 95.0% counts from 2026-03-04" in out
    assert "950 / 1,000 = 0.95," in out and "again.csv" not in out
    late = "from 2026-10-05 = 99.0% on record, and moves nothing: it could be corrected until 2026-06-28"
    assert out.count(late) == 1 == out.count("on record")


def test_of_several_late_corrections_the_last_one_is_told(pair: Pair) -> None:
    """The verdict rests on the report before the first of them; once the last says the same again, none is told."""
    reported = pair.after(two_months)
    reported.submit(AGAIN, LATE, "again.csv")
    reported.submit(FEBRUARY.replace("950", "980"), "2026-10-07", "more.csv")
    out = explained(reported, "2026-10-08")
    assert "950 / 1,000 = 0.95," in out and "from 2026-10-07 = 98.0% on record" in out and "99.0%" not in out
    reported.submit(FEBRUARY, "2026-10-09", "first.csv")
    out = explained(reported, "2026-10-10")
    assert ("on record" in out, "first.csv" in out, "950 / 1,000 = 0.95," in out) == (False, False, True)


def test_what_was_corrected_in_time_is_explained_by_the_correction(pair: Pair) -> None:
    """The row that holds, as it was before."""
    reported = pair.after(two_months)
    reported.submit(AGAIN, "2026-06-28", "again.csv")
    out = explained(reported, "2026-10-06")
    assert "990 / 1,000 = 0.99," in out and "again.csv" in out and "on record" not in out


def test_a_figure_that_is_again_what_it_was_before_a_dispute_is_explained_by_those_rows(pair: Pair) -> None:
    """The north was disputed in time and corrected late, the south corrected too late: neither is in what counts."""
    reported = pair.after(two_depots)
    reported.submit(f"{HEADER}\n{SOUTH.replace('960', '1000')}", LATE, "south.csv")
    reported.meet()
    reported.run("settle", reported.marten, *ON_TIME[:3], "--on", "2026-10-10")
    reported.meet()
    out = explained(reported, "2026-10-11")
    assert "1,910 / 2,000 = 0.955," in out and "south.csv" not in out


def test_a_dispute_that_moves_nothing_says_so_on_the_docket(pair: Pair) -> None:
    """It leaves nothing undetermined; the one of March, which can be corrected still, does."""
    reported = pair.after(three_months)
    reported.run("dispute", reported.marten, *CHARGES, "--on", "2026-07-05")
    march = [word.replace("2026-02", "2026-03") for word in CHARGES]
    reported.run("dispute", reported.marten, *march, "--on", "2026-07-05")
    reported.meet()
    day = "2026-07-06"
    ran = reported.run("docket", reported.marten, "--as-of", day, "--known-at", day, "--json")
    told = {(line["period"], line["if_nothing"]) for line in json.loads(ran.out)["docket"] if line["kind"] == "dispute"}
    late = "It was raised after 2026-06-28: it is on record, and moves nothing of 2026-02."
    still = "The dispute stays open: what comes out differently on the two accounts stays undetermined."
    assert told == {("2026-02", late), ("2026-03", still)}


def test_the_end_of_a_dispute_that_came_too_late_advises_nothing_that_moves_nothing(pair: Pair) -> None:
    """Submitting first would not help: the number agreed on moves nothing either way."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *CHARGES, "--on", LATE)
    reported.meet()
    out = reported.run("settle", reported.marten, *CHARGES[:3], "--value", "USD 61k", "--on", "2026-10-10").out
    assert "  USD 61,000 was agreed on, USD 10,000 is reported\n" in out
    assert "before it was disputed: USD 61,000 will move no verdict and no amount.\n" in out
    assert ("counts once" in out, "submit it first" in out) == (False, False)


def test_money_in_dispute_is_spelt_as_figures_are(pair: Pair) -> None:
    """However it was typed, before it is recorded and on the docket."""
    reported = pair.after(two_months)
    out = reported.run("dispute", reported.marten, *CHARGES, "--on", "2026-03-10").out
    assert "USD 10,000 is reported, USD 61,000 is held for right" in out
    told = flat(reported.run("docket", reported.marten, "--as-of", "2026-03-11", "--known-at", "2026-03-11").out)
    assert "USD 10,000" in told and "USD 61,000" in told and "61k" not in told


def test_amounts_that_differ_by_less_than_is_shown_are_not_spelt_alike(pair: Pair) -> None:
    """An amount of more digits than figures show is spelt with all of them."""
    held = (*CHARGES[:-1], "USD 10000.00001", "--on", "2026-03-10")
    out = pair.after(two_months).run("dispute", pair.marten, *held).out
    assert "USD 10,000 is reported, USD 10000.00001 is held for right" in out


def test_a_number_that_is_reported_as_was_held_for_right_is_not_said_to_differ(pair: Pair) -> None:
    """It stays disputed until the dispute is ended, and comes out the same on either account."""
    reported = pair.after(two_months)
    reported.run("dispute", reported.marten, *ON_TIME, "--on", "2026-03-10")
    reported.meet()
    assert "differs" in explained(reported, "2026-03-11")
    reported.submit(AGAIN, "2026-03-15", "again.csv")
    out = explained(reported, "2026-03-16")
    assert "reported as it is held for right, and disputed until marten ends the dispute" in out
    assert "differs" not in out


def test_the_day_of_a_step_that_came_back_to_life_is_named_as_the_one_that_holds(pair: Pair) -> None:
    """The notice of March was void while February was disputed; it has the days left that it had."""
    reported = pair.after(three_months)
    reported.run("dispute", reported.marten, *ON_TIME, "--on", "2026-04-10")
    reported.run("settle", reported.marten, *ON_TIME[:3], "--on", "2026-04-30")
    ran = reported.run("explain", reported.marten, "delivery", "2026-03", "--as-of", "2026-05-02")
    assert "counted otherwise = 2026-05-13 (Wed) this is the day that holds" in flat(ran.out)
