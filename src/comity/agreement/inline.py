"""Aggregates over facts that a clause writes itself, `sum(orders.filled) / sum(orders.ordered)`, as metrics.

They are measured like every metric, for the clause's period and members; only their name is the formula itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Agreement, Clause, Formula, Metric, Terms
from comity.kernel.period import Grain


def with_inline_metrics(agreement: Agreement) -> Agreement:
    """Return the agreement with a metric for each aggregate over facts that stands in a clause."""
    versions = tuple((day, _with_metrics(terms)) for day, terms in agreement.versions)
    return agreement if versions == agreement.versions else replace(agreement, versions=versions)


def inline_name(call: tree.Call, clause: Clause) -> str:
    """Return the name of the metric that an aggregate of a clause is: its formula, period and members."""
    return f"{unparse(call)} every {clause.every} per {', '.join(clause.per)}"


def is_inline(call: tree.Call, clause: Clause, terms: Terms) -> bool:
    """Tell whether a call aggregates the rows of a fact table for each period of the clause."""
    return call.function in AGGREGATES and isinstance(clause.every, Grain) and bool(_table(call, terms))


def _table(call: tree.Call, terms: Terms) -> str:
    mentioned = (name.parts[0] for name in tree.names(call) if len(name.parts) == 2)
    return next((word for word in mentioned if word in terms.facts), "")


def _with_metrics(terms: Terms) -> Terms:
    found = {metric.name: metric for clause in terms.clauses.values() for metric in _metrics(clause, terms)}
    return replace(terms, metrics={**terms.metrics, **found}) if found else terms


def _metrics(clause: Clause, terms: Terms) -> Iterator[Metric]:
    for formula in written_in(clause):
        for part in tree.walk(formula.node):
            if isinstance(part, tree.Call) and is_inline(part, clause, terms) and isinstance(clause.every, Grain):
                columns = terms.facts[_table(part, terms)].columns
                per = tuple(column for column in clause.per if column in columns)
                own = Formula(text=unparse(part), node=part, place=formula.place)
                yield Metric(
                    name=inline_name(part, clause), formula=own, every=clause.every, place=formula.place, per=per
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
