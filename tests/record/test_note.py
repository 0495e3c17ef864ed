"""Checkpoints and cosignatures: published examples of signed notes, one spelling, and who has cosigned what."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.keys import PublicKey
from comity.record.merkle import EMPTY
from comity.record.note import Checkpoint, key_hash, read_checkpoint
from comity.record.refusal import Refusal
from tests.record.making import FERN, LARK, ORIGIN, cosigned

PLAIN = b"\x01"
"""The signature type of an Ed25519 signature over the text itself."""


def test_the_published_note_verifies() -> None:
    """The example of golang.org/x/mod/sumdb/note: the hash of the key, and the signature over the text."""
    text = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )  # fmt: skip
    key = PublicKey(b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:])
    line = b64decode("x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=")
    assert key_hash("PeterNeumann", key, PLAIN).hex() == "c74f20a3"
    assert line[:4] == key_hash("PeterNeumann", key, PLAIN)
    key.verify(text.encode(), line[4:])


@given(st.integers(1, 2**50), st.binary(min_size=32, max_size=32), st.sets(st.sampled_from(["fern", "lark"])))
def test_a_checkpoint_is_read_as_it_was_written(size: int, root: bytes, who: set[str]) -> None:
    """A note of a checkpoint has one spelling, and reading it gives back size, root and every cosignature."""
    made = Checkpoint(origin=ORIGIN, size=size, root=root)
    made = cosigned(made, *sorted(who)) if who else made
    assert read_checkpoint(made.note()) == made
    assert (made.by("fern", FERN.public) is not None) == ("fern" in who)
    assert made.by("fern", LARK.public) is None


def test_a_cosignature_belongs_to_its_text_and_its_time() -> None:
    """With another size, root, origin or time the same bytes are no cosignature."""
    made = cosigned(Checkpoint(origin=ORIGIN, size=7, root=EMPTY[::-1]))
    note = made.note()
    for old, new in ((f"{ORIGIN}\n7", f"{ORIGIN}\n8"), (f"{ORIGIN}\n7", "other\n7")):
        with pytest.raises(Refusal):
            read_checkpoint(note.replace(old, new, 1)).by("fern", FERN.public)
    (one, _) = made.cosignatures
    late = Checkpoint(origin=ORIGIN, size=7, root=EMPTY[::-1], cosignatures=(_later(one),))
    with pytest.raises(Refusal):
        late.by("fern", FERN.public)


def _later(one: object) -> object:
    from dataclasses import replace

    return replace(one, time=one.time + 1)  # type: ignore[attr-defined, type-var]


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("\n\n", "\n"),
        lambda note: note + "\n",
        lambda note: note.replace("\n7\n", "\n07\n"),
        lambda note: note.replace("\N{EM DASH}", "-"),
        lambda note: note.replace("\n7\n", "\n7\nextension\n"),
        lambda note: note[:-1],
        lambda note: note.replace("\n", "\r\n"),
    ],
)
def test_another_spelling_is_refused(change: object) -> None:
    """A note with another line, another end or another dash is not read as the same checkpoint."""
    note = cosigned(Checkpoint(origin=ORIGIN, size=7, root=EMPTY[::-1])).note()
    with pytest.raises(Refusal):
        read_checkpoint(change(note))  # type: ignore[operator]
