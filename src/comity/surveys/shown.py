"""Which cells of a wave are shown, question by question: everybody together first, then the parties.

Everybody comes first: a figure of both parties is worth more than one of either. A cell is shown unless, with those
shown before it, it would speak of fewer people than the least: within the wave (`disclosure`), or beside an earlier
one, where the same people but a few would stand in two tables that fit (`waves` says why that is feared). Everything
is looked at twice, by those who chose a level, and with "cannot judge" as a level of its own.

What earlier waves showed is taken as it was released and not decided again. Of a party that was hidden there nobody
knows whether it answered at all, so that a table of everybody may have been one of the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np

from comity.catalogue.instrument import Question
from comity.surveys.disclosure import isolated
from comity.surveys.document import one_line
from comity.surveys.released import ALL, ItemResult, Released
from comity.surveys.wave import Answer

Answers = Mapping[str, Sequence[Answer]]
"""Party -> its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often each level was chosen by a party for a question, lowest first, and how many could not judge."""

    levels: tuple[int, ...]
    cannot_judge: int

    @property
    def answered(self) -> int:
        """How many chose a level."""
        return sum(self.levels)


Decided = Mapping[tuple[str, str], str]
"""(question, group) -> why it is hidden, "" where it is shown."""


def count(answers: Sequence[Answer], question: str, scale: tuple[int, int]) -> Count:
    """Count the answers of some people to one question."""
    given = [one.level for answer in answers for one in answer.given if one.question == question]
    levels = tuple(given.count(level) for level in range(scale[0], scale[1] + 1))
    return Count(levels=levels, cannot_judge=given.count(None))


def cells(
    answers: Answers, questions: Sequence[Question], scale: tuple[int, int], least: int, earlier: Sequence[Released],
    others: Sequence[Released] = (),
) -> Decided:  # fmt: skip
    """Decide for each question and group whether it is shown, with what earlier waves and `others` showed in mind.

    A question of an earlier wave is the same by its key or its words, one of another survey by its words.
    """
    found: dict[tuple[str, str], str] = {}
    for question in questions:
        counts = {party: count(of, question.key, scale) for party, of in answers.items()}
        before = [
            _earlier(wave, key, scale, list(counts))
            for wave, own in [*((one, True) for one in earlier), *((one, False) for one in others)]
            for key in _the_same(question, wave, own=own)
        ]
        for group, reason in _decided(counts, before, least).items():
            found[question.key, group] = reason
    return found


def item_results(
    answers: Answers, questions: Sequence[Question], scale: tuple[int, int], decided: Decided
) -> tuple[ItemResult, ...]:  # fmt: skip
    """Return the results of all questions, for everybody and each party; hidden ones have a reason and no number."""
    found = []
    for question in questions:
        for group in (ALL, *answers):
            reason = decided[question.key, group]
            if reason:
                found.append(ItemResult(question=question.key, of=question.of, group=group, reason=reason))
                continue
            people = [one for party in ([group] if group else answers) for one in answers[party]]
            counted = count(people, question.key, scale)
            found.append(
                ItemResult(
                    question=question.key, of=question.of, group=group, answered=counted.answered,
                    levels=counted.levels, cannot_judge=counted.cannot_judge,
                )
            )  # fmt: skip
    return tuple(found)


def _decided(counts: Mapping[str, Count], earlier: Sequence[Table], least: int) -> dict[str, str]:
    """Return group -> why it is hidden, "" where it is shown: everybody, then parties, the largest first."""
    parties = list(counts)
    levels = {party: (*one.levels, one.cannot_judge) for party, one in counts.items()}
    empty = frozenset(party for party, one in counts.items() if not one.answered)
    order = [ALL, *sorted(parties, key=lambda party: (-counts[party].answered, party))]
    shown: list[str] = []
    why: dict[str, str] = {}
    for group in order:
        members = [party for party in parties if group in (ALL, party)]
        if sum(counts[party].answered for party in members) < least:
            why[group] = f"fewer than {least} answered"
        elif _isolates(counts, [*shown, group], least):
            why[group] = f"subtracting it from what is shown would leave fewer than {least}"
        elif _given_away(Table(levels=levels, shown=frozenset({*shown, group}), unknown=empty), earlier, least):
            promised = max([least, *(one.least for one in earlier)])
            why[group] = f"comparing it with what another wave showed would leave fewer than {promised}"
        else:
            why[group] = ""
            shown.append(group)
    return {group: why[group] for group in (ALL, *parties)}


def _isolates(counts: Mapping[str, Count], groups: Sequence[str], least: int) -> bool:
    """Return whether shown groups would leave too few people, of those who chose a level or of all who judged."""
    rows = [[float(group in (ALL, party)) for party in counts] for group in groups]
    for sizes in (
        [one.answered for one in counts.values()],
        [one.answered + one.cannot_judge for one in counts.values()],
    ):
        there = [place for place, size in enumerate(sizes) if size]
        if isolated(np.array(rows)[:, there], np.array(sizes, dtype=np.float64)[there], least):
            return True
    return False


# -- beside earlier waves ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a wave showed of a question: party -> its levels with "cannot judge" last; and the groups that are shown.

    `unknown` are the parties that may have added nothing to a sum. Of an earlier wave these are all that are not shown;
    their sum stands below the name of the first. Without `comparable`, as on another scale, only numbers of people
    count. `least` is what was promised to those who answered there: what they left behind is no smaller group, even
    where smaller ones have been agreed since.
    """

    levels: Mapping[str, tuple[int, ...]]
    shown: frozenset[str]
    unknown: frozenset[str] = frozenset()
    comparable: bool = True
    least: int = 0

    def unions(self) -> Iterator[tuple[frozenset[str], tuple[int, ...]]]:
        """Yield the sets of parties whose sum any reader can compute, with it: some shown ones, or all but some."""
        single = [party for party in self.levels if party in self.shown]
        for some in chain.from_iterable(combinations(single, size) for size in range(len(single) + 1)):
            rest = [party for party in self.levels if party not in some]
            for members in (list(some), rest if ALL in self.shown else []):
                if members:
                    yield frozenset(members) | self._with(members), _sum([self.levels[party] for party in members])

    def _with(self, members: Sequence[str]) -> frozenset[str]:
        return self.unknown if self.unknown & set(members) else frozenset()


def _the_same(question: Question, wave: Released, *, own: bool) -> list[str]:
    """Return the keys under which a wave asked a question: in the same words, in whatever language it was written."""
    words = {one_line(says).casefold() for says in question.says.values()}
    keys = [one.key for one in wave.questions if one.says.casefold() in words]
    return list(dict.fromkeys([question.key, *keys] if own else keys))


def _earlier(wave: Released, question: str, scale: tuple[int, int], parties: Sequence[str]) -> Table:
    """Return what an earlier wave showed; parties that it did not know are unknown there like those it hid."""
    cells = {one.group: one for one in wave.items if one.question == question and one.levels is not None}
    known = {party: _levels(cells[party]) for party in cells if party != ALL}
    hidden = frozenset(party for party in parties if party not in known)
    levels = dict(known)
    if ALL in cells and hidden:
        whole = _levels(cells[ALL])
        levels[min(hidden)] = tuple(
            all_ - one for all_, one in zip(whole, _sum([*known.values()], len(whole)), strict=True)
        )
    return Table(
        levels=levels, shown=frozenset(cells), unknown=hidden, comparable=wave.scale == scale, least=wave.least
    )  # fmt: skip


def _given_away(now: Table, earlier: Sequence[Table], least: int) -> bool:
    """Return whether some people stand in two waves' tables with a few more or fewer, and all else may be the same."""
    return any(
        (people ^ before) <= (wave.unknown | now.unknown)
        and _feared(levels, earlier_levels, max(least, wave.least), comparable=wave.comparable)
        for wave in earlier
        for people, levels in now.unions()
        for before, earlier_levels in wave.unions()
    )


def _feared(first: tuple[int, ...], second: tuple[int, ...], least: int, *, comparable: bool) -> bool:
    """Return whether two tables differ by a few people, by those who chose a level or by all who judged."""
    for end in (-1, None):
        few, many = sorted((first[:end], second[:end]), key=sum)
        if _fits(few, many, least, comparable=comparable):
            return True
    return False


def _fits(few: tuple[int, ...], many: tuple[int, ...], least: int, *, comparable: bool) -> bool:
    if not sum(few) or not 0 < sum(many) - sum(few) < least:
        return False
    return not comparable or all(a <= b for a, b in zip(few, many, strict=True))


def _levels(one: ItemResult) -> tuple[int, ...]:
    return (*(one.levels or ()), one.cannot_judge or 0)


def _sum(rows: Sequence[tuple[int, ...]], length: int = 0) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * length
