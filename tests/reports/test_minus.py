"""Negative numbers of explanations, as pages write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.numbers import format_value
from comity.reports.minus import with_minus


@pytest.mark.parametrize(
    ("engine", "people"),
    [
        ("USD -56,372", "−USD 56,372"),
        ("42 * 123,434 - 5,240,600 = USD -56,372", "42 * 123,434 - 5,240,600 = −USD 56,372"),
        ("(-5) * 2 = -10", "(−5) * 2 = −10"),
        ("known 2025-02-12; -0.05%, agreed", "known 2025-02-12; −0.05%, agreed"),
        ("undetermined, between USD -5 and USD 7", "undetermined, between −USD 5 and USD 7"),
        ("cases lacks 2025-11, 2025-12", "cases lacks 2025-11, 2025-12"),
        ("2026-Q3, row 12-4 of facts/work/a-1.csv", "2026-Q3, row 12-4 of facts/work/a-1.csv"),
        ("points_short-1 = (a)-1", "points_short-1 = (a)-1"),
        ("100%-3%", "100%-3%"),
        ("", ""),
    ],
)
def test_a_sign_is_a_true_minus_before_the_currency(engine: str, people: str) -> None:
    """Days, names and what is taken from something else keep their hyphens."""
    assert with_minus(engine) == people


@given(st.integers(min_value=-999_999, max_value=999_999))
def test_an_amount_of_an_explanation_reads_as_on_the_page_of_its_clause(amount: int) -> None:
    """Whatever the amount, the derivation and the page that leads to it write it alike."""
    assert with_minus(f"USD {amount:,}") == format_value(amount, "USD")
