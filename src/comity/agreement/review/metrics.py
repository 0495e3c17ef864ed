"""Metrics and the facts they rest on: owned by a party, dated, aimed at something, serving something, and used."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.columns import PUBLISHED
from comity.agreement.formula import tree
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import FactTable, Formula, Metric, Terms
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import (
    first_steps,
    formulas_of_clause,
    formulas_of_step,
    ground_of,
    mentioned,
    tested,
)
from comity.agreement.review.wordings import quoted, verb
from comity.kernel.problem import Problem, Related


def facts(desk: Desk) -> Iterator[Problem]:
    """Find facts under a clause that no party owes, and facts owed by no day."""
    if desk.reconstructed:
        return
    undated = [table for table in desk.terms.facts.values() if table.due is None and not _published(table)]
    if undated:
        names = [table.name for table in undated]
        never = verb(len(names), "is owed by no day, so it is never late", "are owed by no day, so they are never late")
        why = f"{quoted(names)} {never}"
        near = [Related(place=table.place, says=f"{table.name} stands here") for table in undated[1:]]
        hint = "Write due: 10 days after period end; a fact not reported by then is missing, and someone is late."
        yield finding("CMY-803", undated[0].place, why, hint, *near)
    for table, clauses in _unowned(desk.terms):
        why = f"{quoted(clauses)} {verb(len(clauses), 'rests', 'rest')} on {table.name}, which no party reports"
        hint = "Say under `says` what holds if it is no longer published, or let a party report it."
        if not table.says:
            yield finding("CMY-802", table.place, why, hint)


def _published(table: FactTable) -> bool:
    return any(reporter.party == PUBLISHED for reporter in table.reporters)


def _unowned(terms: Terms) -> Iterator[tuple[FactTable, list[str]]]:
    """Yield published tables with the clauses whose verdict rests on them; exchange rates are no verdict's ground."""
    resting: dict[str, list[str]] = {}
    for clause in terms.clauses.values():
        ground = ground_of((f.node for f in tested(clause)), terms, clause)
        for name in sorted(ground.tables | ({clause.table} & set(terms.facts))):
            if _published(terms.facts[name]) and name != terms.rates:
                resting.setdefault(name, []).append(clause.name)
    yield from ((terms.facts[name], clauses) for name, clauses in resting.items())


# -- metrics ----------------------------------------------------------------------------------


def metrics(desk: Desk) -> Iterator[Problem]:
    """Find metrics with a direction and no level, without an objective, without use, and shares without a unit."""
    terms = desk.terms
    used = _used(terms)
    for metric in terms.metrics.values():
        if not desk.reconstructed:
            yield from _aimless(metric, used, desk)
            yield from _servantless(metric, desk)
            if metric.name not in used and not (metric.title or metric.target or metric.serves or metric.says):
                why = f"nothing uses the metric {metric.name}: no clause, no other metric, no score, no target"
                hint = "Take it out, or give it a title if people shall read it."
                yield finding("CMY-806", metric.place, why, hint)
        yield from _unitless(metric)


def _used(terms: Terms) -> set[str]:
    """Return every name that something in the agreement reads."""
    found: set[str] = {scored.metric for dimension in terms.scorecard.values() for scored in dimension.metrics}
    for formula in _all_formulas(terms):
        found |= mentioned(formula.node)
    for metric in terms.metrics.values():
        found |= mentioned(metric.formula.node) - {metric.name}
    return found | set(terms.visibility)


def _all_formulas(terms: Terms) -> Iterator[Formula]:
    """Yield the formulas of clauses, ladders, settings, caps and targets."""
    for clause in terms.clauses.values():
        yield from formulas_of_clause(clause)
    for first in first_steps(terms):
        for step in every_step(first.step) if first.ladder else ():
            yield from formulas_of_step(step)
    for term in terms.settings.values():
        yield from formulas(term)
    for account in terms.accounts.values():
        for cap in account.caps:
            yield from formulas(cap.at_most)
    for metric in terms.metrics.values():
        if metric.target is not None:
            yield from formulas(metric.target)


def _aimless(metric: Metric, used: set[str], desk: Desk) -> Iterator[Problem]:
    """A direction says that more is better, not how much is enough; a clause or a score says it as well as a target."""
    if metric.better and metric.target is None and metric.name not in used:
        why = f"{metric.better} is better for {metric.name}, but no target, clause or score says how much is enough"
        place = desk.at("metrics", metric.name, "better")
        yield finding("CMY-804", place, why, "Write `target:` with the level aimed at.")


def _servantless(metric: Metric, desk: Desk) -> Iterator[Problem]:
    """A metric serves an objective itself, or through what is made of it."""
    terms = desk.terms
    if not terms.objectives or metric.serves or metric.name in _through(terms) | _ingredients(terms):
        return
    why = f"{metric.name} serves none of the objectives"
    hint = f"Write serves: with one of {', '.join(list(terms.objectives)[:4])}, or leave the metric out."
    yield finding("CMY-805", metric.place, why, hint)


def _through(terms: Terms) -> set[str]:
    """Return the metrics that something else is made of which serves an objective."""
    found: set[str] = set()
    for metric in terms.metrics.values():
        if metric.serves:
            found |= ground_of(iter([metric.formula.node]), terms).metrics
    for clause in terms.clauses.values():
        if clause.serves:
            found |= ground_of((f.node for f in formulas_of_clause(clause)), terms, clause).metrics
    return found


def _ingredients(terms: Terms) -> set[str]:
    """Return the metrics that are only reckoned with: in amounts and in other metrics, tested and scored by nobody."""
    read = {name for formula in _all_formulas(terms) for name in mentioned(formula.node)}
    read |= {name for metric in terms.metrics.values() for name in mentioned(metric.formula.node) - {metric.name}}
    judged = {scored.metric for dimension in terms.scorecard.values() for scored in dimension.metrics}
    for clause in terms.clauses.values():
        judged |= {name for formula in tested(clause) for name in mentioned(formula.node)}
    return {name for name in read - judged if name in terms.metrics and terms.metrics[name].target is None}


def _unitless(metric: Metric) -> Iterator[Problem]:
    """A quotient without a unit is shown as a bare number, and compared with whatever people take it for."""
    node = metric.formula.node
    if metric.unit or not isinstance(node, tree.Binary) or node.operator != "/" or _is_constant(node.right):
        return
    why = f"{metric.name} is a quotient without a unit: is 0.97 a share, or a number of something?"
    yield finding("CMY-807", metric.place, why, "Write unit: percent for a share, or the unit in words.")


def _is_constant(node: tree.Node) -> bool:
    return isinstance(node, tree.Number | tree.Money)
