"""How two parties see each dimension: their scores with intervals on one line, and what may be said of the gap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.reports.charts.levels import not_shown
from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    circle,
    diamond,
    horizontal,
    text_width,
    vertical,
)

_ROW, _HEAD, _FOOT = 38, 24, 20
_APART = 6
"""Pixels by which each party's interval lies off the middle of the row, so that both can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A score with the ends of its interval, all on the scale."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """A dimension: each party's score, None where it is not shown; the verdict in words, and what stands below it."""

    title: str
    first: Ends | None
    second: Ends | None
    verdict: str
    says: str
    strong: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsChart:
    """The rows, the scale, and the names of the two parties."""

    rows: tuple[GapRow, ...]
    scale: tuple[int, int]
    first: str
    second: str
    label: str


def draw_gaps(chart: GapsChart, width: float) -> Drawing:
    """Return a dumbbell for each dimension; one that is not shown is hatched and says why."""
    left = max(text_width(row.title) for row in chart.rows) + 14
    words = max(max(text_width(row.verdict), text_width(row.says)) for row in chart.rows)
    plot = _Plot(left=left, right=max(width - words - 22, left + 120), scale=chart.scale)
    height = _HEAD + _ROW * len(chart.rows) + _FOOT
    shapes: list[Shape] = [*_names(chart, plot), *_grid(plot, height)]
    for place, row in enumerate(chart.rows):
        shapes += _row(row, plot, _HEAD + _ROW * (place + 0.5))
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=chart.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    left: float
    right: float
    scale: tuple[int, int]

    def x(self, value: float) -> float:
        low, high = self.scale
        return self.left + (value - low) / (high - low) * (self.right - self.left)


def _names(chart: GapsChart, plot: _Plot) -> Iterator[Shape]:
    x = plot.left
    yield Path(circle(x + 4, 8, 3.6), "a-dot")
    yield Text(x + 13, 12, chart.first, "a-text")
    x += 13 + text_width(chart.first) + 18
    yield Path(diamond(x + 4, 8, 4.6), "b-dot")
    yield Text(x + 14, 12, chart.second, "b-text")


def _grid(plot: _Plot, height: float) -> Iterator[Shape]:
    for tick in ticks(plot.scale):
        x = plot.x(tick)
        yield Path(vertical(x, _HEAD - 4, height - _FOOT), "grid")
        yield Text(x, height - 5, str(tick), anchor="middle")


def ticks(scale: tuple[int, int]) -> list[int]:
    """Return the levels that are named on an axis: all of a short scale, of a long one at most eleven."""
    low, high = scale
    step = -(-(high - low) // 10)
    found = list(range(low, high + 1, step))
    return found if found[-1] == high else [*found, high]


def _row(row: GapRow, plot: _Plot, y: float) -> Iterator[Shape]:
    yield Text(0, y + 4, row.title, "strong")
    if row.first is None or row.second is None:
        yield from not_shown(plot.left + 4, y, row.reason)
        return
    ends = sorted((plot.x(row.first.value), plot.x(row.second.value)))
    yield Path(horizontal(ends[0], ends[1], y), "gap-line")
    yield from _interval(row.first, plot, y - _APART, "a")
    yield from _interval(row.second, plot, y + _APART, "b")
    for one, offset in ((row.first, -_APART), (row.second, _APART)):
        x = plot.x(one.value)
        yield Path(vertical(x, min(y, y + offset), max(y, y + offset)), "gap-line")
    yield Path(circle(plot.x(row.first.value), y - _APART, 4), "a-dot")
    yield Path(diamond(plot.x(row.second.value), y + _APART, 5), "b-hollow")
    yield Text(plot.right + 14, y if row.says else y + 4, row.verdict, "strong" if row.strong else "label")
    if row.says:
        yield Text(plot.right + 14, y + 14, row.says)


def _interval(of: Ends, plot: _Plot, y: float, party: str) -> Iterator[Shape]:
    x0, x1 = plot.x(of.low), plot.x(of.high)
    yield Path(horizontal(x0, x1, y) + vertical(x0, y - 3, y + 3) + vertical(x1, y - 3, y + 3), f"{party}-thin")
