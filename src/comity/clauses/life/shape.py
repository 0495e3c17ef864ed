"""The fixed shape of an agreement: which clause is to be looked at when something changes, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.agreement.formula import tree
from comity.agreement.model import Agreement, Clause, Step, Terms
from comity.clauses.life.money import cap_metrics
from comity.clauses.needs import direct_needs, formulas_of, in_order, needs_of, payers, rests_on_facts
from comity.clauses.scope import members_of_maps
from comity.clauses.text import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What follows from the text alone.

    `dependents` lists, for each thing that can change (`metrics.x`, `clauses.y`, `accounts.z`, `settings.s`,
    `tables.t`), the clauses that read it; `order` all clauses, each after those it reads. `ticking` clauses rest on
    the calendar alone. `own_rules` are the clauses whose formulas mention their rules, or what they pay. `at_once` are
    the rules (clause, rule) that fire on the first day of a period. `tells` lists what changes for others when a clause
    does: the clause itself, the accounts it pays into. `step_tables` are the steps whose tables are read. `texts` keeps
    what the words of each clause decide.
    """

    dependents: dict[str, tuple[str, ...]]
    order: dict[str, int]
    ticking: frozenset[str]
    own_rules: frozenset[str]
    at_once: frozenset[tuple[str, str]]
    tells: dict[str, tuple[str, ...]]
    cap_metrics: dict[str, frozenset[str]]
    step_tables: frozenset[str]
    texts: Texts


def shape_of(agreement: Agreement) -> Shape:
    """Return the shape of an agreement, all its versions together."""
    dependents: dict[str, dict[str, None]] = {}
    order: dict[str, int] = {}
    tells: dict[str, dict[str, None]] = {}
    caps: dict[str, frozenset[str]] = {}
    ticking, own_rules, at_once = set(), set(), set()
    for _, terms in reversed(agreement.versions):
        for name in in_order(terms):
            order.setdefault(name, len(order))
            tells.setdefault(name, {})[f"clauses.{name}"] = None
            clause = terms.clauses[name]
            needs = needs_of(clause, terms)
            for need in needs:
                dependents.setdefault(need, {})[name] = None
            if not rests_on_facts(needs):
                ticking.add(name)
            if _mentions(clause, (*clause.rules, "pay", "paid")):
                own_rules.add(name)
            at_once |= {(name, rule.name) for rule in clause.rules.values() if _fires_at_once(rule, clause, terms)}
        for account in terms.accounts.values():
            caps[account.name] = caps.get(account.name, frozenset()) | cap_metrics(account, terms.settings)
            for payer in payers(account.name, terms):
                tells.setdefault(payer, {})[f"accounts.{account.name}"] = None
    return Shape(
        dependents={need: tuple(names) for need, names in dependents.items()}, order=order, ticking=frozenset(ticking),
        own_rules=frozenset(own_rules), at_once=frozenset(at_once), cap_metrics=caps, texts=Texts(agreement),
        step_tables=frozenset(need.removeprefix("steps.") for need in dependents if need.startswith("steps.")),
        tells={name: tuple(source for source in sources if source in dependents) for name, sources in tells.items()},
    )  # fmt: skip


def is_always(rule: Step) -> bool:
    """Tell whether a rule fires in every period: `when: true`."""
    return rule.when is not None and isinstance(rule.when.node, tree.Truth) and rule.when.node.value


def _fires_at_once(rule: Step, clause: Clause, terms: Terms) -> bool:
    """Tell whether a rule fires on the first day of a period: no fact is needed, and who is measured is known then."""
    everybody = not clause.table and (not clause.per or bool(members_of_maps(clause, terms)))
    return is_always(rule) and everybody and not direct_needs(rule, clause, terms)


def _mentions(clause: Clause, words: Iterable[str]) -> bool:
    wanted = set(words)
    return any(name.parts[0] in wanted for formula in formulas_of(clause) for name in tree.names(formula.node))
