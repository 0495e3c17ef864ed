"""What an act is about: a clause, a member, a period."""

from __future__ import annotations

from datetime import date

from comity.agreement.acts import Act
from comity.clauses.court import Court
from comity.clauses.life.cases import Run
from comity.clauses.spans import end_of
from comity.clauses.track import Track
from comity.kernel.period import Period
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A clause and member, and one of its periods (None: none is named).

    `coming` is the period named where it has not begun yet on the day of the act; it has no index before it does.
    """

    track: Track
    index: int | None
    coming: Period | None = None

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
    found = [_within(track, rest, act.on) for track in tracks.values()]
    matching = [target for target in found if target is not None]
    if not matching:
        return f"{name} has no period {rest}" if rest else f"{name} has several members: say which"
    return max(matching, key=lambda target: len(target.track.scope))


def _within(track: Track, rest: str, on: date) -> Target | None:
    """Return the period of a track that the words after a clause's name mean; None where they mean another's."""
    members = " ".join(member for _, member in track.scope)
    if members and rest != members and not rest.startswith(members + " "):
        return None
    period = rest[len(members) :].strip()
    if not period:
        return Target(track, None)
    index, coming = _index(track, period), _coming(track, period, on)
    return Target(track, index, coming) if index is not None or coming is not None else None


def _coming(track: Track, name: str, on: date) -> Period | None:
    """Return the period of a name where the clause will have one, and it has not begun on a day."""
    court = track.court
    try:
        period = court.calendar.period(name)
    except ValueError:
        return None
    terms = court.agreement.as_of(period.first)
    clause = terms.clauses.get(track.name)
    if clause is None or clause.every is not period.grain or period.first <= on:
        return None
    ends = end_of(clause, court.agreement.versions[-1][1])
    return period if ends is None or period.first <= ends else None


def _index(track: Track, period: str) -> int | None:
    """Return the index of a period by its name; of a row also by its key."""
    found = track.index.get(period)
    if found is not None:
        return found if track.spans[found].row is None or track.row(found) is not None else None
    for at, span in enumerate(track.spans):
        table, row = span.terms.facts.get(span.clause.table), track.row(at)
        if table is None or row is None or not table.key:
            continue
        if period == " ".join(str(row.get(column)) for column in table.key):
            return at
    return None
