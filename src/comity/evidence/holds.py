"""Holds: decisions that the personal data of a subject must not be erased for now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comity.record.history import Entry

PLACED, LIFTED = "hold.placed", "hold.lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold that stands: of whose data (a pseudonym), who placed it, by which entry, and why."""

    subject: str
    actor: str
    position: int
    reason: str


@dataclass(slots=True)
class Standing:
    """The holds that stand, as entries are taken in order. Only who placed a hold can lift it."""

    by_subject: dict[str, dict[str, Hold]] = field(default_factory=dict)

    def take(self, position: int, entry: Entry) -> None:
        """Take the next entry."""
        payload = entry.payload
        if payload.type == PLACED:
            subject, reason = str(payload.body.get("subject")), str(payload.body.get("reason", ""))
            made = Hold(subject=subject, actor=payload.actor, position=position, reason=reason)
            self.by_subject.setdefault(subject, {}).setdefault(payload.actor, made)
        elif payload.type == LIFTED:
            self.by_subject.get(str(payload.body.get("subject")), {}).pop(payload.actor, None)

    def on(self, subject: str) -> Sequence[Hold]:
        """Return the holds on a subject, in their order."""
        return tuple(self.by_subject.get(subject, {}).values())


def holds(entries: Iterable[Entry]) -> tuple[Hold, ...]:
    """Return the holds that stand after some entries, in their order."""
    standing = Standing()
    for position, entry in enumerate(entries):
        standing.take(position, entry)
    found = (one for subject in standing.by_subject for one in standing.on(subject))
    return tuple(sorted(found, key=lambda one: one.position))
