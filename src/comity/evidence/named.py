"""What the entries of a record name outside of it: files, personal data, erasures, results of evaluations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from comity.evidence.versions import Version, version_of
from comity.kernel import lexical
from comity.kernel.words import signed_apart
from comity.record.documents import EVALUATED, PROPOSED, SIGNED, SUBMITTED
from comity.record.entry import Payload
from comity.record.files import needed_files
from comity.record.history import Entry
from comity.record.waves import CLOSED

ERASED, DISCLOSED = "erasure.made", "disclosure.made"
COMMITMENT, COMMITMENTS = "commitment", "commitments"
_HEX = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where something is named, by whom, and as what: `facts/ratings/2026-Q1.csv`.

    Without `is_needed` the record is whole without it.
    """

    position: int
    actor: str
    what: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A file of facts that answers entries with commitments: it was made from the personal data they stand for."""

    position: int
    path: str
    table: str
    periods: tuple[str, ...]
    commitments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The entry by which a party says that it erased personal data of a subject (a pseudonym).

    `commitments` are those it made itself in earlier entries: only these can it erase. `claimed` are the others.
    """

    position: int
    actor: str
    subject: str
    day: date
    commitments: tuple[str, ...]
    claimed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A result that a party recorded: of the record's first `size` entries, as of a day, as known on a day.

    `result`, `agreement` and those of the tables in `facts` are SHA-256 in hex. `version` is that of the Comity that
    made it. Old entries have neither version, agreement ("") nor facts (None).
    """

    position: int
    actor: str
    as_of: date
    known_at: date
    size: int
    result: str
    agreement: str
    facts: Mapping[str, str] | None
    version: Version | None


@dataclass(frozen=True, slots=True)
class Dated:
    """Who signed an entry, when by its clock, the size of the checkpoint it had seen, the day it counts from."""

    actor: str
    claimed: datetime
    seen: int
    day: date

    @property
    def on(self) -> str:
        """The day it counts from, with that of its signing if it is another: `2026-01-05 (signed 2026-03-02)`."""
        apart = signed_apart(self.day, self.claimed)
        return f"{self.day} (signed {apart})" if apart else f"{self.day}"


@dataclass(slots=True)
class Named:
    """All of it. `files` and `commitments` by their hex; `malformed` are bodies that name something in another form.

    `partly` are bodies of which that holds only for the personal data they name, so that all else in them counts.
    `dated` says of each entry when it was signed and from when it counts; `signings` are the first signatures of an
    agreement: leaf of the proposal, party, digest of the terms -> position. `otherwise` are entries of a type whose
    `schema` is of another one. Who else committed to the same data keeps them, so that they are erased only once every
    party that committed to them has erased them.
    """

    files: dict[str, list[Use]] = field(default_factory=dict)
    commitments: dict[str, list[Use]] = field(default_factory=dict)
    bases: list[Basis] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    malformed: list[tuple[int, str]] = field(default_factory=list)
    partly: list[tuple[int, str]] = field(default_factory=list)
    dated: list[Dated] = field(default_factory=list)
    signings: dict[tuple[str, str, str], int] = field(default_factory=dict)
    otherwise: list[tuple[int, str, str]] = field(default_factory=list)
    erasers: dict[str, dict[str, Erasure]] = field(default_factory=dict)

    def keepers(self, committed: str) -> frozenset[str]:
        """Return the parties that committed to personal data and have not erased them; of unknown data none."""
        return frozenset(use.actor for use in self.commitments.get(committed, ())) - self.erasers.get(
            committed, {}
        ).keys()  # fmt: skip

    def is_erased(self, committed: str) -> bool:
        """Tell whether every party that committed to personal data has erased them."""
        return committed in self.erasers and not self.keepers(committed)


def named(entries: Iterable[Entry]) -> Named:
    """Return what entries name, in the order of the record."""
    found = Named()
    committed: dict[str, tuple[str, ...]] = {}
    for position, entry in enumerate(entries):
        payload = entry.payload
        found.dated.append(Dated(payload.actor, payload.claimed_at, payload.seen_size, payload.effective_at))
        if not payload.is_of_its_schema:
            found.otherwise.append((position, payload.type, payload.schema))
        if payload.type == SIGNED:
            for leaf in payload.refs:
                found.signings.setdefault((leaf, payload.actor, str(payload.body.get("digest"))), position)
        try:
            _take(found, position, payload)
            if payload.type not in (SUBMITTED, ERASED) and (made := _commitments(payload.body)):
                committed[entry.leaf.hex()] = made
            rests = [one for leaf in payload.refs for one in committed.get(leaf, ())]
            if payload.type == SUBMITTED and rests:
                found.bases.append(_basis(position, payload.body, rests))
        except (KeyError, TypeError, ValueError, AttributeError):
            found.malformed.append((position, payload.type))
    return found


def _basis(position: int, body: Mapping[str, Any], commitments: Sequence[str]) -> Basis:
    periods = body.get("periods")
    return Basis(
        position=position, path=str(body["path"]), table=str(body["table"]),
        periods=tuple(map(str, periods)) if isinstance(periods, list) else (), commitments=tuple(commitments),
    )  # fmt: skip


def _take(found: Named, position: int, payload: Payload) -> None:
    """Note what an entry names: all of it, or nothing where its body has another form (it raises then)."""
    body, actor = payload.body, payload.actor
    files = needed_files(payload)
    if payload.type in (PROPOSED, SUBMITTED, CLOSED) and not files:
        raise ValueError("it names no file")
    for file in files:
        _add(found.files, file.digest, Use(position=position, actor=actor, what=file.path))
    if payload.type in (PROPOSED, SUBMITTED):
        return
    if payload.type == EVALUATED:
        found.evaluations.append(_evaluation(position, payload))
    elif payload.type == ERASED:
        _erase(found, position, payload)
    elif payload.type == DISCLOSED:
        use = Use(position=position, actor=actor, what=str(body.get("what", "a disclosure")), is_needed=False)
        _add(found.files, body["digest"], use)
    else:
        _commit(found, position, payload)


def _commit(found: Named, position: int, payload: Payload) -> None:
    """Note what an entry commits to. One that says it in another form says all the rest all the same: an act counts."""
    made = _commitments(payload.body)
    if made is None:
        found.partly.append((position, payload.type))
    for one in made or ():
        _add(found.commitments, one, Use(position=position, actor=payload.actor, what=payload.type))


def _is_own(found: Named, actor: str, committed: str) -> bool:
    """Tell whether an entry of an actor has committed to personal data so far."""
    return any(use.actor == actor for use in found.commitments.get(committed, ()))


def _erase(found: Named, position: int, payload: Payload) -> None:
    """Note an erasure: of what its actor committed to before. Nobody erases, or excuses, what another one keeps."""
    actor, subject = payload.actor, str(payload.body["subject"])
    own: list[str] = []
    claimed: list[str] = []
    for one in dict.fromkeys(map(_hex, _texts(payload.body[COMMITMENTS]))):
        (own if _is_own(found, actor, one) else claimed).append(one)
    made = Erasure(
        position=position, actor=actor, subject=subject, day=payload.effective_at, commitments=tuple(own),
        claimed=tuple(claimed),
    )  # fmt: skip
    found.erasures.append(made)
    for one in own:
        found.erasers.setdefault(one, {}).setdefault(actor, made)


def _evaluation(position: int, payload: Payload) -> Evaluation:
    body = payload.body
    size = body.get("size", position)
    if type(size) is not int or not 0 < size <= position:
        raise ValueError("an evaluation rests on entries before it")
    as_of, known_at = lexical.date(body["as_of"]), lexical.date(body["known_at"])
    if max(as_of, known_at) - payload.claimed_at.date() > timedelta(days=1):
        raise ValueError("nobody knows a standing that is still to come")
    version = version_of(body["comity"]) if "comity" in body else None
    if version is not None or "agreement" in body:
        _hex(body["agreement"])
    facts = {name: _hex(digest) for name, digest in body["facts"].items()} if "facts" in body else None
    return Evaluation(
        position=position, actor=payload.actor, as_of=as_of, known_at=known_at, size=size, result=_hex(body["result"]),
        agreement=body.get("agreement", ""), facts=facts, version=version,
    )  # fmt: skip


def _commitments(body: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Return the commitments in a body; None where something stands in the place of one that is none."""
    try:
        return tuple(map(_hex, _committed(body)))
    except (TypeError, ValueError):
        return None


def _committed(value: Any) -> Iterator[str]:
    """Yield the commitments in a body, wherever they stand under `commitment` or `commitments`."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            if key in (COMMITMENT, COMMITMENTS):
                yield from _texts(below)
            else:
                yield from _committed(below)
    elif isinstance(value, list):
        for below in value:
            yield from _committed(below)


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value: a list of commitments, or a map of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _texts(below)
    else:
        for below in value:
            yield from _texts(below)


def _add(into: dict[str, list[Use]], digest: object, use: Use) -> None:
    into.setdefault(_hex(digest), []).append(use)


def _hex(text: object) -> str:
    if not isinstance(text, str) or _HEX(text) is None:
        raise ValueError("64 hex digits are needed")
    return text


def positions(uses: Sequence[Use]) -> int:
    """Return the position at which something is named first."""
    return min(use.position for use in uses)
