"""Commands of `comity survey` at the same time, files twice, and two surveys that ask the same."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from comity.adapters import survey_lock
from comity.adapters.survey_lock import alone
from tests.cli.conftest import Comity
from tests.cli.test_survey import AGREEMENT, FERN, LARK, answers, folder, opens, read_csv

__all__ = ["folder"]  # the fixture

SLOWLY = """
import sys, time
from pathlib import Path
from comity.adapters.sealed import sealed_at
from comity.adapters.survey_lock import alone
from comity.surveys.wave import Answer, Batch, Given, take_in
with alone(Path("fern")):
    sealed = sealed_at(Path("fern"), "fern_lark", "health", "2026-H1")
    ballot = sealed.ballot()
    print("ready", flush=True)
    time.sleep(1)
    one = Answer(party="lark", role="", given=(Given(question="trust1", level=2),))
    sealed.save(take_in(ballot, Batch(used=(), answers=(one,))))
"""


def on_paper(path: str, *rows: str, columns: str = "party,trust1") -> Path:
    """Write a file of answers that were collected without tokens."""
    Path(path).write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return Path(path)


def test_two_imports_at_once_lose_no_answer(folder: Path, comity: Comity) -> None:
    """Another process has read the ballot and saves a second later: this one waits, and both answers are there."""
    opens(comity)
    with subprocess.Popen([sys.executable, "-c", SLOWLY], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "ready\n"
        ran = comity("survey", "import", "fern", "health", on_paper("a.csv", "lark,4"))
    assert ran.status == 0 and other.returncode == 0
    assert "lark: 2 of 9 answered" in ran.out


@pytest.mark.parametrize(
    "command",
    [
        ["import", "fern", "health", "a.csv"],
        ["close", "fern", "health", "--as", "fern"],
        ["open", "fern", "health", "--as", "fern", "--out", "o"],
    ],
)
def test_a_command_that_stays_at_work_is_told(
    folder: Path, comity: Comity, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """Somebody has not yet said yes to closing: a second command waits, and then says why it does nothing."""
    on_paper("a.csv", "lark,4")
    monkeypatch.setattr(survey_lock, "PATIENCE", 0.1)
    with alone(folder):
        ran = comity("survey", *command)
    assert ran.status == 1 and "CMY-727 another command is at work on the answers of this folder" in ran.err
    assert "CMY-727" not in comity("survey", *command).err


def test_a_file_on_paper_counts_once(folder: Path, comity: Comity) -> None:
    """Taken in again it is refused; taken back it counts no more, and can be taken in again."""
    opens(comity)
    file = on_paper("a.csv", "lark,4", "lark,2")
    assert comity("survey", "import", "fern", "health", file).status == 0
    ran = comity("survey", "import", "fern", "health", file)
    assert ran.status == 1 and "CMY-470 these answers were taken in before, as one file" in ran.err
    assert "lark: 0 of 9 answered" in comity("survey", "import", "fern", "health", file, "--undo").out
    assert "lark: 2 of 9 answered" in comity("survey", "import", "fern", "health", file).out


def test_undoing_says_the_same_whatever_was_guessed(folder: Path, comity: Comity) -> None:
    """A part of a file, other levels, a token nobody used: nobody learns from the refusal who answered what."""
    out = opens(comity)
    file = answers(out, "lark", LARK)
    assert comity("survey", "import", "fern", "health", file).status == 0
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    unused = read_csv(str(out / "invitations-lark.csv"))[8]["token"]
    guesses = [rows[:1], rows[:7], [*rows[:7], rows[7].replace(",2,2,", ",3,2,")], [f"{unused},2,2,"]]
    told = set()
    for guess in guesses:
        ran = comity("survey", "import", "fern", "health", on_paper("guess.csv", *guess, columns=header), "--undo")
        assert ran.status == 1
        told.add(ran.err)
    assert len(told) == 1 and "CMY-467" in told.pop()
    assert comity("survey", "import", "fern", "health", file, "--undo").status == 0


def test_what_the_coders_left_unsettled_is_said(folder: Path, comity: Comity) -> None:
    """Two interviews of lark: on one question the coders differ, and settled nothing; few coded ones show no alpha."""
    opens(comity)
    rows = [f"lark,{number},{coder},4,{level}" for number, coder, level in
            ((1, "ada", 2), (1, "ben", 3), (2, "ada", 2), (2, "ben", 2))]  # fmt: skip
    file = on_paper("codes.csv", *rows, columns="party,interview,coder,trust1,trust2")
    out = comity("survey", "import", "fern", "health", file).out
    assert "1 question was left out of 2 interviews: the coders differ and settled nothing" in out
    comity("survey", "import", "fern", "health", on_paper("rest.csv", *["lark,4"] * 6))
    assert comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16").status == 0
    [coders] = [
        one
        for one in json.loads(comity("survey", "results", "fern", "health", "--json").out)["reliability"]
        if "two coders" in one["method"]
    ]
    assert (coders["value"], coders["reason"]) == (None, "fewer than 5 interviews were coded twice")


def test_two_surveys_that_ask_the_same_cannot_be_subtracted(folder: Path, comity: Comity) -> None:
    """Eight of lark answer a question here, and in another survey the same and one more: the second table is hidden."""
    pulse = (
        "  pulse:\n    every: 6 months\n    asks: {fern: 8, lark: 9}\n    scale: 1 to 5\n    questions:\n"
        "      promises: {of: confidence, asks: They do what they promised.}\n"
        "      mood: {of: confidence, asks: I like to work with them.}\n"
    )
    (folder / "agreement.yaml").write_text(AGREEMENT + pulse, encoding="utf-8")
    out = opens(comity)
    for party, levels in (("fern", FERN), ("lark", LARK)):
        assert comity("survey", "import", "fern", "health", answers(out, party, levels)).status == 0
    assert comity("survey", "close", "fern", "health", "--as", "fern", "--on", "2026-03-16").status == 0
    opening = ["open", "fern", "pulse", "--as", "fern", "--on", "2026-04-01", "--wave", "1", "--out", "p"]
    assert comity("survey", *opening).status == 0
    people = [*(f"fern,{level},{level}" for level in FERN), *(f"lark,{level},{level}" for level in [*LARK, 5])]
    file = on_paper("p.csv", *people, columns="party,promises,mood")
    assert comity("survey", "import", "fern", "pulse", file).status == 0
    assert comity("survey", "close", "fern", "pulse", "--as", "fern", "--on", "2026-04-10").status == 0
    shown = json.loads(comity("survey", "results", "fern", "pulse", "--json").out)["items"]
    why = {(one["question"], one["group"]): one["reason"] for one in shown}
    assert why["promises", "lark"] == "comparing it with what another wave showed would leave fewer than 5"
    assert why["mood", "lark"] == ""
