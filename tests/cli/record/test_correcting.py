"""`comity submit` of a correction: what a later report overtakes, and what one of the same day contradicts."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from comity.adapters.clock import today
from tests.cli.conftest import Ran
from tests.cli.record.conftest import FEBRUARY, JANUARY, MARCH, MARCH_AGAIN, Pair

HEADER, _, ROW = MARCH.partition("\n")
ONE_DAY = timedelta(days=1)


def submitted(pair: Pair, text: str, day: date | str) -> Ran:
    """Let Heron try to submit a file."""
    path = pair.file.parent / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return pair.comity("submit", pair.heron, "deliveries", path, "--on", day)


def test_a_correction_from_before_what_it_corrects_is_told_to_hold_only_until_then(pair: Pair) -> None:
    """94 % is reported on 3 May; 97.5 % from 2 April on counts for a month and never again, as `--known-at` shows."""
    pair.submit(MARCH, "2026-05-03")
    out = submitted(pair, MARCH_AGAIN, "2026-04-02").out
    assert "  Its row is overtaken by what was reported on 2026-05-03: it holds only until then.\n" in out
    assert "  A correction of what holds now: without --on it counts from today.\n" in out
    shown = [pair.run("evaluate", pair.heron, "--as-of", "2026-05-10", "--known-at", day).out
             for day in ("2026-05-02", "2026-05-03")]  # fmt: skip
    assert ["97.5%" in text for text in shown] == [True, False]


def test_of_several_rows_it_is_told_how_many_are_overtaken(pair: Pair) -> None:
    """Two of three months were reported later, on two days; that one of those was corrected since is another matter."""
    pair.submit(FEBRUARY, "2026-05-03")
    pair.submit(MARCH, "2026-05-05")
    pair.submit(MARCH_AGAIN, "2026-05-07")
    three = JANUARY + FEBRUARY.removeprefix(f"{HEADER}\n") + ROW
    said = (
        "  2 of its 3 rows are overtaken by what was reported from 2026-05-03 to 2026-05-05: they hold only until then"
    )
    assert said in submitted(pair, three.replace("1000,", "1100,"), "2026-04-02").out
    pair.submit(JANUARY.replace("975", "970"), "2026-05-08")
    assert "  All its rows are overtaken by what" in submitted(pair, three.replace("1000,", "1200,"), "2026-04-03").out


@pytest.mark.parametrize("day", ["2026-05-03", "2026-05-04"])
def test_a_correction_that_nothing_overtakes_is_told_nothing(pair: Pair, day: str) -> None:
    """It counts from a later day than what it corrects; or what was reported later is about another month."""
    pair.submit(MARCH, "2026-05-02")
    pair.submit(FEBRUARY, "2026-05-03")
    out = submitted(pair, MARCH_AGAIN if day == "2026-05-03" else MARCH.replace("940", "941"), day).out
    assert ("overtaken" in out, "without --on" in out) == (False, False)


def test_what_is_overtaken_by_a_report_of_today_is_corrected_from_tomorrow(pair: Pair) -> None:
    """Without --on it would contradict today's report, so that the day after is named."""
    pair.submit(MARCH, f"{today()}")
    out = submitted(pair, MARCH_AGAIN, "2026-04-02").out
    assert f"  A correction of what holds now: with --on {today() + ONE_DAY} it counts from tomorrow.\n" in out


def test_a_typo_is_corrected_from_the_day_after(pair: Pair) -> None:
    """Mistyped in the morning, recorded at once: it is told that this file does not count, and what to do, which works.

    The place is that of the file whatever the rows say, and the other row's is that of its entry.
    """
    pair.submit(MARCH, f"{today()}")
    for text in (MARCH_AGAIN, MARCH.replace("940", "930")):
        ran = submitted(pair, text, today())
        place = f"{pair.file.parent / 'facts.csv'} (row 2, column month): CMY-440 nothing was recorded: heron reported"
        assert (ran.status, place in ran.err, "neither would count" in ran.err) == (1, True, True), ran.err
        assert "see facts/deliveries/facts.csv (row 2): the other report, entry 4" in ran.err
        assert f"with --on {today() + ONE_DAY} it counts from tomorrow." in ran.err
        assert ("known at" in ran.err, "--withdraw" in ran.err) == (False, False)
    assert submitted(pair, MARCH_AGAIN, today() + ONE_DAY).status == 0
    last = f"with --on {today() + 2 * ONE_DAY} it counts from then; submit it on {today() + ONE_DAY}."
    assert last in submitted(pair, MARCH, today() + ONE_DAY).err


def test_two_rows_of_one_past_day_are_told_that_a_correction_counts_from_today(pair: Pair) -> None:
    """Nobody has to think of a day: without --on it counts from today."""
    pair.submit(MARCH, "2026-05-02")
    assert "what it corrects: without --on it counts from today.\n" in submitted(pair, MARCH_AGAIN, "2026-05-02").err


RETURNS = "  returns: {reported by: marten, every: month, columns: {month: period, returned: number >= 0}}\n"


def test_a_typo_that_still_waits_may_be_taken_back(pair: Pair) -> None:
    """Marten's report waits for Heron, which keeps the record: the refusal names the command, and it is one."""
    text = pair.heron.joinpath("agreement.yaml").read_text(encoding="utf-8").replace("facts:\n", f"facts:\n{RETURNS}")
    for folder in (pair.heron, pair.marten):
        folder.joinpath("agreement.yaml").write_text(text, encoding="utf-8")
        pair.run("sign", folder, "--on", "2026-01-06")
        pair.meet()
    path = pair.file.parent / "returns.csv"
    path.write_text("month,returned\n2026-03,12\n", encoding="utf-8")
    pair.run("submit", pair.marten, "returns", path)
    path.write_text("month,returned\n2026-03,21\n", encoding="utf-8")
    err = pair.comity("submit", pair.marten, "returns", path).err
    [command] = re.findall(r"still waits, take it back by `comity ([^`]+)` and submit this in its place", err)
    pair.run(*command.split())
    pair.run("submit", pair.marten, "returns", path)
