"""The target in a chart: a level line, stepped where it changes, with its name where it hides nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from math import inf

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
    width, taken = text_width(word), sorted(_taken(points, slots, axis))

    def hidden(right: float, baseline: float) -> int:
        first, end = bisect_right(taken, (right - width - 3, inf)), bisect_left(taken, (right + 3, -inf))
        covers = sum(baseline - 11 < y < baseline + 4 for _, y in taken[first:end])
        return covers + 50 * (not axis.top - 8 <= baseline <= axis.bottom)

    best, least = (slots.right, axis.top), inf
    for rank, right, baseline in _target_places(slots, levels, width):
        if least <= rank / 4:  # no later place can be better: each costs a quarter more
            break
        if (costs := hidden(right, baseline) + rank / 4) < least:
            best, least = (right, baseline), costs
    return Text(*best, word, "strong", anchor="end")


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
    before: float | None = None
    for n, point in enumerate(points):
        x, y = slots.x(n), axis.y(point.value) if point.value is not None else None
        drawn = [y, axis.y(point.other) if point.other is not None else None]
        found += [(x, at + offset) for at in drawn if at is not None for offset in (-4, 0, 4)]
        if y is None:
            found += [(x, axis.top + step * (axis.bottom - axis.top) / 40) for step in range(41)]
        elif before is not None:
            start, step = slots.x(n - 1), slots.width / 12
            found += [(start + k * step, before + k * (y - before) / 12) for k in range(1, 12)]
        before = y
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
