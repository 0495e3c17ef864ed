"""What the record of an alliance holds as of a day, for whoever wants to check a standing against it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """A record as of a day: who keeps it, how many entries count by then, how many of them all parties have cosigned.

    `waiting` of them are own entries that the keeper has not put in order. `signed` has, for each text of the agreement
    that came into force (where none did, for the one that is proposed), who had signed it, each with its day. `size`
    and `root` (hex) are those of the first checkpoint cosigned by all that covers these entries, of the latest where
    none does; 0 and "" where there is none.
    """

    keeper: str
    entries: int
    final: int
    waiting: int
    signed: tuple[Mapping[str, date], ...]
    size: int
    root: str
