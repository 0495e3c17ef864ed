"""What an act is about: a clause, a member, a period."""

from __future__ import annotations

from dataclasses import dataclass

from comity.agreement.acts import Act
from comity.clauses.court import Court
from comity.clauses.life.cases import Run
from comity.clauses.track import Track


@dataclass(frozen=True, slots=True)
class Target:
    """A clause and member, and one of its periods (None: none is named)."""

    track: Track
    index: int | None

    def holds(self, run: Run) -> bool:
        """Tell whether a step belongs to what the act is about."""
        return run.case.track is self.track and self.index in (None, run.case.index)


def target_of(court: Court, act: Act) -> Target | str | None:
    """Return what an act is about, None if it does not say, or why that cannot be found."""
    if not act.about:
        return None
    name, rest = act.about[0], " ".join(act.about[1:])
    tracks = court.tracks.get(name)
    if tracks is None:
        return f"{name} is no clause"
    found = [_within(track, rest) for track in tracks.values()]
    matching = [target for target in found if target is not None]
    if not matching:
        return f"{name} has no period {rest}" if rest else f"{name} has several members: say which"
    return max(matching, key=lambda target: len(target.track.scope))


def _within(track: Track, rest: str) -> Target | None:
    """Return the period of a track that the words after a clause's name mean; None where they mean another's."""
    members = " ".join(member for _, member in track.scope)
    if members and rest != members and not rest.startswith(members + " "):
        return None
    period = rest[len(members) :].strip()
    if not period:
        return Target(track, None)
    index = _index(track, period)
    return Target(track, index) if index is not None else None


def _index(track: Track, period: str) -> int | None:
    """Return the index of a period by its name; of a row also by its key."""
    found = track.index.get(period)
    if found is not None:
        return found
    for at, span in enumerate(track.spans):
        table = span.terms.facts.get(span.clause.table)
        if span.row is not None and table is not None and table.key:
            row = span.row.states[-1][1]
            if period == " ".join(str(row.get(column)) for column in table.key):
                return at
    return None
