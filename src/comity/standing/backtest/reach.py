"""How far a threshold reaches: the clauses that can come out differently, and those they rest on.

Only these are run for each value that is tried; every other clause and account stays as it came out under the agreed
terms. Clauses reach one another by name, through accounts (caps are shared), and through settings that steps change
without anybody's act. What may reach everything, such as the end of the agreement, keeps all clauses together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from comity.agreement.formula import tree
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.model import Clause, Step, Terms
from comity.clauses.needs import formulas_of, needs_of
from comity.standing.backtest.dials import Dial

OF_ALL = frozenset({"agreement", "ends"})
"""Settings that decide about every clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The clauses to run, and the accounts that all of their payers, and no others, pay into."""

    clauses: frozenset[str]
    accounts: frozenset[str]

    def narrowed(self, terms: Terms) -> Terms:
        """Return the terms with these clauses only."""
        return replace(terms, clauses={name: one for name, one in terms.clauses.items() if name in self.clauses})


def reach_of(dial: Dial, terms: Terms) -> Reach:
    """Return how far a threshold reaches."""
    reads = {name: _reads(clause, terms) for name, clause in terms.clauses.items()}
    turned = set(dial.clauses) | (_mentioning(dial.name, terms) if dial.is_setting else set())
    affected = _closure(turned, _reversed(reads))
    kept = frozenset(_closure(affected, reads))
    accounts = {name: set(_payers(name, terms)) for clause in kept for name in _accounts(terms.clauses[clause])}
    return Reach(clauses=kept, accounts=frozenset(name for name, payers in accounts.items() if payers <= kept))


def _closure(start: set[str], edges: Mapping[str, set[str]]) -> set[str]:
    found, pending = set(start), list(start)
    while pending:
        new = edges.get(pending.pop(), set()) - found
        found |= new
        pending += new
    return found


def _reversed(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in edges}
    for name, others in edges.items():
        for other in others:
            found.setdefault(other, set()).add(name)
    return found


# -- what a clause reads ----------------------------------------------------------------------


def _reads(clause: Clause, terms: Terms) -> set[str]:
    """Return the clauses on which one rests."""
    if _reads_steps(clause, terms) or any(_set_by_itself(other) & OF_ALL for other in terms.clauses.values()):
        return set(terms.clauses)
    found: set[str] = set()
    for need in needs_of(clause, terms):
        kind, _, name = need.partition(".")
        if kind == "clauses":
            found.add(name)
        elif kind == "accounts":
            found |= set(_payers(name, terms))
        elif kind == "settings":
            found |= {other.name for other in terms.clauses.values() if name in _set_by_itself(other)}
    for account in _accounts(clause):
        found |= set(_payers(account, terms))
    return found - {clause.name}


def _reads_steps(clause: Clause, terms: Terms) -> bool:
    """Tell whether a clause may read the steps of others as tables: a name of two parts that nothing else explains."""
    known = {*terms.metrics, *terms.clauses, *terms.accounts, *terms.facts, *clause.rules, clause.table, clause.name}
    named = (name for formula in formulas_of(clause) for name in tree.names(formula.node))
    return any(len(name.parts) == 2 and name.parts[0] not in known for name in named)


def _accounts(clause: Clause) -> set[str]:
    """Return the accounts a clause pays into, also the unnamed one between its parties."""
    steps = [step for rule in clause.rules.values() for step in every_step(rule) if step.pay is not None]
    return {step.into or f"{clause.owed_by} to {clause.owed_to}" for step in steps}


def _payers(account: str, terms: Terms) -> list[str]:
    return [name for name, clause in terms.clauses.items() if account in _accounts(clause)]


def _mentioning(setting: str, terms: Terms) -> set[str]:
    """Return the clauses that read a setting, themselves or in a cap of an account that they pay into."""
    found = {name for name, clause in terms.clauses.items() if f"settings.{setting}" in needs_of(clause, terms)}
    for account in terms.accounts.values():
        if any(setting in _named(formula.node) for cap in account.caps for formula in formulas(cap.at_most)):
            found |= set(_payers(account.name, terms))
    # A setting that is made of another one carries it on.
    made = {name for name, term in terms.settings.items() if any(setting in _named(f.node) for f in formulas(term))}
    for other in made - {setting}:
        found |= _mentioning(other, terms)
    return found


def _named(node: tree.Node) -> set[str]:
    calls = {part.function for part in tree.walk(node) if isinstance(part, tree.Call)}
    return calls | {name.parts[0] for name in tree.names(node)}


# -- what happens by itself -------------------------------------------------------------------


def _set_by_itself(clause: Clause) -> set[str]:
    """Return the settings that a clause changes without anybody's act: at once, when a condition holds, or on lapse."""
    return {name for rule in clause.rules.values() for step in _by_itself(rule) for name in step.set}


def _by_itself(step: Step) -> Iterator[Step]:
    """Yield a consequence and what follows it while nobody acts: what awaits an act only lapses."""
    awaits_act = bool(step.modal or step.level) and step.when is None
    if not awaits_act:
        yield step
    following = step.otherwise if awaits_act else (*step.then, *step.otherwise)
    for later in following:
        yield from _by_itself(later)
