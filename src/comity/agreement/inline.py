"""Aggregates over facts that a clause writes itself, `sum(orders.filled) / sum(orders.ordered)`, as metrics.

So is what a clause reads of a survey, `survey(health.trust)`, itself or through the scorecard. They are measured like
every metric, for the clause's period and members; only their name is the formula itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.formula.parse import parse
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Agreement, Clause, Formula, Metric, Terms
from comity.kernel.period import Grain
from comity.kernel.problem import Place


def with_inline_metrics(agreement: Agreement) -> Agreement:
    """Return the agreement with a metric for each aggregate over facts, and each survey, that a clause reads."""
    versions = tuple((day, _with_metrics(terms)) for day, terms in agreement.versions)
    return agreement if versions == agreement.versions else replace(agreement, versions=versions)


def inline_name(call: tree.Call, clause: Clause) -> str:
    """Return the name of the metric that an aggregate of a clause is: its formula, period and members."""
    return f"{unparse(call)} every {clause.every} per {', '.join(clause.per)}"


def is_inline(call: tree.Call, clause: Clause, terms: Terms) -> bool:
    """Tell whether a call aggregates the rows of a fact table, or reads a survey, for each period of the clause."""
    if not isinstance(clause.every, Grain):
        return False
    return call.function == "survey" or (call.function in AGGREGATES and bool(_table(call, terms)))


def scored_surveys(dimension: str, clause: Clause, terms: Terms) -> list[str]:
    """Return the names of the metrics by which a clause reads the surveys that a dimension scores."""
    if not isinstance(clause.every, Grain):
        return []
    return [inline_name(call, clause) for call in _surveys_scored(dimension, terms)]


def _surveys_scored(dimension: str, terms: Terms) -> Iterator[tree.Call]:
    scored = terms.scorecard.get(dimension)
    for one in scored.metrics if scored is not None else ():
        node = parse(one.metric, one.place)[0] if one.metric.startswith("survey(") else None
        if isinstance(node, tree.Call):
            yield node


def _table(call: tree.Call, terms: Terms) -> str:
    mentioned = (name.parts[0] for name in tree.names(call) if len(name.parts) == 2)
    return next((word for word in mentioned if word in terms.facts), "")


def _with_metrics(terms: Terms) -> Terms:
    found = {metric.name: metric for clause in terms.clauses.values() for metric in _metrics(clause, terms)}
    return replace(terms, metrics={**terms.metrics, **found}) if found else terms


def _metrics(clause: Clause, terms: Terms) -> Iterator[Metric]:
    for formula in written_in(clause):
        for part in tree.walk(formula.node):
            if isinstance(part, tree.Call) and is_inline(part, clause, terms):
                yield _metric(part, formula.place, clause, terms)
            elif isinstance(part, tree.Call) and part.function == "score" and isinstance(clause.every, Grain):
                for call in _surveys_scored(str(part.arguments[0]), terms):
                    yield _metric(call, formula.place, clause, terms)
    for formula in (formula for term in terms.settings.values() for formula in formulas(term)):
        for part in tree.walk(formula.node):
            # Aggregates have no meaning in a setting; a survey has the same everywhere.
            if isinstance(part, tree.Call) and part.function == "survey" and is_inline(part, clause, terms):
                yield _metric(part, formula.place, clause, terms)


def _metric(call: tree.Call, place: Place, clause: Clause, terms: Terms) -> Metric:
    assert isinstance(clause.every, Grain)
    columns = terms.facts[_table(call, terms)].columns if call.function != "survey" else ()
    return Metric(
        name=inline_name(call, clause),
        formula=Formula(text=unparse(call), node=call, place=place),
        every=clause.every,
        place=place,
        per=tuple(column for column in clause.per if column in columns),
    )


def written_in(clause: Clause) -> Iterator[Formula]:
    """Yield every formula of a clause."""
    own = [clause.measure, clause.missed_if, *clause.let.values(), *(r.measure for r in clause.relief.values())]
    steps = [step for rule in clause.rules.values() for step in every_step(rule)]
    for step in steps:
        own += [step.condition, step.when, step.unless, step.pay, step.at_most]
        own += [formula for term in step.set.values() for formula in formulas(term)]
    yield from (formula for formula in own if formula is not None)
    if clause.threshold is not None:
        yield from formulas(clause.threshold)
