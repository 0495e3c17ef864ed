"""A question for one figure, as a person asks it, and what is wrong with one that has no answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from comity.agreement.model import Metric
from comity.kernel.figure import Scope
from comity.kernel.period import Period
from comity.kernel.problem import Place, Problem
from comity.metrics.engine import Engine


@dataclass(frozen=True, slots=True)
class Question:
    """The figure asked for."""

    period: Period
    scope: Scope


def asked(engine: Engine, metric: str, period: str, member: str) -> tuple[Question | None, list[Problem]]:
    """Find the figure asked for, or say what is wrong: CMY-501 no such metric, CMY-502 no such period or member."""
    terms = engine.terms(engine.as_of)
    definitions = engine.definitions(metric)
    if not definitions:
        return None, [_no_metric(metric, terms.metrics, terms.place)]
    definition = terms.metrics.get(metric, definitions[-1])
    found = {one.name: one for one in engine.periods(definition.every)}.get(period)
    if found is None:
        return None, [_no_period(engine, definition, period)]
    scopes = {", ".join(name for _, name in scope): scope for scope in engine.scopes(metric, found)}
    if member not in scopes:
        return None, [_no_member(definition, found, member, scopes)]
    return Question(found, scopes[member]), []


def _no_metric(metric: str, known: Iterable[str], place: Place) -> Problem:
    names = list(known)
    near = get_close_matches(metric, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    why = f"the agreement has no metric {metric}"
    return Problem(code="CMY-501", place=Place(file=place.file), why=why, hint=hint if names else "It has no metrics.")


def _no_period(engine: Engine, metric: Metric, period: str) -> Problem:
    periods = engine.periods(metric.every)
    hint = f"It has a figure every {metric.every}, from {periods[0]} to {periods[-1]}." if periods else ""
    why = f"{metric.name} has no figure for {period}"
    return Problem(code="CMY-502", place=metric.place, why=why, hint=hint or "The term has not begun.")


def _no_member(metric: Metric, period: Period, member: str, known: Iterable[str]) -> Problem:
    names = [name for name in known if name]
    why = f"{metric.name} has no figure for {member!r} in {period}" if member else f"{metric.name} needs a member"
    listed = ", ".join(f"{name!r}" for name in names[:20])
    hint = f"Its members are {listed}." if names else "It has one figure for all; leave the member out."
    return Problem(code="CMY-502", place=metric.place, why=why, hint=hint)
