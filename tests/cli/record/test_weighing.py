"""Weights of the scorecard on record: how each party judges them, and what both settled on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.record.conftest import Pair

HERON = "party: heron\nswing: {service: 100, volume: 25}\n"
MARTEN = "party: marten\nswing: {service: 50, volume: 100}\n"


def judge(folder: Path, party: str, text: str) -> None:
    """Write the file in which a party judges."""
    (folder / "weights").mkdir(exist_ok=True)
    (folder / "weights" / f"{party}.yaml").write_text(text, encoding="utf-8")


def weights(pair: Pair, folder: Path) -> dict[str, Any]:
    """Return the weights as a program reads them."""
    found: dict[str, Any] = json.loads(pair.run("weights", folder, "--json").out)
    return found


def both_judge(pair: Pair) -> None:
    """Let each party judge in its own folder and put it on record."""
    judge(pair.heron, "heron", HERON)
    judge(pair.marten, "marten", MARTEN)
    pair.run("weights", pair.heron, "--record", "--on", "2026-02-01")
    pair.run("weights", pair.marten, "--record", "--on", "2026-02-02")
    pair.meet()


def test_each_side_sees_what_the_other_put_on_record(pair: Pair) -> None:
    """Neither has the other's file: both judgements come from the record, and the same proposal follows."""
    both_judge(pair)
    (here, there) = weights(pair, pair.heron), weights(pair, pair.marten)
    assert here == there
    assert [(one["party"], one["weights"]["service"]) for one in here["parties"]] == [
        ("heron", 0.8), ("marten", pytest.approx(1 / 3)),
    ]  # fmt: skip
    assert here["parties"][0]["file"] == "record, entry 4"
    assert sum(here["proposal"].values()) == 100


def test_what_is_recorded_is_shown_before(pair: Pair) -> None:
    """Points of 100 and 25 are 80% and 20%; a second time there is nothing new."""
    judge(pair.heron, "heron", HERON)
    out = pair.run("weights", pair.heron, "--record").out
    assert "heron judges by swing: service 80.0%, volume 20.0%" in out
    assert "heron: judges the weights of the scorecard" in pair.run("log", pair.heron).out
    again = pair.comity("weights", pair.heron, "--record")
    assert (again.status, "on record already (entry 4)" in again.err) == (1, True)


def test_the_latest_judgement_of_a_party_counts(pair: Pair) -> None:
    """Heron judges again, and holds both for equal."""
    both_judge(pair)
    judge(pair.heron, "heron", "party: heron\nswing: {service: 100, volume: 100}\n")
    pair.run("weights", pair.heron, "--record", "--on", "2026-03-01")
    assert weights(pair, pair.heron)["parties"][0]["weights"] == {"service": 0.5, "volume": 0.5}


def test_a_file_that_is_not_on_record_does_not_count(pair: Pair) -> None:
    """A warning says how it would."""
    judge(pair.heron, "heron", HERON)
    ran = pair.comity("weights", pair.heron)
    assert (ran.status, "weights/heron.yaml: CMY-909 warning" in ran.err) == (1, True)
    assert "nobody has judged yet" in ran.err


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("heron", MARTEN, "this is how marten judges, not heron"),
        ("heron", "party: heron\nswing: {service: 100}\n", "leaves out volume"),
        ("marten", MARTEN, "heron has not judged yet"),
    ],
)
def test_only_an_own_and_whole_judgement_is_recorded(pair: Pair, name: str, text: str, says: str) -> None:
    """Nothing is recorded, and the reason is told."""
    judge(pair.heron, name, text)
    ran = pair.comity("weights", pair.heron, "--record")
    assert (ran.status, says in ran.err) == (1, True), ran.err
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


@pytest.mark.parametrize("data", [HERON.encode("utf-16"), HERON.encode() + b"# \xff\n", b"\0"])
def test_a_judgement_that_is_no_text_is_refused(pair: Pair, data: bytes) -> None:
    """Whatever an editor left there: a problem, nothing recorded, and no traceback."""
    judge(pair.heron, "heron", "")
    (pair.heron / "weights" / "heron.yaml").write_bytes(data)
    assert pair.comity("weights", pair.heron, "--record").status == 1
    assert len(pair.run("log", pair.heron).out.splitlines()) == 5


@pytest.mark.parametrize("text", [HERON, "party: [", "weights: {}", "\n"])
def test_what_the_other_party_recorded_wrongly_stops_nobody(pair: Pair, text: str) -> None:
    """Marten records Heron's judgement, or none that can be read: a warning, and Heron's own counts."""
    from comity.adapters.desk import open_desk

    judge(pair.heron, "heron", HERON)
    pair.run("weights", pair.heron, "--record", "--on", "2026-02-01")
    desk = open_desk(pair.marten)
    desk.record(desk.sign("weights.judged", {"text": text}))
    desk.store.close()
    pair.meet()
    ran = pair.run("weights", pair.heron, "--json")
    assert [one["party"] for one in json.loads(ran.out)["parties"]] == ["heron"]
    assert "record, entry 5" in ran.err


def test_weights_are_settled_once_both_recorded_the_same(pair: Pair) -> None:
    """They change no score; an amendment does."""
    both_judge(pair)
    first = pair.run("weights", pair.heron, "--agree", "service=60%,volume=40%", "--on", "2026-03-01").out
    assert "heron settles on service 60%, volume 40%" in first
    assert "Settled once marten has recorded the same" in first
    pair.meet()
    assert "On record Heron would settle on service 60%, volume 40%." in " ".join(
        pair.run("weights", pair.marten).out.split()
    )
    second = pair.run("weights", pair.marten, "--agree", "volume=40%, service=60%", "--on", "2026-03-02").out
    assert "Settled by all parties." in second
    pair.meet()
    [settled] = weights(pair, pair.heron)["on_record"]
    assert settled["weights"] == {"service": "0.6", "volume": "0.4"}
    assert settled["signed"] == {"heron": "2026-03-01", "marten": "2026-03-02"}
    shown = " ".join(pair.run("weights", pair.heron).out.split())
    assert "On record the parties settled on service 60%, volume 40% (since 2 Mar 2026)" in shown


def test_other_weights_are_another_offer(pair: Pair) -> None:
    """Marten's 50/50 does not sign Heron's 60/40; nobody signs the same twice."""
    both_judge(pair)
    pair.run("weights", pair.heron, "--agree", "service=60%,volume=40%", "--on", "2026-03-01")
    again = pair.comity("weights", pair.heron, "--agree", "service=60%,volume=40%")
    assert (again.status, "has settled on these weights already" in again.err) == (1, True)
    pair.meet()
    pair.run("weights", pair.marten, "--agree", "service=50%,volume=50%", "--on", "2026-03-02")
    pair.meet()
    [settled] = weights(pair, pair.heron)["on_record"]
    assert settled["signed"] == {"marten": "2026-03-02"}


@pytest.mark.parametrize("asked", ["service=60%", "service=60%,volume=50%", "service=6,volume=4", "care=100%"])
def test_weights_that_are_no_whole_are_wrong_usage(pair: Pair, asked: str) -> None:
    """Every dimension once, and 100% in all."""
    ran = pair.comity("weights", pair.heron, "--agree", asked)
    assert (ran.status, "--agree" in ran.err) == (2, True)
