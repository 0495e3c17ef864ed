"""Holds: decisions that the personal data of a subject must not be erased for now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.record.history import Entry

PLACED, LIFTED = "hold.placed", "hold.lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold that stands: of whose data (a pseudonym), who placed it, by which entry, and why."""

    subject: str
    actor: str
    position: int
    reason: str


def holds(entries: Iterable[Entry]) -> tuple[Hold, ...]:
    """Return the holds that stand after some entries, in their order. Only who placed a hold can lift it."""
    found: dict[tuple[str, str], Hold] = {}
    for position, entry in enumerate(entries):
        payload = entry.payload
        key = (payload.actor, str(payload.body.get("subject")))
        if payload.type == PLACED and key not in found:
            reason = str(payload.body.get("reason", ""))
            found[key] = Hold(subject=key[1], actor=payload.actor, position=position, reason=reason)
        elif payload.type == LIFTED:
            found.pop(key, None)
    return tuple(found.values())
