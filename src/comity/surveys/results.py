"""From the answers of a closed wave to what is released of them.

First it is decided, question by question, what may be shown (`shown`); every figure is then computed from shown cells
only, so that nothing has to be taken out afterwards. Earlier waves enter as they were released, never by their answers:
whoever keeps this wave needs nothing of whoever kept the last one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from comity.catalogue.instrument import Question
from comity.surveys.document import one_line
from comity.surveys.measured import Measured, dimension
from comity.surveys.released import (
    ALL,
    Change,
    DimensionResult,
    Gap,
    ItemResult,
    Released,
    Reliability,
    Theme,
)
from comity.surveys.released import Question as Put
from comity.surveys.reliable import reliability
from comity.surveys.shown import cells, item_results
from comity.surveys.sides import changed, gaps_between
from comity.surveys.wave import Answer, Ballot, by_party, responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the agreement says of the survey: its questions, scale, least group, languages and parties in order."""

    questions: tuple[Question, ...]
    scale: tuple[int, int]
    least: int
    languages: tuple[str, ...]
    parties: tuple[str, ...]

    @property
    def closed(self) -> tuple[Question, ...]:
        """The questions that are answered by a level."""
        return tuple(question for question in self.questions if not question.open)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions asked about, in the order of the questions."""
        return tuple(dict.fromkeys(question.of for question in self.closed if question.of))


def release(
    ballot: Ballot, terms: Terms, *, closed: date, earlier: Sequence[Released] = (), others: Sequence[Released] = (),
    commitments: Iterable[str] = (), themes: Sequence[Theme] = (),
) -> Released:  # fmt: skip
    """Return what a wave releases; `earlier` are the waves closed before, in the order of time.

    `others` are closed waves of other surveys of the same parties: no question of theirs may be subtracted either.
    """
    answers = by_party(ballot.answers, terms.parties)
    decided = cells(answers, terms.closed, terms.scale, terms.least, earlier, others)
    items = item_results(answers, terms.closed, terms.scale, decided)
    measured = _measured(answers, ballot, terms, items)
    return Released(
        survey=ballot.survey, wave=ballot.wave, keeper=ballot.keeper, opened=ballot.opened, closed=closed,
        scale=terms.scale, least=terms.least, languages=terms.languages, instrument=ballot.instrument,
        questions=tuple(_put(question, terms.languages[0]) for question in terms.questions),
        responses=responses(ballot, terms.least), items=items,
        dimensions=tuple(one.result for one in measured.values()),
        gaps=_gaps(measured, terms), changes=_changes(measured, terms, earlier),
        reliability=_reliability(answers, terms, items, measured),
        themes=tuple(themes), commitments=digest_of(commitments),
    )  # fmt: skip


def digest_of(commitments: Iterable[str]) -> str:
    """Return one digest for the commitments to all sealed answers; "" where nothing was sealed."""
    found = sorted(commitments)
    return hashlib.sha256("\n".join(found).encode()).hexdigest() if found else ""


def groups_of(terms: Terms) -> tuple[str, ...]:
    """Return the groups that results speak of: everybody, then each party."""
    return (ALL, *terms.parties)


Measures = Mapping[tuple[str, str], Measured]
"""(dimension, group) -> what was measured."""


def _measured(
    answers: Mapping[str, Sequence[Answer]], ballot: Ballot, terms: Terms, items: Sequence[ItemResult]
) -> Measures:  # fmt: skip
    asked: dict[str, int] = {}
    for seat in ballot.seats:
        asked[seat.party] = asked.get(seat.party, 0) + 1
    found = {}
    for of in terms.dimensions:
        for group in groups_of(terms):
            people = [one for party in ([group] if group else answers) for one in answers.get(party, ())]
            invited = sum(asked.values()) if group == ALL else asked.get(group, 0)
            found[of, group] = dimension(of, group, people, invited, terms.closed, terms.scale, items)
    return found


def _put(question: Question, language: str) -> Put:
    return Put(key=question.key, of=question.of, says=one_line(question.says[language]), reverse=question.reverse)


def _gaps(measured: Measures, terms: Terms) -> tuple[Gap, ...]:
    found: list[Gap] = []
    for pair in combinations(terms.parties, 2):
        sides = {of: (measured[of, pair[0]], measured[of, pair[1]]) for of in terms.dimensions}
        found += gaps_between(pair, sides, terms.scale)
    order = {of: place for place, of in enumerate(terms.dimensions)}
    return tuple(sorted(found, key=lambda one: order[one.of]))


def _changes(measured: Measures, terms: Terms, earlier: Sequence[Released]) -> tuple[Change, ...]:
    if not earlier:
        return ()
    found: list[Change] = []
    for group in groups_of(terms):
        own = {of: measured[of, group] for of in terms.dimensions}
        found += changed(group, own, terms.scale, earlier[-1], terms.closed)
    order = {of: place for place, of in enumerate(terms.dimensions)}
    return tuple(sorted(found, key=lambda one: order[one.of]))


def _reliability(
    answers: Mapping[str, Sequence[Answer]], terms: Terms, items: Sequence[ItemResult], measured: Measures
) -> tuple[Reliability, ...]:  # fmt: skip
    people = [one for party in answers.values() for one in party]
    shown: dict[str, DimensionResult] = {of: measured[of, ALL].result for of in terms.dimensions}
    return reliability(people, terms.closed, terms.scale, terms.least, shown)
