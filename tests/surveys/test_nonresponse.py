"""Who did not answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.model import CannotTell, Estimate
from comity.surveys.nonresponse import Response, Stratum, rates, response

SCALE = (1.0, 5.0)


def stratum(role: str, invited: int, *means: float) -> Stratum:
    return Stratum(party="fern", role=role, invited=invited, means=means)


def test_the_rate_is_told_by_party_and_role_and_no_invitation_is_no_rate() -> None:
    """Three of four answered; where nobody was invited there is no rate, not one of nothing."""
    found = rates([stratum("operations", 4, 3.0, 4.0, 5.0), stratum("legal", 0)])
    assert [(one.role, one.share) for one in found] == [("operations", 0.75), ("legal", None)]


def test_a_role_that_answers_less_gets_its_own_weight_back() -> None:
    """Ten people in operations and ten in legal were invited; two of legal answered: they count for ten."""
    found = response([stratum("operations", 10, *[4.0, 5.0] * 5), stratum("legal", 10, 2.0, 3.0)], SCALE)
    assert isinstance(found, Response) and isinstance(found.weighted, Estimate)
    assert found.plain == pytest.approx((45 + 5) / 12)
    assert found.weighted.value == pytest.approx((4.5 + 2.5) / 2)
    assert found.weighted.interval.low < 3.5 < found.weighted.interval.high


def test_the_bounds_hold_whatever_the_silent_ones_think() -> None:
    """Two of four answered 4: with two answers of 1 the mean is 2.5, with two of 5 it is 4.5 (Manski)."""
    found = response([stratum("operations", 4, 4.0, 4.0)], SCALE)
    assert isinstance(found, Response)
    assert (found.bounds.low, found.bounds.high) == (2.5, 4.5)


def test_everybody_answered_leaves_nothing_open() -> None:
    """With full response the bounds, the interval and the mean are one number."""
    found = response([stratum("operations", 2, 3.0, 5.0), stratum("legal", 1, 4.0)], SCALE)
    assert isinstance(found, Response) and isinstance(found.weighted, Estimate)
    ends = {found.bounds.low, found.bounds.high, found.weighted.interval.low, found.weighted.interval.high}
    assert ends == {4.0} == {found.plain}


def test_a_silent_role_is_named_and_nothing_stands_for_it() -> None:
    """Weighting cannot invent answers of a role from which there is none; the bounds still hold."""
    found = response([stratum("operations", 4, 4.0, 3.0), stratum("legal", 3)], SCALE)
    assert isinstance(found, Response)
    assert isinstance(found.weighted, CannotTell) and "fern, legal" in found.weighted.reason
    assert found.bounds.high == pytest.approx((7 + 5 * 5) / 7)


def test_single_answers_show_no_spread() -> None:
    """One answer a role, and more people invited: no interval is given."""
    found = response([stratum("operations", 4, 4.0), stratum("legal", 3, 2.0)], SCALE)
    assert isinstance(found, Response) and isinstance(found.weighted, CannotTell)


def test_impossible_counts_are_refused() -> None:
    """More answers than invitations, or no answer at all: the reason is given."""
    crowded = response([stratum("legal", 1, 2.0, 3.0)], SCALE)
    assert isinstance(crowded, CannotTell) and "fern, legal" in crowded.reason
    assert response([stratum("legal", 3)], SCALE) == CannotTell(reason="nobody answered")


@given(st.lists(st.tuples(st.integers(0, 5), st.lists(st.floats(1, 5), max_size=6)), min_size=1, max_size=4))
def test_no_answers_of_the_silent_lead_outside_the_bounds(parts: list) -> None:
    """Plain and weighted means lie within the worst-case bounds, whatever the design."""
    strata = [stratum(f"role {n}", len(means) + more, *means) for n, (more, means) in enumerate(parts)]
    found = response(strata, SCALE)
    if isinstance(found, Response):
        assert found.bounds.low <= found.bounds.high
        if isinstance(found.weighted, Estimate):
            assert found.bounds.low - 1e-9 <= found.weighted.value <= found.bounds.high + 1e-9
