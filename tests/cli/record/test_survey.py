"""A survey beside a record: who opened and closed it is entered, the other party gets results, nobody gets answers."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from comity.cli.main import run
from tests.cli.conftest import Comity
from tests.cli.record.conftest import Pair, public_key

AGREEMENT = """comity: 1
alliance: heron_marten
title: Delivery agreement of Heron and Marten
parties: {heron: Heron Logistics Ltd, marten: Marten Books Ltd}
starts: 2026-01-01
ends: 2027-12-31
surveys:
  health:
    every: 6 months
    asks: {heron: 6, marten: 6}
    scale: 1 to 5
    questions:
      trust1: {of: trust, asks: They do what they promised.}
      trust2: {of: trust, asks: They tell us of trouble early.}
      change: {asks: What should change?, open: true}
"""
SECRET = "Wretched decisions"


@pytest.fixture
def pair(tmp_path: Path, comity: Comity, monkeypatch: pytest.MonkeyPatch) -> Pair:
    """Two folders with their keys and a record of an agreement that has a survey."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    both = {party: tmp_path / party for party in ("heron", "marten")}
    for party, folder in both.items():
        folder.mkdir()
        (folder / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        assert run(["key", "new", str(folder), party]) == 0
    assert run(["key", "add", str(both["heron"]), "marten", public_key(both["marten"])]) == 0
    assert run(["key", "add", str(both["marten"]), "heron", public_key(both["heron"])]) == 0
    found = Pair(**both, file=tmp_path / "shared.comity", comity=comity)
    found.run("sign", found.heron, "--on", "2026-01-02")
    found.run("sync", found.heron, found.file)
    found.run("sync", found.marten, found.file)
    found.run("sign", found.marten, "--on", "2026-01-05")
    found.meet()
    return found


def held(pair: Pair, out: Path) -> str:
    """Hold a wave that Heron opens and closes, six of each party with the same words; what closing says."""
    pair.run("survey", "open", pair.heron, "health", "--wave", "2026-H1", "--out", out, "--on", "2026-03-02")
    for party, levels in (("heron", [4, 4, 5, 3, 4, 5]), ("marten", [2, 3, 2, 2, 3, 3])):
        with (out / f"invitations-{party}.csv").open(encoding="utf-8") as stream:
            tokens = [row["token"] for row in csv.DictReader(stream)]
        rows = [f"{token},{level},{level},{SECRET}" for token, level in zip(tokens, levels, strict=True)]
        path = out / f"answers-{party}.csv"
        path.write_text("\n".join(["token,trust1,trust2,change", *rows]) + "\n", encoding="utf-8")
        pair.run("survey", "import", pair.heron, "health", path)
    return pair.run("survey", "close", pair.heron, "health", "--on", "2026-03-16").out


def test_both_parties_hold_the_same_results(pair: Pair, tmp_path: Path) -> None:
    """Marten gets by `sync` what Heron released, byte for byte; the log says in words who opened and closed it."""
    held(pair, tmp_path / "out")
    pair.meet()
    theirs = pair.run("survey", "results", pair.marten, "health", "--json").out
    assert theirs == (pair.heron / "surveys" / "health" / "2026-H1.json").read_text(encoding="utf-8")
    log = json.loads(pair.run("log", pair.marten, "--json").out)["entries"]
    assert [one["type"] for one in log][-2:] == ["survey.opened", "survey.closed"]
    closed = json.loads(pair.run("log", pair.marten, str(len(log) - 1)).out)
    assert SECRET not in str(closed) and len(closed["payload"]["body"]["commitments"]) == 12


def test_only_the_keeper_can_take_in_answers_and_close(pair: Pair, tmp_path: Path) -> None:
    """Marten sees that the wave is open, and no count: the answers are sealed at Heron."""
    out = tmp_path / "out"
    pair.run("survey", "open", pair.heron, "health", "--wave", "2026-H1", "--out", out, "--on", "2026-03-02")
    pair.meet()
    assert "kept by heron" in pair.run("survey", "results", pair.marten, "health").out
    (tmp_path / "a.csv").write_text("party,trust1\nmarten,3\n", encoding="utf-8")
    for command in (["import", pair.marten, "health", tmp_path / "a.csv"], ["close", pair.marten, "health"]):
        ran = pair.comity("survey", *command)
        assert ran.status == 1 and "CMY-472 the answers of this wave are not sealed here" in ran.err


def test_answers_are_in_no_evidence_pack(pair: Pair, tmp_path: Path) -> None:
    """Not even with personal data: people were promised that nobody sees them, and a pack is made for strangers."""
    held(pair, tmp_path / "out")
    pack = tmp_path / "pack.zip"
    pair.run("export", pair.heron, "--out", pack, "--with-personal-data")
    with zipfile.ZipFile(pack) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert SECRET.encode() not in everything and b"2026-H1" in everything
    ran = pair.run("verify", pack, "--trust", pair.heron / "record" / "trust.yaml")
    assert "12 pieces of personal data kept out of this pack" in ran.out


def test_erased_answers_leave_the_results(pair: Pair, tmp_path: Path) -> None:
    """All answers of a wave can be erased as closing says; what it released stays, its comments cannot be read."""
    told = held(pair, tmp_path / "out")
    [subject] = re.findall(r"erase \S+ (answers_\w+)", told)
    told = pair.run("erase", pair.heron, subject, "--yes").out
    assert "all answers of the wave: none is tied to a person, so that one alone cannot be erased" in told
    assert "its released results stay; they cannot be computed again" in told
    assert "apart" in pair.run("survey", "results", pair.heron, "health").out
    ran = pair.comity("survey", "close", pair.heron, "health", "--comments", tmp_path / "notes")
    assert ran.status == 1 and "CMY-472" in ran.err


def test_a_hold_on_answers_is_checked_by_the_waves_of_the_record(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marten has no vault: the name that closing said is known by the wave, and a letter less is told with it."""
    [subject] = re.findall(r"erase \S+ (answers_\w+)", held(pair, tmp_path / "out"))
    pair.meet()
    pair.run("sync", pair.marten, pair.file)
    (tmp_path / "martens").mkdir()
    shutil.copy(tmp_path / "keys" / "heron_marten.marten.key", tmp_path / "martens")
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "martens"))
    mistyped = pair.run("hold", pair.marten, subject[:-1], "--reason", "we look into it").out
    assert "  Check the name: nothing is kept here by which to check it, and" in mistyped
    assert f"Did you mean {subject}?" in mistyped
    assert "Check the name" not in pair.run("hold", pair.marten, subject, "--reason", "we look into it").out
