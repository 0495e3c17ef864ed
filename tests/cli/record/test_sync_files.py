"""The file by which two copies meet: one that is not there is asked for, so that a slip writes nothing."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from comity.adapters.clock import today
from tests.cli.conftest import Comity
from tests.cli.record.conftest import Pair

BESIDE = [(name, "shared.comity lies beside it") for name in ("shraed.comity", "from-heron.zip")]


def test_a_mistyped_file_is_not_written(pair: Pair) -> None:
    """Heron means shared.comity: nothing is written and nothing taken over, and the file beside it is named."""
    slip = pair.file.with_name("shraed.comity")
    ran = pair.comity("sync", pair.heron, slip)
    assert (ran.status, "CMY-914" in ran.err, "shared.comity" in ran.err) == (1, True, True)
    assert not slip.exists()


def test_a_new_file_is_written_where_it_is_meant(pair: Pair) -> None:
    """With --new; and it is said before anything else that nothing is taken over."""
    other = pair.file.with_name("shared-2.comity")
    out = pair.run("sync", pair.heron, other, "--new").out
    assert out.startswith(f"{other} is not there yet: a new copy of your record is written, and nothing is taken over")
    assert "is not there yet" not in pair.run("sync", pair.heron, other).out


def test_a_name_that_no_other_is_like_is_not_written_either_once_copies_met(pair: Pair, tmp_path: Path) -> None:
    """Heron and Marten have met, so that a file which is not there is a slip more often than meant."""
    unlike = pair.file.with_name("from-heron.zip")
    ran = pair.comity("sync", pair.heron, unlike)
    assert (ran.status, "there is no such file, and shared.comity lies beside it" in ran.err) == (1, True)
    for folder in (pair.heron, pair.marten):
        ran = pair.comity("sync", folder, tmp_path / "alone.comity")
        assert (ran.status, "there is no such file, and a copy was exchanged before" in ran.err) == (1, True)
    assert not [path for path in (unlike, tmp_path / "alone.comity") if path.exists()]


def test_the_first_copy_of_a_record_is_written_without_a_question(
    signed_alone: Path, comity: Comity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has met Heron yet, and no copy lies beside it: said, and written. A second one is refused."""
    first, second = signed_alone.parent / "first.comity", signed_alone.parent / "other.comity"
    with monkeypatch.context() as patch:
        patch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        patch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        patch.setattr("click.confirm", lambda *_, **__: pytest.fail("it was asked"))
        ran = comity("sync", signed_alone, first)
    assert (ran.status, f"{first} is not there yet" in ran.out, first.exists()) == (0, True, True)
    ran = comity("sync", signed_alone, second)
    assert (ran.status, "CMY-914" in ran.err, "and first.comity lies beside it" in ran.err) == (1, True, True)


@pytest.mark.parametrize(("answer", "written"), [("n\n", False), ("y\n", True)])
@pytest.mark.parametrize(("name", "why"), [("copies/new.comity", "a copy was exchanged before"), *BESIDE])
def test_on_a_terminal_a_new_file_is_asked_for(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool, name: str, why: str
) -> None:  # fmt: skip
    """The question names what lies beside it, or that copies have met; the answer decides."""
    asked: list[str] = []

    def confirm(text: str, **_: object) -> None:
        asked.append(text)
        if answer == "n\n":
            raise KeyboardInterrupt

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", confirm)
    (pair.file.parent / "copies").mkdir()
    slip = pair.file.parent / name
    ran = pair.comity("sync", pair.heron, slip)
    assert asked == [f"It may be a slip, since {why}. Write a new copy?"]
    assert (slip.exists(), f"{slip} is not there yet" in ran.out) == (written, True)


def test_a_day_that_is_to_come_is_said_aloud(pair: Pair) -> None:
    """Tomorrow is taken, since days differ by time zone, but not without a word; today is taken without one."""
    days = [today() + timedelta(days=late) for late in (0, 1)]
    said = [pair.run("event", pair.heron, "merger", "--on", str(day)).err for day in days]
    assert ["is tomorrow: the entry counts from that day on" in one for one in said] == [False, True]


def test_a_new_key_is_shown_by_its_id_too(pair: Pair) -> None:
    """Both parties compare keys by their id: a new one is shown by it at once, as it is listed later."""
    out = pair.run("key", "new", pair.heron, "heron").out
    [line] = [line for line in out.splitlines() if line.startswith("key id: ")]
    assert line.split()[2] in pair.run("key", "list", pair.heron).out


def test_a_copy_handed_to_verify_is_not_called_forged(pair: Pair) -> None:
    """It is sound, and no pack: that is said, and what makes one; `--json` and the exit code are as of any defect."""
    trust = pair.heron / "record" / "trust.yaml"
    ran = pair.comity("verify", pair.file, "--trust", trust)
    said = " ".join(ran.out.split())
    assert ran.status == 1
    assert said.startswith("Not proven: this is no evidence pack but a copy of a record, as `comity sync` writes it")
    assert "The pack that is verified is made by `comity export FOLDER`." in said
    assert "is not what was signed" not in said
    defect = json.loads(pair.comity("verify", pair.file, "--trust", trust, "--json").out)["defect"]
    assert (defect["found"], defect["about"]) == ("corrupt", "pack")


def test_a_pack_handed_to_sync_is_said_to_be_one(pair: Pair, tmp_path: Path) -> None:
    """Nothing is taken from it, it stays as it is, and nobody is sent to ask for it once more."""
    pack = tmp_path / "evidence.zip"
    pair.run("export", pair.heron, "--out", pack)
    before = pack.read_bytes()
    ran = pair.comity("sync", pair.marten, pack)
    assert (ran.status, pack.read_bytes()) == (1, before)
    assert "CMY-906 this is an evidence pack, not a copy of the record as `comity sync` writes it, and" in ran.err
    assert f"`comity verify {pack} --trust KEYS` verifies it" in ran.err
    assert "once more" not in ran.err


@pytest.mark.parametrize(
    "command",
    [
        "sync {} {}.comity", "sync {} shared.comity", "log {}", "cosign {}", "export {}", "waive {} delivery 2026-01",
        "key list {}", "database use {} postgresql://comity@db.example/records",
    ],
)  # fmt: skip
def test_a_mistyped_folder_is_told_to_be_none(pair: Pair, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens the record of a folder says that there is no such folder, and makes none."""
    monkeypatch.chdir(pair.file.parent)
    ran = pair.comity(*command.format("hreon", "new").split())
    assert (ran.status, "hreon: CMY-701 there is no such folder" in ran.err) == (1, True), ran.err
    assert not (pair.file.parent / "hreon").exists()
