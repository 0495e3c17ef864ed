"""The thresholds of an agreement that can be turned one at a time: of clauses, of settings, of conditions.

A single number is turned itself. Several agreed values of one threshold, by date or by member, are turned together:
percentages by the same number of points, everything else by the same factor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Clause, Formula, Step, Term, Terms
from comity.kernel.figure import Exact
from comity.standing.backtest.turning import VALUE, literal, number, swap, turned, turner

COMPARISONS = frozenset({"<", "<=", ">", ">=", "=", "<>"})
COUNTS = frozenset({"times", "running", "count", "count_if"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """Something that can be turned. `turn(terms, value)` returns the terms with another value.

    `agreed` is where it stands: the agreed number, or no shift. `side` is what the threshold is compared with in a
    condition, `whole` says that only whole numbers make sense. `clauses` are those it decides, `is_setting` says that
    metrics may read it as well. `step` is the least difference that can matter, 0 where any can.
    """

    name: str
    about: str
    unit: str
    by: str
    agreed: Exact
    clauses: tuple[str, ...]
    turn: Callable[[Terms, Exact], Terms]
    side: tree.Node | None = None
    whole: bool = False
    is_setting: bool = False
    step: Decimal = Decimal(0)


def dials(terms: Terms) -> list[Dial]:
    """Return every threshold of an agreement that is a number or can be shifted; a setting once for all its clauses."""
    found: dict[str, Dial] = {}
    for clause in terms.clauses.values():
        for dial in (*_threshold(clause, terms), *_conditions(clause, terms)):
            known = found.get(dial.name)
            clauses = dict.fromkeys((*(known.clauses if known is not None else ()), *dial.clauses))
            found[dial.name] = replace(known or dial, clauses=tuple(clauses))
    return list(found.values())


def setting_dial(name: str, terms: Terms, clauses: tuple[str, ...] = ()) -> Dial | None:
    """Return the dial of a setting, None where it is no number and no map of numbers."""
    term = terms.settings.get(name)
    turn = turner(term)
    if term is None or turn is None:
        return None
    kind, agreed, unit = turn

    def put(of: Terms, value: Exact) -> Terms:
        return replace(of, settings={**of.settings, name: turned(of.settings[name], kind, value)})

    about = f"setting {name}"
    return Dial(name=name, about=about, unit=unit, by=kind, agreed=agreed, clauses=clauses, turn=put, is_setting=True)


def clause_dial(clause: Clause) -> Dial | None:
    """Return the dial of a clause's own threshold, None where it is no number and no map of numbers."""
    turn = turner(clause.threshold)
    if turn is None:
        return None
    kind, agreed, unit = turn
    return Dial(
        name=clause.name, about=f"{clause.name}, {clause.relation}", unit=unit or clause.unit, by=kind, agreed=agreed,
        clauses=(clause.name,), turn=_of_clause(clause.name, lambda one, value: _with_threshold(one, kind, value)),
        step=clause.round.step if clause.round is not None else Decimal(0),
    )  # fmt: skip


# -- thresholds -------------------------------------------------------------------------------


def _threshold(clause: Clause, terms: Terms) -> Iterator[Dial]:
    """Yield the dial of a clause's threshold, or those of the settings that it is made of."""
    if clause.threshold is None:
        return
    own = clause_dial(clause)
    if own is not None:
        yield own
    for name in _settings(clause.threshold, terms):
        dial = setting_dial(name, terms, (clause.name,))
        if dial is not None:
            direct = isinstance(clause.threshold, Formula) and isinstance(clause.threshold.node, tree.Name)
            step = clause.round.step if direct and clause.round is not None else Decimal(0)
            yield replace(dial, unit=dial.unit or (clause.unit if direct else ""), step=step)


def _settings(term: Term, terms: Terms) -> list[str]:
    """Return the settings that a term mentions, through other settings."""
    pending, found = list(formulas(term)), dict[str, None]()
    while pending:
        for part in tree.walk(pending.pop().node):
            word = (
                part.parts[0] if isinstance(part, tree.Name) else part.function if isinstance(part, tree.Call) else ""
            )
            if word in terms.settings and word not in found:
                found[word] = None
                pending += list(formulas(terms.settings[word]))
    return list(found)


def _with_threshold(clause: Clause, kind: str, value: Exact) -> Clause:
    return replace(clause, threshold=turned(clause.threshold, kind, value)) if clause.threshold is not None else clause


def _of_clause(name: str, change: Callable[[Clause, Exact], Clause]) -> Callable[[Terms, Exact], Terms]:
    def put(terms: Terms, value: Exact) -> Terms:
        return replace(terms, clauses={**terms.clauses, name: change(terms.clauses[name], value)})

    return put


# -- conditions -------------------------------------------------------------------------------


def _conditions(clause: Clause, terms: Terms) -> Iterator[Dial]:
    """Yield the dials of numbers that stand in the conditions of a clause, and of the settings there."""
    if clause.missed_if is not None:
        yield from _compared(clause, clause.missed_if, f"{clause.name}.missed if", _missed_if)
    for rule in clause.rules.values():
        if rule.when is not None:
            yield from _compared(clause, rule.when, f"{clause.name}.{rule.name}", _when(rule.name))
    for formula in (clause.missed_if, *(rule.when for rule in clause.rules.values())):
        for name in _settings(formula, terms) if formula is not None else ():
            dial = setting_dial(name, terms, (clause.name,))
            if dial is not None and formula is not None:
                yield _held_against(dial, formula, terms)


def _held_against(dial: Dial, formula: Formula, terms: Terms) -> Dial:
    """Return a setting's dial with what a condition holds against it: a count varies as counts do."""
    for node in tree.walk(formula.node) if dial.by == VALUE else ():
        if isinstance(node, tree.Binary) and node.operator in COMPARISONS and _names(node.right, dial.name, terms):
            return replace(dial, side=node.left, whole=_counts(node.left))
    return dial


def _names(node: tree.Node, name: str, terms: Terms) -> bool:
    """Tell whether a node is a setting, or a setting that is nothing but it."""
    if not isinstance(node, tree.Name) or len(node.parts) != 1:
        return False
    behind = terms.settings.get(node.parts[0])
    return node.parts[0] == name or (isinstance(behind, Formula) and _names(behind.node, name, terms))


def _counts(node: tree.Node) -> bool:
    return any(isinstance(part, tree.Call) and part.function in COUNTS for part in tree.walk(node))


def _compared(clause: Clause, formula: Formula, name: str, put: Callable[[Clause, Formula], Clause]) -> Iterator[Dial]:
    """Yield a dial for each comparison with a number; the second and later ones of a formula are counted."""
    found = [node for node in tree.walk(formula.node) if _is_threshold(node)]
    for at, node in enumerate(found, start=1):
        assert isinstance(node, tree.Binary)
        agreed, unit = number(node.right) or (Decimal(0), "")
        counting = _counts(node.left)
        label = name if at == 1 else f"{name}.{at}"
        yield Dial(
            name=label, about=f"{name.replace('.', ', ', 1)}: {unparse(node)}", unit=unit, by=VALUE, agreed=agreed,
            clauses=(clause.name,), side=node.left, whole=counting,
            turn=_of_clause(clause.name, _replaced(name, node.right, put)),
        )  # fmt: skip


def _is_threshold(node: tree.Node) -> bool:
    """Tell whether a node compares something measured with a number above or below which things change."""
    if not isinstance(node, tree.Binary) or node.operator not in COMPARISONS - {"=", "<>"}:
        return False
    agreed = number(node.right)
    named = any(isinstance(part, tree.Name | tree.Call) for part in tree.walk(node.left))
    return named and agreed is not None and agreed[0] != 0


def _replaced(
    name: str, number: tree.Node, put: Callable[[Clause, Formula], Clause]
) -> Callable[[Clause, Exact], Clause]:
    """Return how a number in a formula of a clause is replaced by another."""

    def change(clause: Clause, value: Exact) -> Clause:
        word = name.partition(".")[2]
        formula = clause.missed_if if word == "missed if" else clause.rules[word].when
        assert formula is not None
        node = swap(formula.node, number, literal(number, value))
        return put(clause, Formula(text=unparse(node), node=node, place=formula.place))

    return change


def _missed_if(clause: Clause, formula: Formula) -> Clause:
    return replace(clause, missed_if=formula)


def _when(rule: str) -> Callable[[Clause, Formula], Clause]:
    def put(clause: Clause, formula: Formula) -> Clause:
        changed: Step = replace(clause.rules[rule], when=formula)
        return replace(clause, rules={**clause.rules, rule: changed})

    return put
