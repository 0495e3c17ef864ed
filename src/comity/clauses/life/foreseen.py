"""What is judged ahead of time, by the days on which it becomes known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from comity.clauses.ahead import Ahead
from comity.clauses.court import Court
from comity.clauses.life.shape import Shape
from comity.clauses.track import Track


@dataclass(slots=True, kw_only=True)
class Foreseen:
    """The days that matter to what is judged ahead of time.

    `told` says what changes for others on a day, and from which day of the periods on; `coming` lists the rules whose
    condition holds for a period that becomes known: (track, index, rule). `quiet` are the metrics that only such tests
    read, so that nothing else follows when a figure of theirs becomes known, with the clauses they belong to.
    """

    days: set[date] = field(default_factory=set)
    told: dict[date, dict[str, date]] = field(default_factory=dict)
    coming: dict[date, list[tuple[Track, int, str]]] = field(default_factory=dict)
    quiet: dict[str, tuple[str, ...]] = field(default_factory=dict)


def foresee(court: Court, shape: Shape, touched: frozenset[str]) -> Foreseen:
    """Judge the clauses ahead of time that nothing but figures decides; `touched` are those that acts are about."""
    found = Foreseen()
    for name, tracks in court.tracks.items():
        for track in tracks.values():
            track.judge_ahead(touched)
            if track.ahead is not None:
                _plan(found, track, track.ahead, shape.tells.get(name, ()), shape)
    found.quiet = dict(_quiet(court, shape))
    return found


def _plan(found: Foreseen, track: Track, ahead: Ahead, tells: tuple[str, ...], shape: Shape) -> None:
    found.days.update(filter(None, ahead.days))
    if tells:
        for day, first in zip(ahead.days, track.firsts, strict=True):
            if day is None:
                continue
            told = found.told.setdefault(day, {})
            for source in tells:
                if source not in told or first < told[source]:
                    told[source] = first
    for name, column in ahead.whens.items():
        if (track.name, name) not in shape.at_once:
            for at in [at for at, when in enumerate(column) if when is True]:
                if (day := ahead.days[at]) is not None:
                    found.coming.setdefault(day, []).append((track, at, name))


def _quiet(court: Court, shape: Shape) -> Iterator[tuple[str, tuple[str, ...]]]:
    capping = {name for names in shape.cap_metrics.values() for name in names}
    for need, names in shape.dependents.items():
        kind, _, metric = need.partition(".")
        if kind == "metrics" and metric not in capping:
            tracks = (track for name in names for track in court.tracks[name].values())
            if all(track.ahead is not None and need not in track.ahead.later for track in tracks):
                yield metric, names
