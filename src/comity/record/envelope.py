"""The signed form of an entry: a DSSE envelope with one signature, in canonical bytes.

DSSE, protocol v1.0.2: what is signed is PAE(type, payload), so that no payload can pass for one of another type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pybase64 import b64decode, b64encode

from comity.record.keys import SecretKey
from comity.record.refusal import Refusal

PAYLOAD_TYPE = "application/vnd.comity.entry.v1+json"
"""The type of an entry; its version stands in it."""

_HEAD, _MIDDLE = b'{"payload":"', b'","payloadType":"%b","signatures":[{"keyid":"' % PAYLOAD_TYPE.encode()
_SIGNATURE, _END = b'","sig":"', b'"}]}'
"""The canonical bytes have one layout, so that they can be read without a parser: payload, key id and signature stand
in base64, hex and base64 between these four texts, and the last two have one length."""
_SIGNATURE_BYTES = 64
_SIGNATURE_AT = -len(_END) - 88
_KEY_END = _SIGNATURE_AT - len(_SIGNATURE)
_KEY_AT = _KEY_END - 32
_PAYLOAD_AT, _PAYLOAD_END, _SIGNATURE_END = len(_HEAD), _KEY_AT - len(_MIDDLE), -len(_END)
_IS_KEY_ID = re.compile(rb"[0-9a-f]{32}").fullmatch


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return the bytes that are signed (DSSE, pre-authentication encoding)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


_BEFORE = pae(PAYLOAD_TYPE, b"").removesuffix(b"0 ")


@dataclass(slots=True)
class Envelope:
    """A payload, the key that signed it (its id) and the signature. Not to be changed, as a payload (entry.py)."""

    payload: bytes
    key_id: str
    signature: bytes

    @property
    def signed(self) -> bytes:
        """The bytes under the signature."""
        return b"%b%d %b" % (_BEFORE, len(self.payload), self.payload)

    @property
    def with_signature(self) -> bytes:
        """The signature, and the bytes under it."""
        return b"%b%b%d %b" % (self.signature, _BEFORE, len(self.payload), self.payload)

    def encoded(self) -> bytes:
        """Return the canonical bytes of the envelope (RFC 8785), which are the leaf of the tree."""
        return _written(b64encode(self.payload), self.key_id.encode(), b64encode(self.signature))


def seal(payload: bytes, key: SecretKey) -> Envelope:
    """Sign a payload."""
    return Envelope(payload, key.public.key_id, key.sign(pae(PAYLOAD_TYPE, payload)))


def opened(data: bytes) -> Envelope:
    """Read an envelope; Refusal for any bytes but those that `encoded` would write. The signature is not verified.

    It is written again and compared: that is what one spelling means, of base64 too.
    """
    key_id, text, sig = data[_KEY_AT:_KEY_END], data[_PAYLOAD_AT:_PAYLOAD_END], data[_SIGNATURE_AT:_SIGNATURE_END]
    try:
        payload, signature = b64decode(text, None, True), b64decode(sig, None, True)  # by keyword twice as long
    except ValueError:
        raise Refusal("bad-envelope", "this is no base64") from None
    is_same = data == _written(b64encode(payload), key_id, b64encode(signature))
    if not is_same or _IS_KEY_ID(key_id) is None or not payload or len(signature) != _SIGNATURE_BYTES:
        raise Refusal("bad-envelope", "this is no entry in its one spelling: an envelope with a single signature")
    return Envelope(payload, key_id.decode(), signature)


def _written(payload: bytes, key_id: bytes, signature: bytes) -> bytes:
    return b"".join((_HEAD, payload, _MIDDLE, key_id, _SIGNATURE, signature, _END))
