"""`comity cosign` cosigns what it showed and nothing else; the keeper's order is the keeper's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from comity.adapters.blobs import Blobs
from comity.adapters.clock import today
from comity.adapters.copies import read_copy, write_copy
from comity.adapters.desk import BLOBS, RECORD, open_desk
from comity.record.exchange import Copy
from tests.cli.record.conftest import FEBRUARY, JANUARY, Pair


def test_what_came_in_while_the_question_stood_is_not_cosigned(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Marten is shown four entries, and a meeting brings a fifth before it answers: nothing is cosigned."""
    pair.meet()
    pair.submit(JANUARY, "2026-02-03")
    pair.run("sync", pair.heron, pair.file)
    shown: list[str] = []

    def asking(lines: Sequence[str], *, yes: bool) -> None:
        shown.extend(lines)
        if len(shown) == 1:
            pair.run("sync", pair.marten, pair.file)

    monkeypatch.setattr("comity.cli.cosign.ask", asking)
    ran = pair.comity("cosign", pair.marten)
    assert (ran.status, "the record has 5 entries by now, and 4 were shown" in ran.err) == (1, True)
    assert "Cosign once more, and read what is new first" in ran.err
    assert open_desk(pair.marten).store.checkpoints() == []
    assert "cosigned: 5 entries" in pair.run("cosign", pair.marten).out
    assert shown[1].startswith("marten cosigns 5 entries")


def overtaken(pair: Pair) -> str:
    """Let Marten make an event in the place of one that Heron then takes from an older copy; its name in the log."""
    pair.run("event", pair.marten, "merger")
    pair.run("sync", pair.marten, pair.file)
    pair.run("log", pair.marten, "--withdraw", "4")
    pair.run("event", pair.marten, "insolvency")
    pair.run("sync", pair.heron, pair.file)
    return open_desk(pair.marten).waiting()[0].leaf.hex()[:8]


def test_an_entry_that_was_overtaken_is_told_at_each_meeting(pair: Pair) -> None:
    """With what came instead and the way out; it waits no more, and what is made after it does."""
    leaf = overtaken(pair)
    out = pair.run("sync", pair.marten, pair.file).out
    told = "cannot be recorded any more: states an event: insolvency: entry 4 came instead, states an event: merger; "
    assert f"{told}withdraw it by `comity log {pair.marten} --withdraw {leaf}` and make it anew" in out
    assert out.endswith(": 5 entries; left out: 1 that cannot be recorded any more\n")
    pair.run("event", pair.marten, "sale")
    out = pair.run("sync", pair.marten, pair.file).out
    assert out.endswith(", and 1 that waits for heron; left out: 1 that cannot be recorded any more\n")


def test_an_entry_that_was_overtaken_goes_into_no_copy(pair: Pair) -> None:
    """Heron could only refuse it, at each meeting anew: what can still be recorded is all that it is sent."""
    overtaken(pair)
    pair.run("sync", pair.marten, pair.file)
    assert not read_copy(pair.file).copy.waiting
    pair.run("event", pair.marten, "sale")
    pair.run("sync", pair.marten, pair.file)
    out = pair.run("sync", pair.heron, pair.file).out
    assert ("put in order: 1 entry that waited" in out, "not recorded" in out) == (True, False)


def test_an_own_entry_that_did_not_wait_is_told_where_it_comes_in(pair: Pair) -> None:
    """Marten withdrew it and made nothing in its place, and Heron had it from a copy: it counts, and that is said."""
    pair.run("event", pair.marten, "merger")
    pair.run("sync", pair.marten, pair.file)
    pair.run("log", pair.marten, "--withdraw", "4")
    pair.run("sync", pair.heron, pair.file)
    out = pair.run("sync", pair.marten, pair.file).out
    told = (
        "yours, and did not wait here: entry 4: if you withdrew it, heron had it from a copy sent before, and it counts"
    )
    assert f"  {told}\n" in out


def test_own_entries_that_waited_come_in_without_that_word(pair: Pair) -> None:
    """What Heron put in order as it should; and all of a record that is taken over into a folder which had none."""
    pair.run("event", pair.marten, "merger")
    pair.meet()
    assert "and did not wait here" not in (met := pair.run("sync", pair.marten, pair.file).out)
    assert "0 entries new here" in met
    pair.run("event", pair.marten, "sale")
    for folder in (pair.marten, pair.heron):
        pair.run("sync", folder, pair.file)
    out = pair.run("sync", pair.marten, pair.file).out
    assert ("marten: states an event: sale" in out, "and did not wait here" in out) == (True, False)
    for path in (pair.marten / RECORD).glob("record.*"):
        path.unlink()
    out = pair.run("sync", pair.marten, pair.file).out
    assert ("6 entries new here" in out, "and did not wait here" in out) == (True, False)


def test_what_follows_one_that_was_overtaken_is_told_too(pair: Pair) -> None:
    """Of two that Marten made, the second has no rival in the order: it goes with the first."""
    pair.run("event", pair.marten, "merger")
    pair.run("sync", pair.marten, pair.file)
    pair.run("log", pair.marten, "--withdraw", "4")
    for name in ("insolvency", "sale"):
        pair.run("event", pair.marten, name)
    pair.run("sync", pair.heron, pair.file)
    assert "states an event: sale: what it follows is not in order; " in pair.run("sync", pair.marten, pair.file).out


def test_nobody_cosigns_while_an_own_entry_cannot_be_recorded(pair: Pair) -> None:
    """It could not be made anew for its day afterwards: Marten withdraws it first, though another one follows it."""
    leaf = overtaken(pair)
    pair.run("sync", pair.marten, pair.file)
    ran = pair.comity("cosign", pair.marten)
    assert (ran.status, "an entry of marten cannot be recorded any more" in ran.err) == (1, True)
    assert f"--withdraw {leaf}` and make it anew" in ran.err
    pair.run("event", pair.marten, "sale")
    assert pair.run("log", pair.marten, "--withdraw", leaf).out == "withdrawn: states an event: insolvency\n"
    pair.meet()
    assert "cosigns 6 entries" in pair.run("cosign", pair.marten).out


def test_who_withdraws_reads_what_a_copy_sent_before_does(pair: Pair) -> None:
    """Only if one was sent may Heron take the entry from it, so that what is made in its place is lost."""
    pair.run("event", pair.marten, "merger")
    out = pair.run("log", pair.marten, "--withdraw", "4").out
    assert "merger\nIf you sent no copy since you made it, that is all. One that you sent still holds it. If" in out
    assert "If heron has put it in order already, or takes it from that copy, it counts, and what you" in out
    assert f"`comity sync {pair.marten} FILE` with a copy that heron wrote after it met yours" in out


def from_an_earlier_day(pair: Pair) -> bytes:
    """Let Marten, which has cosigned, sign an event for a day long before, as its own program would not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.adapters.desk.wrong_day", lambda *_: "")
        day = today() - timedelta(days=60)
        return open_desk(pair.marten).sign("event.occurred", {"name": "notice"}, day=day)


@pytest.mark.parametrize("waits", [True, False])
def test_an_entry_for_an_earlier_day_does_not_come_in_by_the_order_of_the_other(pair: Pair, waits: bool) -> None:
    """Heron, which keeps the record, refuses it where it waits; and the whole copy where Marten put it in order."""
    pair.submit(JANUARY, "2026-02-03")
    pair.cosign()
    desk, late = open_desk(pair.marten), from_an_earlier_day(pair)
    entries, checkpoints = list(desk.store.entries()), desk.store.checkpoints()
    copy = Copy(entries=entries if waits else [*entries, late], waiting=[late] * waits, checkpoints=checkpoints)
    write_copy(pair.file, copy, desk.blobs)
    ran = pair.comity("sync", pair.heron, pair.file)
    assert ran.status == (0 if waits else 1)
    assert "it would count from" in ran.out + ran.err
    assert ("CMY-906" in ran.err, "entry 5 of the other copy was not put in order here" in ran.err) == (not waits,) * 2
    assert list(open_desk(pair.heron).store.entries()) == entries


def test_a_keeper_that_lost_its_last_entries_takes_back_its_own_order(pair: Pair) -> None:
    """Heron's record comes back from a backup: all that it had put in order since, its own and Marten's, returns."""
    backup = {path: path.read_bytes() for path in (pair.heron / RECORD).glob("record.*")}
    pair.submit(JANUARY, "2026-02-03")
    pair.run("event", pair.marten, "merger")
    pair.cosign()
    entries = list(open_desk(pair.heron).store.entries())
    for path in (pair.heron / RECORD).glob("record.*"):
        path.unlink()
    for path, data in backup.items():
        path.write_bytes(data)
    assert len(list(open_desk(pair.heron).store.entries())) == 4
    out = pair.run("sync", pair.heron, pair.file).out
    assert ("2 entries new here" in out, "did not wait here" in out) == (True, False)
    assert list(open_desk(pair.heron).store.entries()) == entries


def test_a_file_that_no_entry_names_is_not_kept(pair: Pair) -> None:
    """Heron's copy brings two files, and an entry names one of them: the other one is not Marten's to keep."""
    pair.submit(JANUARY, "2026-02-03")
    pair.run("sync", pair.heron, pair.file)
    spare = Blobs(pair.heron / RECORD / BLOBS).keep(FEBRUARY.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("comity.adapters.copies.named", lambda _: {spare})
        desk = open_desk(pair.heron)
        write_copy(pair.file, read_copy(pair.file).copy, desk.blobs)
    assert spare in read_copy(pair.file).digests
    pair.run("sync", pair.marten, pair.file)
    assert Blobs(pair.marten / RECORD / BLOBS).path(spare) is None
