"""What somebody could try with a record, and what stops it. Each is a way in which records were falsified before."""

from base64 import b64decode, b64encode

import pytest

from comity.record.entry import NOT_SEEN, read_payload
from comity.record.envelope import Envelope, opened, seal
from comity.record.history import ENROLLED, OPENED, REVOKED, History
from comity.record.keys import SecretKey
from comity.record.merkle import consistency_proof, leaf_hash, root_of, verify_consistency
from comity.record.note import Checkpoint
from comity.record.refusal import Refusal
from comity.record.store import same_size, taken
from comity.record.verify import verify_record
from tests.record.making import (
    FERN,
    LARK,
    ORIGIN,
    OTHER,
    cosigned,
    enrolled,
    entry,
    opening,
    record,
    trust,
)
from tests.record.making import opened as just_opened


def refused(history: History, data: bytes) -> str:
    """Return the kind of refusal that an entry meets, after which the history is as it was."""
    before = history.state()
    with pytest.raises(Refusal) as why:
        taken(history, data, {})
    assert history.state() == before
    return why.value.kind


def failed(entries: list[bytes], *checkpoints: Checkpoint, **trusted: object) -> tuple[int, str]:
    """Return where and why a record is not believed."""
    found = verify_record(entries, checkpoints, trust(**trusted))
    assert found.failure is not None
    return found.failure.position, found.failure.refusal.kind


def test_an_honest_record_is_believed() -> None:
    """A record of both parties with a checkpoint of both verifies to its end, and says how much of it is final."""
    history, entries = record(20)
    found = verify_record(entries, [cosigned(history.checkpoint())], trust())
    assert found.failure is None
    assert found.history.root == history.root
    assert found.final_size == 21


# -- one entry --------------------------------------------------------------------------------


def test_an_edited_entry_does_not_carry_its_signature() -> None:
    """Another amount in a signed entry: the signature belongs to the old one."""
    _, entries = record(3)
    there = opened(entries[2])
    edited = Envelope(there.payload.replace(b'"n":1', b'"n":9'), there.key_id, there.signature).encoded()
    assert edited != entries[2]
    assert failed([*entries[:2], edited, *entries[3:]]) == (2, "bad-signature")


def test_an_entry_in_another_spelling_is_refused() -> None:
    """The same payload with a space, or the envelope with another base64, is not the entry that was signed."""
    history = just_opened()
    data = entry(history, "lark", LARK)
    payload = b64decode(data.split(b'"')[3])
    spaced = seal(payload.replace(b'"actor":', b'"actor": '), LARK).encoded()
    assert refused(history, spaced) == "not-canonical"
    assert refused(history, data + b"\n") == "bad-envelope"
    assert refused(history, data.replace(b'"payload"', b' "payload"')) == "bad-envelope"


def test_an_entry_signed_for_another_purpose_is_refused() -> None:
    """A signature over the payload alone, or over another type of payload, is no signature of an entry."""
    history = just_opened()
    payload = opened(entry(history, "lark", LARK)).payload
    assert refused(history, Envelope(payload, LARK.public.key_id, LARK.sign(payload)).encoded()) == "bad-signature"


def test_an_entry_of_another_alliance_is_refused() -> None:
    """An entry that was signed for one alliance cannot be replayed into another."""
    history = just_opened()
    assert refused(history, entry(history, "lark", LARK, alliance="other")) == "other-alliance"


def test_a_party_cannot_speak_for_the_other() -> None:
    """Lark's key under Fern's name, and Fern's key id over Lark's signature, are both refused."""
    history = just_opened()
    assert refused(history, entry(history, "fern", LARK)) == "wrong-actor"
    assert refused(history, entry(history, "fern", LARK, key_id=FERN.public.key_id)) == "wrong-key"


def test_a_stranger_cannot_write() -> None:
    """A key that no entry has enrolled signs nothing."""
    history = just_opened()
    assert refused(history, entry(history, "lark", OTHER)) == "unknown-key"
    assert refused(History(), entry(History(), "lark", OTHER, OPENED, {"parties": {}})) == "bad-entry"


KINDS = ("facts.submitted", "facts.attested", "clause.notice", "agreement.signed", "key.revoked", "hold.placed")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("may", [*KINDS, "facts.*", "*"])
def test_a_key_signs_only_what_it_may(kind: str, may: str) -> None:
    """Every type with every permission: a key enrolled for some types is refused for all others."""
    history = just_opened()
    taken(history, entry(history, "lark", LARK, ENROLLED, enrolled(OTHER, may)), {})
    body = {"key_id": LARK.public.key_id} if kind == REVOKED else {}
    data = entry(history, "lark", OTHER, kind, body)
    if may in ("*", kind, f"{kind.partition('.')[0]}.*"):
        taken(history, data, {})
    else:
        assert refused(history, data) == "not-permitted"


TYPES = (
    "agreement.proposed", "agreement.signed", "facts.submitted", "facts.attested", "facts.disputed", "dispute.settled",
    "clause.act", "evaluation.made", "weights.judged", "weights.agreed", "survey.opened", "survey.closed",
    "concern.raised", "concern.answered", "event.occurred", "disclosure.made", "hold.placed",
    "hold.lifted", "erasure.made", "key.enrolled", "key.revoked",
)  # fmt: skip
ACTORS = {"fern": FERN, "lark": LARK, "other": OTHER}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("name", ACTORS)
@pytest.mark.parametrize("signer", ACTORS)
def test_nobody_signs_anything_in_another_name(kind: str, name: str, signer: str) -> None:
    """Every type with every actor and every key: only a party's own key signs for it, and a stranger signs nothing."""
    history = just_opened()
    bodies = {ENROLLED: enrolled(SecretKey(bytes(32))), REVOKED: {"key_id": ACTORS[signer].public.key_id}}
    data = entry(history, name, ACTORS[signer], kind, bodies.get(kind))
    if name == signer != "other":
        taken(history, data, {})
    else:
        assert refused(history, data) == ("unknown-key" if signer == "other" else "wrong-actor")


def test_a_revoked_key_signs_nothing_more_and_what_it_signed_stays() -> None:
    """Revocation counts from its place in the record: an entry before it holds, one after it is refused."""
    history = just_opened()
    taken(history, entry(history, "lark", LARK, ENROLLED, enrolled(OTHER)), {})
    entries = [entry(history, "lark", OTHER)]
    taken(history, entries[0], {})
    taken(history, entry(history, "lark", LARK, REVOKED, {"key_id": OTHER.public.key_id}), {})
    assert refused(history, entry(history, "lark", OTHER)) == "revoked-key"
    assert history.size == 4


def test_no_party_revokes_the_keys_of_the_other() -> None:
    """Fern cannot silence Lark by revoking its key."""
    history = just_opened()
    assert refused(history, entry(history, "fern", FERN, REVOKED, {"key_id": LARK.public.key_id})) == "wrong-key"


def test_a_weak_key_is_not_enrolled() -> None:
    """A point of small order, under which anybody could sign, is refused when it is to be enrolled."""
    history = just_opened()
    weak = {"key": b64encode(b"\x01" + bytes(31)).decode(), "may": ["*"]}
    assert refused(history, entry(history, "lark", LARK, ENROLLED, weak)) == "bad-key"


# -- the order --------------------------------------------------------------------------------


def test_an_entry_counts_once() -> None:
    """The same entry a second time is out of its actor's sequence."""
    history = just_opened()
    data = entry(history, "lark", LARK)
    taken(history, data, {})
    assert refused(history, data) == "out-of-sequence"


def test_a_withheld_entry_is_missed() -> None:
    """An actor's next entry shows that one before it was left out."""
    _, entries = record(6)
    assert failed([*entries[:3], *entries[4:]]) == (4, "out-of-sequence")


def test_a_chain_shows_an_entry_that_was_exchanged() -> None:
    """An actor that signs two entries of one number is found out by what its next one follows."""
    history, entries = record(1)
    other = entry(just_opened(), "fern", FERN, body={"n": "another"})
    later = entry(history, "fern", FERN)
    assert failed([entries[0], other, later]) == (2, "broken-chain")


def test_an_entry_cannot_be_dated_after_a_checkpoint_it_never_saw() -> None:
    """What an entry says it has seen is a checkpoint of this record that all parties had cosigned."""
    history, entries = record(4)
    seen = (history.size, history.root.hex())
    data = entry(history, "fern", FERN, seen_size=seen[0], seen_root=seen[1])
    assert failed([*entries, data]) == (5, "not-seen")
    assert verify_record([*entries, data], [cosigned(history.checkpoint())], trust()).failure is None
    assert failed([*entries, data], cosigned(history.checkpoint(), "fern")) == (5, "not-seen")
    false = entry(history, "fern", FERN, seen_size=seen[0], seen_root=NOT_SEEN[1])
    assert failed([*entries, false], cosigned(history.checkpoint())) == (5, "not-seen")


# -- the whole --------------------------------------------------------------------------------


def test_a_deleted_entry_breaks_the_checkpoint() -> None:
    """Without the last entry of a party the tree is smaller than the one that was cosigned."""
    history, entries = record(6)
    assert failed(entries[:-1], cosigned(history.checkpoint())) == (6, "truncated")


def test_a_rewritten_end_is_another_history() -> None:
    """Somebody who holds both keys signs the end anew; the checkpoint that was cosigned before does not cover it."""
    history, _ = record(6)
    before = cosigned(history.checkpoint())
    anew, rewritten = record(5)
    rewritten.append(entry(anew, "lark", LARK, body={"n": "rewritten"}))
    assert failed(rewritten, before) == (6, "fork")


def test_two_histories_of_one_size_are_a_fork() -> None:
    """An operator that shows each party another history is caught where two cosigned roots of one size meet."""
    one, _ = record(6)
    other, _ = record(6, kind="facts.attested")
    with pytest.raises(Refusal) as why:
        same_size(cosigned(one.checkpoint(), "fern"), cosigned(other.checkpoint(), "lark"))
    assert why.value.kind == "fork"


def test_a_history_rolled_back_does_not_continue() -> None:
    """A record restored from an old copy and continued in another way is not consistent with what was cosigned."""
    _, entries = record(9)
    _, other = record(9, kind="facts.attested")
    leaves = [leaf_hash(data) for data in entries]
    forged = [*leaves[:4], *(leaf_hash(data) for data in other[4:])]
    with pytest.raises(Refusal):
        verify_consistency(7, 10, root_of(leaves[:7]), root_of(forged), consistency_proof(7, forged))


def test_a_record_opened_with_other_keys_is_not_that_of_the_contract() -> None:
    """Whoever opens a record anew with keys of its own meets the keys that the contract names."""
    _, entries = record(2)
    assert failed(entries, keys={"fern": (FERN.public.data,), "lark": (OTHER.public.data,)}) == (0, "not-trusted")
    assert failed(entries, origin="comity/other") == (0, "other-alliance")


def test_one_party_alone_makes_nothing_final() -> None:
    """A checkpoint that only Fern cosigned is kept, and finishes nothing."""
    history, entries = record(4)
    found = verify_record(entries, [cosigned(history.checkpoint(), "fern")], trust())
    assert found.failure is None
    assert found.final_size == 0


def test_a_record_is_opened_once_and_first() -> None:
    """A second opening, or any other first entry, is refused."""
    history = just_opened()
    assert refused(history, entry(history, "fern", FERN, OPENED, {"origin": ORIGIN})) == "opened-twice"
    assert refused(History(), entry(History(), "fern", FERN)) == "not-opened"
    assert refused(History(), opening(keeper="nobody")) == "bad-entry"


def test_the_state_of_a_history_can_be_kept() -> None:
    """A history made from its state takes the same next entry and comes to the same root."""
    history, _ = record(9)
    again = History.of_state(history.state())
    data = entry(history, "lark", LARK)
    taken(history, data, {})
    taken(again, data, {})
    assert again.state() == history.state()


def test_an_entry_is_read_as_it_was_made() -> None:
    """Reading the payload of an entry and writing it again gives the same bytes."""
    payload = opened(entry(just_opened(), "lark", LARK, body={"rows": 12, "of": ["a", "b"]})).payload
    assert read_payload(payload).encoded() == payload
