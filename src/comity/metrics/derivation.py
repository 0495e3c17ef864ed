"""Digests of what a figure came from, so that both parties can tell whether they computed the same thing."""

from __future__ import annotations

from hashlib import sha256

from comity.agreement.formula import tree
from comity.agreement.model import Metric, Terms
from comity.facts.model import Facts
from comity.kernel import exact
from comity.kernel.figure import Derivation
from comity.metrics.canonical import canonical
from comity.metrics.surveys import surveys_read


def definition_digest(metric: Metric) -> str:
    """SHA-256 of a metric's formula in canonical form with its period, scope and rounding, and how it is judged."""
    rounding = f"{exact.text(metric.round.step)} {metric.round.mode}" if metric.round else "exact"
    return _digest(canonical(metric.formula.node), str(metric.every), ", ".join(metric.per), rounding, *_judged(metric))


def _judged(metric: Metric) -> list[str]:
    """Return what tells one way of judging from another; nothing for a metric that nobody judges."""
    levels = [f"{exact.text(level)} {said}" for level, said in metric.levels.items()]
    return levels + [f"{party} {', '.join(roles)}" for party, roles in metric.judged_by.items()]


def tables_used(metric: Metric, terms: Terms) -> tuple[str, ...]:
    """Return the tables of facts beneath a metric, also through other metrics, sorted."""
    found: set[str] = set()
    seen: set[str] = set()
    pending = [metric.name]
    while pending:
        name = pending.pop()
        if name in seen or name not in terms.metrics:
            continue
        seen.add(name)
        mentioned = {part.parts[0] for part in tree.names(terms.metrics[name].formula.node)}
        found |= mentioned & set(terms.facts)
        pending.extend(mentioned)
    return tuple(sorted(found))


def surveys_used(metric: Metric, terms: Terms) -> frozenset[str]:
    """Return the surveys beneath a metric, also through other metrics."""
    found: set[str] = set()
    seen: set[str] = set()
    pending = [metric]
    while pending:
        here = pending.pop()
        if here.name not in seen:
            seen.add(here.name)
            found |= {survey for survey, _ in surveys_read(here.formula.node)}
            names = {part.parts[0] for part in tree.names(here.formula.node)}
            pending += [terms.metrics[name] for name in names if name in terms.metrics]
    return frozenset(found)


class Derivations:
    """Derivations of figures, made once for each metric and version of the terms."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._made: dict[tuple[int, int], Derivation] = {}

    def of(self, metric: Metric, terms: Terms) -> Derivation:
        """Return the digests of a metric's definition, of the terms, and of the tables it rests on."""
        key = (id(metric), id(terms))
        if key not in self._made:
            used = [f"{name} {self._facts.tables[name].digest}" for name in tables_used(metric, terms)]
            used += self._surveys(metric, terms)
            self._made[key] = Derivation(definition=definition_digest(metric), terms=terms.digest, facts=_digest(*used))
        return self._made[key]

    def _surveys(self, metric: Metric, terms: Terms) -> list[str]:
        """Return the waves that the surveys beneath a metric had, each with the digest of what was released."""
        names = surveys_used(metric, terms)
        return sorted({f"survey {one.survey} {one.wave} {one.digest}" for one in self._facts.surveyed
                       if one.survey in names})  # fmt: skip


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()
