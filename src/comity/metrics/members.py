"""The members a metric is measured for: keys of maps read with its scope column, else those the facts name."""

from __future__ import annotations

from collections.abc import Iterable

from comity.agreement.formula import tree
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, Metric, StepTable, Term, Terms


def agreed_members(metric: Metric, terms: Terms) -> list[str]:
    """Return the members the agreement itself names for a metric with one scope column.

    They are the keys of its target, and of the settings its formula and target read.
    """
    if len(metric.per) != 1:
        return []
    return list(dict.fromkeys(_keys_read((metric.target, metric.formula), metric.per[0], terms)))


def tested_members(metric: Metric, terms: Terms) -> list[str]:
    """Return the members for which a clause sets a threshold on this metric."""
    found: dict[str, None] = {}
    for clause in terms.clauses.values():
        if len(metric.per) == 1 and clause.per == metric.per and _measures(clause, metric):
            found |= dict.fromkeys(_keys_read((clause.threshold,), metric.per[0], terms))
    return list(found)


def _measures(clause: Clause, metric: Metric) -> bool:
    formulas = [part for part in (clause.measure, clause.missed_if) if part is not None]
    return any(name.parts == (metric.name,) for part in formulas for name in tree.names(part.node))


def _keys_read(terms_read: Iterable[Term | None], column: str, terms: Terms) -> Iterable[str]:
    """Yield the keys of the maps that some terms are or read with a scope column: by bare name, or called with it."""
    for term in terms_read:
        yield from _keys(term)
        for formula in _formulas(term):
            for node in tree.walk(formula.node):
                yield from _keys(terms.settings.get(_map_read(node, column)))


def _map_read(node: tree.Node, column: str) -> str:
    """Return the name of what may be a map read with a column; "" for anything else."""
    match node:
        case tree.Name(parts=(word,)):
            return word
        case tree.Call(arguments=(tree.Name(parts=(*_, last)), *_)) if last == column:
            return node.function
    return ""


def _keys(term: Term | None) -> Iterable[str]:
    """Return the keys of a keyed map, also below dates."""
    if isinstance(term, KeyedMap):
        yield from term.entries
    elif isinstance(term, DatedMap):
        for _, entry in term.entries:
            yield from _keys(entry)


def _formulas(term: Term | None) -> Iterable[Formula]:
    match term:
        case Formula():
            yield term
        case KeyedMap():
            for entry in term.entries.values():
                yield from _formulas(entry)
        case DatedMap() | StepTable():
            for _, entry in term.entries:
                yield from _formulas(entry)
