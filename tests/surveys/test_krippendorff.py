"""Krippendorff's alpha: published values, and what it must not be moved by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.surveys.krippendorff import Alpha, Metric, alpha, value_counts
from comity.surveys.matrix import matrix
from comity.surveys.model import CannotTell
from tests.surveys.published import KRIPPENDORFF


@pytest.mark.parametrize(
    ("metric", "printed"), [(Metric.NOMINAL, 0.743), (Metric.ORDINAL, 0.815), (Metric.INTERVAL, 0.849)]
)
def test_the_published_values_are_reproduced(metric: Metric, printed: float) -> None:
    """Krippendorff 2011: .743, .815 and .849 for 12 units, of which 11 can be paired, in 40 answers."""
    found = alpha(KRIPPENDORFF, metric)
    assert isinstance(found, Alpha)
    assert round(found.value, 3) == printed
    assert (found.units, found.answers) == (11, 40)
    assert found.interval is not None and found.interval.holds(found.value)


def pairwise(ratings: np.ndarray) -> float:
    """Return interval alpha by its definition, pair by pair."""
    units = [unit[~np.isnan(unit)] for unit in ratings]
    units = [unit for unit in units if len(unit) > 1]
    every = np.concatenate(units)
    n = len(every)
    inside = sum(((unit[:, None] - unit[None, :]) ** 2).sum() / (len(unit) - 1) for unit in units) / n
    return 1 - inside / (((every[:, None] - every[None, :]) ** 2).sum() / (n * (n - 1)))


answers = st.lists(st.lists(st.sampled_from([None, 1, 2, 3, 7]), min_size=4, max_size=4), min_size=3, max_size=9)


@given(answers)
def test_counting_values_gives_what_comparing_all_pairs_gives(rows: list) -> None:
    """The fast computation by counts of values equals the definition by pairs of answers."""
    found = alpha(matrix(rows), Metric.INTERVAL, draws=0)
    if isinstance(found, Alpha):
        assert found.value == pytest.approx(pairwise(matrix(rows)))
    else:
        assert len({x for row in rows if sum(y is not None for y in row) > 1 for x in row if x is not None}) < 2


@given(answers)
def test_ordinal_agreement_does_not_depend_on_the_names_of_levels(rows: list) -> None:
    """Any rising codes give the same ordinal alpha: it uses the order only."""
    renamed = [[None if x is None else (x * x + 0.5) for x in row] for row in rows]
    first, second = (alpha(matrix(one), draws=0) for one in (rows, renamed))
    if isinstance(first, Alpha) and isinstance(second, Alpha):
        assert first.value == pytest.approx(second.value)
    else:
        assert first == second


@settings(max_examples=20)
@given(answers, st.randoms())
def test_order_of_units_and_raters_does_not_matter(rows: list, chance) -> None:
    """Shuffling units and raters leaves alpha as it is."""
    mixed = [list(row) for row in rows]
    chance.shuffle(mixed)
    first, second = alpha(matrix(rows), draws=0), alpha(matrix(mixed)[:, ::-1], draws=0)
    assert type(first) is type(second)
    if isinstance(first, Alpha) and isinstance(second, Alpha):
        assert first.value == pytest.approx(second.value)


def test_where_nobody_disagrees_because_nobody_differs_nothing_can_be_told() -> None:
    """All answers the same is no agreement beyond chance: the reason is given instead of a number."""
    assert alpha(matrix([[3, 3], [3, 3]])) == CannotTell(
        reason="all answers are the same, so agreement cannot be told from habit"
    )
    assert alpha(matrix([])) == CannotTell(reason="no unit was judged by two raters")
    assert alpha(matrix([[1, None], [None, 2]])) == CannotTell(reason="no unit was judged by two raters")


def test_the_interval_is_the_same_each_time() -> None:
    """The bootstrap is seeded, so that both parties see the same interval."""
    assert alpha(KRIPPENDORFF, seed=7) == alpha(KRIPPENDORFF, seed=7)
    assert alpha(KRIPPENDORFF, seed=7) != alpha(KRIPPENDORFF, seed=8)


def test_values_are_counted_whether_whole_numbers_or_not() -> None:
    """Codes with gaps and codes that are fractions are counted alike."""
    values, counts = value_counts(matrix([[1, 9, None], [9, 9, 4]]))
    assert values.tolist() == [1, 4, 9] and counts.tolist() == [[1, 0, 1], [0, 1, 2]]
    values, counts = value_counts(matrix([[0.5, 2], [2, None]]))
    assert values.tolist() == [0.5, 2] and counts.tolist() == [[1, 1], [0, 1]]
