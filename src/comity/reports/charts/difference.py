"""Two reporters of one fact: what each says, and how far they are apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from comity.kernel.figure import Exact
from comity.kernel.numbers import PERCENT
from comity.kernel.period import Period
from comity.reports.charts.frame import LABEL_ROOM, Slots, axis_unit, grid, label_room, period_labels
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

_PANEL = 84
_GAP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One period: the value of each reporter, the difference as a share of the first, whether it is too large."""

    period: Period
    first: Exact | None
    second: Exact | None
    difference: Exact | None
    differs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """Two reporters of a fact over its periods; `tolerance` is the agreed share."""

    pairs: tuple[Pair, ...]
    unit: str
    first: str
    second: str
    tolerance: Exact
    label: str


def draw_difference(comparing: Comparing, width: float, height: float) -> Drawing:
    """Return two panels over the same periods: the values above, their difference below."""
    pairs = comparing.pairs
    values = [v for pair in pairs for v in (pair.first, pair.second) if v is not None]
    upper = value_axis(values, from_zero=False, top=24, bottom=height - LABEL_ROOM - _PANEL - _GAP)
    lower = _difference_axis(comparing, height)
    room = max(label_room(upper, comparing.unit), label_room(lower, PERCENT))
    slots = Slots(left=room, right=width - 4, count=len(pairs))
    shapes = [
        Text(0, 9, axis_unit(upper, comparing.unit)),
        *grid(upper, comparing.unit, slots),
        *_band(comparing, slots, lower),
        *_tolerance_grid(lower, slots),
        *period_labels([pair.period for pair in pairs], slots, height - 3),
        *_values(pairs, slots, upper),
        *_names(comparing, slots, upper),
        *_differences(pairs, slots, lower),
    ]
    return Drawing(width=width, height=height, shapes=tuple(shapes), label=comparing.label)


def _difference_axis(comparing: Comparing, height: float) -> Axis:
    sizes = [abs(Fraction(pair.difference)) for pair in comparing.pairs if pair.difference is not None]
    reach = max([*sizes, Fraction(comparing.tolerance), Fraction(1, 2000)])
    bottom = height - LABEL_ROOM
    return Axis(low=-reach, high=reach, ticks=_difference_ticks(reach), top=bottom - _PANEL + 16, bottom=bottom - 4)


def _difference_ticks(reach: Exact) -> tuple[Exact, ...]:
    """Return 0 and the round value nearest below the reach, on both sides."""
    steps = value_axis([Decimal(0), reach], from_zero=True, top=0, bottom=1).ticks
    most = max(step for step in steps if step <= reach)
    return (-most, Decimal(0), most)


def _band(comparing: Comparing, slots: Slots, axis: Axis) -> Iterator[Shape]:
    """Yield the tolerance as a band, named over its right end."""
    yield Text(0, axis.top - 7, f"{comparing.second} less {comparing.first}")
    if comparing.tolerance:
        y0, y1 = axis.y(comparing.tolerance), axis.y(-comparing.tolerance)
        yield Path(box(slots.left, y0, slots.right, y1), "band")
        yield Text(slots.right, axis.top - 7, "shaded: tolerance", anchor="end")


def _tolerance_grid(axis: Axis, slots: Slots) -> Iterator[Shape]:
    for shape in grid(axis, PERCENT, slots):
        if isinstance(shape, Text) and shape.text[0].isdigit() and shape.text.strip("0.%"):
            yield Text(shape.x, shape.y, f"+{shape.text}", shape.role, shape.anchor)
        else:
            yield shape


def _values(pairs: Sequence[Pair], slots: Slots, axis: Axis) -> Iterator[Shape]:
    run: list[tuple[float, float]] = []
    for n, pair in enumerate(pairs):
        if pair.first is not None:
            run.append((slots.x(n), axis.y(pair.first)))
        if run and (pair.first is None or n == len(pairs) - 1):
            yield Path(polyline(run), "a")
            yield from (Path(circle(x, y, 2.6), "a-dot") for x, y in run)
            run = []
    for n, pair in enumerate(pairs):
        if pair.second is not None:
            yield Path(diamond(slots.x(n), axis.y(pair.second), 4.6), "b-dot")


def _names(comparing: Comparing, slots: Slots, axis: Axis) -> Iterator[Shape]:
    """Yield the marks with the names they stand for, in a row over the plot."""
    x = slots.left + 2
    yield Path(circle(x + 4, 5, 3.2), "a-dot")
    yield Text(x + 12, 9, comparing.first, "a-text")
    x += 12 + text_width(comparing.first) + 16
    yield Path(diamond(x + 4, 5, 4.4), "b-dot")
    yield Text(x + 13, 9, comparing.second, "b-text")


def _differences(pairs: Sequence[Pair], slots: Slots, axis: Axis) -> Iterator[Shape]:
    for n, pair in enumerate(pairs):
        x = slots.x(n)
        if pair.difference is not None:
            y = axis.y(pair.difference)
            yield Path(diamond(x, y, 4.2), "differs-dot" if pair.differs else "b-dot")
        elif slots.width >= 8:
            y = axis.y(Decimal(0))
            yield Path(box(x - 3.5, y - 3.5, x + 3.5, y + 3.5), "gap-mark")
