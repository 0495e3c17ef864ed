"""Dimensions in dimensions, several periods, gates within: what is missing widens, and nothing is made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.model import Dimension, ScorePoint
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, State
from comity.scorecards.score import reweighed, score
from tests.scorecards.test_score import HERE, Known, dimension, formula, numbers, result, scored

D = Decimal
CALENDAR = Calendar()


def parent(name: str, weight: str, *parts: Dimension, gate: bool = False) -> Dimension:
    """A dimension made of parts."""
    metrics = tuple(metric for part in parts for metric in part.metrics)
    return Dimension(name=name, weight=D(weight), metrics=metrics, parts=parts, gate=gate, place=HERE)


class Months:
    """The figures of a metric in several months, oldest first; None where one is missing."""

    def __init__(self, *values: str | None) -> None:
        self.values = values

    def of(self, metric: str) -> Sequence[Figure]:
        """Return a figure for each month from January on, and one that is not due."""
        found = [
            Figure(
                metric=metric, period=CALENDAR.period(f"2026-{month:02}"), scope=(), unit="",
                value=None if value is None else D(value), reason="gap",
                state=State.MISSING if value is None else State.FINAL,
            )
            for month, value in enumerate(self.values, start=1)
        ]  # fmt: skip
        later = CALENDAR.period(f"2026-{len(self.values) + 1:02}")
        return [*found, Figure(metric=metric, period=later, scope=(), unit="", state=State.NOT_DUE, value=None)]


def recent(*weights: str) -> Dimension:
    """A dimension of one metric from 0 to 10 over several periods."""
    metric = replace(scored("x", "0", "10"), recent=tuple(map(D, weights)))
    return dimension("a", "1", metric)


# -- levels -----------------------------------------------------------------------------------


def test_parts_are_weighed_within_their_dimension() -> None:
    """Service 60% of 70% delivery at 50 and 30% speed at 100 is 65; with growth 40% at 100 the total is 79."""
    delivery, speed = (
        dimension("delivery", "7", scored("d", "0", "10")),
        dimension("speed", "3", scored("s", "0", "10")),
    )
    service = parent("service", "0.6", delivery, speed)
    found = result([service, dimension("growth", "0.4", scored("g", "0", "10"))], Known(d="5", s="10", g="10"))
    assert numbers(found) == (79, 79, 79, 1)
    assert [(m.metric, m.weight) for m in found.dimensions[0].metrics] == [("d", D("0.7")), ("s", D("0.3"))]
    assert [one.score for one in found.dimensions[0].parts] == [50, 100]


def test_levels_alone_change_nothing() -> None:
    """A dimension of one part with the same metrics scores as the metrics themselves."""
    inner = dimension("inner", "3", scored("x", "0", "10", weight="2"), scored("y", "0", "10"))
    flat = dimension("outer", "1", *inner.metrics)
    known = Known(x="3", y="9")
    assert numbers(result([parent("outer", "1", inner)], known)) == numbers(result([flat], known))


def test_a_gate_among_parts_caps_the_dimension_it_belongs_to_and_no_other() -> None:
    """Safety below its floor makes its dimension 0; the rest of the total stays."""
    care = parent(
        "care", "0.5", dimension("safety", "1", scored("s", "4", "2"), gate=True),
        dimension("calm", "9", scored("c", "0", "10")),
    )  # fmt: skip
    found = result([care, dimension("rest", "0.5", scored("x", "0", "10"))], Known(s="5", c="10", x="10"))
    assert (found.dimensions[0].score, found.dimensions[0].gated_by) == (0, "safety")
    assert (found.score, found.gated_by) == (50, "")


def test_a_gate_of_a_whole_dimension_looks_at_all_its_parts() -> None:
    """One metric of one part below its floor is enough to cap the total."""
    safety, calm = dimension("safety", "1", scored("s", "4", "2")), dimension("calm", "9", scored("c", "0", "10"))
    care = parent("care", "0.1", safety, calm, gate=True)
    found = result([care, dimension("rest", "0.9", scored("x", "0", "10"))], Known(s="5", c="10", x="10"))
    assert (found.score, found.gated_by) == (90, "care")


# -- periods ----------------------------------------------------------------------------------


def test_recent_periods_count_more() -> None:
    """Weights 3, 2, 1, latest first: 10, 5 and 0 of 10 in the latest three months are (300 + 100 + 0) / 6."""
    found = result([recent("3", "2", "1")], Months("9", "0", "5", "10"))
    assert found.score == Fraction(200, 3)
    part = found.dimensions[0].metrics[0]
    assert [(one.figure.period.name, one.weight, one.score) for one in part.periods] == [
        ("2026-04", D("0.5"), 100), ("2026-03", Fraction(1, 3), 50), ("2026-02", Fraction(1, 6), 0),
    ]  # fmt: skip


def test_periods_that_do_not_exist_yet_are_left_out_of_the_mean() -> None:
    """In the second month of an alliance the mean is over two months, and not over two and a zero."""
    assert result([recent("3", "2", "1")], Months("5", "10")).score == 80


def test_a_missing_month_leaves_its_share_open() -> None:
    """The month before is missing: half of 100 is sure, a third is open, and two thirds are covered."""
    found = result([recent("3", "2", "1")], Months("0", None, "10"))
    assert numbers(found) == (None, 50, Fraction(250, 3), Fraction(2, 3))
    assert found.dimensions[0].metrics[0].reason == "gap"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(-2, 13), st.integers(1, 6))
def test_constant_figures_keep_their_score_whatever_the_weights(weights: list[int], figure: int, months: int) -> None:
    """The mean of equal scores is that score, in the first month as in the last."""
    known = Months(*[str(figure)] * months)
    weighed = result([recent(str(weights[0] + 1), *map(str, weights[1:]))], known)
    assert weighed.score == result([dimension("a", "1", scored("x", "0", "10"))], known).score


def test_the_gate_looks_at_the_latest_period() -> None:
    """A good past does not hide that the latest figure is below the floor."""
    safety = replace(recent("1", "1"), gate=True, name="safety")
    found = result([safety, dimension("rest", "9", scored("x", "-10", "-1"))], Months("10", "-1"))
    assert (found.gated_by, found.score) == ("safety", 50)


# -- shapes -----------------------------------------------------------------------------------


def test_points_and_halfway_are_read_with_the_other_anchors() -> None:
    """A setting can be a point; an anchor that is not agreed yet leaves the score open with its reason."""
    bent = replace(scored("x", "0", "10"), points=(ScorePoint(at=formula("2"), score=D(60)),))
    assert result([dimension("a", "1", bent)], Known(x="1")).score == 30
    curved = replace(scored("x", "0", "10"), halfway=formula("2"))
    assert result([dimension("a", "1", curved)], Known(x="2")).score == 50
    open_ = replace(scored("x", "0", "10"), halfway=formula("today - today"))
    found = result([dimension("a", "1", open_)], Known(x="2"))
    assert found.score is None
    assert "out of order" in found.dimensions[0].metrics[0].reason


# -- laws -------------------------------------------------------------------------------------

FIGURES = st.one_of(st.none(), st.integers(-3, 13).map(str))
WEIGHTS = st.integers(1, 5).map(str)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Dimension], dict[str, str | None]]:
    """Draw a scorecard of two levels, some gates among it, and the figures of its metrics."""
    known: dict[str, str | None] = {}
    found = []
    for name in "abc"[: draw(st.integers(1, 3))]:
        parts = []
        for number in range(draw(st.integers(1, 3))):
            metric = f"{name}{number}"
            known[metric] = draw(FIGURES)
            anchored = scored(metric, "0", "10", draw(st.sampled_from([None, "12"])))
            parts.append(dimension(f"part_{metric}", draw(WEIGHTS), anchored, gate=draw(st.booleans())))
        gate = draw(st.booleans())
        found.append(parent(name, draw(WEIGHTS), *parts, gate=gate))
    return found, known


def ungated(one: Dimension) -> Dimension:
    return replace(one, gate=False, parts=tuple(ungated(part) for part in one.parts))


@given(trees())
def test_a_gate_never_raises_a_score(tree: tuple[list[Dimension], dict[str, str | None]]) -> None:
    """With its gates a scorecard scores no higher, at either bound, than without."""
    dimensions, known = tree
    with_gates, without = result(dimensions, Known(**known)), result([*map(ungated, dimensions)], Known(**known))
    assert with_gates.low <= without.low
    assert with_gates.high <= without.high


@given(trees(), st.data())
def test_the_bounds_contain_whatever_the_missing_figures_bring(
    tree: tuple[list[Dimension], dict[str, str | None]], data: st.DataObject
) -> None:
    """Fill the gaps with any figures: the score that comes out lies within the range that was shown."""
    dimensions, known = tree
    before = result(dimensions, Known(**known))
    filled = {name: value or data.draw(st.integers(-3, 13).map(str)) for name, value in known.items()}
    after = result(dimensions, Known(**filled))
    assert after.score is not None
    assert before.low <= after.score <= before.high


@given(trees(), st.data())
def test_a_better_figure_never_lowers_the_total(
    tree: tuple[list[Dimension], dict[str, str | None]], data: st.DataObject
) -> None:
    """Raise one figure and leave the others: neither bound falls."""
    dimensions, known = tree
    name = data.draw(st.sampled_from(sorted(known)))
    worse = known | {name: known[name] or "0"}
    better = worse | {name: str(int(worse[name] or "0") + data.draw(st.integers(0, 5)))}
    before, after = result(dimensions, Known(**worse)), result(dimensions, Known(**better))
    assert before.low <= after.low
    assert before.high <= after.high


def test_other_weights_move_the_total_and_nothing_else() -> None:
    """Half and half instead of 60 and 40: 50 and 100 make 75, and the agreed score is left alone."""
    found = result(
        [dimension("a", "0.6", scored("x", "0", "10")), dimension("b", "0.4", scored("y", "0", "10"))],
        Known(x="5", y="10"),
    )
    other = reweighed(found, {"a": D(1), "b": D(1)})
    assert (found.score, other.score) == (70, 75)
    assert [one.score for one in other.dimensions] == [50, 100]


@pytest.mark.parametrize("as_of", [date(2026, 4, 15)])
def test_a_scorecard_that_was_read_is_scored(as_of: date) -> None:
    """The agreement of the tests with every shape: points, curves, periods, parts and a gate, all in one score."""
    from tests.agreement.documents import AGREEMENTS, terms

    path = next(path for path in AGREEMENTS if path.stem == "scored")

    class Figures:
        def of(self, metric: str) -> Sequence[Figure]:
            value = {"fill_rate": "0.95", "complaints": "12", "ideas": "3", "injuries": "0"}[metric]
            return Months(value, value, value).of(metric)

    found = score(terms(path.read_text(encoding="utf-8")), Figures(), as_of=as_of)
    assert found is not None
    # delivery 80; calm 50 (12 is the usual), safety 100: care 200/3; service 0.7 x 80 + 0.3 x 200/3 = 76; growth 50
    assert [one.score for one in found.dimensions] == [76, 50]
    assert found.score == D("65.6")
