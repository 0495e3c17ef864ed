"""Scores over fixed anchors: coverage instead of imputation, and gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.formula.parse import parse
from comity.agreement.model import Dimension, Formula, ScoredMetric, Term, Terms, Unset
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, State
from comity.kernel.problem import Place
from comity.scorecards.curves import value_of
from comity.scorecards.model import Score
from comity.scorecards.score import Figures, score

HERE = Place(file="test")
CALENDAR = Calendar()
D = Decimal


def formula(text: str) -> Formula:
    """Parse an anchor."""
    node, problems = parse(text, HERE)
    assert node is not None, problems
    return Formula(text=text, node=node, place=HERE)


def scored(name: str, floor: str, target: str, stretch: str | None = None, weight: str = "1") -> ScoredMetric:
    """A metric with its anchors."""
    above = formula(stretch) if stretch else None
    return ScoredMetric(
        metric=name, floor=formula(floor), target=formula(target), stretch=above, weight=D(weight), place=HERE
    )


def dimension(name: str, weight: str, *metrics: ScoredMetric, gate: bool = False) -> Dimension:
    """A dimension of the scorecard."""
    return Dimension(name=name, weight=D(weight), metrics=metrics, gate=gate, place=HERE)


class Known:
    """The latest figure of each metric; None where it is missing."""

    def __init__(self, **values: str | None) -> None:
        self.values = values

    def of(self, metric: str) -> Sequence[Figure]:
        """Return a figure of March, and one of April that is not due."""
        if metric not in self.values:
            return []
        value = self.values[metric]
        state = State.MISSING if value is None else State.FINAL
        march, april = CALENDAR.period("2026-03"), CALENDAR.period("2026-04")
        known = Figure(
            metric=metric, period=march, scope=(), unit="", state=state, value=D(value) if value else None, reason="gap"
        )
        later = Figure(metric=metric, period=april, scope=(), unit="", state=State.NOT_DUE, value=None)
        return [known, later]


def result(dimensions: Sequence[Dimension], figures: Figures, **settings: Term) -> Score:
    """Score a set of dimensions."""
    terms = Terms(
        alliance="t",
        title="T",
        parties={},
        calendar=CALENDAR,
        starts=date(2026, 1, 1),
        place=HERE,
        digest="0",
        scorecard={d.name: d for d in dimensions},
        settings=settings,
    )
    found = score(terms, figures, as_of=date(2026, 4, 15))
    assert found is not None
    return found


def numbers(found: Score) -> tuple[object, ...]:
    """The score, its bounds and its coverage."""
    return found.score, found.low, found.high, found.coverage


@pytest.mark.parametrize(
    ("value", "expected"), [("2.2", 90), ("2", 100), ("4", 0), ("5", 0), ("3", 50), ("1", 110), ("0", 120), ("-1", 120)]
)
def test_lower_can_be_better(value: str, expected: int) -> None:
    """Injury rate: floor 4, target 2, stretch 0; a rate of 2.2 scores 90."""
    assert value_of(D(value), D(4), D(2), D(0)) == expected


def test_above_the_target_is_100_without_a_stretch() -> None:
    """Nothing beyond the target counts unless a stretch was agreed."""
    assert value_of(D(9), D(0), D(5), None) == 100


def test_weights_and_anchors_make_the_score() -> None:
    """60% of 50 points and 40% of 100 are 70."""
    found = result(
        [dimension("a", "0.6", scored("x", "0", "10")), dimension("b", "0.4", scored("y", "0", "10"))],
        Known(x="5", y="10"),
    )
    assert numbers(found) == (70, 70, 70, 1)


def test_a_missing_metric_leaves_a_range_and_shows_its_coverage() -> None:
    """What is missing is neither 0 nor 100: the score is a range, and no number is given for it."""
    found = result(
        [dimension("a", "1", scored("x", "0", "10", weight="0.75"), scored("y", "0", "10", weight="0.25"))],
        Known(x="10", y=None),
    )
    assert numbers(found) == (None, 75, 100, D("0.75"))
    assert found.dimensions[0].metrics[1].reason == "gap"


def test_a_figure_without_an_anchor_says_which_anchor_is_open() -> None:
    """The figure is known and the target is not: the reason is the target, and no gap is claimed in the figure."""
    open_ = replace(scored("x", "0", "10"), target=formula("growth_target"))
    found = result([dimension("a", "1", open_)], Known(x="10"), growth_target=Unset(place=HERE))
    assert numbers(found) == (None, 0, 100, 0)
    assert "growth_target" in found.dimensions[0].metrics[0].reason
    assert "unset" in found.dimensions[0].metrics[0].reason


def test_a_survey_without_answers_is_not_scored() -> None:
    """A health check that nobody answered covers nothing."""
    found = result([dimension("a", "1", scored("survey(team.trust)", "2", "4"))], Known())
    assert numbers(found) == (None, 0, 100, 0)


def test_a_gated_dimension_below_its_floor_caps_the_total() -> None:
    """Safety below its floor caps everything at its own score, and the scorecard says which gate it was."""
    safety = dimension("safety", "0.2", scored("s", "4", "2"), gate=True)
    rest = dimension("rest", "0.8", scored("x", "0", "10"))
    found = result([safety, rest], Known(s="5", x="10"))
    assert found.score == 0
    assert found.gated_by == "safety"
    assert result([safety, rest], Known(s="4", x="10")).gated_by == ""


def test_no_scorecard_gives_no_score() -> None:
    """Where none was agreed none is made up."""
    terms = Terms(
        alliance="t", title="T", parties={}, calendar=CALENDAR, starts=date(2026, 1, 1), place=HERE, digest="0"
    )
    assert score(terms, Known(), as_of=date(2026, 4, 15)) is None


NUMBERS = st.decimals(-1000, 1000, places=2)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_score_lies_between_0_and_100_and_grows_toward_the_target(floor: D, target: D, value: D) -> None:
    """Whatever the anchors, the score is bounded, 0 at the floor and 100 at the target."""
    if floor == target:
        return
    assert 0 <= value_of(value, floor, target, None) <= 100
    assert value_of(floor, floor, target, None) == 0
    assert value_of(target, floor, target, None) == 100


def test_a_gate_that_is_still_open_keeps_the_lowest_score_open() -> None:
    """A missing figure behind a gate could still prove below its floor and cap everything at 0."""
    found = result(
        [
            dimension("safety", "0.5", scored("s", "4", "2"), gate=True),
            dimension("rest", "0.5", scored("x", "0", "10")),
        ],
        Known(s=None, x="10"),
    )
    assert numbers(found) == (None, 0, 100, D("0.5"))


def test_a_stretch_at_the_target_adds_nothing() -> None:
    """Anchors that coincide give 100 at the target, not an error."""
    assert value_of(D(6), D(0), D(5), D(5)) == 100


class ByParty:
    """A judged metric: the latest figure of each party; None where it is missing."""

    def __init__(self, **values: str | None) -> None:
        self.values = values

    def of(self, metric: str) -> Sequence[Figure]:
        """Return a figure of March for each party."""
        march = CALENDAR.period("2026-03")
        return [
            Figure(
                metric=metric, period=march, scope=(("party", party),), value=None if value is None else D(value),
                unit="", state=State.MISSING if value is None else State.FINAL, reason=f"{party} has not judged",
            )
            for party, value in self.values.items()
        ]  # fmt: skip


@pytest.mark.parametrize("parties", [{"fern": "75", "lark": "40"}, {"lark": "40", "fern": "75"}])
def test_a_metric_per_party_scores_as_its_weakest_member(parties: dict[str, str]) -> None:
    """Fern at 75 does not make up for Lark at 40, whatever the order."""
    found = result([dimension("trust", "1", scored("trust", "0", "100"))], ByParty(**parties))
    part = found.dimensions[0].metrics[0]
    assert (part.score, part.figure.scope if part.figure else None) == (40, (("party", "lark"),))


def test_a_party_without_a_figure_leaves_the_score_open() -> None:
    """Fern at 75, Lark unknown: between 0 and 75, and the reason names Lark."""
    found = result([dimension("trust", "1", scored("trust", "0", "100"))], ByParty(fern="75", lark=None))
    part = found.dimensions[0].metrics[0]
    assert (part.score, part.low, part.high, part.reason) == (None, 0, 75, "lark has not judged")
