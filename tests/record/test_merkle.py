"""The Merkle tree of RFC 6962: published roots, and proofs that prove what they say and nothing else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.merkle import (
    EMPTY,
    Growth,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from comity.record.refusal import Refusal

INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots over the first n inputs, as certificate-transparency and transparency-dev/merkle publish them."""


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(n.to_bytes(2, "big")) for n in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_published(size: int) -> None:
    """The tree over the published inputs has the published roots, grown leaf by leaf."""
    grown = Growth()
    for text in INPUTS[:size]:
        grown.add(leaf_hash(bytes.fromhex(text)))
    assert grown.root().hex() == ROOTS[size - 1]


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    """Without leaves the root is SHA-256 of the empty string (RFC 6962, 2.1)."""
    assert Growth().root() == EMPTY
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.integers(1, 130), st.data())
def test_every_leaf_is_proven_and_no_other(size: int, data: st.DataObject) -> None:
    """A proof shows its own leaf at its own place; with another leaf, place, size or root it shows nothing."""
    index = data.draw(st.integers(0, size - 1))
    all_ = leaves(size)
    proof, root = inclusion_proof(index, all_), root_of(all_)
    verify_inclusion(index, size, all_[index], proof, root)
    for wrong in (
        (index, size, leaf_hash(b"other"), proof, root),
        (index, size, all_[index], proof, leaf_hash(b"other")),
        (index, size, all_[index], [*proof, root], root),
        (index + 1, size, all_[index], proof, root),
    ):
        with pytest.raises(Refusal):
            verify_inclusion(*wrong)


@given(st.integers(0, 130), st.integers(0, 130))
def test_a_tree_continues_the_one_before(one: int, other: int) -> None:
    """A proof of consistency holds for the two roots it was made for, and not for a rewritten beginning."""
    old, new = sorted((one, other))
    all_ = leaves(new)
    proof = consistency_proof(old, all_)
    verify_consistency(old, new, root_of(all_[:old]), root_of(all_), proof)
    if 0 < old < new:
        rewritten = root_of([leaf_hash(b"other"), *all_[1:old]])
        with pytest.raises(Refusal):
            verify_consistency(old, new, rewritten, root_of(all_), proof)
        with pytest.raises(Refusal):
            verify_consistency(old, new, root_of(all_[:old]), root_of(all_), proof[:-1])


def test_growth_can_be_kept_and_taken_up_again() -> None:
    """The right edge is all that is needed to go on: every size continues to the same root."""
    whole = leaves(40)
    for size, _ in pairwise(range(40)):
        grown = Growth()
        for leaf in whole[:size]:
            grown.add(leaf)
        again = Growth(grown.size, grown.edge)
        for leaf in whole[size:]:
            again.add(leaf)
        assert again.root() == root_of(whole)
