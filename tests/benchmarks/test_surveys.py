"""The benchmark of health checks simulates what it says."""

import numpy as np
import pytest

from benchmarks.people import Team, coverage, judged, pooled_coverage, ranks, shrinkage, wave_groups
from comity.surveys.linking import unlinked


def test_intervals_by_respondent_hold_and_those_by_pooled_answers_do_not() -> None:
    """Even a short simulation tells the right interval from the one that takes answers for people."""
    right, wrong = (method(Team(answering=6), ran=150, seed=1) for method in (coverage, pooled_coverage))
    assert right > 0.84
    assert wrong < 0.8 < right


def test_a_census_is_always_right() -> None:
    """Where everybody answered the gap is known exactly, so that the simulated truth and the interval agree."""
    assert coverage(Team(answering=5, population=5), ran=20, seed=1) == pytest.approx(1.0)


def test_a_design_without_overlap_is_nested_and_refused() -> None:
    """With overlap 0 each alliance has one rater, and every such design is refused; linked ones are not."""
    chance = np.random.default_rng(0)
    rows = judged(np.zeros(20), np.zeros(10), 0.0, chance)
    assert "no object links" in unlinked([(one.rater, one.thing, one.item) for one in rows])
    assert ranks(overlap=0.0, ran=2, seed=1).refused == 2
    linked = ranks(overlap=0.5, ran=1, seed=1)
    assert linked.refused == 0 and linked.measured > 0.5


def test_the_estimates_of_few_answers_come_from_the_model() -> None:
    """A handful of simulated teams gives errors that are errors: positive, and far below a whole share."""
    found = shrinkage(respondents=5, items=5, ran=3, seed=1)
    assert 0 < found.estimate < 0.5 and 0 < found.plain < 0.5


def test_the_groups_of_waves_are_the_same_each_time() -> None:
    """Four waves of 24 groups, seeded."""
    assert len(wave_groups(seed=2)) == 96
    assert wave_groups(seed=2) == wave_groups(seed=2)
