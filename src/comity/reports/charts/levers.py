"""What the weight of each dimension does to the total: from where it weighs nothing to where it weighs everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comity.kernel.figure import Exact
from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    box,
    circle,
    diamond,
    hatch,
    horizontal,
    text_width,
    vertical,
)

_ROW, _HEAD, _FOOT = 28, 40, 22
_HIGHEST = 120
_TICKS = (0, 20, 40, 60, 80, 100, 120)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """One dimension; both ends are (low, high), equal where all is known."""

    title: str
    at_none: tuple[Exact, Exact]
    at_all: tuple[Exact, Exact]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverChart:
    """The rows, and the total with the agreed weights as (low, high)."""

    rows: tuple[LeverRow, ...]
    agreed: tuple[Exact, Exact]
    label: str


def draw_levers(chart: LeverChart, width: float) -> Drawing:
    """Return a dumbbell for each dimension on a scale from 0 to 120: hollow at no weight, solid at all of it.

    A hatched stretch is what missing figures leave open. The line through all rows is the total as agreed.
    """
    left = min(max(text_width(row.title) for row in chart.rows) + 14, width * 0.4)
    scale = _Scale(left + 6, width - 12)
    height = _HEAD + _ROW * len(chart.rows) + _FOOT
    shapes = [
        *_legend(),
        *_grid(scale, height),
        *_agreed(chart, scale, height),
        *(shape for n, row in enumerate(chart.rows) for shape in _row(row, scale, _HEAD + _ROW * (n + 0.5))),
    ]
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=chart.label)


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    right: float

    def x(self, score: Exact) -> float:
        return self.left + float(score) / _HIGHEST * (self.right - self.left)


def _legend() -> Iterator[Shape]:
    x = 0.0
    entries: Sequence[tuple[str, str]] = (
        ("s-hollow", "if it weighed nothing"),
        ("s-dot", "if it weighed everything"),
        ("target", "as agreed"),
    )
    for role, says in entries:
        yield Path(vertical(x + 5, 3, 15) if role == "target" else circle(x + 5, 9, 4), role)
        yield Text(x + 15, 13, says)
        x += 15 + text_width(says) + 18


def _grid(scale: _Scale, height: float) -> Iterator[Shape]:
    for tick in _TICKS:
        x = scale.left + tick / _HIGHEST * (scale.right - scale.left)
        yield Path(vertical(x, _HEAD - 6, height - _FOOT), "zero" if tick == 100 else "grid")
        yield Text(x, height - 6, str(tick), "strong" if tick == 100 else "label", anchor="middle")


def _agreed(chart: LeverChart, scale: _Scale, height: float) -> Iterator[Shape]:
    low, high = (scale.x(score) for score in chart.agreed)
    if high - low > 1:
        yield Path(hatch(low, _HEAD - 6, high, height - _FOOT, gap=9), "grid")
    for x in dict.fromkeys((low, high)):
        yield Path(vertical(x, _HEAD - 6, height - _FOOT), "target")


def _row(row: LeverRow, scale: _Scale, y: float) -> Iterator[Shape]:
    yield Text(0, y + 4, row.title)
    ends = [scale.x(score) for score in (*row.at_none, *row.at_all)]
    yield Path(horizontal(min(ends), max(ends), y), "zero")
    for role, (low, high) in (("s-hollow", row.at_none), ("s-dot", row.at_all)):
        x0, x1 = scale.x(low), scale.x(high)
        if x1 - x0 > 1:
            yield Path(box(x0, y - 4, x1, y + 4), role)
            if role == "s-hollow":
                yield Path(hatch(x0, y - 4, x1, y + 4), "hatch")
            yield Path(diamond(x1, y, 5), role)
        yield Path(circle(x0, y, 4.5), role)
