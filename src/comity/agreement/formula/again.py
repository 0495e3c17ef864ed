"""Rules that look back say whether they may fire again: parties litigate this, so there is no default."""

from __future__ import annotations

from collections.abc import Mapping

from comity.agreement.formula import tree
from comity.agreement.formula.functions import FUNCTIONS, TIME
from comity.agreement.formula.source import at
from comity.agreement.model import Formula, Terms
from comity.kernel.problem import Problem


def without_again(terms: Terms) -> list[Problem]:
    """Return a problem for each rule whose `when` uses a time function and that has no `again`."""
    found = []
    for clause in terms.clauses.values():
        for name, rule in clause.rules.items():
            looks = looking_back(rule.when, clause.let) if rule.when is not None and not rule.again else None
            if looks is not None and rule.when is not None:
                function, offset = looks
                why = f"{name} looks back with {function}, but does not say whether it may fire again"
                hint = (
                    "Write `again`: each period, after a clear period, when closed, from zero, once a quarter or never."
                )
                found.append(Problem(code="CMY-337", place=at(rule.when.place, offset), why=why, hint=hint))
    return found


def looking_back(when: Formula, let: Mapping[str, Formula]) -> tuple[str, int] | None:
    """Return the first time function of a formula and where it is mentioned, seen through `let`; None without one.

    What is not seen through: measures and metrics, whose windows are theirs.
    """
    for node in tree.walk(when.node):
        if isinstance(node, tree.Call) and _is_time(node):
            return node.function, node.start
        if isinstance(node, tree.Name) and node.parts[0] in let:
            function = _behind(node.parts[0], let)
            if function is not None:
                return function, node.start
    return None


def _behind(name: str, let: Mapping[str, Formula]) -> str | None:
    """Return the first time function behind a name under `let`."""
    pending, seen = [name], {name}
    while pending:
        for node in tree.walk(let[pending.pop()].node):
            if isinstance(node, tree.Call) and _is_time(node):
                return node.function
            if isinstance(node, tree.Name) and node.parts[0] in let and node.parts[0] not in seen:
                seen.add(node.parts[0])
                pending.append(node.parts[0])
    return None


def _is_time(call: tree.Call) -> bool:
    return call.function in FUNCTIONS and FUNCTIONS[call.function].family == TIME
