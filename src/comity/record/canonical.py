"""One spelling for what is signed: JSON by RFC 8785, within a profile that leaves nothing to a parser's taste.

Values are texts, whole numbers up to 2^53-1 in size, truths, lists, and maps with plain ASCII keys. There are no
fractions (decimals are texts), no null (what is absent is left out), and no second way to write the same value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from comity.record.refusal import Refusal

LARGEST = 2**53 - 1
"""Beyond it JSON numbers are not the same for every reader (RFC 8785, appendix D; RFC 7493, section 2.2)."""
MOST_LEVELS = 32
_KEY = re.compile(r"[a-zA-Z][a-zA-Z0-9_.]*").fullmatch


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value. Refusal where the profile has no place for it."""
    check(value)
    return _bytes(value)


def decode(data: bytes) -> Any:
    """Return the value of canonical bytes; Refusal for any other spelling, be it the same JSON value."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as failure:
        raise Refusal("not-canonical", f"this is no JSON: {failure}") from None
    check(value)
    if _bytes(value) != data:
        raise Refusal("not-canonical", "this is not the canonical spelling of its value (RFC 8785)")
    return value


def _plain(levels: int) -> str:
    text, key = '"[^"]*+"', '"[a-zA-Z][a-zA-Z0-9_.]*+"'
    bare = rf"{text}|-?[0-9]{{1,15}}+(?![0-9.eE])|true|false"
    value = f"(?>{bare})"
    for _ in range(levels):  # a map is begun once: tried as one of fewer levels first, it would be read again for each
        value = rf"(?>{bare}|\[(?:{value}(?:,{value})*+)?+\]|\{{(?:{key}:{value}(?:,{key}:{value})*+)?+\}})"
    return value


PLAIN = _plain(3)
"""A pattern: what matches it, and has no backslash, keeps to the profile, if it is JSON at all. Most values do (few
levels, no escape in a text, no long number), and then need not be looked at one by one."""


def decode_plain(data: bytes) -> Any:
    """Return the value of canonical bytes without a backslash that match PLAIN; Refusal for any other spelling."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as failure:
        raise Refusal("not-canonical", f"this is no JSON: {failure}") from None
    if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) != data:
        raise Refusal("not-canonical", "this is not the canonical spelling of its value (RFC 8785)")
    return value


def _bytes(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError) as failure:
        raise Refusal("not-canonical", f"this cannot be written as JSON: {failure}") from None


def check(value: object, levels: int = MOST_LEVELS) -> None:
    """Raise Refusal unless a value keeps to the profile."""
    kind = type(value)
    if kind is str or kind is bool:
        return
    if kind is int:
        if not -LARGEST <= value <= LARGEST:  # type: ignore[operator]
            raise Refusal("not-canonical", f"{value} is too large a number; write it as a text")
        return
    if levels == 0:
        raise Refusal("not-canonical", f"this is nested more than {MOST_LEVELS} levels deep")
    if isinstance(value, Mapping):
        for key, below in value.items():
            if type(key) is not str or _KEY(key) is None:
                raise Refusal("not-canonical", f"{key!r} cannot be a key: letters, digits, _ and . are allowed")
            check(below, levels - 1)
    elif isinstance(value, list | tuple):
        for below in value:
            check(below, levels - 1)
    else:
        raise Refusal("not-canonical", f"{value!r} is no text, whole number, truth, list or map")
