"""Scores and weights as data, for `--json`: exact numbers as text, shares of importance as numbers."""

from __future__ import annotations

from typing import Any

from comity.agreement.model import Terms
from comity.reports.document import metric_score_data
from comity.reports.document_life import exact_text
from comity.reports.scorecard.weights import agreed_shares
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.scorecards.robust.sensitivity import Course, Range, Sensitivity, shares
from comity.scorecards.weights.combine import Consensus
from comity.scorecards.weights.model import Elicited
from comity.standing.model import Standing

SCORE_FORMAT, WEIGHTS_FORMAT = "comity score 1", "comity weights 1"
Json = dict[str, Any]


def score_data(standing: Standing, score: Score, found: Sensitivity) -> Json:
    """Return a score with every level, and what it depends on."""
    return {
        "format": SCORE_FORMAT,
        "alliance": standing.terms.alliance,
        "as_of": standing.as_of.isoformat(),
        "known_at": standing.known_at.isoformat(),
        "terms": standing.terms.digest,
        "total": _total(score),
        "dimensions": [_dimension(one) for one in score.dimensions],
        "levers": [
            {
                "dimension": one.name,
                "share": exact_text(one.weight),
                "at_none": _range(one.at_none),
                "at_all": _range(one.at_all),
            }
            for one in found.levers
        ],
        "other_weights": [
            {
                "name": one.name,
                "shares": {name: exact_text(share) for name, share in shares(one.score).items()},
                "total": _total(one.score),
            }
            for one in found.alternatives
        ],
        "quarters": _course(found.course) if found.course is not None else None,
    }


def _total(score: Score) -> Json:
    return {
        "score": exact_text(score.score),
        "low": exact_text(score.low),
        "high": exact_text(score.high),
        "coverage": exact_text(score.coverage),
        "gated_by": score.gated_by,
    }


def _range(one: Range) -> Json:
    return {"low": exact_text(one.low), "high": exact_text(one.high)}


def _dimension(one: DimensionScore) -> Json:
    return {
        "dimension": one.name,
        "weight": exact_text(one.weight),
        "score": exact_text(one.score),
        "low": exact_text(one.low),
        "high": exact_text(one.high),
        "coverage": exact_text(one.coverage),
        "gate": one.gate,
        "below_floor": one.below_floor,
        "gated_by": one.gated_by,
        "parts": [_dimension(part) for part in one.parts],
        "metrics": [_metric(metric) for metric in one.metrics] if not one.parts else [],
    }


def _metric(one: MetricScore) -> Json:
    return {
        **metric_score_data(one),
        "periods": [
            {
                "period": each.figure.period.name,
                "weight": exact_text(each.weight),
                "value": exact_text(each.figure.value),
                "score": exact_text(each.score),
                "low": exact_text(each.low),
                "high": exact_text(each.high),
            }
            for each in one.periods
        ],
    }


def _course(found: Course) -> Json:
    return {
        "compared": [{"quarter": one.name, "on": one.on.isoformat(), **_total(one.score)} for one in found.moments],
        "left_out": list(found.left_out),
        "stability": {
            name: {"weight": one.weight, "same_best": list(one.first), "same_order": list(one.order)}
            for name, one in found.intervals.items()
        },
        "rank_acceptability": [list(row) for row in found.acceptable],
        "rank_acceptability_between_parties": [list(row) for row in found.between],
        "views": [
            {
                "name": view.name,
                "values": list(view.values),
                "order": [found.moments[i].name for i in view.order],
                "reversed_without": [found.moments[i].name for i in view.reversals],
                "warning": view.warning,
            }
            for view in found.views
        ],
    }


def weights_data(terms: Terms, found: Consensus) -> Json:
    """Return the parties' weights side by side, together, and what would change the order."""
    return {
        "format": WEIGHTS_FORMAT,
        "alliance": terms.alliance,
        "terms": terms.digest,
        "agreed": {name: exact_text(share) for name, share in agreed_shares(terms).items()},
        "parties": [_elicited(one) for one in found.parties],
        "together": dict(found.together),
        "proposal": dict(found.proposal) if found.proposal is not None else None,
        "open": list(found.open),
        "order": [
            {
                "above": one.above,
                "below": one.below,
                "ratio": one.ratio,
                "seen_differently": one.apart,
                "needed": {each.party: {"said": each.said, "below": each.needed} for each in one.needed},
            }
            for one in found.steps
        ],
    }


def _elicited(one: Elicited) -> Json:
    fits = one.consistency
    worst = fits.worst if fits is not None else None
    return {
        "party": one.party,
        "method": one.method,
        "file": one.place.file,
        "says": one.says,
        "weights": dict(one.weights),
        "consistency": None
        if fits is None
        else {
            "measure": fits.measure,
            "ratio": fits.ratio,
            "limit": fits.limit,
            "fine": fits.fine,
            "fits_least": None
            if worst is None
            else {"over": [worst.first, worst.second], "said": worst.said, "fits": worst.fits},
            "circle": list(fits.circle),
        },
    }
