"""The chart of weights: every end where its score lies, open ends hatched."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from comity.reports.charts.levers import LeverChart, LeverRow, draw_levers
from comity.reports.charts.shapes import Path, Text
from comity.reports.charts.svg import page_svg, paper_svg

D = Decimal


def chart(agreed: tuple[object, object] = (D(80), D(80))) -> LeverChart:
    rows = (
        LeverRow(title="Service", at_none=(D(60), D(60)), at_all=(D(90), D(90))),
        LeverRow(title="Growth <b>", at_none=(Fraction(200, 3), D(90)), at_all=(D(0), D(120))),
    )
    return LeverChart(rows=rows, agreed=agreed, label="What each weight does")


def test_every_dimension_has_its_row_and_the_agreed_total_its_line() -> None:
    """Two names, a line at the agreed total in the plot, and the target stronger than the other lines."""
    drawing = draw_levers(chart(), 640)
    texts = [shape.text for shape in drawing.shapes if isinstance(shape, Text)]
    assert {"Service", "Growth <b>", "100", "as agreed"} <= set(texts)
    lines = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.role == "target"]
    assert len(lines) == 2  # the one of the legend and the one of the plot
    assert len([s for s in drawing.shapes if isinstance(s, Path) and s.role == "zero" and "V" in s.d]) == 1


def test_what_is_open_is_hatched() -> None:
    """Only the second row has open ends; an open total has two lines with a hatch between."""
    assert [s.role for s in draw_levers(chart(), 640).shapes if isinstance(s, Path)].count("hatch") == 1
    open_ = draw_levers(chart((D(70), D(95))), 640)
    assert len([s for s in open_.shapes if isinstance(s, Path) and s.role == "target"]) == 3


def test_all_lies_on_the_sheet_and_names_are_escaped() -> None:
    """From 0 to 120 nothing leaves the drawing, and a name never becomes markup."""
    drawing = draw_levers(chart(), 640)
    assert all(0 <= shape.x <= 640 for shape in drawing.shapes if isinstance(shape, Text))
    for svg in (page_svg(drawing), paper_svg(drawing)):
        assert "Growth &lt;b&gt;" in svg
