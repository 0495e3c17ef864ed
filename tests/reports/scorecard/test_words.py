"""How scores, shares and ratios are written in the views of scores and weights."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from comity.reports.scorecard.words import percent, points, times

D = Decimal


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(D(70), D(70), "70"), (Fraction(200, 3), Fraction(200, 3), "66.7"), (D(50), D("83.33"), "50.0 to 83.3"),
     (D("70.01"), D("70.04"), "70.0")],
)  # fmt: skip
def test_a_score_has_at_most_one_decimal(low: Decimal, high: Decimal, text: str) -> None:
    """Both ends of a range have the same decimals; ends that read alike are one number."""
    assert points(low, high) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(D("0.6"), "60%"), (Fraction(1, 3), "33.3%"), (0.625, "62.5%"), (0.1 + 0.2, "30%"), (1.0, "100%"), (0.0, "0%")],
)
def test_a_share_is_a_percentage(share: object, text: str) -> None:
    """Exact or not, the same share reads the same; no decimal that says nothing."""
    assert percent(share) == text


@pytest.mark.parametrize(
    ("ratio", "text"), [(1.5, "1.5"), (2.0, "2"), (0.618, "0.62"), (12.4, "12"), (float("inf"), "infinitely")]
)
def test_a_ratio_says_how_many_times(ratio: float, text: str) -> None:
    """Two decimals below ten, none above."""
    assert times(ratio) == text
