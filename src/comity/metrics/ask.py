"""A question for one figure, as a person asks it, and what is wrong with one that has no answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from comity.agreement.model import Metric, Terms
from comity.kernel.figure import Scope
from comity.kernel.period import Grain, Period
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
    terms, name = engine.terms(engine.as_of), metric.name
    why, hint = no_such_period(name, period, metric.every, terms, engine.as_of)
    periods = engine.periods(metric.every)
    known = f"It is measured every {metric.every}, so far from {periods[0]} to {periods[-1]}." if periods else ""
    return Problem(code="CMY-502", place=metric.place, why=why, hint=hint or known or "The term has not begun.")


def no_such_period(name: str, period: str, every: Grain, terms: Terms, as_of: date) -> tuple[str, str]:
    """Return why something measured every so often has nothing for a period, and a hint, "" for none.

    The period is written wrong, of another length, not begun on the day of evaluation, or outside the term.
    """
    try:
        found = terms.calendar.period(period)
    except ValueError as failure:
        return f"{period!r} is no period: {failure}", ""
    if found.grain is not every:
        return f"{name} is measured every {every}, and {period} is a {found.grain}", ""
    if terms.ends is not None and found.first > terms.ends:
        return f"{period} lies after the agreement, which ends on {terms.ends}", ""
    if found.last < terms.starts:
        return f"{period} lies before the agreement, which starts on {terms.starts}", ""
    if found.first > as_of:
        said = f"{period} has not begun: it starts on {found.first}, and this is as of {as_of}"
        return said, f"Ask as of a later day: --as-of {found.last}."
    return f"{name} is not measured for {period}", ""


def _no_member(metric: Metric, period: Period, member: str, known: Iterable[str]) -> Problem:
    names = [name for name in known if name]
    listed = ", ".join(f"{name!r}" for name in names[:20])
    why = f"{metric.name} has no figure for {member!r} in {period}" if member else f"{metric.name} needs a member"
    hint = f"Its members are {listed}." if names else "It has one figure for all; leave the member out."
    if metric.per and not names:
        per = " and ".join(metric.per)
        why = f"{metric.name} has no figure in {period}: the facts of {period} name no {per}"
        hint = "It has a figure for each member that the facts of a period name."
    return Problem(code="CMY-502", place=metric.place, why=why, hint=hint)
