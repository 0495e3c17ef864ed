"""The desk of one party: its copy, its files, its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comity.adapters.blobs import Blobs
from comity.adapters.desk import Desk, Hand, open_desk, store_file
from comity.adapters.entry_days import wrong_day
from comity.adapters.keyring import add_secret_key, secret_keys
from comity.agreement.trusted import trust_text
from comity.kernel.problem import Refused
from comity.opening.source import source_at
from comity.record.exchange import Copy, cosign, meet
from comity.record.history import History, read_entry
from comity.record.refusal import Refusal
from tests.record.making import FERN, LARK, entry, trust

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def desk(folder: Path, me: str) -> Desk:
    """Open the desk of Fern or Lark in a folder of its own, with its key, on 2 March 2026."""
    (folder / "record").mkdir(parents=True)
    (folder / "record" / "trust.yaml").write_text(trust_text(trust()), encoding="utf-8")
    add_secret_key("kits", me, {"fern": FERN, "lark": LARK}[me])
    return open_desk(folder, me=me, hand=Hand(now=lambda: NOW), new=True)


@pytest.fixture
def fern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Fern's desk with the record that it opened for the beginning of the year and keeps."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    made = desk(tmp_path / "fern", "fern")
    made.record(made.opening(date(2026, 1, 2)))
    return made


@pytest.fixture
def lark(fern: Desk, tmp_path: Path) -> Desk:
    """Lark's desk, which has met Fern's."""
    made = desk(tmp_path / "lark", "lark")
    hand_over(fern, made)
    return made


def hand_over(one: Desk, other: Desk) -> None:
    """Let a copy take over what another one has."""
    store = one.store
    copy = Copy(entries=list(store.entries()), waiting=store.waiting(), checkpoints=store.checkpoints())
    meet(other.store, copy, me=other.me, trust=other.trust)


def test_the_keeper_records_and_the_other_party_waits(fern: Desk, lark: Desk) -> None:
    """Fern's entry has its place at once, Lark's gets one when Fern has it."""
    assert fern.record(fern.sign("event.occurred", {"n": 1})).position == 1
    made = lark.record(lark.sign("event.occurred", {"n": 2}))
    assert (made.position, len(lark.waiting()), len(lark.entries())) == (None, 1, 1)
    hand_over(lark, fern)
    hand_over(fern, lark)
    assert (lark.waiting(), [one.leaf.hex() for one in lark.entries()][2]) == ([], made.leaf)


def test_what_waits_is_followed_by_the_next_entry(lark: Desk) -> None:
    """Several entries can be signed while apart: each follows the one before in the actor's chain."""
    for number in range(3):
        lark.record(lark.sign("event.occurred", {"n": number}))
    assert [one.payload.actor_seq for one in lark.waiting()] == [1, 2, 3]


def test_an_entry_says_which_checkpoint_it_has_seen(fern: Desk) -> None:
    """The last one that all have cosigned."""
    cosign(fern.store, "fern", FERN, int(NOW.timestamp()))
    cosign(fern.store, "lark", LARK, int(NOW.timestamp()))
    payload = read_entry(fern.sign("event.occurred", {})).payload
    assert (payload.seen_size, payload.seen_root) == (1, fern.store.history().root.hex())


@pytest.mark.parametrize(
    ("day", "is_wrong"),
    [("2026-02-28", True), ("2026-03-01", False), ("2026-03-02", False), ("2026-03-03", False), ("2026-03-04", True)],
)
def test_an_entry_counts_from_its_day_and_not_from_one_that_others_rely_on(
    fern: Desk, day: str, *, is_wrong: bool
) -> None:
    """Cosigned on 2 March: with a day for time zones, the 1st is the first and the 3rd the last that can be named."""
    for party, key in (("fern", FERN), ("lark", LARK)):
        cosign(fern.store, party, key, int(NOW.timestamp()))
    if not is_wrong:
        fern.sign("event.occurred", {}, day=date.fromisoformat(day))
        return
    with pytest.raises(Refused, match="CMY-913"):
        fern.sign("event.occurred", {}, day=date.fromisoformat(day))


def test_before_any_checkpoint_an_earlier_day_can_be_named(fern: Desk) -> None:
    """What happened before the parties kept a record can be recorded afterwards, as long as neither relies on it."""
    assert read_entry(fern.sign("event.occurred", {}, day=date(2024, 1, 1))).payload.effective_at == date(2024, 1, 1)


def test_an_entry_counts_from_no_day_before_what_it_answers_though_that_still_waits(lark: Desk) -> None:
    """Lark ends a dispute from before the day on which it raised it; neither entry is in order yet."""
    made = lark.record(lark.sign("facts.disputed", {}, day=date(2026, 2, 3)))
    with pytest.raises(Refused, match="but entry 1, which it answers, counts from 2026-02-03"):
        lark.sign("dispute.settled", {}, day=date(2026, 2, 1), refs=[made.leaf])
    lark.sign("dispute.settled", {}, day=date(2026, 2, 3), refs=[made.leaf])


def test_a_clock_that_is_ahead_is_found_by_the_keeper(fern: Desk) -> None:
    """Signed "next week": it is not put in order."""
    ahead = replace(fern, hand=Hand(now=lambda: NOW + timedelta(days=7)))
    payload = read_entry(ahead.sign("event.occurred", {})).payload
    assert "is to come" in wrong_day(payload, [], NOW)
    assert wrong_day(payload, [], NOW + timedelta(days=7)) == ""


def test_who_cosigned_cannot_sign_for_an_earlier_day_as_if_it_had_seen_nothing(fern: Desk, lark: Desk) -> None:
    """Lark cosigned on 2 March, and then signs for February and says to have seen no checkpoint: Fern is told."""
    unseen = read_entry(lark.sign("event.occurred", {}, day=date(2026, 2, 3)))
    assert unseen.payload.seen_size == 0
    assert fern.doubt(unseen) == ""
    cosign(lark.store, "lark", LARK, int(NOW.timestamp()))
    hand_over(lark, fern)
    assert "lark itself cosigned the record without it on 2026-03-02" in fern.doubt(unseen)
    with pytest.raises(Refused, match="CMY-913"):
        lark.sign("event.occurred", {}, day=date(2026, 2, 3))


def test_the_other_party_may_still_sign_for_a_day_before_it_cosigned(fern: Desk, lark: Desk) -> None:
    """Fern's cosignature binds Fern; Lark, which has not cosigned, relies on nothing yet, and names an earlier day."""
    cosign(fern.store, "fern", FERN, int(NOW.timestamp()))
    hand_over(fern, lark)
    assert fern.doubt(read_entry(lark.sign("event.occurred", {}, day=date(2026, 2, 3)))) == ""


def test_an_entry_that_names_the_form_of_another_type_is_not_put_in_order(fern: Desk) -> None:
    """Lark signs a dispute and calls it facts: a later version is fine, another type is not."""
    later = entry(fern.store.history(), "lark", LARK, "facts.disputed", schema="facts.disputed/2")
    assert fern.doubt(read_entry(later)) == ""
    other = entry(fern.store.history(), "lark", LARK, "facts.disputed", schema="facts.disputed_x/1")
    assert fern.doubt(read_entry(other)) == (
        "it is facts.disputed and calls itself facts.disputed_x/1, which is the form of another type"
    )


def test_an_entry_before_a_cosignature_is_not_doubted_for_it(fern: Desk) -> None:
    """It counts from February and was there when Fern cosigned in March: only what comes after is bound."""
    fern.record(fern.sign("event.occurred", {}, day=date(2026, 2, 3)))
    cosign(fern.store, "fern", FERN, int(NOW.timestamp()))
    assert list(fern.misdated()) == []


def test_an_entry_that_the_keeper_dated_back_itself_is_found(
    fern: Desk, lark: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No door stands before the keeper's own entries: whoever has the record finds them, as long as it looks."""
    cosign(fern.store, "fern", FERN, int(NOW.timestamp()))
    with monkeypatch.context() as patch:
        patch.setattr("comity.adapters.desk.wrong_day", lambda *_: "")
        fern.record(fern.sign("clause.act", {"do": "notice"}, day=date(2026, 2, 3)))
    hand_over(fern, lark)
    [(position, entry, why)] = lark.misdated()
    assert (position, entry.payload.actor, "fern itself cosigned" in why) == (1, "fern", True)
    assert [found[0] for found in lark.doubts(1)] == [1]
    assert [one.code for one in source_at(lark).warnings] == ["CMY-913"]


def test_a_clock_at_the_last_day_there_is_raises_nothing(fern: Desk) -> None:
    """The year 9999 has no tomorrow: both days are held against others by their difference."""
    last = datetime(9999, 12, 31, 12, tzinfo=UTC)
    payload = replace(read_entry(fern.sign("event.occurred", {})).payload, claimed_at=last, effective_at=date.max)
    assert "is to come" in wrong_day(payload, [], NOW)


def test_a_second_entry_in_one_place_does_not_wait(lark: Desk) -> None:
    """Two programs signed number 1 of Lark: only one could ever be put in order, so that the later is refused."""
    one, other = (lark.sign("event.occurred", {"n": number}) for number in (1, 2))
    lark.record(one)
    with pytest.raises(Refusal, match="another entry 1 of lark waits already"):
        lark.store.wait(other)
    lark.store.wait(one)
    assert lark.store.waiting() == [one]


def test_a_party_file_that_is_no_text_is_told(fern: Desk) -> None:
    """Bytes that are not UTF-8 name nobody; the file is named."""
    (fern.folder / "record" / "party").write_bytes(b"f\xff")
    with pytest.raises(Refused, match="CMY-903"):
        open_desk(fern.folder)


def test_without_a_key_nothing_is_signed(fern: Desk) -> None:
    """A desk can be read without keys, and says which file is missing."""
    with pytest.raises(Refused, match="no secret key here"):
        replace(fern, secrets=()).sign("event.occurred", {})


def test_entries_that_were_changed_in_the_database_are_found(fern: Desk) -> None:
    """Other bytes than those under the root of the record are not believed, though the database opens."""
    fern.record(fern.sign("event.occurred", {"n": 1}))
    other = fern.sign("event.occurred", {"n": 9})
    connection = fern.store._connection  # type: ignore[attr-defined]
    connection.execute("drop trigger entries_stay")
    connection.execute("update entries set data = ? where position = 1", (other,))
    with pytest.raises(Refused, match="CMY-908"):
        fern.entries()


def test_a_file_is_kept_once_and_read_only_as_it_was(tmp_path: Path) -> None:
    """Under its digest, and no longer once its bytes are others."""
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.keep(b"rows")
    assert (blobs.keep(b"rows"), blobs.read(digest), list(blobs.digests())) == (digest, b"rows", [digest])
    (tmp_path / "blobs" / digest).write_bytes(b"other rows")
    assert (blobs.read(digest), blobs.sound(digest), blobs.sound("0" * 64)) == (None, None, None)
    assert blobs.path("../../etc/passwd") is None


def test_a_damaged_file_is_replaced_by_the_right_one(tmp_path: Path) -> None:
    """When it is kept once more, as from a copy of the other party."""
    blobs = Blobs(tmp_path / "blobs")
    digest = blobs.keep(b"rows")
    (tmp_path / "blobs" / digest).write_bytes(b"other rows")
    blobs.keep(b"rows")
    assert (blobs.read(digest), blobs.sound(digest)) == (b"rows", tmp_path / "blobs" / digest)


def test_the_newest_secret_key_comes_first(fern: Desk) -> None:
    """A further key is put before the others, which stay."""
    add_secret_key("kits", "fern", LARK)
    assert [key.public for key in secret_keys("kits", "fern")] == [LARK.public, FERN.public]
    assert fern.key().public == FERN.public


def test_a_record_that_cannot_be_read_is_not_discarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell whether it is empty: it stays, and what was refused before is what is said."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    made = desk(tmp_path / "fern", "fern")

    def unreadable(_: object) -> History:
        raise Refusal("storage", "the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(type(made.store), "history", unreadable)
        made.discard()
    assert store_file(made.folder).exists()
    open_desk(made.folder, new=True).discard()
    assert not store_file(made.folder).exists()
