"""Quantiles as printed in tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.surveys.distributions import beta_below, f_quantile, t_below, t_quantile


@pytest.mark.parametrize(
    ("p", "df", "printed"),
    [(0.975, 10, 2.228), (0.95, 1, 6.314), (0.95, 5, 2.015), (0.995, 30, 2.750), (0.95, math.inf, 1.645)],
)
def test_t_has_the_quantiles_of_the_printed_table(p: float, df: float, printed: float) -> None:
    """Student's t agrees with the table of the NIST handbook (1.3.6.7.2) to its three digits."""
    assert round(t_quantile(p, df), 3) == printed
    assert t_quantile(1 - p, df) == pytest.approx(-t_quantile(p, df))


@pytest.mark.parametrize(
    ("p", "above", "below", "printed"), [(0.95, 5, 10, 3.326), (0.95, 1, 1, 161.448), (0.99, 4, 20, 4.431)]
)
def test_f_has_the_quantiles_of_the_printed_table(p: float, above: int, below: int, printed: float) -> None:
    """Fisher's F agrees with the table of the NIST handbook (1.3.6.7.3) to its three digits."""
    assert round(f_quantile(p, above, below), 3) == printed


@given(st.floats(0.001, 0.999), st.floats(0.6, 400))
def test_a_quantile_is_the_inverse_of_the_probability(p: float, df: float) -> None:
    """What lies below the quantile has the probability that was asked for."""
    assert t_below(t_quantile(p, df), df) == pytest.approx(p, abs=1e-9)


@given(st.floats(0, 1), st.floats(0.3, 90), st.floats(0.3, 90))
def test_the_two_sides_of_a_beta_variable_make_a_whole(x: float, a: float, b: float) -> None:
    """The probability below x and that of the mirrored variable below 1 - x add up to one."""
    assert beta_below(x, a, b) + beta_below(1 - x, b, a) == pytest.approx(1)
