"""One dimension over the waves of a survey: each group's score with its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comity.reports.charts.gaps import Ends, ticks
from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    box,
    circle,
    diamond,
    horizontal,
    polyline,
    text_width,
    vertical,
)

_TOP, _FOOT, _LEFT = 8, 18, 18
_FEW = 5
"""The most levels that all have a line; a longer scale has few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A group's scores, one a wave; None where one is not shown. `mark` is that of a party, "" for everybody.

    `breaks` are the waves before which the line is broken, since the scores do not speak of the same.
    """

    mark: str
    points: tuple[Ends | None, ...]
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChart:
    """The waves in their order, and the groups; those of the parties lie over that of everybody."""

    waves: tuple[str, ...]
    lines: tuple[Line, ...]
    scale: tuple[int, int]
    label: str


def draw_profile(chart: ProfileChart, width: float, height: float) -> Drawing:
    """Return the lines over the waves; a line never runs through a wave that is not shown, nor over a break."""
    plot = _Plot(width=width, height=height, count=len(chart.waves), scale=chart.scale)
    shapes: list[Shape] = list(_grid(chart, plot))
    for place, line in enumerate(chart.lines):
        # Intervals of one wave stand beside each other.
        shapes += _line(line, plot, (place - (len(chart.lines) - 1) / 2) * 7)
    shapes += [*_breaks(chart, plot), *_hidden(chart, plot)]
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=chart.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    width: float
    height: float
    count: int
    scale: tuple[int, int]

    def x(self, wave: int) -> float:
        return _LEFT + (wave + 0.5) * (self.width - _LEFT - 4) / self.count

    def y(self, value: float) -> float:
        low, high = self.scale
        return self.height - _FOOT - (value - low) / (high - low) * (self.height - _FOOT - _TOP)


def _grid(chart: ProfileChart, plot: _Plot) -> Iterator[Shape]:
    levels = ticks(plot.scale)
    for tick in levels if len(levels) <= _FEW else (levels[0], levels[len(levels) // 2], levels[-1]):
        y = plot.y(tick)
        yield Path(horizontal(_LEFT, plot.width - 4, y), "grid")
        yield Text(_LEFT - 6, y + 4, str(tick), anchor="end")
    room = (plot.width - _LEFT - 4) / plot.count
    every = next((n for n in range(1, plot.count) if n * room >= max(map(text_width, chart.waves)) + 8), plot.count)
    for place in range(plot.count - 1, -1, -every):  # the newest is always named
        half = text_width(chart.waves[place]) / 2
        x = min(max(plot.x(place), half), plot.width - half)
        yield Text(x, plot.height - 3, chart.waves[place], anchor="middle")


def _line(line: Line, plot: _Plot, offset: float) -> Iterator[Shape]:
    role = {"first": "a", "second": "b"}.get(line.mark, "s")
    for run in _runs(line):
        yield Path(polyline((plot.x(n) + offset, plot.y(one.value)) for n, one in run), role)
    for place, point in enumerate(line.points):
        if point is None:
            continue
        x, y0, y1 = plot.x(place) + offset, plot.y(point.high), plot.y(point.low)
        yield Path(vertical(x, y0, y1), f"{role}-thin")
        y = plot.y(point.value)
        yield Path(diamond(x, y, 4.6) if role == "b" else circle(x, y, 3), "b-hollow" if role == "b" else f"{role}-dot")


def _runs(line: Line) -> list[list[tuple[int, Ends]]]:
    """Return the stretches of waves in which a score is shown, and speaks of the same as the one before."""
    runs: list[list[tuple[int, Ends]]] = [[]]
    for place, point in enumerate(line.points):
        if point is None or place in line.breaks:
            runs.append([])
        if point is not None:
            runs[-1].append((place, point))
    return [run for run in runs if run]


def _breaks(chart: ProfileChart, plot: _Plot) -> Iterator[Shape]:
    """Yield a dashed upright half-way between two waves where some line is broken."""
    for place in sorted(frozenset().union(*(line.breaks for line in chart.lines))):
        yield Path(vertical((plot.x(place - 1) + plot.x(place)) / 2, _TOP, plot.height - _FOOT), "gap")


def _hidden(chart: ProfileChart, plot: _Plot) -> Iterator[Shape]:
    """Yield a dashed box for each wave in which no group is shown."""
    for place in range(plot.count):
        if all(line.points[place] is None for line in chart.lines):
            x = plot.x(place)
            yield Path(box(x - 8, _TOP + 2, x + 8, plot.height - _FOOT - 2), "gap")
