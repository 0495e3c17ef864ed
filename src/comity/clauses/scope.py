"""Who is measured by a clause, and in which unit."""

from __future__ import annotations

from collections.abc import Iterable

from comity.agreement.formula import tree
from comity.agreement.model import Clause, KeyedMap, Terms


def _formulas(clause: Clause) -> list[tree.Node]:
    parts = (clause.measure, clause.missed_if, *clause.let.values())
    return [part.node for part in parts if part is not None]


def members_of_maps(clause: Clause, terms: Terms) -> list[str]:
    """Return the keys of the keyed maps a clause reads with its first scope column."""
    found: dict[str, None] = {}
    called = {call.function for node in _formulas(clause) for call in tree.walk(node) if isinstance(call, tree.Call)}
    named = {n.parts[0] for node in _formulas(clause) for n in tree.names(node)}
    if clause.threshold is not None:
        named |= {n.parts[0] for n in _names_of_term(clause.threshold)}
    for term in (clause.threshold, *(terms.settings.get(word) for word in sorted(called | named))):
        for member in keys_of(term):
            found[member] = None
    return list(found)


def _names_of_term(term: object) -> Iterable[tree.Name]:
    node = getattr(term, "node", None)
    return tree.names(node) if node is not None else ()


def keys_of(term: object) -> list[str]:
    """Return the members a term names: the keys of a keyed map, also below dates."""
    if isinstance(term, KeyedMap):
        return list(term.entries)
    entries = getattr(term, "entries", ())
    return list(dict.fromkeys(key for entry in entries for key in keys_of(entry[1])))
