"""SMAA and weight-stability intervals: the same numbers as plain loops, and what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.scorecards.robust.smaa import acceptability, draw_weights
from comity.scorecards.robust.stability import intervals


def by_loop(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Count ranks one draw and one alternative at a time: one more than there are better totals."""
    count = len(scores)
    found = np.zeros((count, count))
    for drawn in weights:
        totals = [sum(w * v for w, v in zip(drawn, row, strict=True)) for row in scores]
        for i, own in enumerate(totals):
            found[i, sum(other - own > 1e-9 for other in totals)] += 1
    return found / len(weights)


def test_the_ranks_are_those_of_a_plain_loop() -> None:
    """300 draws of 12 alternatives with 5 criteria, two of them alike: equal to the last bit that matters."""
    rng = np.random.default_rng(3)
    scores = rng.uniform(0, 120, (12, 5))
    scores[7] = scores[2]
    weights = draw_weights(5, 300, seed=11)
    found = acceptability(scores, weights)
    assert np.abs(found.ranks - by_loop(scores, weights)).max() < 1e-12
    assert found.ranks.sum(axis=1) == pytest.approx(np.ones(12))
    assert (found.ranks[7] == found.ranks[2]).all()


def test_two_opposite_alternatives_share_the_first_place_evenly() -> None:
    """Best at one criterion and worst at the other: half of all weights favour each; the central ones say which."""
    found = acceptability(np.array([[100.0, 0.0], [0.0, 100.0]]), draw_weights(2, 20_000, seed=1))
    assert found.ranks[:, 0] == pytest.approx([0.5, 0.5], abs=0.01)
    assert found.central[0] == pytest.approx([0.75, 0.25], abs=0.01)


def test_what_leads_everywhere_is_first_for_every_weight() -> None:
    """Nothing that one might hold important makes the weaker one the better."""
    found = acceptability(np.array([[90.0, 80.0], [70.0, 60.0]]), draw_weights(2, 500, seed=1))
    assert found.ranks.tolist() == [[1, 0], [0, 1]]
    assert found.central[1].tolist() == [0, 0]


def test_compromises_lie_between_the_parties() -> None:
    """Every draw between two parties is a mixture of their weights, and the same for the same seed."""
    corners = np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])
    drawn = draw_weights(3, 400, seed=5, corners=corners)
    assert ((drawn >= corners.min(axis=0) - 1e-12) & (drawn <= corners.max(axis=0) + 1e-12)).all()
    assert (drawn == draw_weights(3, 400, seed=5, corners=corners)).all()
    assert drawn.sum(axis=1) == pytest.approx(np.ones(400))


def test_an_interval_worked_out_by_hand() -> None:
    """100 and 0 against 0 and 60 with weights half and half: level where 100 w = 60 (1 - w), at 3/8."""
    first, second = intervals([[100.0, 0.0], [0.0, 60.0]], [0.5, 0.5])
    assert first.order == pytest.approx((0.375, 1))
    assert second.order == pytest.approx((0, 0.625))


ROWS = st.lists(st.lists(st.integers(0, 120), min_size=3, max_size=3), min_size=2, max_size=5)


@given(ROWS, st.lists(st.integers(1, 20), min_size=3, max_size=3), st.integers(0, 2), st.floats(0, 1))
def test_inside_the_interval_the_order_stays(raw: list[list[int]], held: list[int], k: int, where: float) -> None:
    """Any weight within the interval, the others in proportion: whoever led by more than nothing still does."""
    weights = [one / sum(held) for one in held]
    interval = intervals(raw, weights)[k]
    low, high = interval.order
    assert interval.first[0] <= low <= weights[k] <= high <= interval.first[1]
    moved = low + (high - low) * where
    rest = 1 - weights[k]
    other = [moved if j == k else w * (1 - moved) / rest for j, w in enumerate(weights)]

    def totals(by: list[float]) -> list[float]:
        return [sum(w * v for w, v in zip(by, row, strict=True)) for row in raw]

    before, after = totals(weights), totals(other)
    for i in range(len(raw)):
        for j in range(len(raw)):
            if before[i] - before[j] > 1e-6:
                assert after[i] - after[j] > -1e-6
