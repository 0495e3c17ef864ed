"""Intraclass correlations in their six forms."""

import numpy as np
import pytest

from comity.surveys.icc import ANSWERS, Form, intraclass
from comity.surveys.matrix import matrix
from comity.surveys.model import CannotTell
from tests.surveys.published import SHROUT_FLEISS

# Values: Shrout & Fleiss 1979, table 4. Ends of the 95 % intervals: the documentation of ICC in R's psych.
PRINTED = {
    Form.ONE: (0.17, -0.133, 0.72),
    Form.AGREEMENT_ONE: (0.29, 0.019, 0.76),
    Form.CONSISTENCY_ONE: (0.71, 0.342, 0.95),
    Form.MEAN: (0.44, -0.884, 0.91),
    Form.AGREEMENT_MEAN: (0.62, 0.071, 0.93),
    Form.CONSISTENCY_MEAN: (0.91, 0.676, 0.99),
}


def test_the_six_published_values_are_reproduced() -> None:
    """Shrout & Fleiss 1979: .17 .29 .71 .44 .62 .91, each under the name of its form, with its interval."""
    found = intraclass(SHROUT_FLEISS, confidence=0.95)
    assert not isinstance(found, CannotTell)
    rounded = {
        one.form: (round(one.value, 2), round(one.interval.low, 3), round(one.interval.high, 2)) for one in found
    }
    assert rounded == PRINTED
    assert {(one.objects, one.raters) for one in found} == {(6, 4)}


def test_every_form_says_which_question_it_answers() -> None:
    """No form stands on the screen without its question."""
    assert set(ANSWERS) == set(Form)
    assert len(set(ANSWERS.values())) == 6


def values(ratings: np.ndarray) -> dict[Form, float]:
    """Return the values by form."""
    found = intraclass(ratings)
    assert not isinstance(found, CannotTell)
    return {one.form: one.value for one in found}


def test_a_severe_rater_lowers_agreement_and_not_consistency() -> None:
    """One rater two levels lower everywhere: the order is kept, the numbers are not."""
    severe = SHROUT_FLEISS - np.array([0, 0, 0, 4])
    before, after = (values(x) for x in (SHROUT_FLEISS, severe))
    assert after[Form.CONSISTENCY_ONE] == pytest.approx(before[Form.CONSISTENCY_ONE])
    assert after[Form.AGREEMENT_ONE] != pytest.approx(before[Form.AGREEMENT_ONE])


def test_objects_that_a_rater_left_out_do_not_count() -> None:
    """Incomplete objects are left out, and the number of objects says so."""
    found = intraclass(np.vstack([SHROUT_FLEISS, matrix([[1, None, 9, 9]])]))
    assert found == intraclass(SHROUT_FLEISS)


@pytest.mark.parametrize("rows", [[[1, 2]], [[1], [2]], [[1, 2], [2, 3]], [[2, 2], [2, 2]]])
def test_what_does_not_vary_is_refused(rows: list) -> None:
    """One object, one rater, or raters who never differ but by a constant: no number is invented."""
    assert isinstance(intraclass(matrix(rows)), CannotTell)
