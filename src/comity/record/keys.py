"""Ed25519 keys and signatures by the strict rule: no point of small order, no second spelling of a signature.

`cryptography` and OpenSSL accept the identity point, under which one signature verifies every message; libsodium's
rule refuses it. Verification here is libsodium's (PyNaCl), and a public key is checked again when it is enrolled.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from nacl.bindings import (
    crypto_core_ed25519_is_valid_point,
    crypto_sign,
    crypto_sign_BYTES,
    crypto_sign_open,
    crypto_sign_seed_keypair,
)
from nacl.exceptions import BadSignatureError
from nacl.utils import random

from comity.record.refusal import Refusal

SEED_BYTES, PUBLIC_BYTES = 32, 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of 32 bytes that is a point of the main subgroup. Refusal for any other."""

    data: bytes

    def __post_init__(self) -> None:
        """Refuse what is no key, or a point of small order (RFC 8032, 8.4; libsodium's rule)."""
        if len(self.data) != PUBLIC_BYTES or not crypto_core_ed25519_is_valid_point(self.data):
            raise Refusal("bad-key", "this is no Ed25519 public key of full order")

    @property
    def key_id(self) -> str:
        """The first 16 bytes of the SHA-256 of the key, in hex: how entries name it."""
        return sha256(self.data).digest()[:16].hex()

    def verify(self, message: bytes, signature: bytes) -> None:
        """Raise Refusal unless the signature of a message was made with this key."""
        verify(self.data, message, signature)


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Raise Refusal unless `signature` (64 bytes) is that of `message` under a public key that is known to be sound."""
    if len(signature) != crypto_sign_BYTES:
        raise Refusal("bad-signature", f"a signature has {crypto_sign_BYTES} bytes, not {len(signature)}")
    verify_signed(public, signature + message)


def verify_signed(public: bytes, signed: bytes) -> None:
    """Raise Refusal unless `signed` begins with the signature (64 bytes) of the rest, as `verify` does."""
    try:
        crypto_sign_open(signed, public)
    except BadSignatureError:
        raise Refusal("bad-signature", "the signature does not belong to this message and key") from None


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key, kept as its seed of 32 bytes. It never enters the record, and its text shows nothing."""

    seed: bytes

    def __repr__(self) -> str:
        """Return a text without the key."""
        return f"SecretKey of {self.public.key_id}"

    @classmethod
    def new(cls) -> SecretKey:
        """Return a new key from the system's randomness."""
        return cls(random(SEED_BYTES))

    @property
    def public(self) -> PublicKey:
        """The public key that belongs to it."""
        return PublicKey(crypto_sign_seed_keypair(self.seed)[0])

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, 64 bytes; the same each time (RFC 8032)."""
        secret = crypto_sign_seed_keypair(self.seed)[1]
        return crypto_sign(message, secret)[:crypto_sign_BYTES]
