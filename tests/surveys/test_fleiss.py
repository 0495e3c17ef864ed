"""Fleiss' kappa."""

import numpy as np
import pytest

from comity.surveys.fleiss import Kappa, kappa
from comity.surveys.model import CannotTell
from tests.surveys.published import FLEISS


def test_the_published_value_is_reproduced() -> None:
    """Fleiss 1971: kappa = .430 for thirty patients and six psychiatrists each."""
    found = kappa(FLEISS)
    assert isinstance(found, Kappa)
    assert round(found.value, 3) == 0.430
    assert (found.subjects, found.raters) == (30, 6)
    # Its standard error, as R's irrCAC gives it, is .0533: the interval has about the width of 1.645 on each side.
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.645 * 0.0533, rel=0.1)


def test_unequal_numbers_of_raters_are_refused_with_the_way_out() -> None:
    """Kappa is defined for the same number of raters everywhere; alpha is named instead."""
    found = kappa(np.array([[2.0, 1.0], [1.0, 1.0]]))
    assert isinstance(found, CannotTell) and "Krippendorff" in found.reason


def test_one_category_alone_tells_nothing() -> None:
    """Where every answer is the same, agreement and habit look alike."""
    found = kappa(np.array([[3.0, 0.0], [3.0, 0.0]]))
    assert isinstance(found, CannotTell) and "habit" in found.reason
    assert isinstance(kappa(np.array([[3.0, 1.0]])), CannotTell)
