"""Other ways to add up: published examples to their printed digits, and warnings that are true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.scorecards.robust.others import geometric, ordered, reversals, views
from comity.scorecards.robust.promethee import Preference, indices, net_flows, preference
from comity.scorecards.robust.topsis import closeness

# Speed, range, payload, cost, reliability, manoeuvrability of four aircraft: Hwang & Yoon 1981, their main example.
AIRCRAFT = np.array(
    [[2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5], [1.8, 2000, 21000, 4.5, 7, 7],
     [2.2, 1800, 20000, 5.0, 5, 5]]
)  # fmt: skip
HELD = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
GAIN = [True, True, True, False, True, True]

# Six power stations by six criteria with six shapes of preference: Brans, Vincke & Mareschal 1986, section 5.
STATIONS = np.array(
    [[80, 90, 6, 5.4, 8, 5], [65, 58, 2, 9.7, 1, 1], [83, 60, 4, 7.2, 4, 7], [40, 80, 10, 7.5, 7, 10],
     [52, 72, 6, 2.0, 3, 8], [94, 96, 7, 3.6, 5, 6]]
)  # fmt: skip
SHAPES = [
    Preference(shape="quasi", q=10, gain=False), Preference(shape="linear", p=30),
    Preference(shape="indifference", q=0.5, p=5, gain=False), Preference(shape="level", q=1, p=6, gain=False),
    Preference(gain=False), Preference(shape="gaussian", s=5),
]  # fmt: skip
EQUAL = np.full(6, 1 / 6)


def test_topsis_of_hwang_and_yoon() -> None:
    """Printed: .643 .268 .613 .312; the third is .6135 in full, as printed with each step rounded to four digits."""
    found = closeness(AIRCRAFT, HELD, GAIN)
    assert found == pytest.approx([0.643, 0.268, 0.6135, 0.312], abs=0.0005)
    assert ordered(found) == (0, 2, 3, 1)
    held = ((AIRCRAFT / np.sqrt((AIRCRAFT**2).sum(axis=0))).round(4) * HELD).round(4) * np.where(GAIN, 1, -1)
    far, near = (np.sqrt(((held - end) ** 2).sum(axis=1)).round(4) for end in (held.min(axis=0), held.max(axis=0)))
    assert (far / (far + near)).round(3).tolist() == [0.643, 0.268, 0.613, 0.312]


def test_promethee_of_brans() -> None:
    """The printed preferences of each station over each other, to the last digit as they were cut or rounded there."""
    printed = [
        [0, 0.296, 0.250, 0.268, 0.100, 0.185], [0.462, 0, 0.389, 0.333, 0.296, 0.500],
        [0.236, 0.180, 0, 0.333, 0.056, 0.429], [0.399, 0.505, 0.305, 0, 0.223, 0.212],
        [0.444, 0.515, 0.487, 0.380, 0, 0.448], [0.286, 0.399, 0.250, 0.432, 0.133, 0],
    ]  # fmt: skip
    assert indices(STATIONS, EQUAL, SHAPES) == pytest.approx(np.array(printed), abs=0.0011)
    flows = net_flows(STATIONS, EQUAL, SHAPES)
    assert ordered(flows) == (4, 1, 3, 5, 2, 0)
    assert flows.sum() == pytest.approx(0, abs=1e-12)


def test_the_six_shapes_of_preference() -> None:
    """A difference of 3 with q 2, p 4, s 3: full, full, 3/4, half, half, and the gaussian; none the other way."""
    column = np.array([3.0, 0.0])
    expected = {"usual": 1, "quasi": 1, "linear": 0.75, "level": 0.5, "indifference": 0.5, "gaussian": 1 - np.exp(-0.5)}
    for shape, value in expected.items():
        found = preference(Preference(shape=shape, q=2, p=4, s=3), column)
        assert found[0, 1] == pytest.approx(value)
        assert found[1, 0] == 0


SCORES = st.lists(st.lists(st.integers(0, 120), min_size=3, max_size=3), min_size=2, max_size=6)


@given(SCORES, st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_the_geometric_mean_makes_up_for_less(raw: list[list[int]], held: list[int]) -> None:
    """It never exceeds the weighted sum, is 0 where one score is, and equals it where all scores are alike."""
    scores, weights = np.array(raw, dtype=float), np.array(held) / sum(held)
    means = geometric(scores, weights)
    assert (means <= scores @ weights + 1e-9).all()
    assert all(mean == 0 for mean, row in zip(means, raw, strict=True) if 0 in row)
    assert geometric(np.full((1, 3), 70.0), weights) == pytest.approx([70])


def test_a_rank_reversal_is_found_and_said() -> None:
    """Searched among random scores: without one alternative TOPSIS orders the others otherwise, and says so."""
    rng = np.random.default_rng(7)
    weights = np.array([0.4, 0.3, 0.3])
    drawn = (rng.uniform(0, 120, (6, 3)) for _ in range(200))
    found = next(scores for scores in drawn if reversals(closeness, scores, weights))
    topsis = next(view for view in views(found, weights) if view.name == "TOPSIS")
    left_out = topsis.reversals[0]
    kept = [i for i in range(6) if i != left_out]
    among = [kept[i] for i in ordered(closeness(found[kept], weights))]
    assert among != [i for i in topsis.order if i != left_out]
    assert "change places" in topsis.warning


@given(SCORES, st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_the_weighted_sum_never_reverses(raw: list[list[int]], held: list[int]) -> None:
    """Over fixed anchors an alternative's score does not depend on who else is there: that is why it is the score."""
    scores, weights = np.array(raw, dtype=float), np.array(held) / sum(held)
    assert reversals(lambda s, w: s @ w, scores, weights) == ()
    assert views(scores, weights)[0].warning == ""
