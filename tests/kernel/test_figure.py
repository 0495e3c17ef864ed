"""Figures and the scope they are measured for."""

from decimal import Decimal

import pytest

from comity.kernel.calendar import Calendar
from comity.kernel.exact import Exact as ExactNumber
from comity.kernel.figure import Exact, Figure, Scope, State


@pytest.mark.parametrize(
    ("scope", "member"),
    [((), ""), ((("airport", "EWR"),), "EWR"), ((("airport", "EWR"), ("carrier", "B6")), "EWR, B6")],
)
def test_the_member_in_words(scope: Scope, member: str) -> None:
    """The names of the scope, in the order of `per`."""
    period = Calendar().period("2026-03")
    figure = Figure(metric="m", period=period, scope=scope, value=Decimal(1), unit="", state=State.FINAL)
    assert figure.member == member


def test_exact_numbers_are_one_type() -> None:
    """What figures carry is what exact arithmetic takes."""
    assert Exact is ExactNumber
