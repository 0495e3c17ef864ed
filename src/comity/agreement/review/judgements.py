"""Judged metrics: partners' judgements that are averaged away, and judgements that move money."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.check_steps import payments
from comity.agreement.formula import tree
from comity.agreement.judging import judging_of
from comity.agreement.model import Clause, Formula, Metric, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import formulas_of_clause, ground_of
from comity.agreement.review.wordings import quoted
from comity.kernel.problem import Problem, Related

AVERAGES = ("avg", "sum", "median")
"""Aggregates that make one figure of several judgements; the least and the greatest leave each as it is."""


def judgements(desk: Desk) -> Iterator[Problem]:
    """Find judgements of several parties made into one figure, and payments that rest on what people judge."""
    judged = {metric.name: metric for metric in desk.terms.metrics.values() if metric.is_judged}
    if judged:
        for metric in judged.values():
            yield from _together(metric, desk.terms)
        for owner, formula in _formulas(desk.terms):
            yield from _averaged(owner, formula, judged)
        for clause in desk.terms.clauses.values():
            yield from _priced(clause, judged, desk.terms)


# -- averaged away ----------------------------------------------------------------------------


def _together(metric: Metric, terms: Terms) -> Iterator[Problem]:
    """A metric that several parties judge and that has one figure for all of them."""
    judging = judging_of(metric, terms)
    if judging is None or judging.party in metric.per or len(metric.judged_by) < 2:
        return
    if not any(call.function in AVERAGES for call in judging.calls):
        return
    why = f"{metric.name} averages the partners' judgements away: the gap is what matters"
    hint = f"Write per: {judging.party}, and measure the gap: max({metric.name}) - min({metric.name})."
    yield finding("CMY-877", metric.formula.place, why, hint)


def _formulas(terms: Terms) -> Iterator[tuple[str, Formula]]:
    for metric in terms.metrics.values():
        yield metric.name, metric.formula
    for clause in terms.clauses.values():
        yield from ((clause.name, formula) for formula in formulas_of_clause(clause))


def _averaged(owner: str, formula: Formula, judged: dict[str, Metric]) -> Iterator[Problem]:
    """A formula that makes one figure of a metric that each party judges for itself."""
    for node in tree.walk(formula.node):
        if isinstance(node, tree.Call) and node.function in AVERAGES:
            names = [judged[name.parts[0]] for name in tree.names(node) if name.parts[0] in judged]
            for metric in names[:1]:
                if metric.per and len(metric.judged_by) > 1:
                    near = Related(place=metric.place, says=f"each party judges {metric.name} for itself")
                    why = f"{owner} averages the partners' judgements of {metric.name} away: the gap is what matters"
                    hint = f"Write max({metric.name}) - min({metric.name}), or min({metric.name}) for the less content."
                    yield finding("CMY-877", formula.place, why, hint, near)
                    return


# -- priced -----------------------------------------------------------------------------------


def _priced(clause: Clause, judged: dict[str, Metric], terms: Terms) -> Iterator[Problem]:
    """A payment decided by judgements nobody agreed to price; once for each amount, as it is written."""
    told: set[object] = set()
    for pay, deciding in payments(clause):
        resting = _resting(deciding, clause, terms)
        found = [judged[name] for name in judged if name in resting and not judged[name].priced]
        if found and pay.place not in told:
            told.add(pay.place)
            near = [Related(place=metric.place, says=f"{metric.name} is judged by people") for metric in found]
            why = f"this payment depends on how people judge {quoted([metric.name for metric in found])}"
            hint = "People judge differently when it costs money. If it is meant, write priced: agreed at the metric."
            yield finding("CMY-878", pay.place, why, hint, *near)


def _resting(nodes: list[tree.Node], clause: Clause, terms: Terms) -> set[str]:
    """Return the metrics that formulas rest on, also through the test of the clause and the scorecard."""
    ground = ground_of(iter(nodes), terms, clause)
    behind = [
        *nodes,
        *(formula.node for formula in clause.let.values()),
        *(terms.metrics[name].formula.node for name in ground.metrics),
    ]
    scored = _scored(behind, terms) & set(terms.metrics)
    return ground.metrics | scored | ground_of((terms.metrics[name].formula.node for name in scored), terms).metrics


def _scored(nodes: list[tree.Node], terms: Terms) -> set[str]:
    """Return the metrics of the dimensions whose score formulas read."""
    calls = [
        call for node in nodes for call in tree.walk(node) if isinstance(call, tree.Call) and call.function == "score"
    ]
    dimensions = [terms.scorecard.get(str(call.arguments[0])) for call in calls if call.arguments]
    return {scored.metric for dimension in dimensions if dimension is not None for scored in dimension.metrics}
