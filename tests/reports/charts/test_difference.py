"""The chart of two reporters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from comity.reports.charts.difference import Comparing, Pair, draw_difference
from comity.reports.charts.shapes import Drawing, Path, Text
from tests.reports.builders import quarters

Q = quarters(2024, 4)
AGREED = Comparing(
    pairs=(
        Pair(period=Q[0], first=Decimal(100), second=Decimal("100.5"), difference=Decimal("0.005")),
        Pair(period=Q[1], first=Decimal(110), second=None, difference=None),
        Pair(period=Q[2], first=None, second=Decimal(120), difference=None),
        Pair(period=Q[3], first=Decimal(130), second=Decimal(143), difference=Decimal("0.1"), differs=True),
    ),
    unit="USD",
    first="Aster",
    second="Borealis",
    tolerance=Decimal("0.01"),
    label="two reporters",
)


def roles(drawing: Drawing) -> list[str]:
    return [shape.role for shape in drawing.shapes if isinstance(shape, Path) and shape.d]


def test_each_reporter_has_its_shape_and_gaps_stay_gaps() -> None:
    """Dots for the first, diamonds for the second; the first's line ends where its report is missing."""
    found = roles(draw_difference(AGREED, 600, 300))
    assert found.count("a") == 1
    assert found.count("a-dot") == 3 + 1, "three values and the mark of the legend"
    assert found.count("gap-mark") == 2


def test_a_difference_beyond_tolerance_is_filled() -> None:
    """What differs can be told without colour: a filled diamond among open ones."""
    found = roles(draw_difference(AGREED, 600, 300))
    assert found.count("differs-dot") == 1
    assert found.count("b-dot") == 3 + 1 + 1, "three values, the legend, one difference"


def test_the_tolerance_is_a_band_only_where_one_is_agreed() -> None:
    """Without a tolerance only rounding counts, and no band is drawn."""
    assert "band" in roles(draw_difference(AGREED, 600, 300))
    bare = draw_difference(replace(AGREED, tolerance=Decimal(0)), 600, 300)
    assert "band" not in roles(bare)
    assert not any("tolerance" in s.text for s in bare.shapes if isinstance(s, Text))


def test_both_reporters_are_named_beside_their_marks() -> None:
    """Nobody has to look for a legend."""
    words = [s.text for s in draw_difference(AGREED, 600, 300).shapes if isinstance(s, Text)]
    assert {"Aster", "Borealis", "Borealis less Aster"} <= set(words)
