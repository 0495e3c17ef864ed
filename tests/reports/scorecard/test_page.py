"""The pages of scores and weights: what they say, and how a browser and axe find them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser

from comity.kernel.problem import Place
from comity.reports.scorecard.html import page
from comity.reports.scorecard.model import Leaf
from comity.reports.scorecard.score import score_leaf
from comity.reports.scorecard.weights import weights_leaf
from comity.scorecards.model import DimensionScore, Score
from comity.scorecards.robust.sensitivity import Moment, sensitivity
from comity.scorecards.score import reweighed
from comity.scorecards.weights.combine import consensus
from comity.scorecards.weights.model import Consistency, Elicited, Worst
from tests.agreement.documents import AGREEMENTS, terms
from tests.axe import wrong
from tests.reports.builders import rich

D = Decimal
HELD = {
    "Fern": {"financial": D("0.9"), "operational": D("0.1")},
    "Lark": {"financial": D("0.2"), "operational": D("0.8")},
}


def known(score: Score, **values: str) -> Score:
    """A score of which every dimension is known."""
    sure = tuple(
        replace(one, score=D(values[one.name]), low=D(values[one.name]), high=D(values[one.name]), coverage=D(1))
        for one in score.dimensions
    )
    return reweighed(replace(score, dimensions=sure), {})


def leaf() -> Leaf:
    """The view of a score with an open dimension, two parties' weights, a what-if and three quarters."""
    standing = rich()
    score = standing.score
    assert score is not None
    quarters = [
        Moment(name="2024-Q1", on=date(2024, 3, 31), score=known(score, financial="90", operational="40")),
        Moment(name="2024-Q2", on=date(2024, 6, 30), score=known(score, financial="50", operational="80")),
        Moment(name="2024-Q3", on=date(2024, 9, 30), score=score),
    ]
    found = sensitivity(score, HELD, quarters, {"What if": {"financial": D(1), "operational": D(1)}})
    return score_leaf(standing, score, found)


def weighed() -> Leaf:
    """The view of two parties' weights, of which one has comparisons that do not go together."""
    agreed = terms(next(path for path in AGREEMENTS if path.stem == "scored").read_text(encoding="utf-8"))
    fits = Consistency(
        ratio=0.169, limit=0.1, measure="consistency ratio", circle=("service", "growth", "service"),
        worst=Worst(first="service", second="growth", said=6, fits=1.128),
    )  # fmt: skip
    place = Place(file="weights/wren.yaml", line=1)
    both = [
        Elicited(party="wren", method="pairs", weights={"service": 0.8, "growth": 0.2}, place=place, consistency=fits),
        Elicited(party="dunnock", method="swing", weights={"service": 0.4, "growth": 0.6}, place=place),
    ]
    return weights_leaf(agreed, consensus(both, ["wren", "dunnock"]))


LEAVES = {"score": leaf, "weights": weighed}
VIEWS = [("score", (1440, 900), "light"), ("score", (390, 844), "dark"), ("weights", (390, 844), "light")]


@pytest.mark.browser
@pytest.mark.parametrize(("name", "size", "scheme"), VIEWS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, name: str, size: tuple[int, int], scheme: str
) -> None:
    """No violation of WCAG 2.2 A and AA or of good practice, on a desktop and on a phone, light and dark."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, bypass_csp=True,
        color_scheme=scheme,  # type: ignore[arg-type]
    )  # fmt: skip
    tab = context.new_page()
    tab.set_content(page(LEAVES[name]()))
    assert wrong(tab) == ""
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def cells(of: Leaf, part: str) -> list[tuple[str, ...]]:
    found = next(one for one in of.parts if one.id == part)
    assert found.grid is not None
    assert all(len(row) == len(found.grid.head) for row in found.grid.rows)
    return list(found.grid.rows)


def test_every_chart_has_its_table() -> None:
    """A section with a drawing has a table with a row for each of its dimensions."""
    for part in (one for build in LEAVES.values() for one in build().parts if one.chart is not None):
        assert part.grid is not None
        assert [row[0] for row in part.grid.rows] == ["Financial", "Operational"]


def test_what_is_open_stays_a_range_in_every_table() -> None:
    """Financial is open from 60 to 85: at all weight on it the total is that range, at none it is the other's score."""
    rows = cells(leaf(), "sensitivity")
    assert rows[0][0] == "Financial"
    assert rows[0][4] == "60 to 85"
    assert " to " not in rows[0][2]


def test_the_points_of_the_levels_add_up_to_the_total() -> None:
    """What each dimension adds is its weight times its score; open ones add a range."""
    rows = {row[0]: row for row in cells(leaf(), "score")}
    assert rows["Financial"][1:4] == ("40%", "60 to 85", "24 to 34")


def test_quarters_say_what_was_left_out_and_what_to_beware_of() -> None:
    """The open quarter is named; the ranks by two relative views come with their warnings."""
    found = leaf()
    assert [row[0] for row in cells(found, "quarters")] == ["2024-Q1", "2024-Q2"]
    said = " ".join(sentence for part in found.parts for sentence in part.says)
    assert "Not compared, since some dimension is not fully known: 2024-Q3." in said
    assert "TOPSIS compares the alternatives with one another" in said


def test_contradictions_are_shown_and_nothing_is_proposed() -> None:
    """The ratio, the judgement that fits least and the circle stand there; the proposal does not."""
    found = weighed()
    row = cells(found, "consistency")[0]
    assert row[2] == "0.169, too high"
    assert "Service over Growth: said 6, 1.13 would fit; in a circle" in row[4]
    assert "Proposed" not in str(found.parts[0].grid)
    assert "comparisons that do not go together" in found.lead


def test_a_part_capped_by_a_gate_says_so() -> None:
    """The gate that capped a dimension stands beside it."""
    standing = rich()
    assert standing.score is not None
    first = standing.score.dimensions[0]
    part = DimensionScore(
        name="safety", weight=D(1), metrics=(), score=D(0), low=D(0), high=D(0), coverage=D(1), gate=True,
        below_floor=True,
    )  # fmt: skip
    capped = replace(first, parts=(part,), gated_by="safety")
    score = replace(standing.score, dimensions=(capped, *standing.score.dimensions[1:]))
    rows = cells(score_leaf(standing, score, sensitivity(score, {}, [])), "score")
    assert rows[0][5] == "capped by Safety"
    assert rows[1][5] == "gate, below its floor"
