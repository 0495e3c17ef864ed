"""Small drawings inside tables: the bar of a score."""

from __future__ import annotations

from comity.reports.charts.shapes import Drawing, Path, Shape, box, hatch, vertical

_HIGHEST = 120


def score_bar(low: float, high: float, label: str, width: float = 176, height: float = 14) -> Drawing:
    """Return a bar from 0 to 120: solid to the lower bound, hatched to the upper, a line at 100, the target."""
    top, bottom = 3.0, height - 3

    def x(score: float) -> float:
        return float(score) / _HIGHEST * (width - 2) + 1

    shapes: list[Shape] = [Path(box(1, top, width - 1, bottom), "track"), Path(box(1, top, x(low), bottom), "solid")]
    if high > low:
        shapes.append(Path(hatch(x(low), top, x(high), bottom), "hatch"))
        shapes.append(Path(box(x(low), top, x(high), bottom), "outline"))
    shapes.append(Path(vertical(x(100), 0, height), "target"))
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=label)
