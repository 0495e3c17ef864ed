"""The members of a scope: the maps that one clause reads by them must name the same ones."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.formula.parts import entries, every_step, formulas
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, Term, Terms
from comity.kernel.problem import Place, Problem, Related

Named = tuple[str, frozenset[str], Place]
"""A map read by members: how to speak of it, its keys, its place."""


def unlike_members(terms: Terms) -> list[Problem]:
    """Return a problem for each map that lacks a member which another map of the same clause names."""
    found: dict[Problem, None] = {}
    for clause in terms.clauses.values():
        maps = list(dict.fromkeys(_maps(clause, terms))) if clause.per else []
        for name, keys, place in maps:
            other = next((one for one in maps if one[1] - keys), None)
            if other is not None:
                found[_problem(name, place, sorted(other[1] - keys), other)] = None
    return list(found)


def _problem(name: str, place: Place, lacking: list[str], other: Named) -> Problem:
    named, _, near = other
    return Problem(
        code="CMY-334",
        place=place,
        why=f"{name} has no entry for {', '.join(lacking[:8])}, which {named} names",
        hint="Maps read by the same members name the same ones; write `unset` for what is agreed later.",
        related=(Related(place=near, says=f"{named} stands here"),),
    )


def _maps(clause: Clause, terms: Terms) -> Iterator[Named]:
    """Yield the maps a clause reads by its first `per` column."""
    threshold = _keys(clause.threshold) if clause.threshold is not None else frozenset()
    if threshold and clause.threshold is not None:
        yield f"the threshold of {clause.name}", threshold, clause.threshold.place
    for formula in _formulas(clause):
        for node in tree.walk(formula.node):
            name = _read(node, clause)
            if name in terms.settings and _keys(terms.settings[name]):
                yield name, _keys(terms.settings[name]), terms.settings[name].place


def _read(node: tree.Node, clause: Clause) -> str:
    """Return the name of the map that a node reads by the member measured, or nothing."""
    match node:
        case tree.Name(parts=(name,)) if name not in clause.per and name not in clause.let:
            return name
        case tree.Call(function=name, arguments=(tree.Name(parts=(column,)), *_)) if column == clause.per[0]:
            return name
    return ""


def _keys(term: Term) -> frozenset[str]:
    if isinstance(term, KeyedMap):
        return frozenset(term.entries)
    if isinstance(term, DatedMap):
        return frozenset(key for entry in entries(term) for key in _keys(entry))
    return frozenset()


def _formulas(clause: Clause) -> Iterator[Formula]:
    """Yield every formula of a clause."""
    own = [
        clause.measure,
        clause.missed_if,
        *clause.let.values(),
        *(relief.measure for relief in clause.relief.values()),
    ]
    for rule in clause.rules.values():
        for step in every_step(rule):
            own += [step.condition, step.when, step.unless, step.pay, step.at_most]
    yield from (formula for formula in own if formula is not None)
    if clause.threshold is not None:
        yield from formulas(clause.threshold)
