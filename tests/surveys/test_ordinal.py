"""Ordered answers: the partially pooled estimate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.surveys.cumulative import fit, model_of
from comity.surveys.matrix import matrix
from comity.surveys.model import CannotTell
from comity.surveys.ordinal import DimensionEstimate, estimate

SCALE = (1, 5)


def known(rows: list, **rest: int) -> DimensionEstimate:
    found = estimate(matrix(rows), SCALE, draws=500, **rest)
    assert isinstance(found, DimensionEstimate)
    return found


def test_many_even_answers_give_back_their_shares() -> None:
    """Two hundred people answer 2 to 5 evenly: the estimate agrees with the shares, in a short interval."""
    found = known([[2 + n % 4] for n in range(200)])
    assert found.top.value == pytest.approx(0.5, abs=0.03)
    assert found.position.value == pytest.approx(3.5, abs=0.08)
    assert found.top.interval.high - found.top.interval.low < 0.15
    assert sum(one.value for one in found.shares) == pytest.approx(1)


def test_few_answers_lean_on_the_rest_and_say_how_little_they_know() -> None:
    """Four people who all chose 5: not certain that everybody would, and the interval is wide."""
    found = known([[5, 5]] * 4)
    assert found.mean_of_codes == 5
    assert 4 < found.position.value < 5
    assert found.top.interval.low < 0.95


def test_one_talkative_person_counts_as_one_person() -> None:
    """Twelve answers of one person among three: the interval is a quarter wider than twelve people's would be."""
    one = known([[5] * 4, [2, 2, 1, 2], [4, 4, 4, 5]])
    many = known([[x] for x in (5, 5, 5, 5, 2, 2, 1, 2, 4, 4, 4, 5)])
    width_one, width_many = (x.position.interval.high - x.position.interval.low for x in (one, many))
    assert width_one > 1.25 * width_many
    assert one.spread > 1


@pytest.mark.parametrize(
    ("people", "items", "level"), [(6, 1, 3), (9, 1, 2), (9, 1, 4), (5, 3, 4), (15, 2, 5), (15, 2, 1)]
)
def test_people_of_one_mind_score_what_they_chose(people: int, items: int, level: int) -> None:
    """Six people who all choose 3 score 3, nine who all choose 4 nearly 4: the score leans to no end of the scale."""
    found = known([[level] * items] * people).position
    assert found.value == pytest.approx(level, abs=0.1)
    assert found.interval.holds(found.value)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([1, 2, 3, 4, 5, None]), min_size=2, max_size=2), min_size=2, max_size=8).filter(
        lambda rows: sum(any(x is not None for x in row) for row in rows) > 1
    )
)
def test_mirrored_answers_have_the_mirrored_score(rows: list) -> None:
    """Turned round, the same answers score as far from the other end; the interval, which is drawn, nearly so."""
    one = known(rows)
    other = known([[None if x is None else 6 - x for x in row] for row in rows])
    assert one.position.value == pytest.approx(6 - other.position.value, abs=1e-3)
    assert [x.value for x in one.shares] == pytest.approx([x.value for x in reversed(other.shares)], abs=1e-3)
    assert one.position.interval.low == pytest.approx(6 - other.position.interval.high, abs=0.35)
    for found in (one, other):
        assert found.position.interval.holds(found.position.value) and found.top.interval.holds(found.top.value)


def test_gaps_do_not_pull_an_item_aside() -> None:
    """A hard item that the content people left out does not make the dimension look worse than it is."""
    full = [[5, 3], [5, 3], [4, 2], [4, 2], [3, 1], [3, 1], [5, 3], [4, 2]]
    holes = [[None if n < 4 and i == 0 else x for i, x in enumerate(row)] for n, row in enumerate(full)]
    whole, left = known(full), known(holes)
    assert left.mean_of_codes < whole.mean_of_codes
    assert abs(left.position.value - whole.position.value) < abs(left.mean_of_codes - whole.mean_of_codes)


def test_the_estimate_is_the_same_each_time() -> None:
    """Draws are seeded."""
    rows = [[1, 2], [3, 4], [5, 5]]
    assert known(rows) == known(rows)
    assert known(rows) != known(rows, seed=1)


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1, 2]], "two respondents"),
        ([[None, None], [3, 3]], "two respondents"),
        ([[1, 6], [2, 2]], "outside"),
        ([[1, 2.5], [2, 2]], "outside"),
    ],
)
def test_what_cannot_be_estimated_is_refused(rows: list, word: str) -> None:
    """One respondent, an answer outside its scale, or one between two levels."""
    found = estimate(matrix(rows), SCALE)
    assert isinstance(found, CannotTell) and word in found.reason


def log_posterior(codes: np.ndarray, levels: int, at: np.ndarray, people: float, items: float) -> float:
    """Return the log posterior by its definition, answer by answer."""
    n, k = codes.shape
    borders, item, each = at[: levels - 1], at[levels - 1 : levels - 1 + k], at[levels - 1 + k :]
    total = -(each**2).sum() / people**2 / 2 - (item**2).sum() / items**2 / 2

    def share(level: int, merit: float) -> float:
        ends = np.concatenate([[-np.inf], borders, [np.inf]]) - merit
        return float(1 / (1 + np.exp(-ends[level + 1])) - 1 / (1 + np.exp(-ends[level])))

    for level in range(levels):
        total += np.log(share(level, 0.0)) / levels
    for row in range(n):
        for column in range(k):
            if not np.isnan(codes[row, column]):
                total += np.log(share(int(codes[row, column]), each[row] + item[column]))
    return float(total)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([0, 1, 2, None]), min_size=2, max_size=2), min_size=2, max_size=5),
    st.sampled_from([0.3, 1.0, 3.0]),
)
def test_newton_finds_the_summit_of_the_posterior_as_defined(rows: list, people: float) -> None:
    """No step from the mode that was found, in any direction, raises the posterior written out answer by answer."""
    codes = matrix([row if any(x is not None for x in row) else [1, 1] for row in rows])
    cell = fit(model_of(codes, 3), people, 0.7)
    top = np.concatenate([cell.mode, cell.each])
    best = log_posterior(codes, 3, top, people, 0.7)
    for place in range(len(top)):
        for step in (-1e-3, 1e-3):
            moved = top.copy()
            moved[place] += step
            assert log_posterior(codes, 3, moved, people, 0.7) < best
