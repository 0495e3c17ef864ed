"""Where something stands in a record, by whom, and from when it counts."""

from __future__ import annotations

from datetime import date

from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where something stands in the record: its position, its leaf (hex), who signed it, and the day it counts for.

    `waits` tells that the keeper has not put it in order yet; the position is then the one it would get now.
    """

    position: int
    leaf: str
    entry_id: str
    actor: str
    day: date
    waits: bool = False
