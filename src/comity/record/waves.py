"""The waves of surveys that a record tells of: opened until a day, and closed with the digest of what was released.

A pure reading of bodies (docs/reference/record.md, section 6). A wave is closed by the party that opened it, in a later
entry, and by nobody else. Of several closings the last counts: its keeper may add what was read from comments later.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from comity.kernel import lexical
from comity.kernel.values import dataclass
from comity.record.entry import Payload
from comity.record.named_file import released_file
from comity.record.origin import Origin

OPENED, CLOSED = "survey.opened", "survey.closed"
Wave = tuple[str, str]
"""A survey and its wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedWave:
    """A wave that a party opened: until which day it is to be open, and how many people of each party are asked."""

    origin: Origin
    survey: str
    wave: str
    closes: date
    asked: Mapping[str, int]
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedWave:
    """A wave that its keeper closed: the file of the released results, by its digest. `since` is the day of closing."""

    origin: Origin
    survey: str
    wave: str
    digest: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waves:
    """All waves, each kind in the order of the record; of a closed one every entry that counted."""

    opened: tuple[OpenedWave, ...] = ()
    closed: tuple[ClosedWave, ...] = ()

    def known_on(self, day: date) -> Waves:
        """Return what was known on a day."""
        return Waves(
            opened=tuple(one for one in self.opened if one.origin.day <= day),
            closed=tuple(one for one in self.closed if one.origin.day <= day),
        )

    def current(self) -> tuple[ClosedWave, ...]:
        """Return the results that count of each closed wave: the last that its keeper recorded."""
        return tuple({(one.survey, one.wave): one for one in self.closed}.values())

    def open(self) -> tuple[OpenedWave, ...]:
        """Return the waves that were opened and are not closed."""
        closed = {(one.survey, one.wave) for one in self.closed}
        return tuple(one for one in self.opened if (one.survey, one.wave) not in closed)


class WaveReader:
    """Takes the entries about waves one after another; those whose body has another form are passed over."""

    def __init__(self) -> None:
        self._opened: dict[Wave, OpenedWave] = {}
        self._closed: dict[Wave, list[ClosedWave]] = {}

    def take(self, origin: Origin, payload: Payload) -> None:
        """Take an entry, of whatever type it is."""
        if payload.type == OPENED:
            self._take_opened(origin, payload.body)
        elif payload.type == CLOSED:
            self._take_closed(origin, payload.body)

    def found(self) -> Waves:
        """Return all waves taken so far."""
        return Waves(
            opened=tuple(self._opened.values()), closed=tuple(one for of in self._closed.values() for one in of)
        )

    def _take_opened(self, origin: Origin, body: Mapping[str, Any]) -> None:
        named, closes, asked = _named(body), _day(body.get("closes")), body.get("asked")
        if named is None or closes is None or not isinstance(asked, Mapping) or named in self._opened:
            return
        counts = {str(party): count for party, count in asked.items() if type(count) is int and count >= 0}
        instrument = body.get("instrument")
        self._opened[named] = OpenedWave(
            origin=origin, survey=named[0], wave=named[1], closes=closes, asked=counts,
            instrument=instrument if isinstance(instrument, str) else "",
        )  # fmt: skip

    def _take_closed(self, origin: Origin, body: Mapping[str, Any]) -> None:
        named, file = _named(body), released_file(body)
        opened = self._opened.get(named) if named is not None else None
        if named is None or file is None or opened is None or opened.origin.actor != origin.actor:
            return
        before = self._closed.setdefault(named, [])
        since = before[0].since if before else origin.day
        before.append(ClosedWave(origin=origin, survey=named[0], wave=named[1], digest=file.digest, since=since))


def _named(body: Mapping[str, Any]) -> Wave | None:
    survey, wave = body.get("survey"), body.get("wave")
    if not isinstance(survey, str) or not isinstance(wave, str) or not survey or not wave:
        return None
    return survey, wave


def _day(value: object) -> date | None:
    try:
        return lexical.date(value) if isinstance(value, str) else None
    except ValueError:
        return None
