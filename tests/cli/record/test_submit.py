"""`comity submit`: facts come into the record, and a correction shows what it changes before it is recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

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
    assert "Service credits, 2026-02 (Heron to Marten): USD 0 -> USD 200; to settle: USD 200" in out


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
    assert "Service credits, 2026-05 (Marten to Heron): USD 0 -> −USD 300; to settle: USD 300" in out


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
