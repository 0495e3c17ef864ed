"""A figure over its periods: line or bars, target, gaps, a second reporter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from comity.kernel.figure import Exact, State
from comity.reports.charts.frame import LABEL_ROOM, Slots, axis_unit, grid, label_room, period_labels
from comity.reports.charts.points import Point, known
from comity.reports.charts.scale import Axis, value_axis
from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    box,
    circle,
    diamond,
    polyline,
    text_width,
)
from comity.reports.charts.target import target_line
from comity.standing.words import state_word

_HEADROOM, _ROOM_FOR_DOTS = 18, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What a chart shows. `ink` is `a` or `b` where one party reports the figure, `s` otherwise.

    `heading` is written over the plot (a member of a scope), `label` describes the chart in words.
    `axis_values` are further values the axis must hold, so that charts one above the other share a scale;
    then only the last of them has `named_periods`. `level` is the word beside the line of targets.
    """

    points: tuple[Point, ...]
    unit: str
    label: str
    ink: str = "s"
    bars: bool = False
    heading: str = ""
    axis_values: tuple[Exact, ...] = ()
    named_periods: bool = True
    level: str = "target"


def draw_series(series: Series, width: float, height: float) -> Drawing | None:
    """Return the chart, or None if there is no value to draw: an empty frame would say nothing."""
    points = trimmed(series.points)
    if not any(point.value is not None for point in points):
        return None
    axis = _axis(series, points, height)
    slots = Slots(left=label_room(axis, series.unit), right=width - 4, count=len(points))
    shapes = [
        *_headings(series, axis, slots),
        *grid(axis, series.unit, slots),
        *(period_labels([p.period for p in points], slots, height - 3) if series.named_periods else ()),
        *_gaps(points, slots, axis),
        *(_bars(points, slots, axis, series.ink) if series.bars else _line(points, slots, axis, series.ink)),
        *_others(points, slots, axis),
        *_corrected(points, slots, axis),
        *target_line(points, slots, axis, series.level),
    ]
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=series.label)


def trimmed(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points without the periods at both ends that are not due: they are no gaps.

    Of a long gap before the first value only its end is drawn, so that it does not press the values together;
    the axis of time says where the chart begins, the table and the label hold all periods.
    """
    known = [n for n, p in enumerate(points) if p.value is not None]
    counted = [n for n, p in enumerate(points) if p.value is not None or p.state is not State.NOT_DUE]
    if not known:
        return tuple(points[counted[0] : counted[-1] + 1]) if counted else ()
    room = max(2, (counted[-1] + 1 - known[0]) // 5)
    return tuple(points[max(counted[0], known[0] - room) : counted[-1] + 1])


def _axis(series: Series, points: Sequence[Point], height: float) -> Axis:
    values = [v for p in points for v in (p.value, p.target, p.other, p.was) if v is not None]
    return value_axis(
        [*values, *series.axis_values],
        from_zero=series.bars,
        top=_HEADROOM,
        bottom=height - (LABEL_ROOM if series.named_periods else 6),
    )


def _headings(series: Series, axis: Axis, slots: Slots) -> Iterator[Shape]:
    unit = axis_unit(axis, series.unit)
    if unit:
        yield Text(0, 9, unit)
    if series.heading:
        yield Text(max(slots.left, text_width(unit) + 8), 9, series.heading, "strong")


def _line(points: Sequence[Point], slots: Slots, axis: Axis, ink: str) -> Iterator[Shape]:
    """Yield one line for each unbroken run of values, then the points on it.

    Where points stand close together a line says more than a string of beads: then only what is not final has a mark,
    and the last point of each run, which is all there is of a run of one.
    """
    runs = _runs([p.value is not None for p in points])
    for run in runs:
        yield Path(polyline((slots.x(n), axis.y(known(points[n].value))) for n in run), ink)
    is_wide = slots.width >= _ROOM_FOR_DOTS
    marked = [n for run in runs for n in run if is_wide or n == run[-1] or points[n].state is not State.FINAL]
    yield from _merged(
        _dot(points[n].state, slots.x(n), axis.y(known(points[n].value)), 2.6 if is_wide else 1.8, ink) for n in marked
    )


def _merged(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield one path for each role, which keeps a page with many points light."""
    by_role: dict[str, list[str]] = {}
    for path in paths:
        by_role.setdefault(path.role, []).append(path.d)
    yield from (Path("".join(parts), role) for role, parts in by_role.items())


def _dot(state: State, x: float, y: float, radius: float, ink: str) -> Path:
    if state is State.DISPUTED:
        return Path(box(x - radius - 1, y - radius - 1, x + radius + 1, y + radius + 1), "disputed-dot")
    hollow = state is State.PROVISIONAL
    size = radius + (0.8 if hollow else 0)
    role = f"{ink}-hollow" if hollow else f"{ink}-solid" if ink == "b" else f"{ink}-dot"
    return Path(diamond(x, y, size + 0.8) if ink == "b" else circle(x, y, size), role)


def _bars(points: Sequence[Point], slots: Slots, axis: Axis, ink: str) -> Iterator[Shape]:
    half, zero = min(slots.width * 0.34, 16), axis.y(Decimal(0))
    for n, point in enumerate(points):
        if point.value is not None:
            y = axis.y(point.value)
            shape = box(slots.x(n) - half, min(y, zero), slots.x(n) + half, max(y, zero))
            solid = "b-solid" if ink == "b" else f"{ink}-dot"
            yield Path(shape, solid if point.state is State.FINAL else f"{ink}-hollow")


def _others(points: Sequence[Point], slots: Slots, axis: Axis) -> Iterator[Shape]:
    radius = 4.4 if slots.width >= 8 else 3.4
    yield from _merged(
        Path(diamond(slots.x(n), axis.y(p.other), radius), "b-dot") for n, p in enumerate(points) if p.other is not None
    )


def _corrected(points: Sequence[Point], slots: Slots, axis: Axis) -> Iterator[Shape]:
    """Yield a ring around each value that was corrected, and a line from a hollow mark where it was before."""
    found = [(slots.x(n), axis.y(p.was), axis.y(p.value)) for n, p in enumerate(points) if p.was and p.value]
    yield from _merged(Path(f"{polyline([(x, was), (x, now)])}{circle(x, now, 6)}", "s-thin") for x, was, now in found)
    yield from _merged(Path(circle(x, was, 2.6), "s-hollow") for x, was, _ in found)


def _gaps(points: Sequence[Point], slots: Slots, axis: Axis) -> Iterator[Shape]:
    """Yield a dashed box for each run of periods without a value, with the word if it has room."""
    boxes = [(points[first].state, slots.edges(first, last)) for first, last in _gap_runs(points)]
    for state, (x0, x1) in boxes:
        yield Path(box(x0, axis.top, x1, axis.bottom), "gap")
        # The widest box of a state bears its word; the others look like it.
        if x1 - x0 >= text_width(state_word(state)) + 6 or x1 - x0 == max(b - a for s, (a, b) in boxes if s is state):
            yield from _gap_word(state_word(state), x0, x1, axis)


def _gap_word(word: str, x0: float, x1: float, axis: Axis) -> Iterator[Shape]:
    """Yield the word of a gap, lying or turned, where it has room."""
    x, middle, needed = (x0 + x1) / 2, (axis.top + axis.bottom) / 2, text_width(word) + 6
    if x1 - x0 >= needed:
        yield Text(x, axis.top + 16, word, "gap-text", anchor="middle")
    elif x1 - x0 >= 14 and axis.bottom - axis.top >= needed:
        yield Text(x + 4, middle, word, "gap-text", anchor="middle", turned=True)


def _gap_runs(points: Sequence[Point]) -> list[tuple[int, int]]:
    """Return (first, last) of the stretches without a value that share a state."""
    runs: list[tuple[int, int]] = []
    for n, point in enumerate(points):
        if point.value is not None:
            continue
        if runs and runs[-1][1] == n - 1 and points[n - 1].state is point.state:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs


def _runs(flags: Sequence[bool]) -> list[list[int]]:
    runs: list[list[int]] = []
    for n, flag in enumerate(flags):
        if flag and (n == 0 or not flags[n - 1]):
            runs.append([])
        if flag:
            runs[-1].append(n)
    return runs
