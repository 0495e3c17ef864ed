"""Drawings and icons as SVG text: with classes for the page, with fixed colours for paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from comity.reports.charts.marks import MARKS, STROKE
from comity.reports.charts.shapes import TEXT_SIZE, Drawing, Path, Text, number

FONTS = "Inter, DejaVu Sans, Libertinus Serif, sans-serif"

LIGHT = {
    "surface": "#FFFFFF",
    "sunken": "#F0F2F5",
    "line": "#DCE1E8",
    "edge": "#7B8696",
    "ink": "#16202E",
    "ink2": "#4A5667",
    "met": "#0B6B4F",
    "missed": "#A33A0C",
    "excused": "#365772",
    "undetermined": "#735400",
    "provisional": "#735400",
    "not_due": "#525E6D",
    "missing": "#525E6D",
    "final": "#4A5667",
    "disputed": "#9C1F55",
    "differs": "#9C1F55",
    "agreed": "#4A5667",
    "known": "#4A5667",
    "done": "#4A5667",
    "open": "#1D4F91",
    "tolled": "#735400",
    "lapsed": "#4A5667",
    "void": "#4A5667",
    "people": "#4A5667",
    "first": "#2461B5",
    "second": "#7C3FA3",
    "low-far": "#7A5A2E",
    "low-near": "#E3D3B4",
    "mid": "#E1E5EB",
    "high-near": "#BFDDE0",
    "high-far": "#1F6F78",
}
"""The light palette by role or token; the page's CSS holds the same and its dark counterpart (tested)."""

_PAPER: dict[str, str] = {}


def _paper(role: str, fill: str = "none", stroke: str = "", width: float = 1, dash: str = "") -> None:
    parts = [f'fill="{LIGHT.get(fill, fill)}"']
    if stroke:
        parts.append(f'stroke="{LIGHT[stroke]}" stroke-width="{number(width)}"')
    if dash:
        parts.append(f'stroke-dasharray="{dash}"')
    _PAPER[role] = " ".join(parts)


_paper("grid", stroke="line")
_paper("zero", stroke="edge")
_paper("a", stroke="first", width=2.2)
_paper("a-dot", fill="first")
_paper("a-hollow", fill="surface", stroke="first", width=1.6)
_paper("b", stroke="second", width=1.4)
_paper("b-solid", fill="second")
_paper("b-hollow", fill="surface", stroke="second", width=1.6)
_paper("b-dot", stroke="second", width=1.4)
_paper("s", stroke="ink2", width=2)
_paper("s-dot", fill="ink2")
_paper("s-hollow", fill="surface", stroke="ink2", width=1.6)
_paper("target", stroke="ink", width=1.6)
_paper("gap", stroke="missing", dash="3 2")
_paper("solid", fill="ink2")
_paper("hatch", stroke="ink2", width=1)
_paper("outline", stroke="edge", width=0.8)
_paper("track", fill="sunken")
_paper("band", fill="sunken")
_paper("disputed-dot", fill="surface", stroke="disputed", width=1.8)
_paper("missed-dot", fill="missed")
_paper("gap-mark", stroke="missing", width=1, dash="2 1.5")
_paper("differs-dot", fill="disputed")
for _level in ("low-far", "low-near", "mid", "high-near", "high-far"):
    _paper(f"level-{_level}", fill=_level)
_paper("gap-line", stroke="edge", width=1.6)
for _thin, _of in (("a", "first"), ("b", "second"), ("s", "ink2")):
    _paper(f"{_thin}-thin", stroke=_of, width=1.2)
_paper("band-strong", fill="line", stroke="edge", width=0.8)

_TEXT = {
    "label": "ink2",
    "strong": "ink",
    "a-text": "first",
    "b-text": "second",
    "gap-text": "missing",
    "on-strong": "surface",
}


def page_svg(drawing: Drawing) -> str:
    """Return a drawing for the page: roles become classes `c-…`, colours come from its CSS."""
    body = "".join(_page_shape(shape) for shape in drawing.shapes)
    size = f'viewBox="0 0 {number(drawing.width)} {number(drawing.height)}"'
    return f'<svg class="chart" role="img" aria-label="{escape(drawing.label)}" {size}>{body}</svg>'


def _page_shape(shape: Path | Text) -> str:
    if isinstance(shape, Path):
        return f'<path class="c-{shape.role}" d="{shape.d}"/>' if shape.d else ""
    role = "" if shape.role == "label" else f' class="c-{shape.role}"'
    return f"<text{role}{_where(shape)}>{escape(shape.text)}</text>"


def paper_svg(drawing: Drawing) -> str:
    """Return a drawing as a complete SVG document in the light palette."""
    body = "".join(_paper_shape(shape) for shape in drawing.shapes)
    return _document(drawing.width, drawing.height, body)


def _paper_shape(shape: Path | Text) -> str:
    if isinstance(shape, Path):
        return f'<path {_PAPER[shape.role]} d="{shape.d}"/>' if shape.d else ""
    weight = "" if shape.role in ("label", "gap-text") else ' font-weight="600"'
    fill = LIGHT[_TEXT[shape.role]]
    return f'<text fill="{fill}"{weight}{_where(shape)}>{escape(shape.text)}</text>'


def _where(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    turn = f' transform="rotate(-90 {number(text.x)} {number(text.y)})"' if text.turned else ""
    return f' x="{number(text.x)}" y="{number(text.y)}"{anchor}{turn}'


def _document(width: float, height: float, body: str) -> str:
    w, h = number(width), number(height)
    style = f'font-family="{FONTS}" font-size="{TEXT_SIZE}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" {style}>{body}</svg>'
    )


def symbols() -> str:
    """Return the icons as symbols `i-…`, to be put once at the head of a page and used by reference."""
    return "".join(
        f'<symbol id="i-{name}" viewBox="0 0 16 16">{"".join(_symbol_path(*part) for part in parts)}</symbol>'
        for name, parts in MARKS.items()
    )


def _symbol_path(d: str, paint: str) -> str:
    return f'<path class="m-{paint}" d="{d}"/>'


def paper_icon(name: str) -> str:
    """Return one icon in its light colour as a complete SVG document."""
    return _document(16, 16, _icon_body(name))


def paper_strip(names: Sequence[str], gap: float = 3) -> str:
    """Return icons in a row, as one SVG document."""
    width = len(names) * (16 + gap) - gap
    body = "".join(
        f'<g transform="translate({number(n * (16 + gap))} 0)">{_icon_body(name)}</g>' for n, name in enumerate(names)
    )
    return _document(max(width, 1), 16, body)


def _icon_body(name: str) -> str:
    colour = LIGHT[name]
    line = f'fill="none" stroke="{colour}" stroke-width="{STROKE}" stroke-linecap="round" stroke-linejoin="round"'
    paints = {
        "fill": f'fill="{colour}"',
        "line": line,
        "dashes": f'{line} stroke-dasharray="2.4 2.2"',
        "hole": f'fill="none" stroke="{LIGHT["surface"]}" stroke-width="1.8" stroke-linecap="round"',
    }
    return "".join(f'<path {paints[paint]} d="{d}"/>' for d, paint in MARKS[name])
