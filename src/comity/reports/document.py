"""The standing as one JSON document (`comity evaluate --json`). Its schema: docs/reference/standing.schema.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comity.clauses.model import Verdict
from comity.facts.model import Comparison, Reported
from comity.kernel.figure import Derivation, Figure, Scope
from comity.kernel.problem import Problem
from comity.reports.document_judgements import judgements_data
from comity.reports.document_life import due_data, exact_text, life_data, period_data, place_data, value_data
from comity.reports.document_surveys import surveys_data
from comity.scorecards.model import DimensionScore, MetricScore, Score
from comity.standing.corrections import KIND as CORRECTION
from comity.standing.disputes import KIND as DISPUTE
from comity.standing.model import Decision, Standing, Target
from comity.standing.proposals import KIND as PROPOSAL

FORMAT = "comity standing 1"
"""Names the meaning of the document's keys. A key may be added under the same name, never changed."""

Json = dict[str, Any]


def document(standing: Standing) -> Json:
    """Return the standing as plain values in a stable order, ready for `json.dumps`.

    Exact numbers are strings: a decimal (`"3700000000"`), or a ratio where no decimal is exact (`"1/3"`).
    Days are ISO dates; what is not known is null and says why in `reason`.
    """
    return {
        "format": FORMAT,
        "alliance": standing.terms.alliance,
        "title": standing.terms.title,
        "as_of": standing.as_of.isoformat(),
        "known_at": standing.known_at.isoformat(),
        "terms": {
            "digest": standing.terms.digest,
            "currency": standing.terms.currency,
            "illustrative": sorted(standing.terms.illustrative),
        },
        "figures": _by_name(standing.figures.items(), _figure),
        "targets": _by_name(standing.targets.items(), _target),
        "verdicts": _by_name(standing.verdicts.items(), _verdict),
        "scorecard": _score(standing.score) if standing.score is not None else None,
        "judgements": judgements_data(standing),
        **surveys_data(standing),
        "comparisons": [_comparison(item) for item in standing.comparisons],
        "decisions": [_decision(item) for item in standing.decisions],
        **life_data(standing),
        # Who has yet to sign, correct or answer is no result: an evaluation recorded meanwhile holds without it.
        "docket": [due_data(item) for item in standing.docket if item.kind not in (PROPOSAL, CORRECTION, DISPUTE)],
        "problems": [problem_data(item) for item in standing.problems],
    }


def _by_name(items: Iterable[tuple[str, tuple[Any, ...]]], entry: Any) -> Json:
    return {name: [entry(item) for item in found] for name, found in items}


def _scope(scope: Scope) -> Json:
    return dict(scope)


def _figure(figure: Figure) -> Json:
    return {
        **period_data(figure.period),
        "scope": _scope(figure.scope),
        "value": exact_text(figure.value),
        "unit": figure.unit,
        "state": figure.state.value,
        "reason": figure.reason,
        "known": figure.known.isoformat() if figure.known is not None else None,
        "derivation": _derivation(figure.derivation) if figure.derivation is not None else None,
    }


def _derivation(made: Derivation) -> Json:
    return {"definition": made.definition, "terms": made.terms, "facts": made.facts}


def _target(target: Target) -> Json:
    return {
        **period_data(target.period),
        "scope": _scope(target.scope),
        "value": exact_text(target.value),
        "reached": target.reached,
    }


def _verdict(verdict: Verdict) -> Json:
    return {
        **period_data(verdict.period),
        "scope": _scope(verdict.scope),
        "verdict": verdict.outcome.value,
        "state": verdict.state.value,
        "unit": verdict.unit,
        "raw": exact_text(verdict.raw),
        "value": exact_text(verdict.value),
        "threshold": exact_text(verdict.threshold),
        "shortfall": exact_text(verdict.shortfall),
        "reason": verdict.reason,
        "known": verdict.known.isoformat() if verdict.known is not None else None,
        "names": {name: value_data(value) for name, value in verdict.names.items()},
    }


def _score(score: Score) -> Json:
    return {
        "score": exact_text(score.score),
        "low": exact_text(score.low),
        "high": exact_text(score.high),
        "coverage": exact_text(score.coverage),
        "gated_by": score.gated_by,
        "dimensions": [_dimension(item) for item in score.dimensions],
    }


def _dimension(dimension: DimensionScore) -> Json:
    return {
        "dimension": dimension.name,
        "weight": exact_text(dimension.weight),
        "score": exact_text(dimension.score),
        "low": exact_text(dimension.low),
        "high": exact_text(dimension.high),
        "coverage": exact_text(dimension.coverage),
        "gate": dimension.gate,
        "below_floor": dimension.below_floor,
        "gated_by": dimension.gated_by,
        "parts": [_dimension(item) for item in dimension.parts],
        "metrics": [metric_score_data(item) for item in dimension.metrics],
    }


def metric_score_data(part: MetricScore) -> Json:
    """Return the score of a metric: the latest figure against its anchors."""
    return {
        "metric": part.metric,
        "weight": exact_text(part.weight),
        "period": part.figure.period.name if part.figure is not None else None,
        "value": exact_text(part.figure.value) if part.figure is not None else None,
        "score": exact_text(part.score),
        "low": exact_text(part.low),
        "high": exact_text(part.high),
        "coverage": exact_text(part.coverage),
        "floor": exact_text(part.floor),
        "target": exact_text(part.target),
        "stretch": exact_text(part.stretch),
        "reason": part.reason,
    }


def _comparison(comparison: Comparison) -> Json:
    return {
        "table": comparison.table,
        "column": comparison.column,
        **period_data(comparison.period),
        "scope": _scope(comparison.scope),
        "state": comparison.state,
        "difference": exact_text(comparison.difference),
        "reason": comparison.reason,
        "missing": list(comparison.missing),
        "reports": [_report(item) for item in comparison.reports],
    }


def _report(report: Reported) -> Json:
    return {
        "reporter": report.reporter,
        "value": exact_text(report.value),
        "currency": report.currency,
        "rate": exact_text(report.rate),
        "converted": exact_text(report.converted),
        "rounding": exact_text(report.rounding),
        "known_at": report.known_at.isoformat(),
        "file": report.file,
        "row": report.row,
    }


def _decision(decision: Decision) -> Json:
    return {
        "kind": decision.kind,
        "subject": decision.subject,
        "title": decision.title,
        "says": decision.says,
        "who": list(decision.who),
        "if_nothing": decision.if_nothing,
        "by": decision.by.isoformat() if decision.by is not None else None,
        "scope": _scope(decision.scope),
        "line": decision.line or None,
    }


def problem_data(problem: Problem) -> Json:
    """Return a problem as plain values, the same in every JSON document."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "place": place_data(problem.place),
        "why": problem.why,
        "hint": problem.hint,
        "related": [{"place": place_data(near.place), "says": near.says} for near in problem.related],
    }
