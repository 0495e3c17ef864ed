"""What is to be looked at: periods of a clause that something changed, and rules whose condition came about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from comity.clauses.track import Track

MOST = 1 << 30
"""Above every period and every rule."""


class Look(NamedTuple):
    """Look at a rule of the period `at`; where none is named, at all rules from that period on.

    `cause` is the day of the act or lapse that gave rise to it, None where a figure did.
    """

    track: Track
    at: int
    rule: str = ""
    cause: date | None = None


class Pending:
    """What is still to be looked at, clause by clause in the order in which they depend on one another."""

    __slots__ = ("_changed", "_order", "_rules")

    def __init__(self, order: Mapping[str, int]) -> None:
        self._order = order
        self._changed: dict[str, dict[Track, Look]] = {}
        self._rules: dict[str, list[Look]] = {}

    def change(self, track: Track, index: int, cause: date | None) -> None:
        """Put the periods of a track from an index on down for examination."""
        changed = self._changed.setdefault(track.name, {})
        known = changed.get(track)
        if known is None:
            changed[track] = Look(track, index, "", cause)
        elif known.at > index or known.cause is not None:
            # A figure that changed outweighs an act: what rests on it may fall.
            weighs = known.cause if cause is not None else None
            changed[track] = Look(track, min(index, known.at), "", weighs)

    def come_about(self, track: Track, index: int, rule: str) -> None:
        """Put a rule of a period judged ahead of time down, whose condition holds."""
        self._rules.setdefault(track.name, []).append(Look(track, index, rule))

    def take(self) -> list[Look]:
        """Return what is to be looked at of the first clause, member by member, however each of them is judged.

        Nothing is returned where nothing is left.
        """
        changed, rules = self._changed, self._rules
        if not changed and not rules:
            return []
        names = (*changed, *rules)
        name = min(names, key=self._order.__getitem__) if len(names) > 1 else names[0]
        found = rules.pop(name, [])
        if name in changed:
            found += changed.pop(name).values()
        if len(found) > 1:
            found.sort(key=_by_member)
        return found


def _by_member(look: Look) -> tuple[object, int, int]:
    """Order what is looked at on one day: by member, by period, then as written; what changed comes last."""
    track, at, rule, _ = look
    if not rule:
        return track.scope, MOST, MOST
    return track.scope, at, list(track.spans[at].clause.rules).index(rule) if at < len(track.spans) else -1
