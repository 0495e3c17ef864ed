"""What the other side could send to a meeting so that one's own copy is worth less afterwards."""

from datetime import date
from pathlib import Path

import pytest

from comity.adapters.record_sqlite import SQLiteStore
from comity.record import verify
from comity.record.documents import Submitted
from comity.record.envelope import Envelope
from comity.record.envelope import opened as envelope_of
from comity.record.exchange import Copy, cosign, meet
from comity.record.files import paths_of
from comity.record.history import ENROLLED, History, read_entry
from comity.record.note import Cosignature
from comity.record.origin import Origin
from comity.record.refusal import Refusal
from comity.record.store import taken
from comity.record.verify import verify_record
from tests.record.making import FERN, LARK, OTHER, cosigned, enrolled, entry, opened, opening, record, trust


def copy(store: SQLiteStore) -> Copy:
    """Return what a store sends."""
    return Copy(entries=list(store.entries()), waiting=store.waiting(), checkpoints=store.checkpoints())


def test_a_cosignature_of_a_stranger_is_not_kept(tmp_path: Path) -> None:
    """Kept, it would make every pack of this copy corrupt; those of known keys stay."""
    lark = SQLiteStore(tmp_path / "lark.sqlite")
    history, entries = record(4)
    fake = Cosignature(name="mallory", key_hash=b"abcd", time=1, signature=bytes(64))
    checkpoint = history.checkpoint().cosigned("fern", FERN, 1_772_000_000).with_cosignatures([fake])
    meet(lark, Copy(entries=entries, checkpoints=[checkpoint]), me="lark", trust=trust())
    [kept] = lark.checkpoints()
    assert [one.name for one in kept.cosignatures] == ["fern"]


def test_the_keeper_cannot_make_an_entry_vanish_by_taking_its_id(tmp_path: Path) -> None:
    """Lark's entry waits; Fern records another one under its id. Fern is told, and Lark's entry still waits."""
    fern, lark = SQLiteStore(tmp_path / "fern.sqlite"), SQLiteStore(tmp_path / "lark.sqlite")
    fern.append([opening()])
    meet(lark, copy(fern), me="lark", trust=trust())
    mine = entry(lark.history(), "lark", LARK)
    lark.wait(mine)
    name = read_entry(mine).payload.entry_id
    fern.append([entry(fern.history(), "fern", FERN, entry_id=name)])
    found = meet(fern, copy(lark), me="fern", trust=trust())
    assert [one.why for one in found.refused] == [f"another entry has the id {name}"]
    meet(lark, copy(fern), me="lark", trust=trust())
    assert lark.waiting() == [mine]


def test_what_cannot_be_read_among_waiting_entries_is_refused_before_anything_changes(tmp_path: Path) -> None:
    """The copy is longer, and none of it is taken."""
    fern = SQLiteStore(tmp_path / "fern.sqlite")
    _, entries = record(2)
    with pytest.raises(Refusal):
        meet(fern, Copy(entries=entries, waiting=[b"junk"]), me="fern", trust=trust())
    assert fern.history().size == 0


def test_a_party_without_keys_is_not_trusted() -> None:
    """It could never cosign, so that nothing in the record would ever be final."""
    parties = {"fern": [enrolled(FERN)], "lark": [enrolled(LARK)], "ghost": []}
    failure = verify_record([opening(parties=parties)], [], trust()).failure
    assert failure is not None
    assert failure.refusal.kind == "not-trusted"


def test_a_file_cannot_be_named_as_another_one_will_be() -> None:
    """The third file would be called as the second one is; all three have paths of their own."""
    files = [_submitted("a.csv", "0"), _submitted("a.csv@bbbbbbbb", "1"), _submitted("a.csv", "b")]
    assert len(set(paths_of(files))) == 3


def _submitted(path: str, digit: str) -> Submitted:
    origin = Origin(position=1, leaf=digit * 64, entry_id="", actor="fern", day=date(2026, 1, 1))
    return Submitted(origin=origin, table="t", path=path, digest="", rows=1, periods=(), about={})


# -- keys -------------------------------------------------------------------------------------


def delegated(*may: str) -> tuple[History, list[bytes]]:
    """Return a record in which Lark enrolled a further key for some types."""
    history, entries = opened(), [opening()]
    entries.append(entry(history, "lark", LARK, ENROLLED, enrolled(OTHER, *may)))
    taken(history, entries[-1], {})
    return history, entries


@pytest.mark.parametrize("may", ["facts.*", "facts.submitted", "key.*", "checkpoint.cosigned", "record.opened"])
def test_a_key_for_some_types_cannot_cosign(may: str, tmp_path: Path) -> None:
    """Lark's clerk may hand in facts: that does not bind Lark to the whole record, and nothing becomes final by it."""
    history, entries = delegated(may)
    made = history.checkpoint().cosigned("fern", FERN, 100).cosigned("lark", OTHER, 100)
    assert history.cosigners(made) == {"fern"}
    assert verify_record(entries, [made], trust()).finals == {}
    store = SQLiteStore(tmp_path / "lark.sqlite")
    store.append(entries)
    with pytest.raises(Refusal) as why:
        cosign(store, "lark", OTHER, 100)
    assert why.value.kind == "not-permitted"
    assert store.checkpoints() == []


@pytest.mark.parametrize("may", ["*", "checkpoint.cosign", "checkpoint.*"])
def test_a_key_that_may_cosign_makes_the_record_final(may: str) -> None:
    """By name, by its group, or with all others."""
    history, entries = delegated(may)
    made = history.checkpoint().cosigned("fern", FERN, 100).cosigned("lark", OTHER, 100)
    assert verify_record(entries, [made], trust()).final_size == 2


@pytest.mark.parametrize("may", [["facts.*"], [], ["checkpoint.cosign"]], ids=str)
def test_who_opens_the_record_cannot_take_the_others_rights(may: list[str]) -> None:
    """The contract names Lark's key: a record in which it may not dispute, or cosign, is another one."""
    parties = {"fern": [enrolled(FERN)], "lark": [{**enrolled(LARK), "may": may}]}
    failure = verify_record([opening(parties=parties)], [], trust()).failure
    assert failure is not None
    assert failure.refusal.kind == "not-trusted"


@pytest.mark.parametrize("may", [["facts.*"], ["agreement.signed", "facts.*"], ["checkpoint.cosign"]], ids=str)
def test_a_key_of_the_contract_may_sign_everything(may: list[str]) -> None:
    """A proof from the trust file counts each of its keys: a record in which one may less, though another may, is none.

    Else Lark and a key of Fern for facts alone could prove a signature of Fern that no record would take.
    """
    parties = {"fern": [enrolled(FERN), enrolled(OTHER, *may)], "lark": [enrolled(LARK)]}
    trusted = trust(keys={"fern": (FERN.public.data, OTHER.public.data), "lark": (LARK.public.data,)})
    failure = verify_record([opening(parties=parties)], [], trusted).failure
    assert failure is not None
    assert (failure.position, failure.refusal.kind) == (0, "not-trusted")
    parties["fern"][1] = enrolled(OTHER)
    assert verify_record([opening(parties=parties)], [], trusted).failure is None


# -- entries ----------------------------------------------------------------------------------


def test_one_entry_id_is_no_name_for_two_entries() -> None:
    """A store would refuse the second one, so that nobody could take over what was verified."""
    history, entries = record(3)
    name = read_entry(entries[2]).payload.entry_id
    entries.append(entry(history, "lark", LARK, body={"n": "another"}, entry_id=name))
    failure = verify_record(entries, [], trust()).failure
    assert failure is not None
    assert (failure.position, failure.refusal.kind) == (4, "other-entry")


def test_one_entry_id_is_told_across_blocks_and_beside_a_wrong_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are followed a second time when a signature is wrong: what is told is the first that is wrong."""
    monkeypatch.setattr(verify, "BLOCK", 2)
    history, entries = record(6)
    name = read_entry(entries[1]).payload.entry_id
    twice = entry(history, "fern", FERN, body={"n": "another"}, entry_id=name)
    failure = verify_record([*entries, twice], [], trust()).failure
    assert failure is not None
    assert (failure.position, failure.refusal.kind) == (7, "other-entry")
    there = envelope_of(entries[5])
    forged = Envelope(there.payload, there.key_id, bytes(64)).encoded()
    failure = verify_record([*entries[:5], forged, entries[6], twice], [], trust()).failure
    assert failure is not None
    assert (failure.position, failure.refusal.kind) == (5, "bad-signature")


def test_who_has_seen_a_checkpoint_cannot_unsee_it() -> None:
    """Lark signed after it had seen the record final; an entry that says otherwise could be dated to before that."""
    history, entries = record(4)
    checkpoint = cosigned(history.checkpoint())
    finals = {checkpoint.size: checkpoint.root.hex()}
    entries.append(entry(history, "lark", LARK, seen_size=5, seen_root=checkpoint.root.hex()))
    taken(history, entries[-1], finals)
    entries.append(entry(history, "lark", LARK))
    failure = verify_record(entries, [checkpoint], trust()).failure
    assert failure is not None
    assert (failure.position, failure.refusal.kind) == (6, "unseen")
    assert History.of_state(history.state()).seen == history.copy().seen == {"fern": 0, "lark": 5}
    other = entry(history, "fern", FERN)  # the other party may not have seen it yet
    assert verify_record([*entries[:-1], other], [checkpoint], trust()).failure is None
