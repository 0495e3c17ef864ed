"""The charts of surveys: where each bar, interval and box lies, and that what is hidden has no place."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from comity.reports.charts.gaps import Ends, GapRow, GapsChart, draw_gaps, ticks
from comity.reports.charts.levels import LevelItem, LevelRow, LevelsChart, draw_levels, level_role
from comity.reports.charts.profile import Line, ProfileChart, draw_profile
from comity.reports.charts.shapes import Drawing, Path, Text, wrapped
from comity.reports.charts.stability import StabilityChart, StabilityRow, draw_stability
from comity.reports.charts.svg import page_svg, paper_svg

NASTY = "<b>\"&'</b>"
FEW = "fewer than 5 answered"


def boxes(drawing: Drawing, *roles: str) -> list[tuple[str, float, float]]:
    """Return (role, left, right) of the boxes drawn in some roles, in their order."""
    found = []
    for shape in drawing.shapes:
        match = re.match(r"M([\d.-]+) [\d.-]+H([\d.-]+)V", shape.d) if isinstance(shape, Path) else None
        if match and isinstance(shape, Path) and shape.role in roles:
            found.append((shape.role, float(match[1]), float(match[2])))
    return found


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Text)]


LEVELS = ("level-low-far", "level-low-near", "level-mid", "level-high-near", "level-high-far")


def levels(*rows: LevelRow, scale: tuple[int, int] = (1, 5)) -> Drawing:
    item = LevelItem(title=f"We can rely on each other {NASTY}", rows=rows)
    return draw_levels(LevelsChart(items=(item,), scale=scale, label="Answers", legend=False), 800)


def row(*counts: int, mark: str = "") -> LevelRow:
    return LevelRow(group="Everybody", mark=mark, counts=counts, after=f"{sum(counts)} answered")


def test_the_middle_of_the_scale_stands_on_one_line() -> None:
    """Half of the middle level lies on either side of the line, whatever the other levels are."""
    drawing = levels(row(1, 3, 4, 5, 2), row(0, 0, 2, 3, 2))
    middles = [(left + right) / 2 for role, left, right in boxes(drawing, *LEVELS) if role == "level-mid"]
    assert len(middles) == 2
    assert abs(middles[0] - middles[1]) < 0.2


def test_a_bar_is_as_long_as_its_share() -> None:
    """Two answers of four are twice as wide as one of four, and what nobody chose has no box."""
    found = boxes(levels(row(1, 2, 0, 1, 0)), *LEVELS)
    assert [role for role, _, _ in found] == ["level-low-far", "level-low-near", "level-high-near"]
    widths = [right - left + 1 for _, left, right in found]
    assert abs(widths[1] - 2 * widths[0]) < 0.5


def test_a_hidden_group_is_hatched_and_says_why() -> None:
    """No bar and no count stands in its row."""
    hidden = LevelRow(group="Fern", mark="first", counts=None, after="", reason=FEW)
    drawing = levels(hidden)
    assert boxes(drawing, *LEVELS) == []
    assert f"Not shown: {FEW}" in texts(drawing)
    assert [shape.role for shape in drawing.shapes if isinstance(shape, Path)].count("hatch") == 1


def test_an_even_scale_has_no_middle_level_and_a_long_one_its_two_halves() -> None:
    """Of four levels two lie on either side; of eleven the sixth is the middle; colours grow towards the ends."""
    assert [level_role(n, 4) for n in range(4)] == ["level-low-far", "level-low-near", "level-high-near",
                                                    "level-high-far"]  # fmt: skip
    assert [level_role(n, 11) for n in (0, 2, 3, 5, 7, 8, 10)] == [
        "level-low-far", "level-low-far", "level-low-near", "level-mid", "level-high-near", "level-high-far",
        "level-high-far",
    ]  # fmt: skip
    assert [level_role(n, 2) for n in range(2)] == ["level-low-far", "level-high-far"]


@given(st.lists(st.integers(0, 40), min_size=2, max_size=11).filter(any), st.integers(320, 1200))
def test_all_bars_lie_on_the_sheet(counts: list[int], width: int) -> None:
    """Whatever people answer, on whatever scale: nothing leaves the drawing, and no bar overlaps the next."""
    item = LevelItem(title="One", rows=(row(*counts),))
    drawing = draw_levels(LevelsChart(items=(item,), scale=(1, len(counts)), label=""), width)
    found = boxes(drawing, *LEVELS)[-sum(1 for count in counts if count) :]
    assert all(0 <= left < right <= max(width, 300) for _, left, right in found)
    assert all(one[2] <= other[1] + 1.1 for one, other in pairwise(found))


def gaps_chart(*rows: GapRow) -> Drawing:
    return draw_gaps(GapsChart(rows=rows, scale=(1, 5), first="Fern", second=f"Lark {NASTY}", label="Gaps"), 640)


def test_a_gap_has_both_scores_with_their_intervals_and_its_verdict() -> None:
    """Each party wears its mark; the interval has three strokes; the verdict is in words."""
    drawing = gaps_chart(
        GapRow(title="Trust", first=Ends(value=3.9, low=3.4, high=4.4), second=Ends(value=3.1, low=2.5, high=3.6),
               verdict="apart by 0.8", says="+0.8 (+0.3 to +1.3)", strong=True)
    )  # fmt: skip
    roles = [shape.role for shape in drawing.shapes if isinstance(shape, Path)]
    assert (roles.count("a-thin"), roles.count("b-thin"), roles.count("b-hollow")) == (1, 1, 1)
    assert {"apart by 0.8", "+0.8 (+0.3 to +1.3)", "Trust"} <= set(texts(drawing))


def test_a_gap_that_is_not_shown_has_neither_partners_mark() -> None:
    """So that nothing can be subtracted from it: a hatched box, the reason, and no mark but those of the legend."""
    drawing = gaps_chart(GapRow(title="Trust", first=None, second=Ends(value=3, low=2, high=4), verdict="cannot tell",
                                says="", reason=FEW))  # fmt: skip
    roles = [shape.role for shape in drawing.shapes if isinstance(shape, Path)]
    assert (roles.count("a-dot"), roles.count("b-dot"), roles.count("b-hollow"), roles.count("a-thin")) == (1, 1, 0, 0)
    assert f"Not shown: {FEW}" in texts(drawing)


def test_a_line_never_runs_through_a_wave_that_is_not_shown() -> None:
    """Of three waves the second is hidden: two points and no line, and a dashed box where nobody is shown."""
    point = Ends(value=3, low=2.5, high=3.5)
    line = Line(mark="first", points=(point, None, point))
    drawing = draw_profile(
        ProfileChart(waves=("2025", "2026", "2027"), lines=(line,), scale=(1, 5), label="Trust"), 270, 110
    )
    roles = [shape.role for shape in drawing.shapes if isinstance(shape, Path) and shape.d]
    assert (roles.count("a"), roles.count("a-dot"), roles.count("gap")) == (0, 2, 1)
    assert {"2025", "2026", "2027"} <= set(texts(drawing))


def test_a_line_is_broken_where_the_scores_do_not_speak_of_the_same() -> None:
    """Three scores with a break before the third: a line from first to second, an upright before the third, no more."""
    points = tuple(Ends(value=value, low=value - 0.5, high=value + 0.5) for value in (3.0, 3.2, 2.1))
    chart = ProfileChart(waves=("2025", "2026", "2027"), lines=(Line(mark="first", points=points),), scale=(1, 5),
                         label="Trust")  # fmt: skip
    whole = draw_profile(chart, 270, 110)
    parted = draw_profile(replace(chart, lines=(replace(chart.lines[0], breaks=frozenset({2})),)), 270, 110)

    def lines(drawing: Drawing) -> list[tuple[str, int]]:
        return [(one.role, one.d.count("L")) for one in drawing.shapes
                if isinstance(one, Path) and one.role in ("a", "gap") and one.d]  # fmt: skip

    assert lines(whole) == [("a", 2)]
    assert lines(parted) == [("a", 1), ("gap", 0)]


def test_the_weights_that_keep_the_order_lie_within_those_that_keep_the_first() -> None:
    """The solid box lies in the hatched one, and the dot of the agreed weight in both."""
    drawing = draw_stability(
        StabilityChart(
            rows=(StabilityRow(title="Service", weight=0.35, first=(0.1, 0.8), order=(0.2, 0.5)),), label=""
        ),
        500,
    )
    (_, first_left, first_right) = boxes(drawing, "outline")[-1]
    (_, left, right) = boxes(drawing, "band-strong")[-1]
    assert first_left < left < right < first_right
    dot = [shape for shape in drawing.shapes if isinstance(shape, Path) and shape.role == "s-dot"][-1]
    assert left < float(dot.d[1:].split()[0]) + 4 < right


def test_names_and_questions_are_escaped_on_screen_and_paper() -> None:
    """Whatever a person writes is text in a chart, never markup."""
    for drawing in (levels(row(1, 2, 3, 4, 5)), gaps_chart(
        GapRow(title=NASTY, first=None, second=None, verdict=NASTY, says=NASTY, reason=NASTY)
    )):  # fmt: skip
        for svg in (page_svg(drawing), paper_svg(drawing)):
            ET.fromstring(svg)
            assert "<b>" not in svg


def test_ticks_name_all_of_a_short_scale_and_the_ends_of_a_long_one() -> None:
    """One to five has five; 0 to 100 has eleven; 1 to 100 ends with 100."""
    assert ticks((1, 5)) == [1, 2, 3, 4, 5]
    assert ticks((0, 100)) == list(range(0, 101, 10))
    assert ticks((1, 100))[-1] == 100


def test_a_long_question_is_broken_at_its_spaces() -> None:
    """No word is lost, and no line is wider than the sheet unless a single word is."""
    text = "We learn in time what we need to know about changes on the other side"
    lines = wrapped(text, 120)
    assert " ".join(lines) == text
    assert len(lines) > 2
    assert wrapped("", 100) == [""]
