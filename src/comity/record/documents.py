"""What the entries of a record amount to: the agreement that was signed, the files handed in, the acts, the disputes.

A pure reading of bodies (docs/reference/record.md, section 6), without the files they name and without the agreement.
Entries whose body has another form are passed over here; who signs looks at them before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import islice
from typing import Any

from comity.kernel.values import dataclass
from comity.record.entry import Payload
from comity.record.history import OPENED, Entry
from comity.record.named_file import NamedFile, is_digest, proposed_files, submitted_file
from comity.record.named_file import text_of as _text
from comity.record.origin import Origin
from comity.record.statements import StatementReader, Statements
from comity.record.waves import WaveReader, Waves

PROPOSED, SIGNED = "agreement.proposed", "agreement.signed"
SUBMITTED = "facts.submitted"
DISPUTED, SETTLED = "facts.disputed", "dispute.settled"
ACT, EVALUATED = "clause.act", "evaluation.made"
ABOUT_KEYS = ("reported by", "covers", "source")
"""What the body of a submission says of its file, in the words of about.yaml; there `_` stands for a space."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An agreement with its amendments as one party proposed it; party -> day on which it signed."""

    origin: Origin
    files: tuple[NamedFile, ...]
    digest: str
    signed: Mapping[str, date]

    def is_of(self, digest: object) -> bool:
        """Tell whether it proposes these terms. Whoever signs says which it read, and so signs no others."""
        return self.digest == digest

    def since(self, parties: Iterable[str]) -> date | None:
        """Return the day on which the last of the parties signed; None while one has not."""
        days = [self.signed.get(party) for party in parties]
        found = [day for day in days if day is not None]
        return max(found) if found and len(found) == len(days) else None

    def amendments_beside(self, other: Proposal) -> tuple[str, ...]:
        """Return the paths of its amendments that another one does not have, under whatever name."""
        there = {file.digest for file in other.files}
        return tuple(file.path for file in self.files[1:] if file.digest not in there)

    def known_on(self, day: date) -> Proposal:
        """Return it with the signatures up to a day."""
        return replace(self, signed={party: since for party, since in self.signed.items() if since <= day})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A file of facts: its table, path and digest, how many rows it has, what is said of it (keys of about.yaml)."""

    origin: Origin
    table: str
    path: str
    digest: str
    rows: int
    periods: tuple[str, ...]
    about: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """An act with everybody who signed it: `day` and `last` are day and position of the last signature needed.

    `by` are the parties, bodies or levels that did it. While a signature is missing there is no day.
    """

    origin: Origin
    by: tuple[str, ...]
    body: Mapping[str, Any]
    signed: tuple[str, ...]
    missing: tuple[str, ...]
    day: date | None
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A datum that a party disputes from a day on, and until when; `value` is what it holds for right, if it says.

    `agreed` is the number on which it ended, as its raiser says; "" where none was named.
    """

    origin: Origin
    table: str
    period: str
    scope: Mapping[str, str]
    column: str
    value: str
    reason: str
    until: date | None = None
    agreed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """All of it, each kind in the order of the record."""

    parties: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    facts: tuple[Submitted, ...] = ()
    acts: tuple[Acted, ...] = ()
    contests: tuple[Contest, ...] = ()
    statements: Statements = field(default_factory=Statements)
    waves: Waves = field(default_factory=Waves)

    def agreement_on(self, day: date | None = None) -> Proposal | None:
        """Return the agreement as it was signed by all up to a day (None: up to now), with the signatures up to then.

        Where nothing was signed by all yet, the first one that was later; where none ever was, the latest proposal.
        """
        signed = [(since, one) for one in self.proposals if (since := one.since(self.parties)) is not None]
        known = [one for since, one in signed if day is None or since <= day]
        if known:
            # An earlier one has lapsed by it, from whatever day its own last signature counts.
            found = max(known, key=lambda one: one.origin.position)
        elif signed:
            found = min(signed, key=lambda one: (one[0], one[1].origin.position))[1]
        elif self.proposals:
            found = self.proposals[-1]
        else:
            return None
        return found if day is None else found.known_on(day)

    def in_force_by(self, day: date) -> tuple[Proposal, ...]:
        """Return every text that came into force by a day, as signed by then, in the order of the proposals."""
        signed = [(since, one) for one in self.proposals if (since := one.since(self.parties)) is not None]
        known = [(since, one) for since, one in signed if since <= day]
        return tuple(
            one.known_on(day)
            for at, (since, one) in enumerate(known)
            if all(later > since for later, _ in known[at + 1 :])  # otherwise it had lapsed before all had signed it
        )

    def known_on(self, day: date) -> Documents:
        """Return what was known on a day: files, acts and disputes up to then; one that ended later was still open."""
        return replace(
            self,
            facts=tuple(one for one in self.facts if one.origin.day <= day),
            acts=tuple(one for one in self.acts if one.day is not None and one.day <= day),
            contests=tuple(
                one if one.until is None or one.until <= day else replace(one, until=None, agreed="")
                for one in self.contests
                if one.origin.day <= day
            ),
            statements=self.statements.known_on(day),
            waves=self.waves.known_on(day),
        )

    def open_proposals(self, day: date | None = None) -> tuple[Proposal, ...]:
        """Return what waited for a signature on a day (None: now): proposed after the agreement in force then."""
        found = [one if day is None else one.known_on(day) for one in self.proposals]
        signed = [one.origin.position for one in found if one.since(self.parties) is not None]
        last = max(signed, default=-1)
        return tuple(one for one in found if one.origin.position > last and (day is None or one.origin.day <= day))


def documents(entries: Iterable[Entry], waiting: Sequence[Entry] = ()) -> Documents:
    """Return what the entries of a record amount to, with those that wait for the keeper counted provisionally."""
    reader = _Reader()
    position = -1
    for position, entry in enumerate(entries):
        reader.take(entry, position, waits=False)
    for number, entry in enumerate(waiting, start=position + 1):
        reader.take(entry, number, waits=True)
    return reader.found()


def documents_at(entries: Iterable[Entry], sizes: Iterable[int]) -> Iterator[tuple[int, Documents]]:
    """Yield what the first entries of a record amount to, for each of some sizes, the smallest first, in one pass.

    A size beyond the last entry stands for all of them.
    """
    reader, ahead, position = _Reader(), iter(entries), 0
    for size in sorted(set(sizes)):
        for entry in islice(ahead, size - position):
            reader.take(entry, position, waits=False)
            position += 1
        yield size, reader.found()


@dataclass(slots=True)
class _Pending:
    """An act and its signatures so far: actor -> where it signed."""

    origin: Origin
    body: Mapping[str, Any]
    signed: dict[str, Origin]


@dataclass(slots=True)
class _Reader:
    """Takes entries one after another. What answers an entry finds it by its leaf."""

    parties: tuple[str, ...] = ()
    proposals: dict[str, Proposal] = field(default_factory=dict)
    facts: dict[str, Submitted] = field(default_factory=dict)
    acts: dict[str, _Pending] = field(default_factory=dict)
    contests: dict[str, Contest] = field(default_factory=dict)
    statements: StatementReader = field(default_factory=StatementReader)
    waves: WaveReader = field(default_factory=WaveReader)

    def take(self, entry: Entry, position: int, *, waits: bool) -> None:
        payload = entry.payload
        origin = Origin(
            position=position, leaf=entry.leaf.hex(), entry_id=payload.entry_id, actor=payload.actor,
            day=payload.effective_at, waits=waits,
        )  # fmt: skip
        take = {
            OPENED: self._opened, PROPOSED: self._proposed, SIGNED: self._signed, SUBMITTED: self._submitted,
            DISPUTED: self._disputed, SETTLED: self._settled, ACT: self._act,
        }.get(payload.type)  # fmt: skip
        if take is not None:
            take(origin, payload)
        self.statements.take(origin, payload)
        self.waves.take(origin, payload)

    def found(self) -> Documents:
        return Documents(
            parties=self.parties, proposals=tuple(self.proposals.values()), facts=tuple(self.facts.values()),
            acts=tuple(_acted(one, self.parties) for one in self.acts.values()),
            contests=tuple(self.contests.values()), statements=self.statements.found(),
            waves=self.waves.found(),
        )  # fmt: skip

    # -- one type each --------------------------------------------------------------------

    def _opened(self, _: Origin, payload: Payload) -> None:
        parties = payload.body.get("parties")
        self.parties = tuple(parties) if isinstance(parties, Mapping) else ()

    def _proposed(self, origin: Origin, payload: Payload) -> None:
        files, digest = proposed_files(payload.body), payload.body.get("digest")
        if files and is_digest(digest):
            self.proposals[origin.leaf] = Proposal(origin=origin, files=files, digest=digest, signed={})

    def _signed(self, origin: Origin, payload: Payload) -> None:
        for leaf in payload.refs:
            one = self.proposals.get(leaf)
            if one is not None and one.is_of(payload.body.get("digest")) and not self._has_lapsed(one):
                signed = {**one.signed, origin.actor: one.signed.get(origin.actor, origin.day)}
                self.proposals[leaf] = replace(one, signed=signed)

    def _has_lapsed(self, one: Proposal) -> bool:
        """A proposal lapses once a later one is signed by all: nobody can bring it back by signing it alone."""
        agreed = (other for other in self.proposals.values() if other.since(self.parties) is not None)
        return any(other.origin.position > one.origin.position for other in agreed)

    def _submitted(self, origin: Origin, payload: Payload) -> None:
        body = payload.body
        about, periods, rows = body.get("about"), body.get("periods"), body.get("rows")
        said = {key.replace("_", " "): str(text) for key, text in about.items()} if isinstance(about, Mapping) else {}
        file = submitted_file(body)
        if file is None:
            return
        self.facts[origin.leaf] = Submitted(
            origin=origin, table=_text(body, "table"), path=file.path, digest=file.digest,
            rows=rows if isinstance(rows, int) else 0,
            periods=tuple(map(str, periods)) if isinstance(periods, list) else (),
            about={key: text for key, text in said.items() if key in ABOUT_KEYS},
        )  # fmt: skip

    def _disputed(self, origin: Origin, payload: Payload) -> None:
        datum = payload.body.get("datum")
        if not isinstance(datum, Mapping):
            return
        scope = datum.get("scope")
        self.contests[origin.leaf] = Contest(
            origin=origin, table=_text(datum, "table"), period=_text(datum, "period"), column=_text(datum, "column"),
            scope={key: str(member) for key, member in scope.items()} if isinstance(scope, Mapping) else {},
            value=_text(payload.body, "value"), reason=_text(payload.body, "reason"),
        )  # fmt: skip

    def _settled(self, origin: Origin, payload: Payload) -> None:
        """A dispute ends when the party that raised it says so."""
        for leaf in payload.refs:
            one = self.contests.get(leaf)
            if one is not None and one.origin.actor == origin.actor and one.until is None:
                self.contests[leaf] = replace(one, until=origin.day, agreed=_text(payload.body, "value"))

    def _act(self, origin: Origin, payload: Payload) -> None:
        """A first signature, or one more under an act that is word for word the same."""
        for leaf in payload.refs:
            one = self.acts.get(leaf)
            if one is not None and one.body == payload.body:
                one.signed.setdefault(origin.actor, origin)
                return
        if _text(payload.body, "do"):
            self.acts[origin.leaf] = _Pending(origin, payload.body, {origin.actor: origin})


def done_by(body: Mapping[str, Any], actor: str) -> tuple[str, ...]:
    """Return who did an act: those its body names, else the actor."""
    by = body.get("by")
    return tuple(map(str, by)) if isinstance(by, list | tuple) and by else (actor,)


def signers_of(by: Iterable[str], parties: Sequence[str]) -> tuple[str, ...]:
    """Return who must sign an act: the parties that did it; all of them where a body or a level did."""
    named = tuple(by)
    return tuple(parties) if any(one not in parties for one in named) else named


def _acted(one: _Pending, parties: tuple[str, ...]) -> Acted:
    by = done_by(one.body, one.origin.actor)
    needed = signers_of(by, parties)
    missing = tuple(party for party in needed if party not in one.signed)
    last = max((one.signed[party].position for party in needed if party in one.signed), default=one.origin.position)
    day = max(one.signed[party].day for party in needed) if not missing else None
    return Acted(origin=one.origin, by=by, body=one.body, signed=tuple(one.signed), missing=missing, day=day, last=last)
