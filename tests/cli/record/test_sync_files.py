"""The file by which two copies meet: one that is not there is asked for, so that a slip writes nothing."""

from __future__ import annotations

import sys
from datetime import timedelta

import pytest

from comity.adapters.clock import today
from tests.cli.record.conftest import Pair


def test_a_mistyped_file_is_not_written(pair: Pair) -> None:
    """Heron means shared.comity: nothing is written and nothing taken over, and the file beside it is named."""
    slip = pair.file.with_name("shraed.comity")
    ran = pair.comity("sync", pair.heron, slip)
    assert (ran.status, "CMY-914" in ran.err, "shared.comity" in ran.err) == (1, True, True)
    assert not slip.exists()


def test_a_new_file_is_written_where_it_is_meant(pair: Pair) -> None:
    """With --new, or under a name that no other is like; and it is said that nothing was taken over."""
    other = pair.file.with_name("shared-2.comity")
    out = pair.run("sync", pair.heron, other, "--new").out
    assert f"{other} was not there, so that nothing was taken over" in out
    unlike = pair.file.with_name("from-heron.zip")
    pair.run("sync", pair.heron, unlike)
    assert other.read_bytes() == unlike.read_bytes()
    assert "was not there" not in pair.run("sync", pair.heron, other).out


@pytest.mark.parametrize(("answer", "written"), [("n\n", False), ("y\n", True)])
def test_on_a_terminal_a_new_file_is_asked_for(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, answer: str, written: bool
) -> None:
    """The question names the file of a similar name; the answer decides."""
    asked: list[str] = []

    def confirm(text: str, **_: object) -> None:
        asked.append(text)
        if answer == "n\n":
            raise KeyboardInterrupt

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", confirm)
    slip = pair.file.with_name("shraed.comity")
    pair.comity("sync", pair.heron, slip)
    assert "(there is shared.comity)" in asked[0]
    assert slip.exists() == written


def test_a_day_that_is_to_come_is_said_aloud(pair: Pair) -> None:
    """Tomorrow is taken, since days differ by time zone, but not without a word; today is taken without one."""
    days = [today() + timedelta(days=late) for late in (0, 1)]
    said = [pair.run("event", pair.heron, "merger", "--on", str(day)).err for day in days]
    assert ["is to come" in one for one in said] == [False, True]


def test_a_new_key_is_shown_by_its_id_too(pair: Pair) -> None:
    """Both parties compare keys by their id: a new one is shown by it at once, as it is listed later."""
    out = pair.run("key", "new", pair.heron, "heron").out
    [line] = [line for line in out.splitlines() if line.startswith("key id: ")]
    assert line.split()[2] in pair.run("key", "list", pair.heron).out
