"""Which cells are shown beside earlier waves: what was seen once is taken as seen, and not decided again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random

import pytest

from comity.surveys.released import ALL, Question, Released
from comity.surveys.shown import cells, item_results
from comity.surveys.wave import Answer
from tests.surveys.making import PARTIES, TRUST, answer
from tests.surveys.test_release_attack import LEAST, Told, computable, tally

Levels = Mapping[str, Sequence[int | None]]
"""Party -> the level of each of its people; None cannot judge."""


def held(waves: Sequence[Levels]) -> tuple[list[list[Answer]], list[Released]]:
    """Return who answered in each wave, and what each released of its one question."""
    found: list[list[Answer]] = []
    out: list[Released] = []
    for number, levels in enumerate(waves):
        by = {party: [answer(party, {"trust1": one}) for one in levels[party]] for party in PARTIES}
        found.append([one for party in PARTIES for one in by[party]])
        items = item_results(by, [TRUST], (1, 5), cells(by, [TRUST], (1, 5), LEAST, out))
        out.append(
            Released(
                survey="health", wave=str(2026 + number), keeper="fern", opened=date(2026 + number, 3, 2),
                closed=date(2026 + number, 3, 16), scale=(1, 5), least=LEAST, languages=("en",), questions=(),
                responses=(), items=items, dimensions=(),
            )
        )  # fmt: skip
    return found, out


def given_away(waves: Sequence[Levels]) -> list[tuple[str, int, int]]:
    """Return the groups that stand in two waves with a few more people, all else fitting: group and both waves."""
    found, out = held(waves)
    told = [
        Told(number, "trust1", one.group, {}) for number, wave in enumerate(out) for one in wave.items if one.levels
    ]
    leaks = []
    for group in (ALL, *PARTIES):
        for pair in combinations(range(len(waves)), 2):
            few, many = sorted((tally(found[number], "trust1", group) for number in pair), key=sum)
            came = [b - a for a, b in zip(few, many, strict=True)]
            differs = sum(few) > 0 and 0 < sum(came) < LEAST and min(came) >= 0
            if differs and all(computable(told, number, "trust1", group, found) for number in pair):
                leaks.append((group, *pair))
    return leaks


def people(**levels: tuple[int, int]) -> dict[str, list[int]]:
    """Return parties of which so many chose 2 and so many chose 4."""
    return {party: [2] * few + [4] * many for party, (few, many) in levels.items()}


@pytest.mark.parametrize(
    "waves",
    [
        [people(fern=(1, 6), lark=(0, 8)), people(fern=(1, 5), lark=(0, 3)), people(fern=(0, 4), lark=(0, 3))],
        [people(fern=(0, 4), lark=(2, 7)), people(fern=(0, 2), lark=(2, 8)), people(fern=(0, 2), lark=(2, 7))],
        [people(fern=(3, 5), lark=(2, 3)), people(fern=(1, 4), lark=(0, 0))],
        [people(fern=(0, 0), lark=(5, 2)), people(fern=(2, 4), lark=(6, 2))],
    ],
)
def test_who_came_or_left_is_not_given_away(waves: list[Levels]) -> None:
    """Everybody shown twice; one party twice; everybody being one party alone; the same the other way round."""
    assert given_away(waves) == []


def test_no_random_waves_give_anybody_away() -> None:
    """Three waves, each mostly the one before with some who came, left or changed their minds, a thousand times."""
    for seed in range(1000):
        chance = Random(seed)
        waves: list[Levels] = []
        for _ in range(3):
            kept = {} if not waves or chance.random() < 0.2 else waves[-1]
            waves.append({party: changed(chance, kept.get(party)) for party in PARTIES})
        assert given_away(waves) == [], seed


def changed(chance: Random, before: Sequence[int | None] | None) -> list[int | None]:
    """Return the levels of a party: anew, or as before with up to two who left and two who came."""
    if before is None or chance.random() < 0.2:
        return [chance.choice([2, 4, 4, None]) for _ in range(chance.randint(0, 10))]
    return [*before[chance.randint(0, 2) :], *chance.choices([2, 4, None], k=chance.randint(0, 2))]


def test_what_cannot_give_anybody_away_is_shown() -> None:
    """Where both parties are large and minds have changed, every cell of the second wave is shown."""
    _, out = held([people(fern=(4, 5), lark=(5, 4)), people(fern=(5, 4), lark=(4, 5))])
    assert all(one.levels is not None for wave in out for one in wave.items)


def test_the_same_question_of_another_survey_is_minded_by_its_words() -> None:
    """Six of lark answered it there, in German; seven here: hidden. Under the same key with other words it is not."""
    both = {"en": "They do what they promised.", "de": "Sie halten ihr Wort."}
    here = {party: [answer(party, {"trust1": level}) for level in [2, 2, 4, 4, 4, 4, 4]] for party in PARTIES}
    _, [there] = held([{party: [2, 2, 4, 4, 4, 4] for party in PARTIES}])
    question = replace(TRUST, says=both)
    for says, hidden in (("Sie halten ihr Wort.", True), ("They keep us informed.", False)):
        asked = (Question(key="trust1", of="trust", says=says),)
        other = replace(there, survey="pulse", languages=("de",), questions=asked)
        decided = cells(here, [question], (1, 5), LEAST, (), [other])
        assert bool(decided["trust1", "lark"]) is hidden
    assert cells(here, [question], (1, 5), LEAST, (), ())["trust1", "lark"] == ""


def test_a_smaller_group_agreed_later_does_not_open_an_earlier_promise() -> None:
    """Nine of Lark answered when groups of five were promised; with groups of three agreed since, five answer alike.

    The difference would be the answers of the four who left, who were promised that no four are shown.
    """
    _, first = held([{"fern": [4] * 6, "lark": [3] * 9}])
    people = {"fern": [answer("fern", {"trust1": 4})] * 6, "lark": [answer("lark", {"trust1": 3})] * 5}
    decided = cells(people, [TRUST], (1, 5), 3, first)
    assert decided["trust1", "lark"] and decided["trust1", ALL]
    assert cells(people, [TRUST], (1, 5), 3, [replace(first[0], least=3)])["trust1", "lark"] == ""
