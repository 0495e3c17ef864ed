"""Commitments: what stands in the record for personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.commitment import commitment, opens
from comity.record.refusal import Refusal


def test_the_published_vector() -> None:
    """RFC 4231, 4.2: its key has 20 bytes; HMAC fills keys with zeros, so with 12 zeros it is the same key."""
    made = commitment(b"\x0b" * 20 + bytes(12), b"Hi There")
    assert made == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.binary(max_size=40))
def test_a_commitment_opens_with_its_own_payload_only(salt: bytes, payload: bytes, other: bytes) -> None:
    """Salt and payload open it; another payload, or another salt, does not."""
    made = commitment(salt, payload)
    assert opens(made, salt, payload)
    assert opens(made, salt, other) == (payload == other)
    assert not opens(made, bytes([salt[0] ^ 1]) + salt[1:], payload)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_salt_has_32_bytes(length: int) -> None:
    """A shorter salt could be guessed; another length is refused, and opens nothing."""
    with pytest.raises(Refusal):
        commitment(bytes(length), b"7")
    assert not opens("0" * 64, bytes(length), b"7")
