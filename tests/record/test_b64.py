"""Base64 has one spelling: what is read is what would be written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.b64 import from_base64

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


@pytest.mark.parametrize("text", ["QQ", "QQ=", "QQ===", "Q", "QQ==\n", " QQ==", "Q-Q=", "Qé=="])
def test_what_is_no_base64_is_refused(text: str) -> None:
    """No padding, too much of it, a space, or a letter of another alphabet."""
    with pytest.raises(ValueError, match="this is no base64"):
        from_base64(text)


def test_the_bits_that_say_nothing_are_zero() -> None:
    """`QR==` would be read as `QQ==` by most programs: one byte, spelt twice."""
    assert from_base64("QQ==") == b"A"
    with pytest.raises(ValueError, match="second spelling"):
        from_base64("QR==")


@given(st.text(LETTERS, max_size=12), st.text(LETTERS, max_size=12))
def test_two_texts_never_stand_for_the_same_bytes(one: str, other: str) -> None:
    """Of two texts that are read, different ones give different bytes."""
    found = []
    for text in {one, other}:
        try:
            found.append(from_base64(text))
        except ValueError:
            continue
    assert len(set(found)) == len(found)
