"""The frame that charts over periods share: slots, grid lines, labels of both axes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comity.kernel.figure import Exact
from comity.kernel.numbers import PERCENT, digits, exact_places, is_currency
from comity.kernel.period import Grain, Period
from comity.kernel.words import period_name
from comity.reports.charts.scale import Axis
from comity.reports.charts.shapes import Path, Shape, Text, horizontal, text_width

LABEL_ROOM = 18
"""Pixels below a plot for the names of its periods."""

_SEVERAL_YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Equal slots for periods between `left` and `right`."""

    left: float
    right: float
    count: int

    @property
    def width(self) -> float:
        """The width of one slot."""
        return (self.right - self.left) / self.count

    def x(self, index: int) -> float:
        """Return the middle of a slot."""
        return self.left + (index + 0.5) * self.width

    def edges(self, first: int, last: int) -> tuple[float, float]:
        """Return the outer edges of a run of slots, a little inside."""
        return self.left + first * self.width + 0.8, self.left + (last + 1) * self.width - 0.8


def axis_text(value: Exact, axis: Axis, unit: str) -> str:
    """Return the label of a tick: `3,000` for USD 3,000m on an axis in millions, `97%`, `12`."""
    factor = axis_factor(axis, unit)
    places = max(exact_places(Fraction(tick) * factor, 3) for tick in axis.ticks)
    return digits(Fraction(value) * factor, places) + ("%" if unit == PERCENT else "")


def axis_factor(axis: Axis, unit: str) -> Fraction:
    """Return what values are multiplied with before they stand on an axis."""
    if unit == PERCENT:
        return Fraction(100)
    in_millions = is_currency(unit) and max(abs(axis.low), abs(axis.high)) >= 2 * 10**6
    return Fraction(1, 10**6) if in_millions else Fraction(1)


def axis_unit(axis: Axis, unit: str) -> str:
    """Return the unit of an axis: `USD m`, `days`; nothing for percentages, whose labels carry it."""
    if unit == PERCENT:
        return ""
    return f"{unit} m" if is_currency(unit) and axis_factor(axis, unit) != 1 else unit


def label_room(axis: Axis, unit: str) -> float:
    """Return the pixels that the labels of an axis take, with the gap to the plot."""
    return max(text_width(axis_text(tick, axis, unit)) for tick in axis.ticks) + 8


def grid(axis: Axis, unit: str, slots: Slots) -> Iterator[Shape]:
    """Yield the grid lines with their labels; the line of 0 is stronger."""
    for tick in axis.ticks:
        y = axis.y(tick)
        yield Path(horizontal(slots.left, slots.right, y), "zero" if tick == 0 else "grid")
        yield Text(slots.left - 6, y + 4, axis_text(tick, axis, unit), anchor="end")


def period_labels(periods: Sequence[Period], slots: Slots, y: float) -> Iterator[Shape]:
    """Yield names below the slots: years where there are several, else periods, every nth so that they have room."""
    named = _candidates(periods)
    widest = max(text_width(text) for _, text in named) + 10
    between = slots.width * (named[-1][0] - named[0][0]) / max(len(named) - 1, 1)
    every = next((n for n in (1, 2, 3, 4, 6, 12, 24, 60) if n * between >= widest), len(named))
    for index, text in named[::every]:
        half = text_width(text) / 2
        x = min(max(slots.x(index), slots.left + half - 12), slots.right - half + 4)
        yield Text(x, y, text, anchor="middle")


def _candidates(periods: Sequence[Period]) -> list[tuple[int, str]]:
    """Return (slot, text): the first period of each year, or each period with its short name."""
    grain = periods[0].grain
    starts = [n for n, p in enumerate(periods) if p.first.month == 1 and p.first.day <= 7 and _opens_year(periods, n)]
    if grain not in (Grain.YEAR, Grain.CONTRACT_YEAR) and len(starts) >= _SEVERAL_YEARS:
        return [(n, str(periods[n].first.year)) for n in starts]
    if grain is Grain.MONTH:
        return [(n, _month(p, n == 0 or p.first.month == 1)) for n, p in enumerate(periods)]
    return [(n, period_name(p)) for n, p in enumerate(periods)]


def _opens_year(periods: Sequence[Period], index: int) -> bool:
    return index == 0 or periods[index - 1].first.year < periods[index].first.year


def _month(period: Period, with_year: bool) -> str:
    name = period_name(period)
    return f"{name[:3]} {name[-2:]}" if with_year else name[:3]
