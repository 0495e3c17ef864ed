"""Who did not answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.model import CannotTell, Interval
from comity.surveys.nonresponse import bounds

SCALE = (1.0, 5.0)


def test_the_bounds_hold_whatever_the_silent_ones_think() -> None:
    """Two of four answered 4: with two answers of 1 the mean is 2.5, with two of 5 it is 4.5 (Manski)."""
    assert bounds([4.0, 4.0], 4, SCALE) == Interval(low=2.5, high=4.5, confidence=1.0)


def test_everybody_answered_leaves_nothing_open() -> None:
    """With full response both bounds are the mean."""
    assert bounds([3.0, 5.0, 4.0], 3, SCALE) == Interval(low=4.0, high=4.0, confidence=1.0)


def test_impossible_counts_are_refused() -> None:
    """More answers than invitations, or no answer at all: the reason is given."""
    assert bounds([2.0, 3.0], 1, SCALE) == CannotTell(reason="more answers than invitations")
    assert bounds([], 3, SCALE) == bounds([], 0, SCALE) == CannotTell(reason="nobody answered")


@given(st.lists(st.floats(1, 5), min_size=1, max_size=8), st.data())
def test_no_answers_of_the_silent_lead_outside_the_bounds(answers: list[float], data: st.DataObject) -> None:
    """Whatever the silent ones would have said, the mean of all lies within the bounds."""
    silent = data.draw(st.lists(st.floats(1, 5), max_size=8))
    every = [*answers, *silent]
    found = bounds(answers, len(every), SCALE)
    assert isinstance(found, Interval)
    mean = sum(every) / len(every)
    assert found.low <= mean + 1e-9
    assert found.high >= mean - 1e-9
    assert (found.low == pytest.approx(found.high)) == (not silent)
