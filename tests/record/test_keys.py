"""Ed25519 by the strict rule: RFC 8032's vectors verify, and what has a second reading does not."""

import pytest

from comity.record.keys import PublicKey, SecretKey
from comity.record.refusal import Refusal

RFC8032 = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip
"""Seed, public key, message, signature: RFC 8032, section 7.1, tests 1 to 3."""

SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
"""The eight points of small order, as ed25519-speccheck lists them (Chalkias, Garillot, Nikolaenko 2020, table 5)."""

ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC8032)
def test_published_vectors_hold(seed: str, public: str, message: str, signature: str) -> None:
    """Keys, signatures and verification are those of RFC 8032."""
    key = SecretKey(bytes.fromhex(seed))
    assert key.public.data.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    key.public.verify(bytes.fromhex(message), bytes.fromhex(signature))


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_points_of_small_order_are_no_keys(point: str) -> None:
    """Under such a key one signature would hold for many messages; it is refused before it is used."""
    with pytest.raises(Refusal) as refused:
        PublicKey(bytes.fromhex(point))
    assert refused.value.kind == "bad-key"


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    """A public key has 32 bytes."""
    with pytest.raises(Refusal):
        PublicKey(b"\x58" * length)


def test_a_second_spelling_of_a_signature_is_refused() -> None:
    """Adding the group's order to S gives other bytes for the same equation; RFC 8032 5.1.7 refuses them."""
    seed, _, message, signature = RFC8032[1]
    key, data = SecretKey(bytes.fromhex(seed)), bytes.fromhex(signature)
    s = int.from_bytes(data[32:], "little") + ORDER
    with pytest.raises(Refusal) as refused:
        key.public.verify(bytes.fromhex(message), data[:32] + s.to_bytes(32, "little"))
    assert refused.value.kind == "bad-signature"


def test_the_identity_point_verifies_nothing() -> None:
    """The signature of zeros under the identity point, which some libraries accept for every message, is refused."""
    from comity.record.keys import verify

    identity = bytes.fromhex(SMALL_ORDER[0])
    with pytest.raises(Refusal):
        verify(identity, b"any message", identity + bytes(32))


def test_a_secret_key_does_not_show_itself() -> None:
    """The text of a secret key names the public one and holds nothing of the secret."""
    key = SecretKey.new()
    assert key.seed.hex() not in repr(key)
    assert key.public.key_id in repr(key)
