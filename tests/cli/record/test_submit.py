"""`comity submit`: facts come into the record, and a correction shows what it changes before it is recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.record.conftest import FEBRUARY, JANUARY, MARCH, MARCH_AGAIN, Pair


def standing(pair: Pair, folder: Path, day: str, known_at: str = "") -> str:
    """Return the standing of a day as JSON."""
    return pair.run("evaluate", folder, "--as-of", day, "--known-at", known_at or day, "--json").out


def test_both_parties_compute_the_same_from_what_one_submitted(pair: Pair) -> None:
    """After they have met, the standings are the same, byte for byte."""
    pair.submit(FEBRUARY, "2026-03-04")
    pair.meet()
    assert standing(pair, pair.heron, "2026-03-05") == standing(pair, pair.marten, "2026-03-05")


def test_a_submission_says_what_follows_from_it(pair: Pair) -> None:
    """95 % against 97 % is two points short: 2 x 1 % x 10,000 = 200."""
    out = pair.submit(FEBRUARY, "2026-03-04").out
    assert "Delivery on the agreed day, 2026-02: not due -> missed" in out
    assert "Service credits, booked in 2026-02: USD 0 -> USD 200; difference to settle: USD 200, Heron to Marten" in out


def test_what_is_reported_late_is_told_to_count_from_now(pair: Pair) -> None:
    """February was due on 5 March. Submitted in May it is known in May; in time, or corrected, nothing is said."""
    said = "It counts as known from 2026-05-04, and every deadline runs from then: Feb 2026 was due before."
    assert said in pair.submit(FEBRUARY, "2026-05-04").out
    assert "counts as known from" not in pair.submit(JANUARY, "2026-02-03").out
    assert "counts as known from" not in pair.submit(FEBRUARY.replace("950", "960"), "2026-05-05").out


def test_a_correction_shows_old_and_new_and_the_difference_to_settle(pair: Pair) -> None:
    """March was 94 %, which cost 300; corrected to 97.5 % it was met, and Marten gives the 300 back."""
    pair.submit(MARCH, "2026-04-03")
    out = pair.submit(MARCH_AGAIN, "2026-05-02").out
    assert "Orders delivered on the agreed day, 2026-03: 94%, final -> 97.5%, final" in out
    assert "Delivery on the agreed day, 2026-03: missed -> met" in out
    assert (
        "Service credits, booked in 2026-05: USD 0 -> −USD 300; difference to settle: USD 300, Marten to Heron" in out
    )


def test_a_correction_after_the_look_back_moves_nothing(pair: Pair) -> None:
    """`restate: 120 days after period end` was over on 29 July; on the 30th a correction is only recorded."""
    pair.submit(MARCH, "2026-04-03")
    out = pair.submit(MARCH_AGAIN, "2026-07-30").out
    assert "94%, final -> 97.5%, final" in out
    assert ("missed -> met" in out, "to settle" in out) == (False, False)


def test_each_earlier_day_is_shown_exactly_as_it_stood(pair: Pair) -> None:
    """The standing of each day, kept on that day, is what `--known-at` gives later, byte for byte."""
    kept: dict[str, str] = {}
    steps = [(JANUARY, "2026-02-03"), (FEBRUARY, "2026-03-04"), (MARCH, "2026-04-03"), (MARCH_AGAIN, "2026-05-02")]
    for text, day in steps:
        pair.submit(text, day)
        kept[day] = standing(pair, pair.heron, day)
    pair.meet()
    pair.run("dispute", pair.marten, "deliveries", "2026-01", "north", "--column", "on_time", "--value", "900",
             "--on", "2026-05-04")  # fmt: skip
    pair.meet()
    assert {day: standing(pair, pair.heron, day) for day in kept} == kept


def test_what_was_known_later_changes_nothing_earlier_but_the_present(pair: Pair) -> None:
    """As of April with today's knowledge March was met, as known in April it was missed: both can be asked for."""
    pair.submit(MARCH, "2026-04-03")
    pair.submit(MARCH_AGAIN, "2026-05-02")
    said = [
        json.loads(standing(pair, pair.heron, "2026-04-30", known))["verdicts"]["delivery"][2]["verdict"]
        for known in ("2026-04-30", "2026-05-02")
    ]
    assert said == ["missed", "met"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (JANUARY.replace("975", "many"), "CMY-42"),
        (JANUARY.replace("depot", "depott"), "CMY-4"),
        ("", "CMY-403"),
    ],
)
def test_a_file_that_is_wrong_is_refused_before_it_is_recorded(pair: Pair, text: str, code: str) -> None:
    """The problems are those of any file of facts, each with its place, and nothing is recorded."""
    path = pair.file.parent / "wrong.csv"
    path.write_text(text, encoding="utf-8")
    ran = pair.comity("submit", pair.heron, "deliveries", path)
    assert ran.status == 1
    assert code in ran.err
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


def test_all_rows_that_are_wrong_are_told_at_once(pair: Pair) -> None:
    """A row that lacks its cells hides neither the number nor the month that is wrong in the rows after it."""
    path = pair.file.parent / "wrong.csv"
    rows = "2026-01,north\n2026-02,north,many,1000,10000\n2026-13,north,940,1000,10000\n"
    path.write_text("month,depot,on_time,orders,charges\n" + rows, encoding="utf-8")
    ran = pair.comity("submit", pair.heron, "deliveries", path)
    told = re.findall(r"\(row ([0-9]+)[^)]*\): (CMY-[0-9]+)", ran.err)
    assert (ran.status, told) == (1, [("2", "CMY-405"), ("3", "CMY-427"), ("4", "CMY-423")])


def test_two_rows_of_one_day_that_contradict_one_another_are_refused(pair: Pair) -> None:
    """Of two different rows for one datum, known on one day, neither would count."""
    pair.submit(MARCH, "2026-04-03")
    path = pair.file.parent / "again.csv"
    path.write_text(MARCH_AGAIN, encoding="utf-8")
    ran = pair.comity("submit", pair.heron, "deliveries", path, "--on", "2026-04-03")
    assert (ran.status, "CMY-440" in ran.err) == (1, True)


def test_only_who_reports_a_table_submits_it(pair: Pair) -> None:
    """Deliveries are reported by Heron; Marten cannot hand them in, as its own or anybody's."""
    path = pair.file.parent / "facts.csv"
    path.write_text(JANUARY, encoding="utf-8")
    ran = pair.comity("submit", pair.marten, "deliveries", path)
    assert (ran.status, "CMY-432" in ran.err) == (1, True)


def test_a_row_is_not_dated_back_by_its_own_column(pair: Pair) -> None:
    """A column known_at is not read: the rows are known from the day of the submission."""
    text = "month,depot,on_time,orders,charges,known_at\n2026-01,north,975,1000,10000,2026-02-01\n"
    ran = pair.submit(text, "2026-03-20")
    assert "known_at is not read" in ran.err
    assert json.loads(standing(pair, pair.heron, "2026-03-31"))["figures"]["on_time"][0]["known"] == "2026-03-20"


def test_a_file_in_the_folder_that_is_not_in_the_record_is_named(pair: Pair) -> None:
    """It does not count, and a warning says how it would."""
    path = pair.heron / "facts" / "deliveries" / "2026-01.csv"
    path.parent.mkdir(parents=True)
    path.write_text(JANUARY, encoding="utf-8")
    before = pair.run("evaluate", pair.heron, "--as-of", "2026-02-10")
    assert f"{path}: CMY-909 warning" in before.err
    assert "97.5%" not in before.out
    pair.run("submit", pair.heron, "deliveries", path, "--on", "2026-02-03")
    assert "CMY-909" not in pair.run("evaluate", pair.heron, "--as-of", "2026-02-10").err


def test_a_file_of_the_record_that_is_damaged_is_told(pair: Pair) -> None:
    """Other bytes under the digest do not count as what was submitted."""
    pair.submit(JANUARY, "2026-02-03")
    for blob in (pair.heron / "record" / "blobs").iterdir():
        if blob.read_text().startswith("month"):
            blob.write_text(JANUARY.replace("975", "999"), encoding="utf-8")
    ran = pair.comity("evaluate", pair.heron, "--as-of", "2026-02-10")
    assert (ran.status, "CMY-908" in ran.err) == (1, True)


def test_a_file_of_the_record_that_is_not_here_is_a_gap_and_no_zero(pair: Pair) -> None:
    """The figure is missing, and a warning says which file is awaited."""
    pair.submit(JANUARY, "2026-02-03")
    for blob in (pair.heron / "record" / "blobs").iterdir():
        if blob.read_text().startswith("month"):
            blob.unlink()
    ran = pair.run("evaluate", pair.heron, "--as-of", "2026-02-10", "--json")
    assert "CMY-915 warning" in ran.err
    assert json.loads(ran.out)["figures"]["on_time"][0]["state"] == "missing"


def test_a_past_day_shows_what_has_come_of_it_since(pair: Pair) -> None:
    """On 4 March the month of March is not over, so 94 % of it changes nothing; today it is missed and costs 300."""
    out = pair.submit(MARCH, "2026-03-04").out
    shown, _, since = out.partition("  As of today, ")
    assert "Delivery on the agreed day, 2026-03: " not in shown
    assert "Delivery on the agreed day, 2026-03: " in since


APRIL, MAY = MARCH.replace("-03,", "-04,"), MARCH.replace("-03,", "-05,")
HEADER = "month,depot,on_time,orders,charges\n"
STOPS = ("deliveries:\n    reported by: heron", "stops:\n    reported by: heron\n    every: row\n"
         "    columns: {day: date, minutes: number >= 0}\n  deliveries:\n    reported by: heron")  # fmt: skip


def submitted(pair: Pair, text: str, *more: str, table: str = "deliveries") -> Ran:
    """Let Heron try to submit a file that is called what the others are called."""
    path = pair.file.parent / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return pair.comity("submit", pair.heron, table, path, *more)


def entries(pair: Pair) -> int:
    """Return how many entries Heron's record has."""
    return len(pair.run("log", pair.heron).out.splitlines()) - 1


def test_a_covered_period_without_a_row_is_said_to_be_empty(pair: Pair) -> None:
    """February has its rows; that March had none becomes a zero, and so is told before it is recorded."""
    out = submitted(pair, FEBRUARY, "--covers", "2026-02..2026-03", "--on", "2026-04-04").out
    assert "  It states that there was nothing in Mar 2026 (sums and counts are 0): --covers names it" in out
    assert "Charges of the month, 2026-03: not due -> USD 0, final" in out
    assert "It states" not in submitted(pair, MARCH, "--covers", "2026-03", "--on", "2026-04-05").out


def test_a_period_can_be_stated_to_be_empty_by_a_file_without_rows(pair: Pair) -> None:
    """A header and the period that it covers are enough, and are told in the same words."""
    ran = submitted(pair, HEADER, "--covers", "2026-03", "--on", "2026-04-04")
    assert (ran.status, "It states that there was nothing in Mar 2026" in ran.out) == (0, True), ran.err


def test_rows_outside_what_is_covered_are_told(pair: Pair) -> None:
    """The file has February too, and says to be complete for March alone."""
    both = FEBRUARY + MARCH.removeprefix(HEADER)
    out = submitted(pair, both, "--covers", "2026-03", "--on", "2026-04-04").out
    assert "  It has rows of Feb 2026 too, which --covers does not name." in out
    assert "It states" not in out


def test_a_period_that_is_not_over_is_told_where_it_is_covered(pair: Pair) -> None:
    """On 4 April nobody knows what April will bring: it is not refused, since there are facts that are known ahead."""
    ran = submitted(pair, MARCH, "--covers", "2026-03..2026-04", "--on", "2026-04-04")
    said = "  Apr 2026 is not over on 2026-04-04: it states to be complete for it all the same."
    assert (ran.status, said in ran.out) == (0, True)
    assert "not over" not in submitted(pair, FEBRUARY, "--covers", "2026-02", "--on", "2026-04-05").out


def test_a_row_for_a_month_that_still_runs_is_told(pair: Pair) -> None:
    """It stands for all of April, of which ten days are to come; on its last day nothing is said."""
    assert "  Apr 2026 is not over on 2026-04-20.\n" in submitted(pair, APRIL, "--on", "2026-04-20").out
    assert "not over" not in submitted(pair, MARCH, "--on", "2026-04-20").out


@pytest.mark.parametrize("text", [HEADER, APRIL])
def test_no_file_is_complete_for_a_period_that_has_not_begun(pair: Pair, text: str) -> None:
    """Nobody can say in April that nothing was delivered in May, or that no row of it is missing; April is told."""
    ran = submitted(pair, text, "--covers", "2026-04..2026-07", "--on", "2026-04-30")
    assert (ran.status, entries(pair)) == (1, 4)
    assert (
        "CMY-905 nothing was recorded: --covers names May 2026 to Jul 2026, and they begin after 2026-04-30" in ran.err
    )
    assert submitted(pair, text, "--covers", "2026-04", "--on", "2026-04-30").status == 0


def test_what_is_due_before_its_period_may_be_complete_before_it(pair: Pair) -> None:
    """What is planned for May is owed in April: then it is told that May is not over, and recorded."""
    text = pair.heron.joinpath("agreement.yaml").read_text(encoding="utf-8")
    text = text.replace("due: 5 days after period end", "due: 5 days before period start")
    for folder in (pair.heron, pair.marten):
        folder.joinpath("agreement.yaml").write_text(text, encoding="utf-8")
        pair.run("sign", folder, "--on", "2026-01-06")
        pair.meet()
    ran = submitted(pair, MAY, "--covers", "2026-05", "--on", "2026-04-20")
    assert (ran.status, "May 2026 is not over on 2026-04-20" in ran.out) == (0, True), ran.err


def test_a_file_is_not_complete_for_periods_of_which_it_has_no_row_at_all(pair: Pair) -> None:
    """February's rows under March's name would make March a zero: refused, and told how an empty month is stated."""
    ran = submitted(pair, FEBRUARY, "--covers", "2026-03", "--on", "2026-04-04")
    assert (ran.status, entries(pair)) == (1, 4)
    assert "--covers names Mar 2026, and all rows of the file are of Feb 2026" in ran.err
    assert "a file of its own, with a header and no rows" in ran.err


def test_a_file_with_neither_rows_nor_a_period_is_refused(pair: Pair) -> None:
    """It states nothing; the hint says how a month without deliveries is stated here, where there is no about.yaml."""
    ran = submitted(pair, HEADER, "--on", "2026-04-04")
    assert (ran.status, entries(pair)) == (1, 4)
    assert "CMY-436 the file has a header and no rows" in ran.err
    assert "`--covers PERIOD` of `comity submit`" in ran.err


@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-20"])
@pytest.mark.parametrize("more", [(), ("--covers", "2026-02", "--source", "gate scales")])
def test_the_same_file_is_not_recorded_again(pair: Pair, day: str, more: tuple[str, ...]) -> None:
    """Since when its rows are known stays as it was."""
    submitted(pair, FEBRUARY, *more, "--on", "2026-03-04")
    again = submitted(pair, FEBRUARY, *more, "--on", day)
    assert (again.status, entries(pair)) == (1, 5)
    assert "CMY-905 nothing was recorded: this file is entry 4 already (facts/deliveries/facts.csv)" in again.err
    assert json.loads(standing(pair, pair.heron, "2026-03-31"))["figures"]["on_time"][1]["known"] == "2026-03-04"


def test_the_same_file_is_recorded_again_where_it_says_something_new(pair: Pair) -> None:
    """After a correction the old file corrects the correction; and before that it may say for what it is complete."""
    submitted(pair, FEBRUARY, "--on", "2026-03-04")
    assert submitted(pair, FEBRUARY, "--covers", "2026-02", "--on", "2026-03-05").status == 0
    submitted(pair, FEBRUARY.replace("950", "960"), "--on", "2026-03-06")
    assert "96%, final -> 95%, final" in submitted(pair, FEBRUARY, "--on", "2026-03-07").out


def test_other_bytes_that_say_the_same_are_not_recorded_either(pair: Pair) -> None:
    """The order of the columns is another, no row says anything else."""
    submitted(pair, FEBRUARY, "--on", "2026-03-04")
    ran = submitted(pair, "depot,month,on_time,orders,charges\nnorth,2026-02,950.0,1000,10000\n", "--on", "2026-03-20")
    assert (ran.status, "all that it says is known already" in ran.err) == (1, True)


@pytest.fixture
def with_stops(pair: Pair) -> Pair:
    """Both agreed that Heron reports stops too, each a row without a key."""
    text = pair.heron.joinpath("agreement.yaml").read_text(encoding="utf-8").replace(*STOPS)
    pair.heron.joinpath("agreement.yaml").write_text(text, encoding="utf-8")
    pair.run("sign", pair.heron, "--on", "2026-01-06")
    pair.meet()
    pair.run("sign", pair.marten, "--on", "2026-01-06")
    pair.meet()
    return pair


STOP = "day,minutes\n2026-02-03,20\n"


def test_the_same_incidents_are_not_counted_twice_a_day(with_stops: Pair) -> None:
    """Rows without a key all count: the same file submitted twice on one day would double them."""
    assert submitted(with_stops, STOP, "--on", "2026-03-04", table="stops").status == 0
    ran = submitted(with_stops, STOP, "--on", "2026-03-04", table="stops")
    assert (ran.status, "this file is entry 7 already" in ran.err) == (1, True)


def test_incidents_that_add_to_others_of_the_same_day_are_told(with_stops: Pair) -> None:
    """Two sites hand in a file each, or somebody corrects too soon; on a later day the rows take the others' place."""
    other = STOP.replace("20\n", "30\n")
    submitted(with_stops, STOP, "--on", "2026-03-04", table="stops")
    said = (
        "  It adds to the rows of 3 Feb 2026 that are known from 2026-03-04 already; a correction counts from a later"
    )
    assert said in submitted(with_stops, other, "--on", "2026-03-04", table="stops").out
    assert "It adds to" not in submitted(with_stops, STOP, "--on", "2026-03-05", table="stops").out


def test_what_is_wrong_with_an_option_is_told_of_the_option(pair: Pair) -> None:
    """There is no about.yaml to be mended, and the reporter is who signs."""
    path = pair.file.parent / "facts.csv"
    assert f"{path} (--covers): CMY-437" in submitted(pair, FEBRUARY, "--covers", "March").err
    err = pair.comity("submit", pair.marten, "deliveries", path).err
    assert f"{path} (--as): CMY-432 'marten' does not report deliveries; heron does" in err
    assert f"{path} (--published): CMY-432" in submitted(pair, FEBRUARY, "--published").err
