"""What parties put on record beside facts and acts: concerns and answers, weights, events, what was disclosed.

None of it changes a figure, a verdict or a clock. A pure reading of bodies (docs/reference/record.md, section 6);
entries whose body has another form are passed over here, and whoever signs looks at them before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass as standard
from dataclasses import field, replace
from datetime import date
from typing import Any

from comity.kernel.values import dataclass
from comity.record.entry import Payload
from comity.record.origin import Origin

RAISED, ANSWERED = "concern.raised", "concern.answered"
JUDGED, AGREED = "weights.judged", "weights.agreed"
OCCURRED, DISCLOSED = "event.occurred", "disclosure.made"
LONGEST = 2_000
"""Letters that a text in an entry has at most, where a person writes it by hand."""
LONGEST_JUDGEMENT = 2**16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a concern. Its raiser answers it to take it back."""

    origin: Origin
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A concern about something of the agreement, by its name; open until it has an answer.

    `text` is empty where the words are personal data and lie in a vault.
    """

    origin: Origin
    about: str
    text: str
    answers: tuple[Answer, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return not self.answers


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedWeights:
    """How a party judges the weights of the scorecard: its document, as docs/reference/weights.md has it."""

    origin: Origin
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedWeights:
    """Weights that parties settled on, dimension -> share as a decimal text; party -> day on which it signed.

    They bind nobody until an amendment says them.
    """

    origin: Origin
    weights: Mapping[str, str]
    signed: Mapping[str, date]

    def since(self, parties: Iterable[str]) -> date | None:
        """Return the day on which the last of the parties signed; None while one has not."""
        days = [self.signed.get(party) for party in parties]
        found = [day for day in days if day is not None]
        return max(found) if found and len(found) == len(days) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as a party states it, and what shows it."""

    origin: Origin
    name: str
    evidence: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A file that was given to somebody: to whom, which (name and SHA-256), why, under what protection.

    `figures` are the metrics whose figures it shows.
    """

    origin: Origin
    to: str
    what: str
    digest: str
    why: str
    under: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """All of it, each kind in the order of the record."""

    concerns: tuple[Concern, ...] = ()
    judged: tuple[JudgedWeights, ...] = ()
    agreed: tuple[AgreedWeights, ...] = ()
    events: tuple[Event, ...] = ()
    disclosed: tuple[Disclosed, ...] = ()

    def known_on(self, day: date) -> Statements:
        """Return what was known on a day; a concern that was answered later was still open."""
        return Statements(
            concerns=tuple(
                replace(one, answers=tuple(answer for answer in one.answers if answer.origin.day <= day))
                for one in self.concerns
                if one.origin.day <= day
            ),
            judged=tuple(one for one in self.judged if one.origin.day <= day),
            agreed=tuple(
                replace(one, signed={party: on for party, on in one.signed.items() if on <= day})
                for one in self.agreed
                if one.origin.day <= day
            ),
            events=tuple(one for one in self.events if one.origin.day <= day),
            disclosed=tuple(one for one in self.disclosed if one.origin.day <= day),
        )


@standard(slots=True)
class StatementReader:
    """Takes entries one after another, in order. What answers an entry finds it by its leaf."""

    concerns: dict[str, Concern] = field(default_factory=dict)
    judged: list[JudgedWeights] = field(default_factory=list)
    agreed: dict[str, AgreedWeights] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    disclosed: list[Disclosed] = field(default_factory=list)

    def take(self, origin: Origin, payload: Payload) -> None:
        """Take an entry; one of another type is passed over."""
        takes: Mapping[str, Callable[[Origin, Payload], None]] = {
            RAISED: self._raised, ANSWERED: self._answered, JUDGED: self._judged, AGREED: self._agreed,
            OCCURRED: self._occurred, DISCLOSED: self._disclosed,
        }  # fmt: skip
        take = takes.get(payload.type)
        if take is not None:
            take(origin, payload)

    def found(self) -> Statements:
        """Return all that was taken."""
        return Statements(
            concerns=tuple(self.concerns.values()), judged=tuple(self.judged), agreed=tuple(self.agreed.values()),
            events=tuple(self.events), disclosed=tuple(self.disclosed),
        )  # fmt: skip

    def _raised(self, origin: Origin, payload: Payload) -> None:
        about, text = _text(payload.body, "about"), _text(payload.body, "text")
        self.concerns[origin.leaf] = Concern(origin=origin, about=about, text=text)

    def _answered(self, origin: Origin, payload: Payload) -> None:
        answer = Answer(origin=origin, text=_text(payload.body, "text"))
        for leaf in payload.refs:
            one = self.concerns.get(leaf)
            if one is not None:
                self.concerns[leaf] = replace(one, answers=(*one.answers, answer))

    def _judged(self, origin: Origin, payload: Payload) -> None:
        text = _text(payload.body, "text")
        if 0 < len(text) <= LONGEST_JUDGEMENT:
            self.judged.append(JudgedWeights(origin=origin, text=text))

    def _agreed(self, origin: Origin, payload: Payload) -> None:
        """A first signature, or one more under the same weights."""
        weights = payload.body.get("scorecard")
        if not isinstance(weights, Mapping) or not all(isinstance(one, str) for one in weights.values()):
            return
        for leaf in payload.refs:
            one = self.agreed.get(leaf)
            if one is not None and one.weights == weights:
                self.agreed[leaf] = replace(one, signed={origin.actor: origin.day, **one.signed})
                return
        self.agreed[origin.leaf] = AgreedWeights(origin=origin, weights=weights, signed={origin.actor: origin.day})

    def _occurred(self, origin: Origin, payload: Payload) -> None:
        name, evidence, says = (_text(payload.body, key) for key in ("name", "evidence", "says"))
        if name:
            self.events.append(Event(origin=origin, name=name, evidence=evidence, says=says))

    def _disclosed(self, origin: Origin, payload: Payload) -> None:
        to, what, digest, why, under = (_text(payload.body, key) for key in ("to", "what", "digest", "why", "under"))
        figures = payload.body.get("figures")
        names = tuple(map(str, figures)) if isinstance(figures, list) else ()
        if to:
            self.disclosed.append(
                Disclosed(origin=origin, to=to, what=what, digest=digest, why=why, under=under, figures=names)
            )


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""
