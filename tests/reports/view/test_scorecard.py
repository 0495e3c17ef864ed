"""The scorecard in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from comity.reports.view.context import Context
from comity.reports.view.model import ScorecardView
from comity.reports.view.scorecard import score_text, scorecard_view
from comity.scorecards.model import DimensionScore
from tests.reports.builders import empty, rich


def seen(of) -> ScorecardView:
    found = scorecard_view(Context(of))
    assert found is not None
    return found


def test_a_score_with_missing_parts_is_a_range() -> None:
    """Bounds in words, a single number where it is known or where both bounds round to it."""
    assert score_text(Decimal("70.4"), Decimal(0), Decimal(120)) == "70"
    assert score_text(None, Decimal(60), Decimal(85)) == "60 to 85"
    assert score_text(None, Decimal("60.1"), Decimal("60.2")) == "60"


def test_coverage_says_what_is_absent() -> None:
    """The share of weight, and which metric is not known."""
    found = seen(rich())
    assert found.rows[0].coverage == "75% covered; Aster's share of profits not known (share of profits missing)"
    assert found.rows[1].coverage == "100% covered"


def test_the_total_says_whether_the_target_is_still_in_reach() -> None:
    """Whatever the missing figures bring."""
    base = rich()
    assert base.score is not None
    assert seen(base).total.coverage == "90% covered; the target of 100 is out of reach"
    near = replace(base, score=replace(base.score, high=Decimal(104)))
    assert seen(near).total.coverage == "90% covered"
    sure = replace(base, score=replace(base.score, low=Decimal(100), high=Decimal(104)))
    assert seen(sure).total.coverage == "90% covered; the target of 100 is reached in any case"


def test_the_gate_is_explained() -> None:
    """Which dimension caps the total, or that none does."""
    base = rich()
    assert base.score is not None
    assert seen(base).gate == "Operational is a gate, not below its floor: no cap applies."
    capped = replace(base, score=replace(base.score, gated_by="operational"))
    assert seen(capped).gate == "Operational is below its floor and caps the total at its own score."


def test_a_gate_whose_score_is_not_known_may_still_cap() -> None:
    """With a figure missing nobody can say that it is not below its floor."""
    base = rich()
    assert base.score is not None
    gates = [d.name for d in base.score.dimensions if d.gate]
    assert gates == ["operational"]
    dimensions = tuple(unknown(d) if d.gate else d for d in base.score.dimensions)
    assert seen(replace(base, score=replace(base.score, dimensions=dimensions))).gate == (
        "Operational is a gate, and whether below its floor is not known yet: a cap may apply."
    )
    known = replace(base.score.dimensions[1], name="service")
    assert seen(replace(base, score=replace(base.score, dimensions=(*dimensions, known)))).gate == (
        "Service is a gate, not below its floor; "
        "Operational is a gate, and whether below its floor is not known yet: a cap may apply."
    )


def unknown(dimension: DimensionScore) -> DimensionScore:
    """Return a dimension of which no metric has a score."""
    metrics = tuple(replace(metric, score=None) for metric in dimension.metrics)
    return replace(dimension, score=None, low=Decimal(0), metrics=metrics)


def test_each_score_has_a_derivation_with_its_parts() -> None:
    """Figure, anchors, score and weight of every metric."""
    context = Context(rich())
    scorecard_view(context)
    financial = next(entry for entry in context.derivations if entry.title == "Score Financial")
    assert financial.inputs[0] == "Sales growth 14.9% (floor 0% target 20%): 75, weight 75%"
    assert financial.inputs[1].startswith("Aster's share of profits no figure")


def test_no_scorecard_is_no_section() -> None:
    """Not an empty table."""
    assert scorecard_view(Context(empty())) is None
