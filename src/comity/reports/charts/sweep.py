"""What a threshold does to misses and money: a bar for each value tried, and the amounts in a panel of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from comity.kernel.figure import Exact
from comity.reports.charts.frame import LABEL_ROOM, Slots, axis_unit, grid, label_room
from comity.reports.charts.scale import Axis, value_axis
from comity.reports.charts.shapes import Drawing, Path, Shape, Text, box, circle, polyline, text_width

_HEADROOM = 32
_GAP = 36
"""Pixels between the panels: the heading of the lower one stands there."""

_NUMBERED = 20
"""A slot as wide as this has room for the number above its bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPoint:
    """One value tried: what the bars count, undetermined periods, and what was paid (None: not known)."""

    label: str
    agreed: bool
    counted: int
    undetermined: int
    paid: Exact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepChart:
    """What a chart of one threshold shows; `counted` says what its bars count, `paid_by` who pays.

    `currency` is "" where no money is at stake; then there is one panel.
    """

    points: tuple[SweepPoint, ...]
    currency: str
    label: str
    counted: str = "Periods missed"
    paid_by: str = ""


def draw_sweep(chart: SweepChart, width: float, height: float) -> Drawing:
    """Return the chart: counts above as bars from 0, undetermined ones hollow on top of them, money below as a line."""
    points, bottom = chart.points, height - LABEL_ROOM
    middle = _HEADROOM + (bottom - _HEADROOM - _GAP) * 0.55 if chart.currency else bottom
    # At least up to 4, so that the axis has whole counts only.
    tallest = max(4, *(point.counted + point.undetermined for point in points))
    counts = value_axis([Decimal(0), Decimal(tallest)], from_zero=True, top=_HEADROOM, bottom=middle)
    paid = [point.paid for point in points if point.paid is not None]
    money = (
        value_axis([Decimal(0), *paid], from_zero=True, top=middle + _GAP, bottom=bottom) if chart.currency else None
    )
    room = max(label_room(counts, ""), label_room(money, chart.currency) if money is not None else 0)
    slots = Slots(left=room, right=width - 4, count=len(points))
    shapes = [
        *_agreed(points, slots, bottom),
        *grid(counts, "", slots),
        Text(0, 10, _heading(chart), "strong"),
        *_bars(points, slots, counts),
        *(_money(chart, slots, money) if money is not None else ()),
        *_labels(points, slots, height - 3),
    ]
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=chart.label)


def _heading(chart: SweepChart) -> str:
    open_ = any(point.undetermined for point in chart.points)
    return f"{chart.counted}; hollow: undetermined" if open_ else chart.counted


def _agreed(points: Sequence[SweepPoint], slots: Slots, bottom: float) -> Iterator[Shape]:
    """Yield a band behind the agreed value, with the word above it."""
    for n, point in enumerate(points):
        if point.agreed:
            left = slots.left + n * slots.width
            yield Path(box(left, _HEADROOM - 6, left + slots.width, bottom), "band")


def _bars(points: Sequence[SweepPoint], slots: Slots, axis: Axis) -> Iterator[Shape]:
    half = min(slots.width * 0.34, 16)
    zero = axis.y(Decimal(0))
    for n, point in enumerate(points):
        x, top = slots.x(n), axis.y(Decimal(point.counted))
        if point.counted:
            yield Path(box(x - half, top, x + half, zero), "s-dot")
        if point.undetermined:
            upper = axis.y(Decimal(point.counted + point.undetermined))
            yield Path(box(x - half, upper, x + half, top), "s-hollow")
            top = upper
        if slots.width >= _NUMBERED:
            yield Text(x, top - 3, str(point.counted), "strong" if point.agreed else "label", anchor="middle")


def _money(chart: SweepChart, slots: Slots, axis: Axis) -> Iterator[Shape]:
    points = chart.points
    yield from grid(axis, chart.currency, slots)
    yield Text(0, axis.top - 10, f"{chart.paid_by} pays after caps, {axis_unit(axis, chart.currency)}", "strong")
    for run in _runs(points):
        yield Path(polyline((slots.x(n), axis.y(points[n].paid or Decimal(0))) for n in run), "s")
    for n, point in enumerate(points):
        if point.paid is not None:
            yield Path(circle(slots.x(n), axis.y(point.paid), 2.6), "s-dot")


def _runs(points: Sequence[SweepPoint]) -> list[list[int]]:
    """Return the stretches in which every amount is known: a line never runs through a gap."""
    runs: list[list[int]] = [[]]
    for n, point in enumerate(points):
        if point.paid is None:
            runs.append([])
        else:
            runs[-1].append(n)
    return [run for run in runs if run]


def _labels(points: Sequence[SweepPoint], slots: Slots, y: float) -> Iterator[Shape]:
    """Yield the values below their slots, every nth so that they have room, the agreed one always and strong."""
    agreed = next((n for n, point in enumerate(points) if point.agreed), 0)
    widest = max(text_width(point.label) for point in points) + 8
    every = next((n for n in range(1, len(points)) if n * slots.width >= widest), len(points))
    for n, point in enumerate(points):
        if (n - agreed) % every == 0:
            half = text_width(point.label) / 2
            x = min(max(slots.x(n), half), slots.right - half + 4)
            yield Text(x, y, point.label, "strong" if point.agreed else "label", anchor="middle")
