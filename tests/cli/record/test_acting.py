"""Acts on the command line: what the agreement awaits is recorded, what it does not await is refused before."""

from __future__ import annotations

import json

import pytest

from tests.cli.record.conftest import Pair, three_months


@pytest.fixture
def missed(pair: Pair) -> Pair:
    """February and March were missed, so that Marten may give notice until 23 April."""
    return pair.after(three_months)


def size(pair: Pair) -> int:
    """Return how many entries Marten's copy has, with those that wait."""
    return len(json.loads(pair.run("log", pair.marten, "--json").out)["entries"])


def test_a_notice_opens_what_follows_from_it(missed: Pair) -> None:
    """Ten days from 10 April for the recovery plan: the last one is the 20th."""
    out = missed.run("notice", missed.marten, "delivery", "2026-03", "--on", "2026-04-10").out
    assert "open by Marten, until 2026-04-23 -> done on 2026-04-10" in out
    assert "recovery plan (Delivery on the agreed day, 2026-03): not there -> open by Heron, until 2026-04-20" in out
    assert "it waits for heron and counts provisionally" in out


def test_what_waits_counts_provisionally_and_is_marked_so(missed: Pair) -> None:
    """Marten's own evaluation counts its notice at once, and says that Heron does not have it yet."""
    missed.run("notice", missed.marten, "delivery", "2026-03", "--on", "2026-04-10")
    ran = missed.run("evaluate", missed.marten, "--as-of", "2026-04-11", "--known-at", "2026-04-11")
    assert "CMY-910 warning: 1 entry of marten wait" in ran.err.replace("waits", "wait")
    assert "Deliver the recovery plan" in ran.out
    missed.meet()
    ran = missed.run("evaluate", missed.marten, "--as-of", "2026-04-11", "--known-at", "2026-04-11")
    assert "CMY-910" not in ran.err


@pytest.mark.parametrize(
    ("party", "arguments", "why"),
    [
        (
            "marten",
            ["notice", "delivery", "2026-02"],
            "awaited about delivery 2026-03, not about delivery 2026-02",
        ),
        ("heron", ["notice", "delivery", "2026-03"], "notice is for marten to do, not for heron"),
        ("heron", ["waive", "delivery", "2026-03"], "only marten may waive what is owed to it"),
        ("heron", ["elect", "continue"], "no open step awaits continue by heron"),
        ("heron", ["act", "recovery plan", "delivery", "2026-03"], "no open step awaits recovery plan by heron"),
        ("marten", ["respond", "accept", "delivery", "2026-03"], ""),
        ("heron", ["act", "recoverry plan"], "no step of the agreement awaits recoverry plan"),
        ("marten", ["notice", "delivry", "2026-03"], "there is no clause, milestone, table or metric delivry"),
        ("marten", ["notice", "delivery", "2026-13"], "the year 2026 has no month 13"),
    ],
)
def test_an_act_that_would_count_for_nothing_is_not_recorded(
    missed: Pair, party: str, arguments: list[str], why: str
) -> None:
    """Authority, the step, the words, the period: the reason is that of the engine, and the record stays as it is."""
    command, *more = arguments
    before = size(missed)
    folder = missed.heron if party == "heron" else missed.marten
    ran = missed.comity(command, folder, *more, "--on", "2026-04-10")
    assert ran.status == 1
    assert why in ran.err
    assert size(missed) == before


def test_an_act_without_a_value_it_must_carry_is_refused(missed: Pair) -> None:
    """A recovery plan without the promised figure is none."""
    missed.run("notice", missed.marten, "--on", "2026-04-10")
    missed.meet()
    assert missed.comity("act", missed.heron, "recovery plan", "--on", "2026-04-12").status == 1
    ran = missed.run("act", missed.heron, "recovery plan", "--with", "promised=97", "--on", "2026-04-12")
    assert "done on 2026-04-12" in ran.out


def test_a_right_is_waived_reserved_and_elected(missed: Pair) -> None:
    """Each is a word of its own, and of the party to which it belongs."""
    missed.run("waive", missed.marten, "delivery", "2026-02", "--on", "2026-04-05", "--says", "For once.")
    missed.run("reserve", missed.marten, "delivery", "2026-03", "--on", "2026-04-06")
    missed.run("notice", missed.marten, "delivery", "2026-03", "--on", "2026-04-10")
    missed.meet()
    ran = missed.run("elect", missed.marten, "leave", "delivery", "2026-03", "--on", "2026-04-25")
    assert "way out" in ran.out
    log = missed.run("log", missed.marten).out
    assert all(
        words in log
        for words in ("waives delivery of 2026-02", "reserves the right about delivery of 2026-03", "chooses “leave”")
    )


def test_a_settlement_counts_once_both_have_signed_it(missed: Pair) -> None:
    """Heron disputes March and Marten agrees to settle; only with Heron's signature does the ladder end."""
    missed.run("dispute", missed.heron, "delivery", "2026-03", "--on", "2026-04-08")
    missed.meet()
    ran = missed.run(
        "settle", missed.marten, "delivery", "2026-03", "--with", "outcome=dismissed", "--on", "2026-04-15"
    )
    assert "It counts once heron has signed it too" in ran.out
    missed.meet()
    assert "settles delivery of 2026-03: outcome dismissed (heron and marten)" in missed.run("log", missed.heron).out
    before = missed.run("evaluate", missed.heron, "--as-of", "2026-04-16", "--known-at", "2026-04-16", "--json").out
    joined = missed.run("attest", missed.heron, "8", "--on", "2026-04-16").out
    assert "managers (Delivery on the agreed day, 2026-03): open" in joined
    after = missed.run("evaluate", missed.heron, "--as-of", "2026-04-16", "--known-at", "2026-04-16", "--json").out
    assert before != after
    assert missed.comity("attest", missed.heron, "8").status == 1


def test_what_a_level_decided_is_signed_by_all(missed: Pair) -> None:
    """Nobody puts an award on record alone: the other party's signature makes it count."""
    missed.run("dispute", missed.heron, "delivery", "2026-03", "--on", "2026-04-08")
    about = ("delivery", "2026-03", "--by", "managers", "--with", "outcome=upheld")
    ran = missed.run("act", missed.heron, "decide", *about, "--on", "2026-04-15")
    assert "It counts once marten has signed it too" in ran.out
    verdicts = json.loads(missed.run("evaluate", missed.heron, "--as-of", "2026-04-20", "--json").out)["verdicts"]
    assert verdicts["delivery"][2]["verdict"] == "missed"


def test_without_a_record_an_act_is_written_in_the_folder(missed: Pair) -> None:
    """A folder without a record has no commands for acts, and says how it gets one."""
    folder = missed.file.parent / "other"
    folder.mkdir()
    (folder / "agreement.yaml").write_text((missed.heron / "agreement.yaml").read_text(), encoding="utf-8")
    ran = missed.comity("notice", folder)
    assert (ran.status, "CMY-901" in ran.err, "comity sign" in ran.err) == (1, True, True)


def test_an_act_in_the_folder_that_is_not_in_the_record_is_named(missed: Pair) -> None:
    """It does not count; one that is in the record as well is not told."""
    acts = missed.marten / "acts"
    acts.mkdir()
    (acts / "2026.yaml").write_text("- {on: 2026-04-10, by: marten, do: notice, about: delivery 2026-03}\n")
    assert "2026.yaml:1:3: CMY-909 warning: this act is not in the record" in missed.run("evaluate", missed.marten).err
    missed.run("notice", missed.marten, "delivery", "2026-03", "--on", "2026-04-10")
    assert "CMY-909" not in missed.run("evaluate", missed.marten).err
