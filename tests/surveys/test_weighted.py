"""The mean of everybody, weighted by those asked: a party that answered less does not count less."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import fmean

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.catalogue.instrument import Question
from comity.surveys.model import CannotTell
from comity.surveys.released import ALL, Released
from comity.surveys.wave import Answer
from comity.surveys.weighted import weighted
from tests.surveys.making import CALL, QUESTIONS, answer, released

ASKED = {"fern": 8, "lark": 9}


def wave(fern: list[int], lark: list[int], questions: tuple[Question, ...] = QUESTIONS) -> Released:
    """Release a wave in which these levels were chosen for every question."""
    people: list[Answer] = [
        answer(party, {"trust1": one, "trust2": 6 - one, "call": one}, "team" if party == "fern" and n < 6 else
               "manager" if party == "fern" else "")
        for party, levels in (("fern", fern), ("lark", lark)) for n, one in enumerate(levels)
    ]  # fmt: skip
    return released(people, questions=questions)


def test_a_party_that_answered_less_does_not_count_less() -> None:
    """All 8 of Fern say 4 or 5, and 5 of 9 of Lark say 2: the mean as answered is 3.54, by 8 and 9 asked it is 3.18."""
    found = wave([5, 5, 4, 4, 4, 5, 4, 5], [2, 2, 2, 2, 2])
    assert found.dimension("trust") is not None
    assert weighted(found, "trust") == Decimal("3.18")  # (8 x 4.5 + 9 x 2) / 17 = 3.176
    assert found.dimensions[0].mean == Decimal("3.54")  # (36 + 10) / 13


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=5, max_size=8), st.lists(st.integers(1, 5), min_size=5, max_size=9))
def test_it_follows_from_what_is_released(fern: list[int], lark: list[int]) -> None:
    """Anybody who has the released means and the numbers asked gets the same, to the rounding: nothing is added."""
    found = wave(fern, lark, (CALL,))
    means = [found.dimension("communication", party) for party in ASKED]
    value = weighted(found, "communication")
    if any(one is None or one.mean is None for one in means):
        assert isinstance(value, CannotTell)
    else:
        own = (fmean(fern) * 8 + fmean(lark) * 9) / 17
        assert isinstance(value, Decimal) and abs(float(value) - own) <= 0.005 + 1e-9


def test_a_party_that_is_not_shown_is_not_weighted() -> None:
    """Three of Lark answered: with the mean of all, a weighted one would tell theirs."""
    found = weighted(wave([5, 5, 4, 4, 4, 5], [2, 2, 2]), "trust")
    assert found == CannotTell(reason="not all its questions are shown of fern") or isinstance(found, CannotTell)
    assert weighted(wave([5, 5], [2, 2]), "trust") == CannotTell(reason="fewer than 5 answered")
    assert weighted(wave([5, 5], [2, 2]), "nothing") == CannotTell(reason="the wave did not ask about it")


def test_when_everybody_answered_it_is_the_mean() -> None:
    """Weights by those asked are then weights by those who answered."""
    found = wave([3, 4, 4, 4, 2, 5, 4, 5], [2, 3, 2, 2, 5, 2, 1, 1, 4])
    whole = found.dimension("communication", ALL)
    assert whole is not None and weighted(found, "communication") == whole.mean


def test_two_weights_of_two_roles_would_give_both_away() -> None:
    """Why roles are not weighted: two managers and six others, one manager silent; both means follow from two sums."""
    m, t = Fraction(2), Fraction(27, 6)
    as_answered, by_asked = (1 * m + 6 * t) / 7, (2 * m + 6 * t) / 8
    # Solve a m + b t = p (a + b) for both weights, as any reader of the two numbers could.
    p, q = as_answered * 7, by_asked * 8
    assert (q - p, (p - (q - p)) / 6) == (m, t)


def test_nobody_asked_is_told() -> None:
    """A file from other hands may name no response."""
    found = weighted(replace(wave([5] * 6, [2] * 6), responses=()), "communication")
    assert found == CannotTell(reason="nobody was asked")
