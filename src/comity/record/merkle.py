"""The Merkle tree over the entries, as in RFC 6962, section 2: hashes, growth, proofs and their verification."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from comity.record.refusal import Refusal

Hash = bytes
"""32 bytes: SHA-256."""

EMPTY: Hash = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> Hash:
    """Return the hash of a leaf; its prefix keeps a leaf from passing for an inner node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Return the hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


class Growth:
    """The right edge of a growing tree: as many hashes as the size has bits that are 1. Root and size, no proofs."""

    __slots__ = ("edge", "size")

    def __init__(self, size: int = 0, edge: Sequence[Hash] = ()) -> None:
        self.size = size
        self.edge = list(edge)

    def add(self, leaf: Hash) -> None:
        """Add the hash of the next leaf."""
        size, edge = self.size, self.edge
        while size & 1:
            leaf = sha256(b"\x01" + edge.pop() + leaf).digest()
            size >>= 1
        edge.append(leaf)
        self.size += 1

    def root(self) -> Hash:
        """Return the root of all leaves added so far."""
        if not self.edge:
            return EMPTY
        found = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            found = node_hash(left, found)
        return found


Range = Callable[[int, int], Sequence[Hash]]
"""Gives the hashes of the leaves from one position up to, and without, another."""


def root_of(leaves: Iterable[Hash]) -> Hash:
    """Return the root over hashes of leaves."""
    grown = Growth()
    for leaf in leaves:
        grown.add(leaf)
    return grown.root()


def _split(count: int) -> int:
    """Return the largest power of two smaller than a count of two or more."""
    return 1 << (count - 1).bit_length() - 1


# -- making proofs ----------------------------------------------------------------------------


def inclusion_proof(index: int, leaves: Sequence[Hash]) -> list[Hash]:
    """Return the audit path of a leaf in the tree over `leaves` (RFC 6962, 2.1.1), lowest first."""
    if not 0 <= index < len(leaves):
        raise Refusal("no-such-leaf", f"there is no leaf {index} among {len(leaves)}")
    if len(leaves) == 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*inclusion_proof(index, leaves[:middle]), root_of(leaves[middle:])]
    return [*inclusion_proof(index - middle, leaves[middle:]), root_of(leaves[:middle])]


def consistency_proof(old: int, leaves: Sequence[Hash]) -> list[Hash]:
    """Return the proof that the tree over the first `old` leaves is the beginning of that over all (2.1.2)."""
    if not 0 <= old <= len(leaves):
        raise Refusal("no-such-size", f"{old} is no earlier size of a tree of {len(leaves)}")
    return [] if old in (0, len(leaves)) else _subproof(old, leaves, whole=True)


def _subproof(old: int, leaves: Sequence[Hash], *, whole: bool) -> list[Hash]:
    if old == len(leaves):
        return [] if whole else [root_of(leaves)]
    middle = _split(len(leaves))
    if old <= middle:
        return [*_subproof(old, leaves[:middle], whole=whole), root_of(leaves[middle:])]
    return [*_subproof(old - middle, leaves[middle:], whole=False), root_of(leaves[:middle])]


# -- verifying proofs (RFC 9162, 2.1.3.2 and 2.1.4.2) -----------------------------------------


def verify_inclusion(index: int, size: int, leaf: Hash, proof: Sequence[Hash], root: Hash) -> None:
    """Raise Refusal unless a proof shows that a leaf stands at an index of the tree of a size and root."""
    if not 0 <= index < size:
        raise Refusal("no-such-leaf", f"there is no leaf {index} in a tree of {size}")
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise Refusal("bad-proof", "the proof is too long")
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at & 1 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    if last != 0 or found != root:
        raise Refusal("bad-proof", f"the proof does not lead from leaf {index} to the root of {size}")


def verify_consistency(old: int, new: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> None:
    """Raise Refusal unless a proof shows that the tree of size `old` is the beginning of that of size `new`."""
    if not 0 <= old <= new:
        raise Refusal("bad-proof", f"a tree of {new} cannot continue one of {old}")
    if old in (0, new):
        expected = EMPTY if old == 0 else new_root
        if proof or old_root != expected:
            raise Refusal("bad-proof", f"the roots at size {old} differ")
        return
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        raise Refusal("bad-proof", "the proof is empty")
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise Refusal("bad-proof", "the proof is too long")
        if at & 1 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while at & 1 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    if last != 0 or first != old_root or second != new_root:
        raise Refusal("bad-proof", f"the tree of {new} does not continue that of {old}")
