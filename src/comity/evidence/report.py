"""What a verification found, one finding after another: proven, attested, erased, missing or corrupt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Found(Enum):
    """How far something can be relied on.

    *Proven*: it follows from the keys that were trusted before. *Attested*: somebody signed for it, and it cannot be
    computed again. *Erased*: personal data that were taken away, as a signed entry says. *Missing*: it should be here
    and is not. *Corrupt*: it is here and is not what was signed.
    """

    PROVEN = "proven"
    ATTESTED = "attested"
    ERASED = "erased"
    MISSING = "missing"
    CORRUPT = "corrupt"


class Cause(Enum):
    """Why a pack is not proven, where that says nothing against what the parties signed; for people only.

    *A copy*: it is the file by which two copies of a record meet, and no pack. *Packed again*: the archive is in other
    bytes than a pack is written in. *Other alliance*, *other keys*: the record
    was not opened with what the trust file says. *Unsigned*: entries, and the files they name, are as they were
    signed, and files that nobody signs differ.
    """

    COPY = "a copy"
    PACKED_AGAIN = "packed again"
    OTHER_ALLIANCE = "other alliance"
    OTHER_KEYS = "other keys"
    UNSIGNED = "unsigned"


DEFECTS = (Found.MISSING, Found.CORRUPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. `position` is that of the entry it is about, where it is about one.

    `about` is one of `pack`, `record`, `checkpoint`, `time`, `file`, `personal data`, `standing`. `figures` are named
    where a finding holds for some figures of a standing only.
    """

    found: Found
    about: str
    says: str
    position: int | None = None
    figures: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the finding as plain values."""
        return {
            "found": self.found.value, "about": self.about, "position": self.position, "says": self.says,
            "figures": list(self.figures),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of what a proven record comes to, each line a sentence for people. Without lines there is none of it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a pack, in the order in which it was looked at. `entries` and `final` count what is believed.

    `comes_to` tells what the record comes to (evidence.came_to); nothing where it is not proven. `cause` and
    `unsigned`, the files that nobody signs and that differ, are told in words only: they are no part of `data`.
    """

    alliance: str
    origin: str
    entries: int
    final: int
    findings: tuple[Finding, ...]
    comes_to: tuple[Part, ...] = ()
    cause: Cause | None = None
    unsigned: tuple[str, ...] = ()

    @property
    def defect(self) -> Finding | None:
        """The first thing that is missing or corrupt."""
        return next((one for one in self.findings if one.found in DEFECTS), None)

    @property
    def is_proven(self) -> bool:
        """Whether nothing is missing or corrupt. What is attested or erased is named, and leaves it proven."""
        return self.defect is None

    def of(self, found: Found) -> tuple[Finding, ...]:
        """Return the findings of one kind."""
        return tuple(one for one in self.findings if one.found is found)

    def data(self) -> dict[str, Any]:
        """Return the report as plain values (`comity verify --json`)."""
        return {
            "format": "comity verification 1",
            "proven": self.is_proven,
            "alliance": self.alliance,
            "origin": self.origin,
            "entries": self.entries,
            "final": self.final,
            "defect": self.defect.data() if self.defect is not None else None,
            "comes_to": [{"title": part.title, "lines": list(part.lines)} for part in self.comes_to],
            "findings": [one.data() for one in self.findings],
        }


def listed(words: Iterable[str], most: int = 6) -> str:
    """Return words as a list for people, shortened: `a, b and 4 more`."""
    found = list(words)
    if len(found) > most:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)
