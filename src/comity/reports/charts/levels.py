"""Answers as diverging stacked bars: the middle of the scale stands on one line, so that rows compare at a glance.

Source of the form: R. M. Heiberger & N. B. Robbins 2014, Design of Diverging Stacked Bar Charts for Likert Scales,
Journal of Statistical Software 57(5).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from comity.reports.charts.shapes import (
    Drawing,
    Path,
    Shape,
    Text,
    box,
    circle,
    diamond,
    hatch,
    text_width,
    vertical,
    wrapped,
)

_LINE, _ROW, _BAR, _BETWEEN = 16, 22, 16, 10
_HEAD, _FOOT = 26, 20
_HATCHED = 30
_TICKS = (100, 50, 0, 50, 100)
_MOST_NAMED = 7
PARTY_MARKS = {"first": ("a-dot", "a-text"), "second": ("b-dot", "b-text"), "": ("", "strong")}
"""Mark of a party -> role of its mark, role of its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """How one group answered one question: the count of each level, lowest first; None where it is not shown.

    `mark` is that of a party, "" for everybody. `after` stands at the end of the row: how many answered.
    """

    group: str
    mark: str
    counts: tuple[int, ...] | None
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelItem:
    """A question with the rows of its groups."""

    title: str
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsChart:
    """Questions on one scale from its least to its greatest level; the `legend` says what the colours mean."""

    items: tuple[LevelItem, ...]
    scale: tuple[int, int]
    label: str
    legend: bool = True


def draw_levels(chart: LevelsChart, width: float, beside: Sequence[LevelsChart] = ()) -> Drawing:
    """Return a bar for each group of each question; a group that is not shown is hatched and says why.

    Charts that stand `beside` one another share their axis.
    """
    rows = [row for one in (chart, *beside) for item in one.items for row in item.rows]
    left = max(text_width(row.group) for row in rows) + 30
    right = width - max(text_width(row.after) for row in rows) - 10
    head = _HEAD if chart.legend else 4
    plot = _Plot(left=left, right=max(right, left + 120))
    shapes: list[Shape] = list(_head(chart, plot)) if chart.legend else []
    y: float = head
    bars: list[Shape] = []
    for item in chart.items:
        lines = wrapped(item.title, width - 4)
        bars += [Text(0, y + 12 + n * _LINE, line, "strong") for n, line in enumerate(lines)]
        y += len(lines) * _LINE + 4
        shapes.append(Path(vertical(plot.x(0), y - 1, y + _ROW * len(item.rows) + 1), "zero"))
        for row in item.rows:
            bars += _row(row, plot, y + _ROW / 2)
            y += _ROW
        y += _BETWEEN
    bottom = y - _BETWEEN
    shapes += _axis(plot, bottom)
    return Drawing(width=width, height=bottom + _FOOT, shapes=(*shapes, *bars), label=chart.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plot:
    """Shares from -1 to 1 between two pixels."""

    left: float
    right: float

    def x(self, share: float) -> float:
        return self.left + (share + 1) / 2 * (self.right - self.left)


def _head(chart: LevelsChart, plot: _Plot) -> Iterator[Shape]:
    """Yield what each colour stands for: every level by its number, of a long scale the two ends."""
    first, last = chart.scale
    levels = range(first, last + 1) if last - first < _MOST_NAMED else (first, last)
    x = plot.left
    for level in levels:
        role = level_role(level - first, last - first + 1)
        yield Path(box(x, 4, x + 12, 16), role)
        says = {first: f"{level}, the least", last: f"{level}, the greatest"}.get(level, f"{level}")
        yield Text(x + 17, 14, says)
        x += 17 + text_width(says) + 12


def _axis(plot: _Plot, y: float) -> Iterator[Shape]:
    for place, tick in enumerate(_TICKS):
        share = (place - 2) / 2
        anchor = "start" if share == -1 else "end" if share == 1 else "middle"
        yield Text(plot.x(share), y + 16, f"{tick}%", anchor=anchor)


def _row(row: LevelRow, plot: _Plot, y: float) -> Iterator[Shape]:
    mark, role = PARTY_MARKS[row.mark]
    if mark:
        yield Path(circle(6, y, 3.6) if row.mark == "first" else diamond(6, y, 4.6), mark)
    yield Text(16, y + 4, row.group, role if row.mark else "label")
    if row.counts is None:
        yield from not_shown(plot.left, y, row.reason)
        return
    yield from _bar(row.counts, plot, y)
    yield Text(plot.right + 8, y + 4, row.after)


def not_shown(x: float, y: float, reason: str) -> Iterator[Shape]:
    """Yield a hatched box with the reason beside it: there is a number, and nobody is to see it."""
    top, bottom = y - _BAR / 2 + 1, y + _BAR / 2 - 1
    yield Path(hatch(x, top, x + _HATCHED, bottom), "hatch")
    yield Path(box(x, top, x + _HATCHED, bottom), "outline")
    yield Text(x + _HATCHED + 8, y + 4, f"Not shown: {reason}", "gap-text")


def _bar(counts: Sequence[int], plot: _Plot, y: float) -> Iterator[Shape]:
    whole = sum(counts)
    middle = len(counts) // 2
    # Of an uneven number of levels half of the middle one lies on either side.
    below = sum(counts[:middle]) + (counts[middle] / 2 if len(counts) % 2 else 0)
    ends = [(end - below) / whole for end in accumulate(counts, initial=0)]
    for level, count in enumerate(counts):
        if count:
            x0, x1 = plot.x(ends[level]), plot.x(ends[level + 1])
            role = level_role(level, len(counts))
            yield Path(box(x0 + 0.5, y - _BAR / 2, max(x1 - 0.5, x0 + 1), y + _BAR / 2), role)
            if x1 - x0 > text_width(str(count)) + 4:
                yield Text((x0 + x1) / 2, y + 4, str(count), _ON[role], anchor="middle")


def level_role(level: int, levels: int) -> str:
    """Return how a level is drawn: the two ends of the scale in two colours, stronger towards the ends."""
    middle = (levels - 1) / 2
    if level == middle:
        return "level-mid"
    side = "low" if level < middle else "high"
    far = abs(level - middle) > middle / 2 or levels < 4
    return f"level-{side}-{'far' if far else 'near'}"


_ON = {
    "level-low-far": "on-strong",
    "level-low-near": "strong",
    "level-mid": "strong",
    "level-high-near": "strong",
    "level-high-far": "on-strong",
}
