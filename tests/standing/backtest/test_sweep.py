"""Which values are tried around an agreed one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.standing.backtest.sweep import MOST, quantile, values

NUMBERS = st.decimals(min_value=-10_000, max_value=10_000, places=3)


def shares(*thousandths: int) -> list[Decimal]:
    """Return percentages."""
    return [Decimal(one) / 1000 for one in thousandths]


def test_steps_are_round_and_reach_over_the_data() -> None:
    """From 90 to 98 % measured, around 95 % agreed: whole points."""
    measured = shares(*range(900, 981, 5))
    assert values(Decimal("0.95"), measured, percent=True) == shares(900, 910, 920, 930, 940, 950, 960, 970, 980)


def test_the_agreed_value_has_neighbours_on_both_sides() -> None:
    """Where all data lie above it, two steps below are tried too."""
    tried = values(Decimal("0.80"), shares(900, 920, 940, 960), percent=True)
    assert [value for value in tried if value < Decimal("0.80")] == shares(760, 780)


def test_no_percentage_above_a_hundred_is_tried_where_none_is_measured() -> None:
    """99.5 % agreed has little room above."""
    assert max(values(Decimal("0.995"), shares(970, 980, 990, 999), percent=True)) <= 1


def test_a_step_is_not_finer_than_the_rounding() -> None:
    """What the agreement rounds to tenths of a point is not tried in hundredths."""
    tried = values(Decimal("0.95"), shares(949, 950, 951), least_step=Decimal("0.001"), percent=True)
    assert {(Fraction(value) * 1000).denominator for value in tried} == {1}


def test_counts_are_whole_and_above_zero() -> None:
    """A rule that needs three misses is tried with one, two, four and five."""
    assert values(Decimal(3), [Decimal(n) for n in (0, 0, 1, 1, 2, 3)], whole=True) == [1, 2, 3, 4, 5]


def test_whole_data_are_tried_in_whole_steps() -> None:
    """Days late come in days, whatever a fine step would be."""
    assert all(value == int(value) for value in values(Decimal(0), [Decimal(0), Decimal(18)]))


@pytest.mark.parametrize(
    ("agreed", "percent", "expected"),
    [
        ("100", False, [80, 90, 100, 110, 120]),
        ("0", True, [-0.08, -0.04, 0, 0.04, 0.08]),
    ],
)
def test_without_data_a_tenth_to_each_side_is_the_measure(agreed: str, percent: bool, expected: list[float]) -> None:
    """Nothing measured, or always the agreed value itself: steps of a fourth of a tenth or so around it."""
    tried = values(Decimal(agreed), [], percent=percent)
    assert tried[0] >= Decimal(str(expected[0])) and tried[-1] <= Decimal(str(expected[-1]))
    assert Decimal(agreed) in tried and len(tried) >= 3


@given(agreed=NUMBERS, measured=st.lists(NUMBERS, max_size=40), whole=st.booleans(), percent=st.booleans())
def test_the_agreed_value_is_always_among_a_few_equal_steps(
    agreed: Decimal, measured: list[Decimal], whole: bool, percent: bool
) -> None:  # fmt: skip
    """However the data lie: the agreed value once, in order, at most thirteen, all a multiple of one step away."""
    tried = values(agreed, measured, whole=whole, percent=percent)
    assert tried.count(agreed) == 1
    assert tried == sorted(set(tried)) and len(tried) <= MOST
    gaps = [Fraction(b) - Fraction(a) for a, b in pairwise(tried)]
    assert not gaps or all((gap / min(gaps)).denominator == 1 for gap in gaps)


def test_a_quantile_is_one_of_the_numbers() -> None:
    """The nearest rank, never a number between two."""
    ordered = [Decimal(n) for n in (1, 2, 3, 10)]
    assert [quantile(ordered, Decimal(share)) for share in ("0.1", "0.5", "0.9", "1")] == [1, 2, 10, 10]
