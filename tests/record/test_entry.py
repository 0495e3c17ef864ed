"""The form of an entry: what its payload may hold, read in one look and step by step with one result."""

import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.record.canonical import LARGEST, PLAIN, decode, decode_plain
from comity.record.entry import Payload, _at_once, _step_by_step, read_payload
from comity.record.envelope import Envelope, opened
from comity.record.refusal import Refusal
from tests.record.making import FERN, entry
from tests.record.making import opened as just_opened

LEAF = "ab" * 32
PAYLOAD = opened(
    entry(just_opened(), "lark", FERN, body={"rows": 12, "of": ["a", "b"], "is": {"so": True}}, refs=(LEAF, LEAF))
).payload


def written(value: object) -> bytes:
    """Return canonical bytes, whatever the value."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def taken(read: Callable[[bytes], Payload | None], data: bytes) -> Payload | None:
    """Return what a way of reading makes of bytes; None where it refuses them."""
    try:
        return read(data)
    except Refusal:
        return None


def assert_alike(data: bytes) -> None:
    """Assert that what the quick way takes, the slow way takes alike."""
    quick = _at_once(data)
    if quick is not None:
        assert quick == _step_by_step(data)
    assert taken(read_payload, data) == taken(_step_by_step, data)


# -- one form ---------------------------------------------------------------------------------


def test_a_payload_is_read_at_once() -> None:
    """The usual payload needs no second look, and is what reading it step by step gives."""
    assert _at_once(PAYLOAD) is not None
    assert_alike(PAYLOAD)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("v", 2),
        ("v", True),
        ("v", "1"),
        ("actor_seq", 0),
        ("actor_seq", True),
        ("actor_seq", LARGEST + 1),
        ("actor_seq", "1"),
        ("actor_prev", "ab"),
        ("actor", "Fern"),
        ("actor", ""),
        ("alliance", "a b"),
        ("entry_id", "AB" * 16),
        ("key_id", "ab" * 15),
        ("type", "facts"),
        ("schema", "facts.submitted/0"),
        ("claimed_at", "2026-02-30T00:00:00.000000Z"),
        ("claimed_at", "2026-02-03T24:00:00.000000Z"),
        ("claimed_at", "2026-02-03T00:00:00Z"),
        ("effective_at", "2026-02-30"),
        ("effective_at", "0000-01-01"),
        ("effective_at", "20260203"),
        ("seen", {"size": -1, "root": LEAF}),
        ("seen", {"size": 0, "root": "ab"}),
        ("seen", {"size": 0, "root": LEAF, "more": 1}),
        ("seen", {"size": False, "root": LEAF}),
        ("refs", ["ab"]),
        ("refs", [LEAF, 1]),
        ("refs", LEAF),
        ("body", []),
        ("body", "text"),
        ("body", {"a": None}),
        ("body", {"a": 1.5}),
        ("body", {"a b": 1}),
        ("body", {"a": {"b": [LARGEST + 1]}}),
    ],
)
def test_a_payload_of_another_form_is_refused(key: str, value: object) -> None:
    """Each key with a value that the specification does not give it."""
    with pytest.raises(Refusal):
        read_payload(written({**orjson.loads(PAYLOAD), key: value}))


def test_a_payload_has_exactly_its_keys() -> None:
    """A key that is missing, and one too many, are refused."""
    value = orjson.loads(PAYLOAD)
    for key in value:
        with pytest.raises(Refusal):
            read_payload(written({name: one for name, one in value.items() if name != key}))
    with pytest.raises(Refusal):
        read_payload(written({**value, "w": 1}))


# -- two ways, one result ---------------------------------------------------------------------

PIECES = [
    b"", b" ", b"\n", b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"0", b"1", b"-0", b"1e3", b"1.0", b"null",
    b"true", b"\xff", b"\xc3\xa9", b"\\u00e9", b"\\n", b'},"claimed_at":"', b',"a":1', b'"a":1,', b"9007199254740992",
    b'"of"', b"999999999999999", b"1234567890123456", b'{"a":[{"b":[1]}]}', b'{"b":1,"a":1}', b'{"a":1,"a":1}',
    b"Z", b"2",
]  # fmt: skip
"""What somebody would put into a payload to be read in two ways."""


@given(st.integers(0, len(PAYLOAD)), st.integers(0, 12), st.sampled_from(PIECES) | st.binary(max_size=4))
def test_changed_bytes_are_read_alike_in_both_ways(at: int, length: int, piece: bytes) -> None:
    """A payload with a piece of it exchanged is taken by both ways of reading with one value, or by neither."""
    assert_alike(PAYLOAD[:at] + piece + PAYLOAD[at + length :])


@given(st.integers(0, 60), st.integers(0, 40), st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_a_changed_body_is_read_alike_in_both_ways(at: int, length: int, pieces: list[bytes]) -> None:
    """The same where pieces are put into the body."""
    start = PAYLOAD.index(b'"body":') + 7 + at
    assert_alike(PAYLOAD[:start] + b"".join(pieces) + PAYLOAD[start + length :])


VALUES = st.recursive(
    st.text(max_size=4) | st.integers() | st.booleans() | st.floats(allow_nan=False) | st.none(),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "b", "B.c_1", "1", "é", ""]), below, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES, max_size=3))
@example({"a": {"a": {"a": {"a": {"a": 1}}}}})
@example({"a": '},"claimed_at":"2026-01-01T00:00:00.000000Z"'})
@example({"a": {"claimed_at": "2026-01-01T00:00:00.000000Z", "effective_at": "2026-01-01"}})
def test_any_body_is_read_alike_in_both_ways(body: dict[str, Any]) -> None:
    """Whatever a body holds, both ways of reading take it with one value, or neither does."""
    try:
        data = written({**orjson.loads(PAYLOAD), "body": body})
    except orjson.JSONEncodeError:  # a number beyond 64 bits, or half of a pair of surrogates
        return
    assert_alike(data)


@given(VALUES, st.sampled_from(PIECES), st.integers(0, 30))
def test_what_is_plain_keeps_to_the_profile(value: object, piece: bytes, at: int) -> None:
    """Bytes that match the pattern of plain values are refused or taken as by the full check, with one value."""
    try:
        data = written(value)
    except orjson.JSONEncodeError:
        return
    data = data[:at] + piece + data[at:]
    if b"\\" not in data and re.fullmatch(PLAIN.encode(), data):
        assert outcome(decode_plain, data) == outcome(decode, data)


def outcome(read: Callable[[bytes], object], data: bytes) -> object:
    """Return what reading gives: the value with its types, or the kind of refusal."""
    try:
        return repr(read(data))
    except Refusal as refusal:
        return refusal.kind


# -- base64 -----------------------------------------------------------------------------------


@given(st.binary(min_size=1, max_size=40), st.data())
def test_base64_has_one_spelling(payload: bytes, data: st.DataObject) -> None:
    """With any letter of the payload's base64 changed, an envelope is refused or is another one."""
    whole = Envelope(payload, FERN.public.key_id, bytes(64)).encoded()
    end = whole.index(b'","payloadType"')
    at = data.draw(st.integers(12, end))
    letters = data.draw(st.binary(max_size=3) | st.sampled_from([b"=", b"==", b"A", b"-", b"\n", b" "]))
    changed = whole[:at] + letters + whole[at + data.draw(st.integers(0, 2)) :]
    try:
        found = opened(changed)
    except Refusal:
        return
    assert found.encoded() == changed


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
def test_unused_bits_are_zero(letter: str) -> None:
    """Of the letters before the padding only those are taken that leave the unused bits zero."""
    for text in (f"A{letter}==", f"AA{letter}="):
        data = Envelope(b"x", FERN.public.key_id, bytes(64)).encoded().replace(b'"eA=="', f'"{text}"'.encode())
        try:
            found = opened(data)
        except Refusal:
            assert letter not in ("AQgw" if text.endswith("==") else "AEIMQUYcgkosw048")
        else:
            assert found.encoded() == data
