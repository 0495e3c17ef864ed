"""What the other side could send to a meeting so that one's own copy is worth less afterwards."""

from datetime import date
from pathlib import Path

import pytest

from comity.adapters.record_sqlite import SQLiteStore
from comity.record.documents import Origin, Submitted
from comity.record.exchange import Copy, meet
from comity.record.handed_in import paths_of
from comity.record.history import read_entry
from comity.record.note import Cosignature
from comity.record.refusal import Refusal
from comity.record.verify import verify_record
from tests.record.making import FERN, LARK, enrolled, entry, opening, record, trust


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
