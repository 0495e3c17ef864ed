"""A wave while it is open: who may answer, who has, and the answers, with nothing between the two.

A token is 128 random bits. Only its digest is kept, with the party and the role it was given to, and whether it was
used; the answer lies in another list, without token and without time, and in the order of its own words. So a ballot
ties answers to parties and roles, and not to tokens. That hides nobody who is alone: where one token of a role is used,
the one answer of that role is its own. Whoever keeps the ballot could look, with the keys, and is trusted not to.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.surveys.document import decoded, encoded, from_document, to_document
from comity.surveys.released import Opened, Response
from comity.surveys.suppression import LEAST, Slice, suppress
from comity.surveys.waves import Group

TOKEN_BYTES = 16
MOST_SEATS = 5_000
_MOST_SEALED = 64 * 2**20
is_wave = re.compile(r"[0-9][0-9A-Za-z-]{0,31}").fullmatch
"""The name of a wave, such as 2026-H1 or 2026-05-04."""
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u, which are misread
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "-": "", " ": ""})
_LENGTH = 26

Asks = Mapping[str, Mapping[str, int]]
"""How many people are asked: party -> role -> number; the role "" where only a number is agreed."""
Chance = Callable[[int], bytes]
"""Gives as many random bytes as asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A right to answer once, for a party in a role; `digest` is that of its token."""

    digest: str
    party: str
    role: str
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The level that somebody chose for a question, as it stands on the scale; None: "cannot judge"."""

    question: str
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody answered to an open question."""

    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Everything that one person answered. `quotable`: they released their words to be quoted, without their party."""

    party: str
    role: str
    given: tuple[Given, ...] = ()
    said: tuple[Said, ...] = ()
    quotable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """The levels that two coders chose for one question, each without the other."""

    question: str
    first: int
    second: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One interview as two coders judged it: their pseudonyms in the order of letters, and both levels of a question.

    It is in no order of time, and says neither whose interview it was nor of which party.
    """

    coders: tuple[str, str]
    levels: tuple[Both, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A wave as its keeper seals it. Seats, answers and codes are each in an order that says nothing of people.

    `coded` are the interviews that two coded. `imports` are the digests of what came together, sorted: made with
    `salt`, of the answers alone, so that they tie none to a token.
    """

    survey: str
    wave: str
    keeper: str
    opened: date
    closes: date
    seats: tuple[Seat, ...] = ()
    answers: tuple[Answer, ...] = ()
    coded: tuple[Coded, ...] = ()
    instrument: str = ""
    salt: str = ""
    imports: tuple[str, ...] = ()

    def seat(self, digest: str) -> Seat | None:
        """Return the seat of a token's digest."""
        return next((one for one in self.seats if one.digest == digest), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A token as it is given away, once: afterwards only its digest is known."""

    party: str
    role: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Answers that come together, as one file: the digests of the tokens they used, and the answers, unconnected.

    `coded` are the interviews whose levels two people coded, `unsettled` counts their questions on which the two differ
    still.
    """

    used: tuple[str, ...]
    answers: tuple[Answer, ...]
    coded: tuple[Coded, ...] = ()
    unsettled: int = 0


def with_seats(ballot: Ballot, asks: Asks, chance: Chance) -> tuple[Ballot, tuple[Invitation, ...]]:
    """Return a new wave with a seat for everybody asked, and its invitations, by party and role."""
    found = [
        Invitation(party=party, role=role, token=_token(chance(TOKEN_BYTES)))
        for party, roles in asks.items()
        for role, count in roles.items()
        for _ in range(count)
    ]
    places = [(party, role) for party, roles in asks.items() for role in roles]
    seats = [Seat(digest=token_digest(one.token), party=one.party, role=one.role) for one in found]
    seats.sort(key=lambda seat: (places.index((seat.party, seat.role)), seat.digest))
    salt = hashlib.sha256("\n".join(["comity survey salt", *(one.token for one in found)]).encode()).hexdigest()
    return replace(ballot, seats=tuple(seats), salt=salt), tuple(found)


def token_digest(token: str) -> str:
    """Return the digest of a token, however its letters are grouped and whatever is misread for what."""
    return hashlib.sha256(b"comity survey token\n" + token.strip().lower().translate(_MISREAD).encode()).hexdigest()


def looks_like_token(token: str) -> bool:
    """Tell whether a text has the form of a token."""
    plain = token.strip().lower().translate(_MISREAD)
    return len(plain) == _LENGTH and all(letter in _LETTERS for letter in plain)


def batch_digest(ballot: Ballot, batch: Batch) -> str:
    """Return a digest of all answers and codes of a batch, in any order, and of how many tokens brought them."""
    parts = [ballot.salt.encode(), str((len(batch.used), len(batch.coded))).encode()]
    parts += [answer_bytes(one) for one in _mixed(batch.answers)]
    parts += [encoded(to_document(one)) for one in _in_order(batch.coded)]
    return hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in parts)).hexdigest()


def is_repeated(ballot: Ballot, batch: Batch) -> bool:
    """Tell whether the same answers came before; those with tokens are known by their tokens instead."""
    return not batch.used and batch_digest(ballot, batch) in ballot.imports


def take_in(ballot: Ballot, batch: Batch, least: int = LEAST) -> Ballot:
    """Return the ballot with a batch, which `answers.read_answers` has found in order.

    Of fewer than `least` answers with tokens it is not noted that they came together: that would point at people.
    """
    used = set(batch.used)
    noted = [batch_digest(ballot, batch)] if not used or len(batch.answers) >= least else []
    return replace(
        ballot,
        seats=tuple(replace(one, used=True) if one.digest in used else one for one in ballot.seats),
        answers=_mixed([*ballot.answers, *batch.answers]), coded=_in_order([*ballot.coded, *batch.coded]),
        imports=tuple(sorted([*ballot.imports, *noted])),
    )  # fmt: skip


def take_back(ballot: Ballot, batch: Batch) -> Ballot | None:
    """Return the ballot without a batch; None where exactly this one was not taken in, or it was not noted.

    A part of a batch, or anything else than what came together, would ask the ballot who answered what, and is refused.
    """
    noted = batch_digest(ballot, batch)
    if noted not in ballot.imports:
        return None
    answers, coded = Counter(ballot.answers), Counter(ballot.coded)
    gone, uncoded = Counter(batch.answers), Counter(batch.coded)
    freed = set(batch.used)
    known = {one.digest for one in ballot.seats if one.used}
    if gone - answers or uncoded - coded or freed - known:
        return None
    return replace(
        ballot,
        seats=tuple(replace(one, used=False) if one.digest in freed else one for one in ballot.seats),
        answers=_mixed((answers - gone).elements()), coded=_in_order((coded - uncoded).elements()),
        imports=tuple(sorted((Counter(ballot.imports) - Counter([noted])).elements())),
    )  # fmt: skip


def places_left(ballot: Ballot) -> Counter[tuple[str, str]]:
    """Return how many more people may answer, by party and role."""
    left = Counter((one.party, one.role) for one in ballot.seats)
    left.subtract((one.party, one.role) for one in ballot.answers)
    return left


def shared(ballot: Ballot, least: int) -> Opened:
    """Return what the parties share of an open wave: how many of each party answered, of none of its roles."""
    whole = [one for one in responses(ballot, least) if not one.role]
    return Opened(
        survey=ballot.survey, wave=ballot.wave, keeper=ballot.keeper, opened=ballot.opened, closes=ballot.closes,
        instrument=ballot.instrument, responses=tuple(whole),
    )  # fmt: skip


def responses(ballot: Ballot, least: int) -> tuple[Response, ...]:
    """Return who was asked and how many answered, each party before its roles.

    Whether somebody answered is told of no group of fewer than `least` people asked, nor of one that others leave over:
    how many answered in all is told elsewhere, so of two parties a small one hides the other as well.
    """
    asked = Counter((one.party, one.role) for one in ballot.seats)
    answered = Counter((one.party, one.role) for one in ballot.answers)
    roles = list(asked)
    groups = [Group(wave="", traits={"party": one[0], "role": one[1]}, answered=asked[one]) for one in roles]
    decided = suppress(groups, [Slice(by=()), Slice(by=("party",)), Slice(by=("party", "role"))], least=least)
    shown = {cell.traits for cell in decided.shown}
    why = {one.cell.traits: one.reason.replace("answered", "were asked") for one in decided.hidden}
    found = []
    for party in dict.fromkeys(party for party, _ in roles):
        own = [role for role in roles if role[0] == party]
        whole, total = (("party", party),), sum(answered[one] for one in own)
        found.append(_response(party, "", sum(asked[one] for one in own), total, whole in shown, why.get(whole, "")))
        for _, role in own if len(own) > 1 else ():
            cell = (("party", party), ("role", role))
            number = answered[party, role]
            found.append(_response(party, role, asked[party, role], number, cell in shown, why.get(cell, "")))
    return tuple(found)


def _response(party: str, role: str, invited: int, answered: int, shown: bool, why: str) -> Response:
    return Response(
        party=party, role=role, invited=invited, answered=answered if shown else None, reason="" if shown else why
    )


def to_bytes(ballot: Ballot) -> bytes:
    """Return a ballot as the bytes that are sealed."""
    return encoded(to_document(ballot))


def from_bytes(data: bytes) -> Ballot:
    """Return the ballot of sealed bytes. Raises document.Damaged."""
    return from_document(Ballot, decoded(data, _MOST_SEALED))


def answer_bytes(answer: Answer) -> bytes:
    """Return one answer as the bytes that are sealed for good when the wave closes."""
    return encoded(to_document(answer))


def answer_from(data: bytes) -> Answer:
    """Return the answer of sealed bytes. Raises document.Damaged."""
    return from_document(Answer, decoded(data))


def by_party(answers: Iterable[Answer], parties: Sequence[str]) -> dict[str, list[Answer]]:
    """Return the answers of each party."""
    found: dict[str, list[Answer]] = {party: [] for party in parties}
    for one in answers:
        found.setdefault(one.party, []).append(one)
    return found


def _mixed(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """Return answers in the order of their bytes, which says nothing of when they came."""
    return tuple(sorted(answers, key=answer_bytes))


def _in_order(coded: Iterable[Coded]) -> tuple[Coded, ...]:
    return tuple(sorted(coded, key=lambda one: encoded(to_document(one))))


def _token(chance: bytes) -> str:
    """Write 128 bits as 26 letters in groups, to be typed by people."""
    number = int.from_bytes(chance, "big")
    letters = "".join(_LETTERS[(number >> (5 * place)) & 31] for place in reversed(range(_LENGTH)))
    return "-".join((letters[:5], letters[5:10], letters[10:15], letters[15:20], letters[20:]))
