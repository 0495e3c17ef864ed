"""What an earlier wave released is enough to judge a change, and is never taken to say more than it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from statistics import fmean, stdev

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from comity.surveys.measured import dimension, respondent_means
from comity.surveys.released import DimensionResult, ItemResult, Released
from comity.surveys.sides import _sample
from tests.surveys.making import CALL, CHECK, CLOSED, TRUST, answer, party_of, released

LEVELS = st.tuples(st.integers(1, 5), st.none() | st.integers(1, 5), st.none() | st.integers(1, 5))


def wave(items: tuple[ItemResult, ...], of: DimensionResult) -> Released:
    """Return a wave of one dimension."""
    return Released(
        survey="health", wave="2026-H1", keeper="fern", opened=date(2026, 3, 2), closed=CLOSED, scale=(1, 5), least=2,
        languages=("en",), questions=(), responses=(), items=items, dimensions=(of,),
    )  # fmt: skip


@given(st.lists(LEVELS, min_size=2, max_size=9))
def test_the_means_of_an_earlier_wave_are_taken_to_lie_as_far_apart_as_the_counts_allow(rows: list) -> None:
    """Whatever was answered and left out: the same mean, no smaller deviation, and no more people known for certain."""
    columns = [[level for level in column if level is not None] for column in zip(*rows, strict=True)]
    assume(all(len(column) > 1 for column in columns))
    means = respondent_means(rows)
    items = tuple(
        ItemResult(
            question=f"q{place}", of="trust", group="", answered=len(column), cannot_judge=0,
            levels=tuple(Counter(column)[level] for level in range(1, 6)),
        )
        for place, column in enumerate(columns)
    )  # fmt: skip
    result = DimensionResult(
        of="trust", group="", mean=fmean(means), answered=len(rows), questions=tuple(one.question for one in items)
    )  # type: ignore[arg-type]
    found = _sample(result, wave(items, result), 20)
    assert fmean(found.means) == pytest.approx(fmean(means))
    assert stdev(found.means) >= stdev(means) - 1e-9
    assert found.known == min(len(column) for column in columns) and len(found.means) == len(rows)


def test_with_one_question_the_counts_say_all() -> None:
    """Of one question that all answered, the deviation is the one that the answers have."""
    first = released(party_of("lark", [2, 3, 2, 1, 3, 2, 5]))
    of = first.dimension("communication", "lark")
    assert of is not None
    assert stdev(_sample(of, first, 9).means) == pytest.approx(stdev([2, 3, 2, 1, 3, 2, 5]))


def test_bounds_count_what_was_left_out_as_unknown() -> None:
    """Five of five answer, one of them only the first question: the mean of all could be anything from 2.8 to 3.2."""
    people = [answer("lark", {"trust1": 3, "trust2": 3}) for _ in range(4)] + [answer("lark", {"trust1": 3})]
    items = [
        ItemResult(question=key, of="trust", group="lark", answered=n, levels=(0, 0, n, 0, 0), cannot_judge=0)
        for key, n in (("trust1", 5), ("trust2", 4))
    ]
    found = dimension("trust", "lark", people, 5, [TRUST, CHECK, CALL], (1, 5), items)
    assert found.result.bounds == (Decimal("2.8"), Decimal("3.2"))
    assert found.sample.known == 4


def test_a_change_is_seen_when_it_is_large() -> None:
    """From all on 2 and 3 to all on 4 and 5 trust rose, although the earlier deviation is only bounded."""
    chance = Random(1)

    def people(low: int) -> list:
        return [answer("lark", {"trust1": low + chance.randint(0, 1), "trust2": 6 - low - chance.randint(0, 1)})
                for _ in range(8)]  # fmt: skip

    first = released(people(2))
    second = released(people(4), earlier=[first], wave="2027-H1")
    found = {(one.of, one.group): one for one in second.changes}["trust", "lark"]
    assert found.verdict == "rose" and found.low is not None and found.low > 1


def test_agreement_on_one_question_is_not_made_certain_by_a_longer_dimension_beside_it() -> None:
    """Six a side agree on its one question: the interval is that of whole levels, whatever else was asked."""
    many = [replace(TRUST, key=f"trust{n}", says={"en": f"Statement {n}."}) for n in range(1, 5)]
    levels = {"call": 4} | {one.key: 4 for one in many}
    people = [answer(party, levels, "team" if party == "fern" else "") for party in ("fern", "lark") for _ in range(6)]
    widths = []
    for questions in ([CALL], [CALL, *many]):
        [gap] = [one for one in released(people, questions=tuple(questions)).gaps if one.of == "communication"]
        assert gap.low is not None and gap.high is not None
        widths.append(gap.high - gap.low)
    assert widths[0] == widths[1] > Decimal("0.2")
