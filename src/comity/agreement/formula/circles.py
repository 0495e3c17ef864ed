"""Circles: formulas that need each other in the same period, so that none of them can come first.

What is read through `previous` or `year_ago` belongs to an earlier period and closes no circle.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.source import at
from comity.agreement.model import Account, Clause, Formula, Metric, Step, Terms
from comity.kernel.problem import Place, Problem, Related

Graph = dict[str, dict[str, Place]]
"""What each named thing needs: its own key, then the key of what it needs and where that is mentioned.

Keys are `metrics.NAME`, `settings.NAME`, `accounts.NAME` and `clauses.NAME.WORD`.
"""

_EARLIER = frozenset({"previous", "year_ago"})
_NO_FORMULAS = frozenset({"survey", "score", "days_running"})
VERDICT = ("missed", "met", "excused")


def cycles(metrics: Mapping[str, Metric]) -> list[Problem]:
    """Return each circle of metrics that need each other in the same period, once."""
    graph: Graph = {}
    for metric in metrics.values():
        graph[f"metrics.{metric.name}"] = _needs([metric.formula], {name: f"metrics.{name}" for name in metrics})
    return problems_of(graph)


def circles(terms: Terms) -> list[Problem]:
    """Return each circle among the settings, metrics, accounts and clauses of an agreement, once."""
    return problems_of(graph_of(terms))


def problems_of(graph: Graph) -> list[Problem]:
    """Return one problem for each circle in a graph."""
    return [_problem(graph, circle) for circle in find(graph)[0]]


# -- the graph --------------------------------------------------------------------------------


def graph_of(terms: Terms, *, now: bool = True) -> Graph:
    """Return what everything in an agreement needs; with `now`, in the same period only."""
    shared = {name: f"settings.{name}" for name in terms.settings}
    shared |= {name: f"metrics.{name}" for name in terms.metrics}
    shared |= {f"{name}.": f"clauses.{name}." for name in terms.clauses}
    shared |= {f"{name}.": f"accounts.{name}" for name in terms.accounts}
    graph: Graph = {
        f"settings.{name}": _needs(formulas(term), shared, now=now) for name, term in terms.settings.items()
    }
    for metric in terms.metrics.values():
        own = ChainMap[str, str](dict.fromkeys(metric.per, ""), shared)
        graph[f"metrics.{metric.name}"] = _needs([metric.formula], own, now=now)
    for account in terms.accounts.values():
        graph[f"accounts.{account.name}"] = _of_account(account, terms, shared, now=now)
    for clause in terms.clauses.values():
        graph |= _of_clause(clause, shared, now=now)
    return graph


def _of_account(account: Account, terms: Terms, shared: dict[str, str], *, now: bool) -> dict[str, Place]:
    """An account needs its caps, and the verdicts and figures of the clauses that pay into it at once."""
    needs = _needs([f for cap in account.caps for f in formulas(cap.at_most)], shared, now=now)
    for clause in terms.clauses.values():
        own = _bound(clause, shared)
        for name, rule in clause.rules.items():
            pays = [step.pay for step in rule.then if step.into == account.name and step.pay and not step.modal]
            if pays:
                needs[f"clauses.{clause.name}.{name}"] = rule.place
                needs |= _needs(pays, own, now=now)
    return needs


def _bound(clause: Clause, shared: dict[str, str]) -> Mapping[str, str]:
    """Return the keys of the names a formula of a clause can mention."""
    prefix = f"clauses.{clause.name}"
    words = ["raw", "value", "threshold", "shortfall", "points_short", *VERDICT, *clause.let, *clause.rules]
    return ChainMap({word: f"{prefix}.{word}" for word in words}, dict.fromkeys(clause.per, ""), shared)


def _of_clause(clause: Clause, shared: dict[str, str], *, now: bool) -> Graph:
    own = _bound(clause, shared)
    prefix = f"clauses.{clause.name}"

    def needs(*found: Formula | None) -> dict[str, Place]:
        return _needs([f for f in found if f is not None], own, now=now)

    inner: dict[str, list[str]] = {"value": ["raw"], "shortfall": ["value", "threshold"], "points_short": ["shortfall"]}
    inner |= {word: ["value", "threshold"] for word in VERDICT}
    graph = {f"{prefix}.{word}": {f"{prefix}.{of}": clause.place for of in needed} for word, needed in inner.items()}
    graph[f"{prefix}.raw"] = needs(clause.measure)
    graph[f"{prefix}.threshold"] = needs(*(formulas(clause.threshold) if clause.threshold else ()))
    graph[f"{prefix}.value"] |= needs(*(relief.measure for relief in clause.relief.values()))
    for word in VERDICT:
        graph[f"{prefix}.{word}"] |= needs(clause.missed_if)
    for name, formula in clause.let.items():
        graph[f"{prefix}.{name}"] = needs(formula)
    for name, rule in clause.rules.items():
        graph[f"{prefix}.{name}"] = _of_rule(rule, f"{prefix}.{name}", needs(rule.when), f"{prefix}.missed")
    return graph


def _of_rule(rule: Step, key: str, needs: dict[str, Place], missed: str) -> dict[str, Place]:
    """In its own `when` the name of a rule means earlier firings only."""
    needs.pop(key, None)
    return needs if rule.when is not None else {missed: rule.place}


def _needs(found: Iterable[Formula], keys: Mapping[str, str], *, now: bool = True) -> dict[str, Place]:
    """Return the keys that formulas mention, each with the first place that does."""
    needs: dict[str, Place] = {}
    for formula in found:
        for node in _mentions(formula.node, now=now):
            key = _key(node, keys)
            if key:
                needs.setdefault(key, at(formula.place, node.start))
    return needs


def _key(node: tree.Name | tree.Call, keys: Mapping[str, str]) -> str | None:
    if isinstance(node, tree.Call):
        return keys.get(node.function)
    if len(node.parts) == 1:
        return keys.get(node.parts[0])
    key = keys.get(f"{node.parts[0]}.")
    return f"{key}{node.parts[1]}" if key is not None and key.endswith(".") else key


def _mentions(node: tree.Node, *, now: bool) -> Iterator[tree.Name | tree.Call]:
    """Yield the names and calls of a formula; with `now`, without what it reads of earlier periods."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tree.Name):
            yield current
        if isinstance(current, tree.Call):
            yield current
            if current.function in _NO_FORMULAS:
                continue
            if now and current.function in _EARLIER:
                pending.extend(current.arguments[1:])
                continue
        pending.extend(tree.children(current))


# -- finding ----------------------------------------------------------------------------------


def find(graph: Graph) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return the circles of a graph, and all its keys in an order in which what is needed comes first."""
    found: dict[tuple[str, ...], None] = {}
    order: dict[str, None] = {}
    for start in graph:
        stack: list[tuple[str, Iterator[str]]] = []
        path: dict[str, int] = {}
        if start not in order:
            stack.append((start, iter(graph[start])))
            path[start] = 0
        while stack:
            current, needs = stack[-1]
            following = next(needs, None)
            if following is None:
                order[current] = None
                stack.pop()
                del path[current]
            elif following in path:
                found[tuple(key for key, _ in stack[path[following] :])] = None
            elif following not in order and following in graph:
                path[following] = len(stack)
                stack.append((following, iter(graph[following])))
    position = {key: index for index, key in enumerate(graph)}
    written = {_turned(list(circle), position): None for circle in found}
    return sorted(written, key=lambda circle: [position[key] for key in circle]), list(order)


def _turned(circle: list[str], position: Mapping[str, int]) -> tuple[str, ...]:
    """Return a circle beginning with the member that was written first."""
    first = min(range(len(circle)), key=lambda index: position[circle[index]])
    return tuple(circle[first:] + circle[:first])


def _problem(graph: Graph, circle: tuple[str, ...]) -> Problem:
    pairs = list(zip(circle, (*circle[1:], circle[0]), strict=True))
    spoken = [_spoken(key) for key in circle]
    if len(circle) == 1:
        why = f"{spoken[0]} needs itself in the same period"
    else:
        why = f"{', '.join(spoken[:-1])} and {spoken[-1]} need each other in the same period"
    related = tuple(
        Related(place=graph[one][other], says=f"{_spoken(one)} needs {_spoken(other)} here") for one, other in pairs[1:]
    )
    return Problem(
        code=_code(circle), place=graph[circle[0]][pairs[0][1]], why=why, hint=_hint(circle, spoken[0]), related=related
    )


def _spoken(key: str) -> str:
    return key.partition(".")[2]


def _code(circle: tuple[str, ...]) -> str:
    sorts = {key.partition(".")[0] for key in circle}
    return {"metrics": "CMY-331", "settings": "CMY-332"}.get(min(sorts), "CMY-335") if len(sorts) == 1 else "CMY-335"


def _hint(circle: tuple[str, ...], first: str) -> str:
    if _code(circle) == "CMY-332":
        return "Give one of them a value of its own."
    return f"Read one of them of an earlier period, as in previous({first}, 0), or take it out."
