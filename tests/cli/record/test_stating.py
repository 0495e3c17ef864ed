"""What parties put on record beside facts and acts: concerns and answers, events, what was disclosed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.record.conftest import Pair

CONCERN = "Half of the parcels of the north depot are weighed twice."


def docket(pair: Pair, folder: Path, day: str, *more: str) -> list[dict[str, object]]:
    """Return the concerns on the docket of a day."""
    out = pair.run("docket", folder, "--as-of", day, "--known-at", day, "--json", *more).out
    lines: list[dict[str, object]] = json.loads(out)["docket"]
    return [line for line in lines if line["kind"] == "concern"]


def raised(pair: Pair, folder: Path) -> str:
    """Let Marten raise a concern, and both copies meet; the start of its leaf."""
    out = pair.run("concern", folder, "on_time", CONCERN, "--on", "2026-03-10").out
    pair.meet()
    return out.split("answer ")[1].split()[0]


def test_a_concern_stands_on_both_dockets_until_it_is_answered(pair: Pair) -> None:
    """Marten raises it in March and Heron answers in April: on no other days does anybody have to answer it."""
    name = raised(pair, pair.marten)
    for folder in (pair.heron, pair.marten):
        [line] = docket(pair, folder, "2026-03-12")
        assert (line["parties"], line["state"], line["due"]) == (["heron"], "open", None)
        assert CONCERN in str(line["why"])
        assert "Orders delivered on the agreed day" in str(line["what"])
    pair.run("respond", pair.heron, "answer", name, "--says", "The scale was repaired.", "--on", "2026-04-02")
    pair.meet()
    days = ("2026-03-09", "2026-03-10", "2026-04-01", "2026-04-02")
    assert [len(docket(pair, pair.marten, day)) for day in days] == [0, 1, 1, 0]
    assert "heron: answers entry 4: The scale was repaired." in pair.run("log", pair.marten).out


def test_a_concern_is_among_what_needs_a_decision(pair: Pair) -> None:
    """The first page of the standing names it, and a docket that looks further ahead still has it."""
    raised(pair, pair.marten)
    ran = pair.run("evaluate", pair.heron, "--as-of", "2026-03-12", "--known-at", "2026-03-12", "--json")
    titles = [one["title"] for one in json.loads(ran.out)["decisions"]]
    assert "Answer the concern of Marten about Orders delivered on the agreed day" in titles
    assert len(docket(pair, pair.heron, "2026-03-12", "--until", "2026-12-31")) == 1


def test_a_concern_changes_no_figure(pair: Pair) -> None:
    """But for the docket and the decision the standing is the same with it and without."""
    clocks = ("--as-of", "2026-03-12", "--known-at", "2026-03-12", "--json")
    before = json.loads(pair.run("evaluate", pair.heron, *clocks).out)
    raised(pair, pair.marten)
    after = json.loads(pair.run("evaluate", pair.heron, *clocks).out)
    changed = {key for key in after if after[key] != before[key]}
    assert changed == {"docket", "decisions"}


def test_who_raised_a_concern_takes_it_back_by_answering_it(pair: Pair) -> None:
    """Nobody has to answer it then."""
    name = raised(pair, pair.marten)
    out = pair.run("respond", pair.marten, "answer", name, "--says", "It was our scale.", "--on", "2026-03-11").out
    assert "marten takes back its concern about on_time" in out
    pair.meet()
    assert docket(pair, pair.heron, "2026-03-12") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("concern", "on_tme", "What?"), "the agreement has no metric or clause on_tme"),
        (("concern", "on_time", "  "), "a concern says nothing"),
        (("concern", "on_time", "a" * 2001), "has 2,001 letters"),
        (("concern", "on_time", "left\u202eright"), "characters that cannot be shown"),
        (("respond", "answer", "0", "--says", "No."), "is no concern"),
        (("respond", "answer", "ffff", "--says", "No."), "there is no such entry"),
        (("event", " "), "an event says nothing"),
        (("disclose", "auditor", __file__, "--why", "audit", "--figure", "on_tim"), "has no metric on_tim"),
    ],
)
def test_what_means_nothing_is_refused_before_it_is_recorded(
    pair: Pair, arguments: tuple[str, ...], says: str
) -> None:  # fmt: skip
    """Nothing is recorded, and the reason is told."""
    command, *rest = arguments
    ran = pair.comity(command, pair.heron, *rest)
    assert (ran.status, says in ran.err) == (1, True), ran.err
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


def test_an_answer_needs_its_entry_and_its_words(pair: Pair) -> None:
    """Anything else is wrong usage."""
    ran = pair.comity("respond", pair.heron, "answer", "--says", "Yes.")
    assert (ran.status, "answer ENTRY --says WORDS" in ran.err) == (2, True)
    name = raised(pair, pair.marten)
    silent = pair.comity("respond", pair.heron, "answer", name)
    assert (silent.status, "an answer says nothing" in silent.err) == (1, True)


def test_an_event_is_stated_with_what_shows_it(pair: Pair) -> None:
    """It is shown before it is recorded, and listed in the log of both."""
    arguments = ("change of control", "--evidence", "register of companies, 2 March", "--on", "2026-03-03")
    out = pair.run("event", pair.heron, *arguments).out
    assert "heron states an event: change of control" in out
    pair.meet()
    line = "heron: states an event: change of control (register of companies, 2 March)"
    assert line in pair.run("log", pair.marten).out


def test_a_disclosure_names_the_file_by_its_digest_and_whom_it_went_to(pair: Pair, tmp_path: Path) -> None:
    """Not the file itself is recorded; whoever has it can show that it is this one."""
    report = tmp_path / "report.pdf"
    report.write_bytes(b"figures")
    out = pair.run(
        "disclose", pair.heron, "auditor", report, "--why", "yearly audit", "--under", "secrecy of 5 January",
        "--figure", "charges", "--on", "2026-03-03",
    ).out  # fmt: skip
    assert "heron gave report.pdf" in out
    assert "charges is agreed to be seen by heron and marten only: auditor is not among them" in out
    body = json.loads(pair.run("log", pair.heron, "4").out)["payload"]["body"]
    assert body == {
        "to": "auditor", "what": "report.pdf", "why": "yearly audit", "under": "secrecy of 5 January",
        "digest": hashlib.sha256(b"figures").hexdigest(), "figures": ["charges"],
    }  # fmt: skip
    assert "gave report.pdf to auditor, under secrecy of 5 January: yearly audit" in pair.run("log", pair.heron).out


@pytest.mark.parametrize(("to", "why"), [("", "steering"), (" ", "steering"), ("auditor", "")])
def test_a_disclosure_to_nobody_or_for_nothing_is_refused(pair: Pair, tmp_path: Path, to: str, why: str) -> None:
    """Who got the file and for what is what the entry is about."""
    report = tmp_path / "report.pdf"
    report.write_bytes(b"figures")
    ran = pair.comity("disclose", pair.heron, to, report, "--why", why)
    assert (ran.status, "says nothing" in ran.err) == (1, True)


def test_a_disclosure_to_those_who_may_see_a_figure_says_nothing_of_it(pair: Pair, tmp_path: Path) -> None:
    """Marten may see the charges."""
    report = tmp_path / "report.pdf"
    report.write_bytes(b"figures")
    out = pair.run("disclose", pair.heron, "marten", report, "--why", "steering", "--figure", "charges").out
    assert "is not among them" not in out


def test_a_pack_of_a_record_with_statements_verifies(pair: Pair, tmp_path: Path) -> None:
    """Concern, answer, event and disclosure are entries like others; the standing of the pack comes out again."""
    name = raised(pair, pair.marten)
    pair.run("event", pair.heron, "merger", "--on", "2026-03-11")
    pair.run("disclose", pair.heron, "auditor", pair.file, "--why", "audit", "--on", "2026-03-11")
    pair.run("respond", pair.heron, "answer", name, "--says", "We look.", "--on", "2026-03-11")
    pair.run("concern", pair.heron, "delivery", "Too early.", "--on", "2026-03-12")
    pack = tmp_path / "pack.zip"
    pair.run("export", pair.heron, "--out", pack, "--as-of", "2026-03-12", "--known-at", "2026-03-12")
    out = pair.run("verify", pack, "--trust", pair.marten / "record" / "trust.yaml").out
    assert "1 document known by SHA-256 only: shared.comity" in out
    assert "computed again from the files, the" in out
