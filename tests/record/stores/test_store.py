"""What every store of the record does, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from comity.adapters.record_tables import BATCH, Tables
from comity.record.history import ENROLLED, History, read_entry
from comity.record.merkle import consistency_proof, inclusion_proof, leaf_hash, verify_consistency, verify_inclusion
from comity.record.refusal import Refusal
from comity.record.verify import verify_record
from tests.record.making import FERN, LARK, OTHER, cosigned, enrolled, entry, opening, record, trust
from tests.record.making import opened as just_opened

Opening = Callable[[], Tables]


def refused(work: Callable[[], object]) -> str:
    """Return the kind of the refusal that some work meets."""
    with pytest.raises(Refusal) as why:
        work()
    return why.value.kind


def contents(store: Tables) -> tuple[object, ...]:
    """Return all that a store holds."""
    return list(store.entries()), store.history().state(), store.checkpoints(), store.waiting()


# -- appending --------------------------------------------------------------------------------


def test_a_new_record_is_empty(store: Tables) -> None:
    """Before anything is recorded there is no entry, no checkpoint and nothing that waits."""
    assert contents(store) == ([], History().state(), [], [])
    assert store.finals() == {}
    assert store.position("0" * 32) is None


def test_entries_stay_in_their_order(store: Tables, open_store: Opening) -> None:
    """What was appended one by one and together is read in one order, by whoever opens the record later."""
    history, entries = record(6)
    for data in entries[:3]:
        store.append([data])
    store.append(entries[3:])
    store.close()
    again = open_store()
    assert list(again.entries()) == entries
    assert list(again.entries(2, 5)) == entries[2:5]
    assert again.history().state() == history.state()
    assert again.leaves(4) == [leaf_hash(data) for data in entries[:4]]


def test_a_receipt_says_where_an_entry_stands(store: Tables) -> None:
    """A receipt names position and leaf; by its id an entry is found again."""
    _, entries = record(4)
    receipts = store.append(entries)
    assert [one.position for one in receipts] == [0, 1, 2, 3, 4]
    assert [one.leaf for one in receipts] == [leaf_hash(data).hex() for data in entries]
    assert store.position(read_entry(entries[3]).payload.entry_id) == 3


def test_an_entry_is_recorded_once_however_often_it_is_sent(store: Tables, open_store: Opening) -> None:
    """The same entry again, alone or with new ones, by another connection too, gets the receipt it had."""
    _, entries = record(5)
    first = store.append(entries[:3])
    assert open_store().append([entries[1]]) == [first[1]]
    assert store.append(entries)[:3] == first
    assert list(store.entries()) == entries


def test_an_id_belongs_to_one_entry(store: Tables) -> None:
    """Another entry under an id that is there already is refused, and changes nothing."""
    _, entries = record(2)
    store.append(entries)
    before = contents(store)
    name = read_entry(entries[1]).payload.entry_id
    other = entry(store.history(), "fern", FERN, body={"n": "another"}, entry_id=name)
    assert refused(lambda: store.append([other])) == "other-entry"
    assert refused(lambda: store.wait(other)) == "other-entry"
    assert contents(store) == before


def test_of_a_batch_all_is_recorded_or_nothing(store: Tables) -> None:
    """Good entries and one in their middle that leaves out its actor's last: none of them is there afterwards."""
    _, entries = record(5)
    store.append(entries[:2])
    before = contents(store)
    assert refused(lambda: store.append([entries[2], entries[5], entries[3], entries[4]])) == "out-of-sequence"
    assert contents(store) == before
    store.append(entries[2:])
    assert list(store.entries()) == entries


def test_what_a_history_refuses_is_not_recorded(store: Tables) -> None:
    """A bad signature, an unknown key, and anything before the record is opened."""
    history, entries = record(2)
    assert refused(lambda: store.append(entries[1:])) == "not-opened"
    store.append(entries)
    signed = entry(history, "fern", FERN)
    at = signed.index(b'"sig":"') + 7
    forged = signed[:at] + (b"A" if signed[at : at + 1] != b"A" else b"B") + signed[at + 1 :]
    assert refused(lambda: store.append([forged])) == "bad-signature"
    assert refused(lambda: store.append([entry(history, "fern", OTHER)])) == "unknown-key"
    assert list(store.entries()) == entries


def test_keys_are_kept_with_the_record(store: Tables, open_store: Opening) -> None:
    """A key that was enrolled signs for whoever opens the record later."""
    history = just_opened()
    store.append([opening(), entry(history, "lark", LARK, ENROLLED, enrolled(OTHER, "facts.*"))])
    again = open_store()
    again.append([entry(again.history(), "lark", OTHER)])
    assert again.history().size == 3


def test_many_entries_are_read_as_they_are_needed(store: Tables) -> None:
    """A record longer than what is fetched at once comes back whole."""
    history, entries = record(BATCH + 3)
    store.append(entries)
    assert list(store.entries()) == entries
    assert list(store.entries(BATCH - 1, BATCH + 2)) == entries[BATCH - 1 : BATCH + 2]
    assert store.history().root == history.root


# -- proofs -----------------------------------------------------------------------------------


def test_proofs_come_from_what_is_stored(store: Tables) -> None:
    """Each entry is proven to be in the record, each earlier size to be its beginning, and all of it verifies."""
    _, entries = record(9)
    roots = []
    for data in entries:
        store.append([data])
        roots.append(store.history().root)
    leaves = store.leaves(10)
    for index, leaf in enumerate(leaves):
        verify_inclusion(index, 10, leaf, inclusion_proof(index, leaves), roots[-1])
        verify_consistency(index + 1, 10, roots[index], roots[-1], consistency_proof(index + 1, leaves))
    assert verify_record(store.entries(), store.checkpoints(), trust()).failure is None


# -- checkpoints ------------------------------------------------------------------------------


def test_cosignatures_of_both_parties_come_together(store: Tables) -> None:
    """Each party brings the checkpoint with its own cosignature; kept with both it is final."""
    history, entries = record(3)
    store.append(entries)
    store.keep(cosigned(history.checkpoint(), "fern"))
    assert store.finals() == {}
    store.keep(cosigned(history.checkpoint(), "lark"))
    store.keep(cosigned(history.checkpoint(), "fern"))
    assert store.checkpoints() == [cosigned(history.checkpoint())]
    assert store.finals() == {4: history.root.hex()}


def test_checkpoints_are_kept_in_the_order_of_their_sizes(store: Tables) -> None:
    """A checkpoint of an earlier size may come later, and is held against the root of its own size."""
    _, entries = record(4)
    early, _ = record(2)
    store.append(entries)
    store.keep(cosigned(store.history().checkpoint()))
    store.keep(cosigned(early.checkpoint(), "lark"))
    assert [one.size for one in store.checkpoints()] == [3, 5]
    assert sorted(store.finals()) == [5]


def test_an_entry_may_have_seen_what_is_final(store: Tables) -> None:
    """An entry that names the last final checkpoint is recorded; one that names another is not."""
    history, entries = record(3)
    store.append(entries)
    later = entry(history, "fern", FERN, seen_size=4, seen_root=history.root.hex())
    assert refused(lambda: store.append([later])) == "not-seen"
    store.keep(cosigned(history.checkpoint()))
    assert store.append([later])[0].position == 4


def test_a_checkpoint_of_another_history_is_refused(store: Tables) -> None:
    """A longer record, another root, another origin or a wrong cosignature: nothing of it is kept."""
    longer, entries = record(5)
    other, _ = record(2, kind="facts.attested")
    store.append(entries[:3])
    ours = store.history().checkpoint()
    forged = replace(cosigned(longer.checkpoint()), size=ours.size, root=ours.root)
    assert refused(lambda: store.keep(cosigned(longer.checkpoint()))) == "truncated"
    assert refused(lambda: store.keep(cosigned(other.checkpoint()))) == "fork"
    assert refused(lambda: store.keep(cosigned(replace(ours, origin="comity/other")))) == "truncated"
    assert refused(lambda: store.keep(forged)) == "bad-signature"
    assert store.checkpoints() == []


def test_a_later_key_makes_no_earlier_checkpoint_final(store: Tables) -> None:
    """A checkpoint is cosigned by keys that were valid at its size; a key that came later is none of them."""
    history, entries = record(3)
    store.append(entries)
    early = cosigned(history.checkpoint(), "fern").cosigned("lark", OTHER, 1_772_000_000)
    later = entry(store.history(), "lark", LARK, ENROLLED, enrolled(OTHER))
    store.append([later])
    store.keep(early)
    assert store.finals() == {}
    now = cosigned(store.history().checkpoint(), "fern").cosigned("lark", OTHER, 1_772_000_000)
    store.keep(now)
    assert sorted(store.finals()) == [5]
    assert sorted(verify_record([*entries, later], [early, now], trust()).finals) == [5]


# -- waiting ----------------------------------------------------------------------------------


def test_an_entry_waits_until_it_is_recorded(store: Tables, open_store: Opening) -> None:
    """Entries wait in the order in which they were signed, each once, and leave when they are appended."""
    _, entries = record(4)
    store.append(entries[:1])
    for data in (entries[3], entries[1], entries[3]):
        store.wait(data)
    assert open_store().waiting() == [entries[3], entries[1]]
    store.append(entries[1:2])
    assert store.waiting() == [entries[3]]
    store.wait(entries[1])
    assert store.waiting() == [entries[3]]


def test_two_entries_in_one_place_do_not_wait(store: Tables) -> None:
    """Two that both follow the same one: one could never be put in order, and would hold up all that follow it."""
    made, entries = record(3)
    store.append(entries)
    one, other = (entry(made, "lark", LARK, body={"n": number}) for number in (8, 9))
    store.wait(one)
    assert refused(lambda: store.wait(other)) == "out-of-sequence"
    store.wait(one)
    assert store.waiting() == [one]


def test_an_entry_that_waits_can_be_withdrawn(store: Tables) -> None:
    """What waits may be taken back; what is recorded stays."""
    _, entries = record(3)
    store.append(entries[:2])
    store.wait(entries[2])
    store.withdraw(read_entry(entries[2]).payload.entry_id)
    store.withdraw(read_entry(entries[1]).payload.entry_id)
    assert store.waiting() == []
    assert list(store.entries()) == entries[:2]


# -- other writers ----------------------------------------------------------------------------


def test_two_connections_see_one_record(store: Tables, open_store: Opening) -> None:
    """Entries appended in turns through two connections are in one order for both."""
    other = open_store()
    _, entries = record(7)
    for number, data in enumerate(entries):
        (store, other)[number % 2].append([data])
    assert list(store.entries()) == list(other.entries()) == entries
    assert [store.position(read_entry(data).payload.entry_id) for data in entries] == list(range(8))


def test_after_a_refusal_a_store_goes_on(store: Tables, open_store: Opening) -> None:
    """A refused batch leaves no lock behind: another connection writes at once, and so does this one."""
    _, entries = record(3)
    store.append(entries[:1])
    assert refused(lambda: store.append([entries[3]])) == "out-of-sequence"
    open_store().append(entries[1:2])
    store.append(entries[2:])
    assert list(store.entries()) == entries


def test_a_record_is_extended_as_a_whole_or_not_at_all(store: Tables) -> None:
    """Entries and checkpoints of another copy: the last one is falsified, and nothing of the others stays."""
    history, entries = record(4)
    checkpoint = cosigned(history.checkpoint())
    seen = entry(history, "fern", FERN, seen_size=5, seen_root=history.root.hex())
    store.append(entries[:2])
    before = contents(store)
    assert refused(lambda: store.extend([*entries[2:], seen, b"junk"], [checkpoint])) == "bad-envelope"
    unseen = entry(history, "fern", FERN, seen_size=4, seen_root="a" * 64)
    assert refused(lambda: store.extend([*entries[2:], unseen], [checkpoint])) == "not-seen"
    fork = replace(checkpoint, root=bytes(32), cosignatures=())
    assert refused(lambda: store.extend(entries[2:], [fork])) == "fork"
    assert contents(store) == before
    store.extend([*entries[2:], seen], [checkpoint])
    assert list(store.entries()) == [*entries, seen]
    assert store.finals() == {5: checkpoint.root.hex()}
    store.extend([], [checkpoint])
    store.append([entry(store.history(), "lark", LARK, seen_size=5, seen_root=checkpoint.root.hex())])
