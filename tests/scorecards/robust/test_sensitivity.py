"""What a score depends on: levers, other people's weights, earlier quarters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from comity.agreement.model import Terms
from comity.kernel.calendar import Calendar
from comity.kernel.figure import Figure, State
from comity.scorecards.robust.moments import moments
from comity.scorecards.robust.sensitivity import levers, sensitivity
from tests.scorecards.test_score import HERE, Known, dimension, result, scored

D = Decimal
CALENDAR = Calendar()
CARD = [
    dimension("a", "0.5", scored("x", "0", "10")),
    dimension("b", "0.3", scored("y", "0", "10")),
    dimension("c", "0.2", scored("z", "0", "10")),
]


class Quarters:
    """Figures of quarters from 2025-Q1 on, by metric; None where one is missing."""

    def __init__(self, **values: Sequence[str | None]) -> None:
        self.values = values

    def of(self, metric: str) -> Sequence[Figure]:
        """Return a figure for each quarter."""
        return [
            Figure(
                metric=metric, period=CALENDAR.period(f"{2025 + n // 4}-Q{n % 4 + 1}"), scope=(), unit="", reason="gap",
                value=None if value is None else D(value), state=State.MISSING if value is None else State.FINAL,
            )
            for n, value in enumerate(self.values[metric])
        ]  # fmt: skip


TERMS = Terms(
    alliance="t", title="T", parties={}, calendar=CALENDAR, starts=date(2025, 1, 1), place=HERE, digest="0",
    scorecard={one.name: one for one in CARD},
)  # fmt: skip


def test_a_lever_goes_from_the_others_alone_to_this_one_alone() -> None:
    """Scores 100, 50, 0: without a the total is (0.3 x 50) / 0.5 = 30, with a alone 100."""
    found = levers(result(CARD, Known(x="10", y="5", z="0")))
    assert [(one.at_none.low, one.at_all.low) for one in found] == [(30, 100), (Fraction(500, 7), 50), (81.25, 0)]
    assert [one.weight for one in found] == [D("0.5"), D("0.3"), D("0.2")]


def test_a_lever_keeps_what_is_open() -> None:
    """Y is missing: with b alone the total can be anything from 0 to 100."""
    second = levers(result(CARD, Known(x="10", y=None, z="0")))[1]
    assert (second.at_all.low, second.at_all.high) == (0, 100)


def test_other_weights_stand_beside_the_agreed_score() -> None:
    """A party's weights and a what-if each get a total of their own; the agreed one is not touched."""
    score = result(CARD, Known(x="10", y="5", z="0"))
    found = sensitivity(
        score, {"Fern": {"a": D(1), "b": D(0), "c": D(0)}}, [], {"What if": {"a": D(1), "b": D(1), "c": D(2)}}
    )
    assert [(one.name, one.score.score) for one in found.alternatives] == [("Fern", 100), ("What if", D("37.5"))]
    assert score.score == 65
    assert found.course is None


def test_quarters_are_compared_by_the_terms_of_today() -> None:
    """Three quarters: the figures of later ones are not seen earlier, and a gap leaves its quarter out."""
    figures = Quarters(x=["0", "10", "5"], y=["10", "0", None], z=["10", "0", "5"])
    found = moments(TERMS, figures, as_of=date(2025, 10, 15))
    assert [(one.name, one.score.score) for one in found] == [("2025-Q1", 50), ("2025-Q2", 50), ("2025-Q3", None)]
    course = sensitivity(found[1].score, {}, found).course
    assert course is not None
    assert [one.name for one in course.moments] == ["2025-Q1", "2025-Q2"]
    assert course.left_out == ("2025-Q3",)
    assert course.between == ()


def test_compromises_between_parties_are_counted_apart() -> None:
    """All weights leave open which quarter is best; between two parties that both favour a, the second always is."""
    figures = Quarters(x=["0", "10"], y=["10", "0"], z=["10", "0"])
    found = moments(TERMS, figures, as_of=date(2025, 7, 1))
    parties = {"Fern": {"a": D("0.8"), "b": D("0.1"), "c": D("0.1")}, "Lark": {"a": D("0.6"), "b": D("0.4"), "c": D(0)}}
    course = sensitivity(found[1].score, parties, found).course
    assert course is not None
    assert 0.2 < course.acceptable[1][0] < 0.3  # a above 1/2: a quarter of the triangle of all weights
    assert course.between[1][0] == 1
    assert [view.name for view in course.views] == ["weighted sum", "geometric mean", "TOPSIS", "PROMETHEE II"]
