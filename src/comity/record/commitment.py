"""A commitment: what stands in the record for personal data, which never does (docs/reference/record.md, section 7).

A bare hash of a short answer is found by trying all answers; so a secret salt goes into it, fresh for each payload.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from comity.record.refusal import Refusal

SALT_BYTES = 32


def commitment(salt: bytes, payload: bytes) -> str:
    """Return HMAC-SHA256(salt, payload) in hex. Refusal for a salt of another length than 32 bytes."""
    if len(salt) != SALT_BYTES:
        raise Refusal("bad-salt", f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hmac.new(salt, payload, sha256).hexdigest()


def opens(committed: str, salt: bytes, payload: bytes) -> bool:
    """Tell whether a commitment was made of a payload with a salt."""
    return len(salt) == SALT_BYTES and hmac.compare_digest(commitment(salt, payload), committed)
