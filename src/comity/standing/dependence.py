"""How far the score of a standing depends on its weights: computed where a report asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from comity.kernel.figure import Exact
from comity.scorecards.model import Score
from comity.scorecards.robust.moments import moments
from comity.scorecards.robust.sensitivity import Sensitivity, sensitivity
from comity.standing.index import FigureIndex
from comity.standing.model import Standing
from comity.standing.surveyed import scored_figures

Weights = Mapping[str, Mapping[str, Exact]]


def scored_index(standing: Standing) -> FigureIndex:
    """Return the figures that the scorecard scores: those of the metrics, and the waves of surveys."""
    waves = scored_figures(standing.terms, standing.surveyed, standing.as_of)
    return FigureIndex({**standing.figures, **waves})


def dependence(
    standing: Standing, score: Score, parties: Weights, what_if: Weights | None = None
) -> Sensitivity:  # fmt: skip
    """Return what a score depends on; `parties` are the weights that each party judged, by its name."""
    found = moments(standing.terms, scored_index(standing), as_of=standing.as_of)
    return sensitivity(score, parties, found, what_if=what_if or {})


def with_dependence(standing: Standing, parties: Weights | None = None) -> Standing:
    """Return a standing that says how far its score depends on its weights; unchanged where there is no score."""
    if standing.score is None:
        return standing
    return replace(standing, sensitivity=dependence(standing, standing.score, parties or {}))
