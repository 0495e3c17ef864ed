"""Small surveys for the tests: questions, people and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random

from comity.catalogue.instrument import Question
from comity.surveys.released import Released
from comity.surveys.results import Terms, release
from comity.surveys.wave import Answer, Ballot, Batch, Given, Invitation, Said, take_in, with_seats

PARTIES = ("fern", "lark")
OPENED, CLOSED = date(2026, 3, 2), date(2026, 3, 16)
TRUST = Question(key="trust1", of="trust", says={"en": "They do what they promised."})
CHECK = Question(key="trust2", of="trust", says={"en": "We check what they say."}, reverse=True)
CALL = Question(key="call", of="communication", says={"en": "We know whom to call."})
WORDS = Question(key="change", says={"en": "What should change?"}, open=True)
QUESTIONS = (TRUST, CHECK, CALL, WORDS)
ASKS = {"fern": {"manager": 2, "team": 6}, "lark": {"": 9}}


def terms(questions: Sequence[Question] = QUESTIONS, least: int = 5, parties: Sequence[str] = PARTIES) -> Terms:
    """Return a survey on a scale of 1 to 5."""
    return Terms(questions=tuple(questions), scale=(1, 5), least=least, languages=("en",), parties=tuple(parties))


def opened(
    asks: Mapping[str, Mapping[str, int]] = ASKS, wave: str = "2026-H1", day: date = OPENED, seed: int = 1
) -> tuple[Ballot, tuple[Invitation, ...]]:  # fmt: skip
    """Return an open wave and its invitations, the same each time."""
    empty = Ballot(survey="health", wave=wave, keeper="fern", opened=day, closes=CLOSED)
    return with_seats(empty, asks, Random(seed).randbytes)


def answer(
    party: str, levels: Mapping[str, int | None], role: str = "", words: str = "", *, quotable: bool = False
) -> Answer:
    """Return one person's answer."""
    given = tuple(Given(question=key, level=level) for key, level in levels.items())
    said = (Said(question="change", text=words),) if words else ()
    return Answer(party=party, role=role, given=given, said=said, quotable=quotable)


def answered(answers: Iterable[Answer], asks: Mapping[str, Mapping[str, int]] = ASKS, wave: str = "2026-H1") -> Ballot:
    """Return a wave in which these people have answered."""
    return take_in(opened(asks, wave)[0], Batch(used=(), answers=tuple(answers)))


def party_of(party: str, levels: Sequence[int], role: str = "") -> list[Answer]:
    """Return people who chose one level each, for every question."""
    return [answer(party, {"trust1": one, "trust2": 6 - one, "call": one}, role) for one in levels]


def released(
    answers: Iterable[Answer], earlier: Sequence[Released] = (), wave: str = "2026-H1", **more: object
) -> Released:
    """Return what a wave with these answers releases."""
    day = CLOSED.replace(year=CLOSED.year + len(earlier))
    return release(answered(answers, wave=wave), terms(**more), closed=day, earlier=earlier)  # type: ignore[arg-type]
