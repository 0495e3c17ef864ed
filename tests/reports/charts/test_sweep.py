"""The chart of a threshold: bars above, money below, the agreed value marked."""

from __future__ import annotations

import re
from decimal import Decimal

from comity.reports.charts.shapes import Drawing, Path, Text
from comity.reports.charts.svg import page_svg, paper_svg
from comity.reports.charts.sweep import SweepChart, SweepPoint, draw_sweep


def chart(*counted: int, currency: str = "USD", undetermined: int = 0, paid: bool = True) -> SweepChart:
    """Return a chart whose third value is the agreed one."""
    points = tuple(
        SweepPoint(
            label=f"{94 + at}%", agreed=at == 2, counted=count, undetermined=undetermined,
            paid=Decimal(1000 * count) if paid else None,
        )
        for at, count in enumerate(counted)
    )  # fmt: skip
    return SweepChart(points=points, currency=currency, label="Punctuality", paid_by="Wren")


def drawn(of: SweepChart, width: float = 600) -> Drawing:
    """Draw a chart."""
    return draw_sweep(of, width, 270)


def texts(drawing: Drawing) -> list[str]:
    """Return all texts of a drawing."""
    return [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


def paths(drawing: Drawing, role: str) -> list[str]:
    """Return the paths of a role."""
    return [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.role == role]


def test_each_value_has_its_number_and_its_name() -> None:
    """A bar needs no axis to be read where there is room for its number."""
    found = texts(drawn(chart(2, 6, 18, 24)))
    assert {"2", "6", "18", "24", "94%", "95%", "96%", "97%"} <= set(found)
    assert "Periods missed" in found and "Wren pays after caps, USD" in found


def test_a_bar_of_nothing_is_not_drawn_but_numbered() -> None:
    """No misses is a fact: the number 0 stands where the bar would."""
    found = drawn(chart(0, 0, 3))
    assert texts(found).count("0") >= 2
    assert len(paths(drawn(chart(0, 0, 3, currency="")), "s-dot")) == 1


def test_the_agreed_value_stands_on_a_band_and_is_strong() -> None:
    """It is found at a glance, also without colour."""
    found = drawn(chart(1, 2, 3, 4))
    assert len(paths(found, "band")) == 1
    strong = [shape.text for shape in found.shapes if isinstance(shape, Text) and shape.role == "strong"]
    assert "96%" in strong and "3" in strong


def test_where_names_are_long_the_agreed_one_is_kept() -> None:
    """In a narrow chart every nth name stands, counted from the agreed one."""
    found = texts(drawn(chart(*range(1, 12)), width=240))
    assert "96%" in found and len([text for text in found if text.endswith("%")]) < 11


def test_undetermined_periods_stand_hollow_on_top() -> None:
    """They are no misses, and no zero either."""
    found = drawn(chart(2, 4, 6, undetermined=1))
    assert len(paths(found, "s-hollow")) == 3
    assert "Periods missed; hollow: undetermined" in texts(found)


def test_a_line_never_runs_through_an_unknown_amount() -> None:
    """Two known amounts with an unknown one between them are two points, no line."""
    known, gap = chart(1, 2, 3), chart(1, 2, 3, paid=False)
    points = (known.points[0], gap.points[1], known.points[2])
    found = drawn(SweepChart(points=points, currency="USD", label="", paid_by="Wren"))
    assert [d for d in paths(found, "s") if d] == []


def test_counts_have_whole_ticks_only() -> None:
    """One miss at most: the axis says 0 to 4, never a half."""
    assert not [text for text in texts(drawn(chart(0, 1, 1, currency=""))) if re.fullmatch(r"\d+\.\d+", text)]


def test_without_money_there_is_one_panel() -> None:
    """No heading of payments, no line."""
    found = drawn(chart(1, 2, 3, currency=""))
    assert not any("pays" in text for text in texts(found)) and paths(found, "s") == []


def test_page_and_paper_can_paint_every_role() -> None:
    """Every role of the drawing has a colour on either."""
    found = drawn(chart(0, 2, 3, undetermined=1))
    assert page_svg(found).startswith("<svg") and paper_svg(found).startswith("<svg")
