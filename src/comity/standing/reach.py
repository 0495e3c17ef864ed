"""Targets held against history: a target that no past period reached is questioned before it is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from comity.agreement.model import Agreement, Metric
from comity.facts.model import Facts
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure
from comity.kernel.problem import Problem, Severity
from comity.metrics.driver import Driver
from comity.metrics.measure import measure
from comity.standing.model import Target
from comity.standing.standing import targets

CENT = Decimal("0.01")
ENOUGH = 8
"""Figures of the past from which something can be said: two years of quarters. Ours; no standard says it."""


def unreached_targets(agreement: Agreement, facts: Facts, *, as_of: date, driver: Driver) -> list[Problem]:
    """Return a warning (CMY-879) for each metric whose target none of at least eight past figures reached."""
    metrics = agreement.versions[-1][1].metrics.values()
    if not any(metric.target is not None for metric in metrics) or not _has_rows(facts):
        return []
    figures = measure(agreement, facts, as_of=as_of, driver=driver).figures
    found = targets(agreement, figures, as_of=as_of)
    asked = [_asked(metric, figures.get(metric.name, ()), found.get(metric.name, ())) for metric in metrics]
    return [problem for problem in asked if problem is not None]


def _has_rows(facts: Facts) -> bool:
    return any(table.rows.num_rows for table in facts.tables.values())


def _asked(metric: Metric, figures: Sequence[Figure], found: Sequence[Target]) -> Problem | None:
    judged = [target for target in found if target.reached is not None]
    if metric.target is None or len(judged) < ENOUGH or any(target.reached for target in judged):
        return None
    values: Mapping[tuple[object, object], Exact] = {
        (figure.scope, figure.period): figure.value for figure in figures if figure.value is not None
    }
    past = [values[target.scope, target.period] for target in judged]
    best = exact.least(past) if metric.better == "lower" else exact.greatest(past)
    why = (
        f"none of {len(judged)} past figures of {metric.name} reached its target; the best was "
        f"{_shown(best, metric)}, the target is {_shown(judged[-1].value, metric)}"
    )
    hint = "If it shall be reached later, say when: target: {2026-01-01: …, 2028-01-01: …}."
    return Problem(code="CMY-879", place=metric.target.place, why=why, hint=hint, severity=Severity.WARNING)


def _shown(value: Exact, metric: Metric) -> str:
    if metric.unit == "percent":
        return f"{exact.text(exact.round_to(exact.mul(value, exact.HUNDRED), CENT, 'half even'))}%"
    return f"{exact.text(exact.round_to(value, CENT, 'half even'))} {metric.unit}".strip()
