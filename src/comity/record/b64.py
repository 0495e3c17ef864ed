"""Base64 in its one spelling: RFC 4648, section 4, padded, with unused bits zero."""

from __future__ import annotations

from base64 import b64decode, b64encode


def from_base64(text: str) -> bytes:
    """Return the bytes that a text stands for. ValueError, with the reason, for any text but the one they encode to."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise ValueError("this is no base64") from None
    if b64encode(data).decode() != text:
        raise ValueError("this base64 has a second spelling of its last letter")
    return data
