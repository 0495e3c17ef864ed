"""The desk of one party: its copy, its files, its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comity.adapters.blobs import Blobs
from comity.adapters.desk import Desk, Hand, open_desk, wrong_day
from comity.adapters.keyring import add_secret_key, secret_keys
from comity.agreement.trusted import trust_text
from comity.kernel.problem import Refused
from comity.record.exchange import Copy, cosign, meet
from comity.record.history import read_entry
from tests.record.making import FERN, LARK, trust

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def desk(folder: Path, me: str) -> Desk:
    """Open the desk of Fern or Lark in a folder of its own, with its key, on 2 March 2026."""
    (folder / "record").mkdir(parents=True)
    (folder / "record" / "trust.yaml").write_text(trust_text(trust()), encoding="utf-8")
    add_secret_key("kits", me, {"fern": FERN, "lark": LARK}[me])
    return open_desk(folder, me=me, hand=Hand(now=lambda: NOW), new=True)


@pytest.fixture
def fern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Fern's desk with the record that it opened and keeps."""
    monkeypatch.setenv("COMITY_KEYS", str(tmp_path / "keys"))
    made = desk(tmp_path / "fern", "fern")
    made.record(made.opening())
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


def test_a_clock_that_is_ahead_is_found_by_the_keeper(fern: Desk) -> None:
    """Signed "next week": it is not put in order."""
    ahead = replace(fern, hand=Hand(now=lambda: NOW + timedelta(days=7)))
    payload = read_entry(ahead.sign("event.occurred", {})).payload
    assert "is to come" in wrong_day(payload, [], NOW)
    assert wrong_day(payload, [], NOW + timedelta(days=7)) == ""


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
    assert blobs.read(digest) is None
    assert blobs.path("../../etc/passwd") is None


def test_the_newest_secret_key_comes_first(fern: Desk) -> None:
    """A further key is put before the others, which stay."""
    add_secret_key("kits", "fern", LARK)
    assert [key.public for key in secret_keys("kits", "fern")] == [LARK.public, FERN.public]
    assert fern.key().public == FERN.public
