"""Value functions: straight, through points, along a curve; exact at their anchors and never falling."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel import exact
from comity.scorecards.curves import Curve, halfway_score, value_of

D = Decimal
FILL = Curve(floor=D("0.90"), target=D("0.97"), points=((D("0.94"), D(70)), (D("0.96"), D(90))), stretch=D("0.99"))


@pytest.mark.parametrize(
    ("figure", "expected"),
    [("0.85", 0), ("0.90", 0), ("0.92", 35), ("0.94", 70), ("0.95", 80), ("0.96", 90), ("0.965", 95), ("0.97", 100),
     ("0.98", 110), ("0.99", 120), ("1", 120)],
)  # fmt: skip
def test_points_are_joined_by_straight_lines(figure: str, expected: int) -> None:
    """Floor 90%, 70 at 94%, 90 at 96%, target 97%, stretch 99%: halfway to 94% is 35, halfway to 96% is 80."""
    assert FILL.score(D(figure)) == expected


def test_points_may_fall() -> None:
    """Lower is better: floor 20 complaints, 80 points at 10, target 4."""
    calm = Curve(floor=D(20), target=D(4), points=((D(10), D(80)),))
    assert [calm.score(D(x)) for x in (25, 20, 15, 10, 7, 4, 1)] == [0, 0, 40, 80, 90, 100, 100]


@pytest.mark.parametrize("steepness", [0.1, 0.7, 2.0, 5.0, 12.0])
def test_the_curve_is_the_exponential_one(steepness: float) -> None:
    """The middle of 1 - e^(-ct) over 1 - e^(-c) is worked out in floats for several c; the same curve comes back."""
    middle = -log((1 + exp(-steepness)) / 2) / steepness
    for share in (0.05, 0.3, 0.5, 0.81, 0.99):
        expected = 100 * (1 - exp(-steepness * share)) / (1 - exp(-steepness))
        assert float(halfway_score(D(repr(share)), D(repr(middle)))) == pytest.approx(expected, abs=1e-9)


def test_the_curve_is_the_same_number_everywhere() -> None:
    """Twelve decimal places, half to even; computed once with 100 digits, so no machine finds another last digit."""
    assert exact.text(halfway_score(D("0.1"), D("0.25"))) == "23.702844438316"
    assert exact.text(halfway_score(Fraction(1, 3), Fraction(2, 7))) == exact.text(
        exact.sub(D(100), halfway_score(Fraction(2, 3), Fraction(5, 7)))
    )


def test_a_halfway_figure_in_the_middle_is_the_straight_line() -> None:
    """Nothing is bent where the figure that is worth half lies half way, or beyond all digits near it."""
    for middle in (D("0.5"), D("0.5") + D("1e-40")):
        assert halfway_score(D("0.3"), middle) == 30


MIDDLES = st.decimals("0.01", "0.99", places=3)
SHARES = st.decimals("0", "1", places=4)


@given(MIDDLES, SHARES, SHARES)
def test_a_curve_never_falls_and_stays_between_its_ends(middle: D, one: D, other: D) -> None:
    """A better figure has no lower score; the middle is worth 50, and every score lies between 0 and 100."""
    curve = Curve(floor=D(0), target=D(1), halfway=middle)
    low, high = sorted((one, other))
    assert 0 <= curve.score(low) <= curve.score(high) <= 100
    assert curve.score(middle) == 50


@given(st.lists(st.tuples(st.integers(1, 999), st.integers(1, 99)), max_size=5), SHARES, SHARES, st.booleans())
def test_points_never_make_a_better_figure_worse(raw: list[tuple[int, int]], one: D, other: D, falls: bool) -> None:
    """Whatever points are agreed in order, the score rises from floor to target, also where lower is better."""
    figures, scores = sorted({x for x, _ in raw}), sorted({y for _, y in raw})
    points = tuple((D(x) / 1000, D(y)) for x, y in zip(figures, scores, strict=False))
    curve = Curve(floor=D(0), target=D(1), points=points)
    if falls:
        curve = Curve(floor=D(1), target=D(0), points=tuple((1 - x, y) for x, y in points))
    assert curve.fault == ""
    worse, better = sorted((one, other))
    values = (1 - worse, 1 - better) if falls else (worse, better)
    assert 0 <= curve.score(values[0]) <= curve.score(values[1]) <= 100


@pytest.mark.parametrize(
    ("curve", "says"),
    [
        (Curve(floor=D(1), target=D(1)), "the same"),
        (Curve(floor=D(0), target=D(10), points=((D(6), D(50)), (D(4), D(60)))), "out of order"),
        (Curve(floor=D(0), target=D(10), points=((D(12), D(50)),)), "out of order"),
        (Curve(floor=D(0), target=D(10), halfway=D(-1)), "out of order"),
        (Curve(floor=D(0), target=D(10000), halfway=D(1)), "next to"),
    ],
)
def test_anchors_that_make_no_curve_say_why(curve: Curve, says: str) -> None:
    """Computed anchors can meet or change places on some day: then there is a reason instead of a score."""
    assert says in curve.fault


def test_the_straight_line_is_unchanged() -> None:
    """Without points and a halfway figure a score is as before, exactly: a third of the way is 100/3."""
    assert value_of(D(1), D(0), D(3), None) == Fraction(100, 3)


def test_a_stretch_before_the_target_adds_nothing_and_takes_nothing() -> None:
    """A stretch from a setting can come to lie at 90 with a target of 100: what is beyond the target has 100."""
    curve = Curve(floor=D(0), target=D(100), stretch=D(90))
    assert [curve.score(D(value)) for value in (100, 105, 200)] == [D(100)] * 3
