"""What follows from the terms as a whole: units that nobody wrote down, and settings that steps can change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.agreement.formula.context import World
from comity.agreement.formula.parts import every_step
from comity.agreement.formula.types import Kind, Maybe
from comity.agreement.model import Clause, Terms


def finished(terms: Terms, world: World) -> Terms:
    """Return the terms with the units that their formulas imply and the settings that a step can change.

    A metric's own `unit` stays; without one, money has its currency and a percentage is `percent`.
    """
    metrics = {
        name: metric if metric.unit else replace(metric, unit=unit_of(world.metrics[name].type))
        for name, metric in terms.metrics.items()
    }
    terms = replace(terms, metrics=metrics, changeable=frozenset(_set(terms)))
    return replace(terms, clauses={name: _with_unit(clause, terms, world) for name, clause in terms.clauses.items()})


def unit_of(found: Maybe) -> str:
    """Return the unit that goes with a type: a currency, `percent` or none."""
    if found is None:
        return ""
    if found.kind is Kind.MONEY:
        return found.currency
    return "percent" if found.percent else ""


def _with_unit(clause: Clause, terms: Terms, world: World) -> Clause:
    """Return a clause with the unit of its measure: that of the metric it names, else that of its type."""
    if clause.measure is None:
        return clause
    metric = terms.metrics.get(clause.measure.text.strip())
    if metric is not None:
        return replace(clause, unit=metric.unit)
    columns = world.tables[clause.name].columns if clause.name in world.tables else {}
    threshold = columns.get("threshold")
    return replace(clause, unit=unit_of(columns.get("raw")) or unit_of(threshold))


def _set(terms: Terms) -> Iterator[str]:
    rules = [rule for clause in terms.clauses.values() for rule in clause.rules.values()]
    ladders = [step for steps in terms.ladders.values() for step in steps]
    for first in (*rules, *ladders):
        for step in every_step(first):
            yield from step.set
