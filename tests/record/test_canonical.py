"""One spelling: what is written is RFC 8785, and nothing but what is written is read."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from comity.record.canonical import LARGEST, decode, encode
from comity.record.refusal import Refusal

KEYS = st.from_regex(r"[a-zA-Z][a-zA-Z0-9_.]{0,8}", fullmatch=True)
VALUES = st.recursive(
    st.text() | st.booleans() | st.integers(-LARGEST, LARGEST),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_rfc_8785(value: object) -> None:
    """Within the profile our bytes are those of another implementation of RFC 8785, and are read back as they were."""
    written = encode(value)
    assert written == rfc8785.dumps(value)  # type: ignore[arg-type]
    assert decode(written) == value


@pytest.mark.parametrize(
    "value",
    [1.5, None, LARGEST + 1, -LARGEST - 1, {"": 1}, {"1a": 1}, {"\u00e9": 1}, {1: 2}, b"bytes", "\ud800", float("nan")],
    ids=repr,
)
def test_what_the_profile_has_no_place_for_is_refused(value: object) -> None:
    """Fractions, null, large numbers, other keys and half letters have no one spelling, so they are not written."""
    with pytest.raises(Refusal) as refused:
        encode(value)
    assert refused.value.kind == "not-canonical"


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e2}', b'{"a":-0}', b'{"a":01}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}', b'\xef\xbb\xbf{"a":1}', b'{"a":1}\n', b'{"a":null}',
        b"", b'{"a":"\xff"}', b'{"a":9007199254740992}',
    ],
    ids=repr,
)  # fmt: skip
def test_another_spelling_is_not_read(data: bytes) -> None:
    """Spaces, other orders, keys twice, fractions, escapes that are not needed: the same value, but other bytes."""
    with pytest.raises(Refusal):
        decode(data)


def test_depth_is_bounded() -> None:
    """A value nested without end is refused, not followed."""
    deep: object = "x"
    for _ in range(200):
        deep = [deep]
    with pytest.raises(Refusal):
        encode(deep)
    with pytest.raises(Refusal):
        decode(b"[" * 5_000 + b"]" * 5_000)
