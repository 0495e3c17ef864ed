"""Proofs of single entries: read as they are written, verified from the trust file alone, and nothing else passes."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.history import ENROLLED, read_entry
from comity.record.merkle import EMPTY
from comity.record.note import Checkpoint, read_checkpoint
from comity.record.proof import FIRST_LINE, Proof, proof_of, read_proof, verify_proof
from comity.record.refusal import Refusal
from comity.record.store import taken
from tests.record.making import FERN, LARK, ORIGIN, OTHER, cosigned, enrolled, entry, opened, opening, record, trust

LEAVES = [read_entry(data).leaf for data in record(40)[1]]


def proof(index: int, size: int, *who: str) -> Proof:
    """Return the proof of an entry of the record of Fern and Lark under its checkpoint of a size."""
    history, entries = record(size - 1)
    return proof_of(index, entries[index], LEAVES[:size], cosigned(history.checkpoint(), *who))


@given(st.data(), st.integers(1, 41))
def test_each_entry_of_a_final_record_has_its_proof(data: st.DataObject, size: int) -> None:
    """At every size and position: the text is read as it was written, and proves its entry to whoever has the keys."""
    made = proof(data.draw(st.integers(0, size - 1)), size)
    read = read_proof(made.text())
    assert read == made
    proven = verify_proof(read, trust())
    assert proven.entry.data == record(size - 1)[1][made.index]
    assert [one.name for one in proven.cosignatures] == ["fern", "lark"]
    assert proven.is_signer_known


def test_a_proof_is_laid_out_as_c2sp_says() -> None:
    """The lines of tlog-proof: version, extra data, index, the path from below, an empty line, the checkpoint."""
    made = proof(2, 5)
    lines = made.text().split("\n")
    assert lines[0] == FIRST_LINE == "c2sp.org/tlog-proof@v1"
    assert b64decode(lines[1].removeprefix("extra ")) == made.entry
    assert lines[2] == "index 2"
    assert [b64decode(line) for line in lines[3:6]] == list(made.path)
    assert lines[6:10] == ["", ORIGIN, "5", b64encode(made.checkpoint.root).decode()]


@given(st.data())
def test_no_changed_letter_passes(data: st.DataObject) -> None:
    """Whatever letter of a proof is exchanged for another: it is refused, whether read or verified."""
    text = proof(6, 11).text()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("AZaz09+/=-\n —").filter(lambda one: one != text[at]))
    with pytest.raises(Refusal):
        verify_proof(read_proof(text[:at] + other + text[at + 1 :]), trust())


@pytest.mark.parametrize("who", ["fern", "lark"])
def test_what_one_party_did_not_cosign_is_not_proven(who: str) -> None:
    """A checkpoint that one party alone cosigned makes nothing final."""
    with pytest.raises(Refusal) as why:
        verify_proof(proof(1, 3, who), trust())
    assert why.value.kind == "not-final"


def test_another_entry_or_another_place_is_not_proven() -> None:
    """The proof of one entry with another one in it, or for another index, leads to another root."""
    made = proof(2, 8)
    other = record(7)[1][3]
    for changed in (replace(made, entry=other), replace(made, index=3), replace(made, path=made.path[:-1])):
        with pytest.raises(Refusal) as why:
            verify_proof(changed, trust())
        assert why.value.kind == "bad-proof"


def test_a_proof_counts_for_the_alliance_of_the_contract_only() -> None:
    """The same parties may have another record with the same keys; and without keys nothing is proven."""
    made = proof(1, 4)
    others: list[dict[str, Any]] = [
        {"alliance": "other"}, {"origin": "comity/other"}, {"keys": {}}, {"keys": {"fern": ()}}
    ]  # fmt: skip
    for other in others:
        with pytest.raises(Refusal):
            verify_proof(made, trust(**other))
    with pytest.raises(Refusal):
        verify_proof(made, trust(keys={"fern": (FERN.public.data,), "lark": (OTHER.public.data,)}))


def with_a_later_key() -> tuple[Proof, bytes]:
    """Return the proof of an entry that Lark signed with a key it enrolled, and the same with a false signature."""
    history, entries = opened(), [opening()]
    entries.append(entry(history, "lark", LARK, ENROLLED, enrolled(OTHER)))
    taken(history, entries[-1], {})
    entries.append(entry(history, "lark", OTHER))
    taken(history, entries[-1], {})
    leaves = [read_entry(data).leaf for data in entries]
    return proof_of(2, entries[2], leaves, cosigned(history.checkpoint())), entries[2]


def test_a_later_key_is_told() -> None:
    """The entry is proven by both cosignatures; that its own signature was not verified here is said."""
    made, data = with_a_later_key()
    proven = verify_proof(made, trust())
    assert (proven.entry.data, proven.is_signer_known) == (data, False)


def test_the_signature_of_a_first_key_is_verified() -> None:
    """An entry with a false signature that both would have cosigned all the same is not proven."""
    history = opened()
    good = read_entry(entry(history, "fern", FERN))
    envelope = replace(good.envelope, signature=bytes(64))
    bad = read_entry(envelope.encoded())
    history.growth.add(bad.leaf)
    leaves = [read_entry(opening()).leaf, bad.leaf]
    with pytest.raises(Refusal) as why:
        verify_proof(proof_of(1, bad.data, leaves, cosigned(history.checkpoint())), trust())
    assert why.value.kind == "bad-signature"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (FIRST_LINE, "c2sp.org/tlog-proof@v2"), ("extra ", "other "), ("index 6", "index 06"), ("index 6", "6"),
        ("index 6", "index -6"), ("index 6\n", "index 6\nAAAA\n"), ("\n\n", "\n"),
        ("index 6\n", "index 6\n" + f"{b64encode(EMPTY).decode()}\n" * 65),
    ],
)  # fmt: skip
def test_a_proof_in_another_form_is_refused(old: str, new: str) -> None:
    """Each line has one form, and a path has at most 64 hashes."""
    with pytest.raises(Refusal) as why:
        read_proof(proof(6, 11).text().replace(old, new, 1))
    assert why.value.kind == "bad-proof"


def test_the_checkpoint_of_a_proof_is_that_of_the_record() -> None:
    """It stands there as it was cosigned, and is read like any other."""
    made = proof(0, 1)
    note = made.text().partition("\n\n")[2]
    found: Checkpoint = read_checkpoint(note)
    assert found == made.checkpoint
    assert made.path == ()
