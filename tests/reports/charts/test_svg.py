"""Drawings as SVG."""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

from comity.clauses.model import Outcome
from comity.kernel.figure import State
from comity.reports.charts.bars import score_bar
from comity.reports.charts.marks import MARKS
from comity.reports.charts.shapes import Drawing, Path, Text, hatch
from comity.reports.charts.svg import LIGHT, page_svg, paper_icon, paper_strip, paper_svg, symbols

NASTY = "<b>\"&'</b>"
DRAWING = Drawing(width=20, height=10, shapes=(Path("M0 0L1 1", "a"), Text(1, 2, NASTY)), label=NASTY)


@pytest.mark.parametrize("svg", [page_svg(DRAWING), paper_svg(DRAWING), f"<svg>{symbols()}</svg>"])
def test_svg_is_well_formed_and_escaped(svg: str) -> None:
    """Any text may stand in a chart."""
    root = ET.fromstring(svg)
    if "text" in svg:
        assert NASTY in [e.text for e in root.iter() if e.tag.endswith("text")]
    assert escape(NASTY) in svg or NASTY not in svg


def test_every_state_and_verdict_has_an_icon() -> None:
    """None is shown by colour alone."""
    needed = {s.value for s in State} | {o.value for o in Outcome}
    assert needed <= set(MARKS)
    assert len({MARKS[name] for name in needed}) == len(needed), "two states share an icon"
    for name in needed:
        ET.fromstring(paper_icon(name))


def test_a_strip_stands_its_icons_side_by_side() -> None:
    """As many groups as periods, and an empty strip is still a drawing."""
    assert paper_strip(["met", "missed"]).count("<g ") == 2
    ET.fromstring(paper_strip([]))


def test_the_light_palette_is_that_of_the_page() -> None:
    """Paper and screen wear the same colours; every colour has a dark counterpart."""
    css = files("comity.reports").joinpath("templates/page.css").read_text(encoding="utf-8")
    light, dark = css.split("prefers-color-scheme: dark")[:2]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", light))
    assert {name: LIGHT[name] for name in tokens if name in LIGHT} == {n: tokens[n] for n in tokens if n in LIGHT}
    assert set(tokens) == set(re.findall(r"--([\w-]+): #", dark))
    assert {"first", "second", "met", "missed", "ink", "surface"} <= set(tokens)


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("half", [0, 1], ids=["light", "dark"])
def test_states_can_be_read_on_surface_and_tint(half: int) -> None:
    """Words in the colour of a state reach 4.5 to 1 on both grounds, marks of partners 3 to 1."""
    css = files("comity.reports").joinpath("templates/page.css").read_text(encoding="utf-8")
    block = css.split("prefers-color-scheme: dark")[half]
    tokens = dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", block.split("\n}")[0]))
    for state in ("met", "missed", "excused", "undetermined", "missing", "disputed"):
        assert contrast(tokens[state], tokens["surface"]) >= 4.5
        assert contrast(tokens[state], tokens[f"{state}-tint"]) >= 4.5
    for ink in ("ink", "ink2", "link"):
        assert min(contrast(tokens[ink], tokens[g]) for g in ("bg", "surface", "sunken")) >= 4.5
    for mark in ("first", "second", "edge"):
        assert contrast(tokens[mark], tokens["surface"]) >= 3


def test_hatching_is_lines_within_the_bar() -> None:
    """Drawn as a path, since patterns are lost on the way to PDF; no line leaves its rectangle."""
    found = [tuple(map(float, pair)) for pair in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", hatch(10, 2, 50, 12))]
    assert len(found) > 10
    assert all(10 <= x <= 50 and 2 <= y <= 12 for x, y in found)


def test_a_score_bar_is_solid_to_the_lower_bound_and_hatched_to_the_upper() -> None:
    """A known score has no hatching."""
    ranged = {shape.role for shape in score_bar(60, 85, "").shapes if isinstance(shape, Path)}
    known = {shape.role for shape in score_bar(70, 70, "").shapes if isinstance(shape, Path)}
    assert ranged - known == {"hatch", "outline"}
