"""Whether the words of a clause let it be judged ahead of time: it rests on nothing but figures of its own periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES, FUNCTIONS, TIME
from comity.agreement.formula.parts import every_step, formulas
from comity.agreement.formula.windows import SPANS
from comity.agreement.model import Clause, Formula, Terms
from comity.clauses.needs import Needs, needs_of, needs_of_formulas, tests_of
from comity.kernel.period import Grain

FOLLOWED = frozenset({"status", "pay", "paid", "today"})
"""Names whose meaning changes while the fold runs."""
NOT_PLAIN = frozenset({*AGGREGATES, "days_running", "score", "survey", "reported"})
"""Functions that look beyond the figures of the clause's own periods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What decides a clause: the metrics its test and the conditions of its rules read.

    `measured` are those that the test itself reads, None where names under `let` or of the verdict stand between;
    `at_once` tells whether it reads them for one period only. `later` is what the clause reads beside: for what its
    consequences are worth.
    """

    metrics: tuple[str, ...]
    measured: tuple[str, ...] | None
    at_once: bool
    later: Needs


def could_be_ahead(clause: Clause, terms: Terms) -> bool:
    """Tell whether the text of a clause lets it be judged ahead of time."""
    if not isinstance(clause.every, Grain) or clause.table or not (clause.relation or clause.missed_if):
        return False
    if any(step.declare == "waived" for rule in clause.rules.values() for step in every_step(rule)):
        return False
    return all(is_plain(formula.node, clause, terms) for formula in _deciding(clause))


def basis_of(clause: Clause, terms: Terms) -> Basis:
    """Return what decides a clause that could be judged ahead of time."""
    metrics = _metrics(_deciding(clause), clause, terms)
    test = list(tests_of(clause))
    named = {name.parts[0] for formula in test for name in tree.names(formula.node)} - {"life", *SPANS}
    direct = all(name not in clause.let and (name in terms.metrics or name in terms.settings) for name in named)
    return Basis(
        metrics=metrics, measured=_metrics(test, clause, terms) if direct else None,
        at_once=not any(is_windowed(formula.node) for formula in test),
        later=needs_of(clause, terms) - {f"metrics.{name}" for name in metrics},
    )  # fmt: skip


def _metrics(parts: Iterable[Formula], clause: Clause, terms: Terms) -> tuple[str, ...]:
    """Return the metrics that formulas read, through `let` and settings."""
    needs = needs_of_formulas(parts, clause, terms)
    return tuple(sorted(need.removeprefix("metrics.") for need in needs if need.startswith("metrics.")))


def is_windowed(node: tree.Node) -> bool:
    """Tell whether a formula itself looks at other periods."""
    calls = (FUNCTIONS.get(part.function) for part in tree.walk(node) if isinstance(part, tree.Call))
    return any(function is not None and function.family == TIME for function in calls)


def _deciding(clause: Clause) -> Iterator[Formula]:
    """Yield the formulas that decide the verdict, the names under `let` and whether rules fire."""
    yield from tests_of(clause)
    yield from clause.let.values()
    yield from (rule.when for rule in clause.rules.values() if rule.when is not None)


def is_plain(node: tree.Node, clause: Clause, terms: Terms) -> bool:
    """Tell whether a formula rests on nothing but the figures of the clause's own periods."""
    for part in tree.walk(node):
        if isinstance(part, tree.Call) and part.function in NOT_PLAIN:
            return False
        words = part.parts if isinstance(part, tree.Name) else (part.function,) if isinstance(part, tree.Call) else ()
        if len(words) > 1 or any(word in FOLLOWED or word in clause.rules for word in words):
            return False
        for word in words:
            if word in terms.changeable:
                return False
            if word in terms.settings and not all(
                is_plain(f.node, clause, terms) for f in formulas(terms.settings[word])
            ):
                return False
            if word in terms.metrics and word not in clause.let and terms.metrics[word].every is not clause.every:
                return False
    return True
