"""How far the weight of each dimension may move, the others in proportion, before another alternative comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    box,
    circle,
    hatch,
    horizontal,
    text_width,
    vertical,
)

_ROW, _HEAD, _FOOT = 26, 26, 20
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityRow:
    """A dimension: its weight, the weights with the same first place, and those with the same whole order; 0 to 1."""

    title: str
    weight: float
    first: tuple[float, float]
    order: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StabilityChart:
    """The rows, and what the chart shows in words."""

    rows: tuple[StabilityRow, ...]
    label: str


def draw_stability(chart: StabilityChart, width: float) -> Drawing:
    """Return a bar for each dimension: solid where the whole order stays, hatched where at least the first place does.

    The dot is the weight as it is agreed.
    """
    left = min(max(text_width(row.title) for row in chart.rows) + 14, width * 0.4)
    height = _HEAD + _ROW * len(chart.rows) + _FOOT
    shapes: list[Shape] = [*_legend(left), *_grid(left, width, height)]
    for place, row in enumerate(chart.rows):
        shapes += _row(row, left, width, _HEAD + _ROW * (place + 0.5))
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=chart.label)


def _x(share: float, left: float, width: float) -> float:
    return left + 6 + share * (width - left - 22)


def _legend(left: float) -> Iterator[Shape]:
    x = left + 6
    yield Path(circle(x + 4, 9, 4), "s-dot")
    yield Text(x + 13, 13, "as agreed")
    x += 13 + text_width("as agreed") + 14
    yield Path(box(x, 5, x + 14, 13), "band-strong")
    yield Text(x + 19, 13, "same order")
    x += 19 + text_width("same order") + 14
    yield Path(hatch(x, 5, x + 14, 13), "hatch")
    yield Path(box(x, 5, x + 14, 13), "outline")
    yield Text(x + 19, 13, "same first")


def _grid(left: float, width: float, height: float) -> Iterator[Shape]:
    for tick in _TICKS:
        x = _x(tick / 100, left, width)
        yield Path(vertical(x, _HEAD - 4, height - _FOOT), "grid")
        yield Text(x, height - 5, f"{tick}%", anchor="middle")


def _row(row: StabilityRow, left: float, width: float, y: float) -> Iterator[Shape]:
    yield Text(0, y + 4, row.title)
    yield Path(horizontal(_x(0, left, width), _x(1, left, width), y), "zero")
    x0, x1 = (_x(end, left, width) for end in row.first)
    yield Path(hatch(x0, y - 5, x1, y + 5), "hatch")
    yield Path(box(x0, y - 5, x1, y + 5), "outline")
    x0, x1 = (_x(end, left, width) for end in row.order)
    yield Path(box(x0, y - 5, max(x1, x0 + 1), y + 5), "band-strong")
    yield Path(circle(_x(row.weight, left, width), y, 4), "s-dot")
