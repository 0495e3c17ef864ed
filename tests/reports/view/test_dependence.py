"""How far a score depends on its weights, as the page says it in short."""

from __future__ import annotations

from dataclasses import replace

from comity.reports.view.context import Context
from comity.reports.view.dependence import dependence_view
from comity.reports.view.model import DependenceView
from comity.scorecards.robust.others import View
from comity.scorecards.robust.sensitivity import Course
from comity.standing.model import Standing
from tests.reports.builders import surveyed


def seen(of: Standing) -> DependenceView:
    """Return what is shown of a standing that was asked."""
    found = dependence_view(Context(of))
    assert found is not None
    return found


def with_course(**changes: object) -> Standing:
    """Return the standing with another comparison of its quarters."""
    of = surveyed()
    assert of.sensitivity is not None
    assert of.sensitivity.course is not None
    course: Course = replace(of.sensitivity.course, **changes)  # type: ignore[arg-type]
    return replace(of, sensitivity=replace(of.sensitivity, course=course))


def turned(name: str, order: tuple[int, ...], reversals: tuple[int, ...] = (), warning: str = "") -> View:
    return View(name=name, values=(0.0,) * len(order), order=order, reversals=reversals, warning=warning)


def test_nothing_is_said_where_nobody_asked() -> None:
    """It takes a while to compute: the page of `comity evaluate` does without."""
    assert dependence_view(Context(replace(surveyed(), sensitivity=None))) is None


def test_the_weight_that_matters_most_and_the_best_quarter_are_named() -> None:
    """Service 100 and relationship 50: 50 points from end to end; the second quarter of 2026 is always the best."""
    says = seen(surveyed()).says
    assert says[0] == "The total depends most on the weight of Service: 50 points between no weight and all of it."
    assert says[1] == "Of 3 quarters 2026-Q2 is the best, as it is for 100% of all possible weights."
    assert says[2] == "It comes first by geometric mean, TOPSIS and PROMETHEE II as well."
    assert says[3] == (
        "TOPSIS and PROMETHEE II compare quarters with one another, so that one more could change the order."
    )


def test_other_ways_to_add_up_are_named_with_their_warnings() -> None:
    """Another first quarter by TOPSIS, whose order turns without one of them."""
    views = (
        turned("weighted sum", (0, 1, 2)), turned("geometric mean", (0, 1, 2)),
        turned("TOPSIS", (1, 0, 2), (2,), "it turns"),
    )  # fmt: skip
    says = seen(with_course(views=views)).says
    assert "Added up otherwise another quarter comes first: by TOPSIS 2026-Q3." in says
    assert "TOPSIS change the order" not in " ".join(says)
    assert says[-1] == "TOPSIS changes the order of the others when one quarter is left out: a view, and no more."


def test_the_chart_has_its_table_and_the_quarters_theirs() -> None:
    """The same weights and intervals as in the chart, and the rank of every quarter by every way."""
    found = seen(surveyed())
    assert found.chart is not None
    assert found.twin is not None
    assert found.quarters is not None
    assert [row[0].text for row in found.twin.rows] == [row.title for row in found.chart.rows]
    assert found.quarters.head == ("Quarter", "weighted sum", "geometric mean", "TOPSIS", "PROMETHEE II", "First for")
    assert [row[0].text for row in found.quarters.rows] == ["2026-Q2", "2026-Q3", "2026-Q4"]


def test_without_two_known_quarters_nothing_is_compared() -> None:
    """It says so, and draws nothing."""
    of = surveyed()
    assert of.sensitivity is not None
    found = seen(replace(of, sensitivity=replace(of.sensitivity, course=None)))
    assert found.says[-1] == "Quarters cannot be compared yet: fewer than two are known in every dimension."
    assert (found.chart, found.twin, found.quarters) == (None, None, None)
