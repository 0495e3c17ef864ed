"""Many signatures verified at once, in another thread or process, which loads no more than it needs for that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from comity.record.keys import PUBLIC_BYTES, verify_signed
from comity.record.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Signed:
    """Signatures that are to be verified, in as few pieces as may be: that is how they travel to another process.

    `publics` are their keys, 32 bytes each; `data` is of each its signature with what was signed, up to `ends`.
    """

    publics: bytes
    data: bytes
    ends: tuple[int, ...]

    @classmethod
    def of(cls, some: Sequence[tuple[bytes, bytes]]) -> Signed:
        """Return the same of pairs: a key, and a signature with what was signed."""
        publics, data = zip(*some, strict=True) if some else ((), ())
        return cls(b"".join(publics), b"".join(data), tuple(accumulate(map(len, data))))

    def each(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield the pairs again."""
        start = 0
        for at, end in enumerate(self.ends):
            yield self.publics[at * PUBLIC_BYTES : (at + 1) * PUBLIC_BYTES], self.data[start:end]
            start = end


def first_wrong(signed: Signed) -> int | None:
    """Return the number of the first signature that is not right, from 0; None where all are."""
    for number, (public, data) in enumerate(signed.each()):
        try:
            verify_signed(public, data)
        except Refusal:
            return number
    return None
