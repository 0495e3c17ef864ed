"""The chart of a metric."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from comity.kernel.figure import State
from comity.reports.charts.points import Point
from comity.reports.charts.scale import value_axis
from comity.reports.charts.series import Series, draw_series
from comity.reports.charts.shapes import Drawing, Path, Text, text_width
from tests.reports.builders import months, quarters


def point(period, value: str | None, state: State | None = None, **more) -> Point:
    known = Decimal(value) if value is not None else None
    return Point(period=period, value=known, state=state or (State.FINAL if value else State.MISSING), **more)


def chart(values: list[str | None], unit: str = "", width: float = 270, **more) -> Drawing:
    points = tuple(point(p, v) for p, v in zip(quarters(2022, len(values)), values, strict=True))
    drawing = draw_series(Series(points=points, unit=unit, label="a chart", **more), width, 144)
    assert drawing is not None
    return drawing


def paths(drawing: Drawing, role: str) -> list[str]:
    return [shape.d for shape in drawing.shapes if isinstance(shape, Path) and shape.role == role and shape.d]


def texts(drawing: Drawing) -> list[Text]:
    return [shape for shape in drawing.shapes if isinstance(shape, Text)]


def corners(d: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", d)]


def test_points_stand_at_their_period_and_value() -> None:
    """Equal steps across, and heights as the axis says."""
    drawing = chart(["100", "300", "200", "0"])
    found = corners(paths(drawing, "s")[0])
    steps = {round(b[0] - a[0], 1) for a, b in pairwise(found)}
    assert max(steps) - min(steps) <= 0.2
    axis = value_axis([Decimal(0), Decimal(300)], from_zero=False, top=18, bottom=126)
    assert [y for _, y in found] == pytest.approx([axis.y(Decimal(v)) for v in (100, 300, 200, 0)], abs=0.06)


def test_a_line_never_runs_through_a_gap() -> None:
    """Two runs of values are two lines, and the gap between is a dashed box with its word where it fits."""
    drawing = chart(["1", "2", None, None, None, "3", "4"])
    lines = [corners(d) for d in paths(drawing, "s")]
    assert [len(line) for line in lines] == [2, 2]
    (box,) = paths(drawing, "gap")
    left, right = float(re.findall(r"M([\d.]+)", box)[0]), float(re.findall(r"H([\d.]+)", box)[0])
    assert lines[0][-1][0] < left < right < lines[1][0][0]
    assert "missing" in [t.text for t in texts(drawing)]


def test_only_the_widest_gap_of_a_state_bears_its_word() -> None:
    """Many small gaps do not fill a chart with words; a wide one always says what it is."""
    drawing = chart(["1", None, "2", None, None, "3", *[None] * 6, "4"])
    assert len(paths(drawing, "gap")) == 3
    assert [t.text for t in texts(drawing)].count("missing") == 1


def test_a_lone_value_between_gaps_is_a_dot_without_a_line() -> None:
    """No line can be drawn to it, but it is not lost."""
    drawing = chart([None, "2", None, "3", "4"])
    assert [len(corners(d)) for d in paths(drawing, "s")] == [2]
    assert paths(drawing, "s-dot")[0].count("Z") == 3


def test_a_provisional_point_is_hollow_and_a_disputed_one_a_square() -> None:
    """States differ by shape, not by colour alone."""
    every = quarters(2024, 3)
    points = (
        point(every[0], "1"),
        point(every[1], "2", State.DISPUTED),
        point(every[2], "3", State.PROVISIONAL),
    )
    drawing = draw_series(Series(points=points, unit="", label=""), 270, 144)
    assert drawing is not None
    assert [len(paths(drawing, role)) for role in ("s-dot", "disputed-dot", "s-hollow")] == [1, 1, 1]


def test_periods_not_due_at_the_ends_are_no_gap() -> None:
    """The chart begins with the first due period; between values a period not due is shown as a box."""
    every = quarters(2022, 5)
    points = (
        point(every[0], None, State.NOT_DUE),
        point(every[1], "1"),
        point(every[2], "2"),
        point(every[3], "3"),
        point(every[4], None, State.NOT_DUE),
    )
    drawing = draw_series(Series(points=points, unit="", label=""), 270, 144)
    assert drawing is not None
    assert paths(drawing, "gap") == []


def test_a_long_gap_before_the_first_value_does_not_press_the_others() -> None:
    """Only its end is drawn; the axis of time says where the chart begins."""
    drawing = chart([*[None] * 30, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
    assert len(paths(drawing, "gap")) == 1
    assert corners(paths(drawing, "s")[0])[0][0] < 90


def test_without_a_value_there_is_no_drawing() -> None:
    """An empty frame would look like nothing happened; the card says in words why."""
    points = tuple(point(p, None) for p in quarters(2024, 3))
    assert draw_series(Series(points=points, unit="", label=""), 270, 144) is None


def test_bars_stand_on_zero() -> None:
    """Bars reach from 0 to their value, also below it."""
    drawing = chart(["5", "-5"], bars=True)
    zero = next(float(s.d.split()[1].split("H")[0]) for s in drawing.shapes if isinstance(s, Path) and s.role == "zero")
    tops = [tuple(map(float, re.findall(r"[ V](-?[\d.]+)", d)[:2])) for d in paths(drawing, "s-dot")]
    assert tops[0][1] == pytest.approx(zero) and tops[1][0] == pytest.approx(zero)


def test_the_target_is_stepped() -> None:
    """Periods with the same target are one stretch; a change begins another, and it is named once."""
    targets = ["2", "2", "3", "3"]
    points = tuple(point(p, "2.5", target=Decimal(t)) for p, t in zip(quarters(2024, 4), targets, strict=True))
    drawing = draw_series(Series(points=points, unit="", label=""), 270, 144)
    assert drawing is not None
    assert paths(drawing, "target")[0].count("M") == 2
    assert [t.text for t in texts(drawing)].count("target") == 1


def test_a_second_reporter_is_drawn_as_open_diamonds() -> None:
    """One diamond where the second party reported, none where it did not."""
    first, second = quarters(2024, 2)
    points = (point(first, "10", other=Decimal("10.1")), point(second, "11"))
    drawing = draw_series(Series(points=points, unit="", label="", ink="a"), 270, 144)
    assert drawing is not None
    assert paths(drawing, "b-dot")[0].count("Z") == 1


@pytest.mark.parametrize("width", [200, 270, 390, 600])
@pytest.mark.parametrize("count", [1, 2, 5, 13, 24, 40, 120])
def test_labels_below_the_axis_do_not_touch(width: int, count: int) -> None:
    """Names of periods keep a space between them and stay on the sheet."""
    for periods in (quarters(2012, count), months(2012, count)):
        points = tuple(point(p, str(n + 1)) for n, p in enumerate(periods))
        drawing = draw_series(Series(points=points, unit="percent", label=""), width, 144)
        assert drawing is not None
        names = [t for t in texts(drawing) if t.y > 130]
        spans = [(t.x - text_width(t.text) / 2, t.x + text_width(t.text) / 2) for t in names]
        assert names
        assert all(a[1] < b[0] for a, b in pairwise(spans)), (width, count)
        assert spans[-1][1] <= width + 4 and spans[0][0] >= 0


def test_money_in_millions_says_so_once() -> None:
    """The unit stands over the axis, its labels are round numbers."""
    drawing = chart(["3700000000", "1200000000"], "USD")
    words = [t.text for t in texts(drawing)]
    assert "USD m" in words and "4,000" in words


def test_members_on_one_scale_share_their_axis() -> None:
    """Charts one above the other can be compared by eye."""
    shared = (Decimal("0.9"), Decimal("0.99"))
    labels = [
        [t.text for t in texts(chart(values, "percent", axis_values=shared)) if t.text.endswith("%")]
        for values in (["0.95", "0.96"], ["0.91", "0.98"])
    ]
    assert labels[0] == labels[1]
