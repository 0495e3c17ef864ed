"""What verification asks of whoever can evaluate: a standing again, from what entries amount to and their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from comity.record.documents import Documents
from comity.record.history import Entry
from comity.record.refusal import Refusal

Files = Callable[[str], Iterator[bytes] | None]
"""Gives the bytes of a file by its SHA-256 in pieces; None where it is not there."""


Entries = Callable[[], Iterator[Entry]]
"""Gives the entries of a record in order, from the first, each time it is called: they may be too many to hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A standing that was computed again: the bytes of its document (compare.result_bytes), the digest of its terms.

    `reads` names for every table the metrics and clauses that rest on it, `facts` the digest of its rows.
    """

    document: bytes
    terms: str
    reads: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, str] = field(default_factory=dict)


class NotEvaluated(Refusal):
    """Raised where a standing cannot be computed from what is there."""

    def __init__(self, why: str) -> None:
        super().__init__("not-evaluated", why)


Evaluate = Callable[[Documents, Files, date, date], Again]
"""Computes the standing of these documents as of a day, as known on a day. Raises NotEvaluated."""
