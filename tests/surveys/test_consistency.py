"""Cronbach's alpha and McDonald's omega: published value, known truths, refusals."""

import numpy as np
import pytest

from comity.surveys.consistency import Consistency, cronbach, omega, one_factor
from comity.surveys.matrix import matrix
from comity.surveys.model import CannotTell
from tests.surveys.published import ATTITUDE


def test_alpha_of_the_attitude_data() -> None:
    """The attitude data have alpha .84 (Revelle, documentation of alpha in R's psych)."""
    found = cronbach(ATTITUDE)
    assert isinstance(found, Consistency)
    assert round(found.value, 2) == 0.84
    assert found.interval.holds(found.value) and not found.interval.holds(0.6)


def test_omega_of_items_that_measure_unequally_well_is_above_alpha() -> None:
    """Alpha is a lower bound unless all items measure equally well (Novick & Lewis 1967): omega is not below it."""
    found, plain = omega(ATTITUDE), cronbach(ATTITUDE)
    assert isinstance(found, Consistency) and isinstance(plain, Consistency)
    assert plain.value < found.value < 0.9
    assert found.interval.holds(found.value)
    assert found.answers != plain.answers


def test_one_factor_is_found_in_a_covariance_made_of_one() -> None:
    """Loadings and own variances that made a covariance are found again in it."""
    loadings, own = np.array([0.9, 0.7, 0.5, 0.3]), np.array([0.3, 0.5, 0.8, 1.2])
    found = one_factor((np.outer(loadings, loadings) + np.diag(own))[None])
    assert found[0][0] == pytest.approx(loadings, abs=1e-4)
    assert found[1][0] == pytest.approx(own, abs=1e-4)


def test_who_left_an_item_out_does_not_count_and_is_said() -> None:
    """Respondents with a gap are left out, and their number stands beside the coefficient."""
    gap = np.vstack([ATTITUDE, matrix([[50, None, 50, 50, 50, 50, 50]])])
    found, whole = cronbach(gap), cronbach(ATTITUDE)
    assert isinstance(found, Consistency) and isinstance(whole, Consistency)
    assert (found.value, found.left_out, found.respondents) == (whole.value, 1, 30)


def test_an_item_left_reversed_is_noticed() -> None:
    """Items that run against the others make both coefficients ask whether they are worded in reverse."""
    turned = np.column_stack([ATTITUDE[:, :2], 100 - ATTITUDE[:, 2:4]])
    first, second = cronbach(turned), omega(turned)
    assert isinstance(first, Consistency) and first.value < 0 and "reverse" in first.note
    assert isinstance(second, Consistency) and "reverse" in second.note


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([[1], [2], [3]], "two items"),
        ([[1, 2], [2, 3]], "three respondents"),
        ([[1, 2], [2, 2], [3, 2]], "same answer"),
        ([[1, 3], [2, 2], [3, 1]], "same sum"),
    ],
)
def test_too_little_is_refused_with_its_reason(rows: list, word: str) -> None:
    """Each kind of too little has its own reason, for both coefficients."""
    for method in (cronbach, omega):
        found = method(matrix(rows))
        assert isinstance(found, CannotTell) and word in found.reason


def test_omega_needs_three_items() -> None:
    """Two items have no single factor; alpha is named instead."""
    found = omega(ATTITUDE[:, :2])
    assert isinstance(found, CannotTell) and "alpha" in found.reason


def test_a_factor_of_one_item_is_doubted() -> None:
    """Where one item explains itself alone (a Heywood case), the note says so."""
    chance = np.random.default_rng(3)
    own = chance.normal(size=(8, 3))
    own[:, 1] = 3 * own[:, 0] + own[:, 1]
    own[:, 2] = -0.2 * own[:, 1] + 0.5 * own[:, 2] + 2 * own[:, 0]
    found = omega(own, draws=50)
    assert isinstance(found, Consistency) and found.note
