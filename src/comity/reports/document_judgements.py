"""Judged metrics in the JSON document: each party's side, who judged what, and the gap; never a mean of the sides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.kernel.figure import Exact
from comity.metrics.judges import Rating
from comity.reports.document_life import exact_text, period_data
from comity.standing.model import Judgement, Side, Standing

Json = dict[str, Any]


def judgements_data(standing: Standing) -> Json:
    """Return the judgements by metric, as plain values in a stable order."""
    return {name: [_judgement(one, standing) for one in of] for name, of in standing.judgements.items()}


def _judgement(judgement: Judgement, standing: Standing) -> Json:
    metric = standing.agreement.as_of(judgement.period.first).metrics[judgement.metric]
    return {
        **period_data(judgement.period),
        "scope": dict(judgement.scope),
        "gap": exact_text(judgement.gap),
        "reason": judgement.reason,
        "levels": _levels(metric.levels.items()),
        "sides": [_side(side) for side in judgement.sides],
    }


def _side(side: Side) -> Json:
    figure = side.figure
    return {
        "party": side.party,
        "roles": list(side.roles),
        "value": exact_text(figure.value) if figure is not None else None,
        "state": figure.state.value if figure is not None else None,
        "reason": figure.reason if figure is not None else "",
        "nearest": _levels(side.anchors),
        "ratings": [_rating(rating) for rating in side.ratings],
        "lacking": list(side.lacking),
    }


def _levels(levels: Iterable[tuple[Exact, str]]) -> list[Json]:
    return [{"level": exact_text(level), "says": says} for level, says in levels]


def _rating(rating: Rating) -> Json:
    return {
        "role": rating.role,
        "level": exact_text(rating.level),
        "why": rating.reason,
        "known_at": rating.known.isoformat(),
        "file": rating.file,
        "row": rating.row,
    }
