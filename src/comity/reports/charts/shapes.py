"""A drawing: shapes that carry a role instead of a colour, so that one drawing serves screen and paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TEXT_SIZE = 11
"""The size of text in charts, in pixels of the drawing."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path in SVG's own notation. `role` decides its stroke and fill (charts.svg)."""

    d: str
    role: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `anchor` is start, middle or end; `turned` reads from the bottom up."""

    x: float
    y: float
    text: str
    role: str = "label"
    anchor: str = "start"
    turned: bool = False


Shape = Path | Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Shapes on a sheet of `width` x `height` pixels; `label` says what they show, for who cannot see them."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    label: str


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, which is enough at 11 px text."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def polyline(points: Iterable[tuple[float, float]]) -> str:
    """Return the path through points; a single point gives an empty path."""
    listed = list(points)
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in listed) if len(listed) > 1 else ""


def horizontal(x0: float, x1: float, y: float) -> str:
    """Return a horizontal line."""
    return f"M{number(x0)} {number(y)}H{number(x1)}"


def vertical(x: float, y0: float, y1: float) -> str:
    """Return a vertical line."""
    return f"M{number(x)} {number(y0)}V{number(y1)}"


def box(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a closed rectangle from its upper left and lower right corner."""
    return f"M{number(x0)} {number(y0)}H{number(x1)}V{number(y1)}H{number(x0)}Z"


def circle(x: float, y: float, r: float) -> str:
    """Return a circle as a path of two arcs."""
    d = number(2 * r)
    return f"M{number(x - r)} {number(y)}a{number(r)} {number(r)} 0 1 0 {d} 0a{number(r)} {number(r)} 0 1 0 -{d} 0Z"


def diamond(x: float, y: float, r: float) -> str:
    """Return a square that stands on its corner."""
    return f"M{number(x)} {number(y - r)}l{number(r)} {number(r)}l-{number(r)} {number(r)}l-{number(r)} -{number(r)}Z"


def hatch(x0: float, y0: float, x1: float, y1: float, gap: float = 4) -> str:
    """Return lines at 45 degrees across a rectangle, cut at its edges.

    Drawn as a path, because patterns and clips of SVG vanish on the way to PDF.
    """
    height, lines = y1 - y0, []
    start = x0 - height + gap / 2
    while start < x1:
        left, right = max(start, x0), min(start + height, x1)
        if right > left:
            lines.append(
                f"M{number(left)} {number(y1 - (left - start))}L{number(right)} {number(y1 - (right - start))}"
            )
        start += gap
    return "".join(lines)


def text_width(text: str, size: float = TEXT_SIZE) -> float:
    """Estimate the width of a text in pixels, on the wide side."""
    return size * sum(0.32 if c in " .,:;'|il" else 0.85 if c in "mwMW%" else 0.6 for c in text)


def wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of a width in pixels, at its spaces; a word that is longer has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines or [""]
