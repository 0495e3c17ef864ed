"""Two folders exchange a record by file: it is extended, ordered, or refused with the proof of the fork."""

from pathlib import Path

import pytest

from comity.adapters.record_sqlite import SQLiteStore
from comity.record.exchange import Copy, Fork, cosign, meet, with_waiting
from comity.record.history import read_entry
from comity.record.refusal import Refusal
from comity.record.store import Store
from tests.record.making import FERN, LARK, entry, opening, record, trust


@pytest.fixture
def fern(tmp_path: Path) -> Store:
    """Fern's copy, which it opened and keeps."""
    store = SQLiteStore(tmp_path / "fern.sqlite")
    store.append([opening()])
    return store


@pytest.fixture
def lark(tmp_path: Path) -> Store:
    """Lark's copy, still empty."""
    return SQLiteStore(tmp_path / "lark.sqlite")


def copy(store: Store) -> Copy:
    return Copy(entries=list(store.entries()), waiting=store.waiting(), checkpoints=store.checkpoints())


def write(store: Store, actor: str, n: int) -> bytes:
    """Let a party sign an entry: the keeper records it, the other lets it wait."""
    history = with_waiting(store)
    data = entry(history, actor, {"fern": FERN, "lark": LARK}[actor], body={"n": n})
    if actor == "fern":
        store.append([data])
    else:
        store.wait(data)
    return data


def test_an_empty_copy_takes_the_whole_record(fern: Store, lark: Store) -> None:
    """Lark's first meeting with Fern's record gives it all entries, and nothing waits."""
    write(fern, "fern", 1)
    found = meet(lark, copy(fern), me="lark", trust=trust())
    assert found.extended == 2
    assert list(lark.entries()) == list(fern.entries())


def test_what_one_side_signed_is_put_in_order_by_the_keeper(fern: Store, lark: Store) -> None:
    """Both sign while apart; after two meetings both have one order and every entry once."""
    meet(lark, copy(fern), me="lark", trust=trust())
    theirs = [write(lark, "lark", n) for n in range(3)]
    own = write(fern, "fern", 7)
    assert meet(fern, copy(lark), me="fern", trust=trust()).ordered == 3
    meet(lark, copy(fern), me="lark", trust=trust())
    assert list(lark.entries()) == list(fern.entries()) == [opening(), own, *theirs]
    assert lark.waiting() == []


def test_meeting_again_changes_nothing(fern: Store, lark: Store) -> None:
    """The same copies a second time: nothing new, nothing twice."""
    write(fern, "fern", 1)
    for _ in range(2):
        found = meet(lark, copy(fern), me="lark", trust=trust())
        assert meet(fern, copy(lark), me="fern", trust=trust()).ordered == 0
    assert found.extended == 0
    assert fern.history().size == 2


def test_a_record_is_final_when_both_have_cosigned_it(fern: Store, lark: Store) -> None:
    """Fern cosigns, Lark takes the copy and cosigns the same size, Fern takes that back: both hold it final."""
    write(fern, "fern", 1)
    cosign(fern, "fern", FERN, 100)
    meet(lark, copy(fern), me="lark", trust=trust())
    assert lark.finals() == {}
    cosign(lark, "lark", LARK, 200)
    meet(fern, copy(lark), me="fern", trust=trust())
    assert fern.finals() == lark.finals() == {2: fern.history().root.hex()}


def test_a_copy_that_contradicts_this_one_is_refused_with_its_proof(fern: Store, lark: Store, tmp_path: Path) -> None:
    """Fern shows Lark another history than before: Lark keeps its own and holds both entries of the same place."""
    first = write(fern, "fern", 1)
    cosign(fern, "fern", FERN, 100)
    meet(lark, copy(fern), me="lark", trust=trust())
    other = SQLiteStore(tmp_path / "other.sqlite")
    other.append([opening()])
    second = write(other, "fern", 2)
    cosign(other, "fern", FERN, 200)
    before = list(lark.entries())
    with pytest.raises(Fork) as fork:
        meet(lark, copy(other), me="lark", trust=trust())
    assert (fork.value.position, fork.value.ours, fork.value.theirs) == (1, first, second)
    roots = {one.root for one in fork.value.checkpoints if one.by("fern", FERN.public) is not None}
    assert len(roots) == 2
    assert list(lark.entries()) == before


def test_a_copy_that_is_not_believed_changes_nothing(fern: Store, lark: Store) -> None:
    """A copy with a falsified entry is refused as a whole."""
    write(fern, "fern", 1)
    entries = [*fern.entries(), record(3)[1][3]]
    with pytest.raises(Refusal):
        meet(lark, Copy(entries=entries), me="lark", trust=trust())
    assert lark.history().size == 0


def test_an_entry_that_cannot_be_recorded_is_told_to_its_signer(fern: Store, lark: Store) -> None:
    """An entry that leaves out the one before it waits for ever; the keeper says why, and records the others."""
    meet(lark, copy(fern), me="lark", trust=trust())
    lost, later = (write(lark, "lark", n) for n in range(2))
    found = meet(fern, Copy(entries=list(lark.entries()), waiting=[later]), me="fern", trust=trust())
    assert found.ordered == 0
    assert [one.entry_id for one in found.refused] == [read_entry(later).payload.entry_id]
    assert meet(fern, Copy(entries=list(lark.entries()), waiting=[lost, later]), me="fern", trust=trust()).ordered == 2


def test_a_party_cosigns_only_what_continues(fern: Store, lark: Store) -> None:
    """A second checkpoint is cosigned after the proof that it continues the first; sizes and times go on."""
    cosign(fern, "fern", FERN, 100)
    write(fern, "fern", 1)
    cosign(fern, "fern", FERN, 200)
    assert [one.size for one in fern.checkpoints()] == [1, 2]
