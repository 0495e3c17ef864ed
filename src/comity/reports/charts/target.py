"""The target in a chart: a level line, stepped where it changes, with its name where it hides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.kernel.figure import Exact
from comity.reports.charts.frame import Slots
from comity.reports.charts.points import Point, known
from comity.reports.charts.scale import Axis
from comity.reports.charts.shapes import Path, Shape, Text, horizontal, text_width

Level = tuple[tuple[float, float], float]
"""A stretch of a target line: its left and right end, and its height."""


def target_line(points: Sequence[Point], slots: Slots, axis: Axis, word: str = "target") -> Iterator[Shape]:
    """Yield the target, a level line for each stretch of periods with the same one, named where there is room."""
    runs = _level_runs([p.target for p in points])
    levels = [(slots.edges(first, last), axis.y(known(points[first].target))) for first, last in runs]
    if levels:
        yield Path("".join(horizontal(x0, x1, y) for (x0, x1), y in levels), "target")
        yield _target_name(points, slots, axis, levels, word)


def _target_name(
    points: Sequence[Point], slots: Slots, axis: Axis, levels: Sequence[Level], word: str
) -> Shape:  # fmt: skip
    """Return the word over or under a level, near the end of the chart if it hides nothing there."""
    width, taken = text_width(word), _taken(points, slots, axis)

    def hidden(place: tuple[int, float, float]) -> float:
        rank, right, baseline = place
        covers = sum(right - width - 3 < x < right + 3 and baseline - 11 < y < baseline + 4 for x, y in taken)
        outside = not axis.top - 8 <= baseline <= axis.bottom
        return covers + 50 * outside + rank / 4

    _, right, baseline = min(_target_places(slots, levels, width), key=hidden)
    return Text(right, baseline, word, "strong", anchor="end")


def _target_places(slots: Slots, levels: Sequence[Level], width: float) -> Iterator[tuple[int, float, float]]:
    """Yield (rank, right end, baseline) of places for the word along the last levels and the first, best first."""
    rank = 0
    for (x0, x1), y in [*reversed(levels[-3:]), *levels[:1]]:
        span = max(x1 - x0 - width, 0)
        for step in range(9 if span else 1):
            right = min(max(x1 - step * span / 8, slots.left + width), slots.right)
            for baseline in (y - 4, y + 12):
                yield rank, right, baseline
                rank += 1


def _taken(points: Sequence[Point], slots: Slots, axis: Axis) -> list[tuple[float, float]]:
    """Return pixels where something is drawn: points, the line between them, boxes of gaps."""
    found: list[tuple[float, float]] = []
    for n, point in enumerate(points):
        for value in (point.value, point.other):
            if value is not None:
                found += [(slots.x(n), axis.y(value) + offset) for offset in (-4, 0, 4)]
        if point.value is None:
            found += [(slots.x(n), axis.top + step * (axis.bottom - axis.top) / 40) for step in range(41)]
        elif n and points[n - 1].value is not None:
            y0, y1 = axis.y(known(points[n - 1].value)), axis.y(point.value)
            found += [(slots.x(n - 1) + k * slots.width / 12, y0 + k * (y1 - y0) / 12) for k in range(1, 12)]
    return found


def _level_runs(levels: Sequence[Exact | None]) -> list[tuple[int, int]]:
    """Return (first, last) of the stretches in which the level stays the same."""
    runs: list[tuple[int, int]] = []
    for n, level in enumerate(levels):
        if level is None:
            continue
        if runs and runs[-1][1] == n - 1 and levels[n - 1] == level:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs
