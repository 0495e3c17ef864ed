"""The thresholds of an agreement that can be turned one at a time: of clauses, of settings, of conditions.

A single number is turned itself. Several agreed values of one threshold, by date or by member, are turned together:
percentages by the same number of points, everything else by the same factor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.parts import formulas, leaves
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Clause, DatedMap, Formula, KeyedMap, Step, StepTable, Term, Terms
from comity.kernel import exact
from comity.kernel.figure import Exact

VALUE, POINTS, FACTOR = "value", "points", "factor"
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
            found[dial.name] = replace(dial, clauses=tuple(clauses))
    return list(found.values())


def setting_dial(name: str, terms: Terms, clauses: tuple[str, ...] = ()) -> Dial | None:
    """Return the dial of a setting, None where it is no number and no map of numbers."""
    term = terms.settings.get(name)
    turn = _turner(term)
    if term is None or turn is None:
        return None
    kind, agreed, unit = turn

    def turned(of: Terms, value: Exact) -> Terms:
        return replace(of, settings={**of.settings, name: _turned(of.settings[name], kind, value)})

    return Dial(
        name=name, about=f"setting {name}", unit=unit, by=kind, agreed=agreed, clauses=clauses, turn=turned, is_setting=True
    )  # fmt: skip


def clause_dial(clause: Clause) -> Dial | None:
    """Return the dial of a clause's own threshold, None where it is no number and no map of numbers."""
    turn = _turner(clause.threshold)
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
    return replace(clause, threshold=_turned(clause.threshold, kind, value)) if clause.threshold is not None else clause


def _of_clause(name: str, change: Callable[[Clause, Exact], Clause]) -> Callable[[Terms, Exact], Terms]:
    def turned(terms: Terms, value: Exact) -> Terms:
        return replace(terms, clauses={**terms.clauses, name: change(terms.clauses[name], value)})

    return turned


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
            if dial is not None:
                yield dial


def _compared(clause: Clause, formula: Formula, name: str, put: Callable[[Clause, Formula], Clause]) -> Iterator[Dial]:
    """Yield a dial for each comparison with a number; the second and later ones of a formula are counted."""
    found = [node for node in tree.walk(formula.node) if _is_threshold(node)]
    for at, node in enumerate(found, start=1):
        assert isinstance(node, tree.Binary)
        agreed, unit = _number(node.right) or (Decimal(0), "")
        counting = any(isinstance(part, tree.Call) and part.function in COUNTS for part in tree.walk(node.left))
        label = name if at == 1 else f"{name}.{at}"
        yield Dial(
            name=label, about=f"{name.partition('.')[0]}, {name.partition('.')[2]}: {unparse(node)}", unit=unit, by=VALUE,
            agreed=agreed, clauses=(clause.name,), side=node.left, whole=counting,
            turn=_of_clause(clause.name, _replaced(name, node.right, put)),
        )  # fmt: skip


def _is_threshold(node: tree.Node) -> bool:
    """Tell whether a node compares something measured with a number above or below which things change."""
    if not isinstance(node, tree.Binary) or node.operator not in COMPARISONS - {"=", "<>"}:
        return False
    number = _number(node.right)
    named = any(isinstance(part, tree.Name | tree.Call) for part in tree.walk(node.left))
    return named and number is not None and number[0] != 0


def _replaced(
    name: str, number: tree.Node, put: Callable[[Clause, Formula], Clause]
) -> Callable[[Clause, Exact], Clause]:
    """Return how a number in a formula of a clause is replaced by another."""

    def change(clause: Clause, value: Exact) -> Clause:
        word = name.partition(".")[2]
        formula = clause.missed_if if word == "missed if" else clause.rules[word].when
        assert formula is not None
        node = _swap(formula.node, number, _literal(number, value))
        return put(clause, Formula(text=unparse(node), node=node, place=formula.place))

    return change


def _missed_if(clause: Clause, formula: Formula) -> Clause:
    return replace(clause, missed_if=formula)


def _when(rule: str) -> Callable[[Clause, Formula], Clause]:
    def put(clause: Clause, formula: Formula) -> Clause:
        changed: Step = replace(clause.rules[rule], when=formula)
        return replace(clause, rules={**clause.rules, rule: changed})

    return put


def _swap(node: tree.Node, old: tree.Node, new: tree.Node) -> tree.Node:
    """Return a tree in which one node, known by its place in the text, is another."""
    if node == old:
        return new
    match node:
        case tree.Binary():
            return replace(node, left=_swap(node.left, old, new), right=_swap(node.right, old, new))
        case tree.Unary() | tree.IsNull():
            return replace(node, operand=_swap(node.operand, old, new))
        case tree.Call():
            return replace(node, arguments=tuple(_swap(part, old, new) for part in node.arguments))
        case tree.Case():
            branches = tuple((_swap(a, old, new), _swap(b, old, new)) for a, b in node.branches)
            otherwise = _swap(node.otherwise, old, new) if node.otherwise is not None else None
            return replace(node, branches=branches, otherwise=otherwise)
        case tree.Between():
            low, high = _swap(node.low, old, new), _swap(node.high, old, new)
            return replace(node, operand=_swap(node.operand, old, new), low=low, high=high)
        case tree.In():
            return replace(node, operand=_swap(node.operand, old, new))
    return node


# -- numbers ----------------------------------------------------------------------------------


def _turner(term: Term | None) -> tuple[str, Exact, str] | None:
    """Return how a term is turned, where it stands, and its unit; None where it cannot be turned."""
    if term is None or any(isinstance(part, StepTable) for part in _terms(term)):
        return None
    numbers = [_number(leaf.node) if isinstance(leaf, Formula) else None for leaf in leaves(term)]
    known = [number for number in numbers if number is not None]
    if not known or len(known) < len(numbers):
        return None
    units = {unit for _, unit in known}
    unit = units.pop() if len(units) == 1 else ""
    if len(known) == 1:
        return VALUE, known[0][0], unit
    return (POINTS, Decimal(0), unit) if unit == "percent" else (FACTOR, Decimal(1), unit)


def _terms(term: Term) -> Iterator[Term]:
    yield term
    match term:
        case DatedMap():
            for _, entry in term.entries:
                yield from _terms(entry)
        case KeyedMap():
            for entry in term.entries.values():
                yield from _terms(entry)


def _number(node: tree.Node) -> tuple[Exact, str] | None:
    """Return a constant with its unit: `percent`, a currency or ""."""
    match node:
        case tree.Number():
            return node.value, "percent" if node.percent else ""
        case tree.Money():
            return node.amount, node.currency
        case tree.Unary(operator="-"):
            found = _number(node.operand)
            return (exact.neg(found[0]), found[1]) if found is not None else None
    return None


def _turned(term: Term, kind: str, value: Exact) -> Term:
    """Return a term with its number, or all of its numbers, turned."""
    match term:
        case DatedMap():
            return replace(term, entries=tuple((day, _turned(entry, kind, value)) for day, entry in term.entries))
        case KeyedMap():
            return replace(term, entries={key: _turned(entry, kind, value) for key, entry in term.entries.items()})
        case Formula():
            found = _number(term.node)
            if found is None:
                return term
            new = (
                value if kind == VALUE else exact.add(found[0], value) if kind == POINTS else exact.mul(found[0], value)
            )
            node = _literal(term.node, new)
            return Formula(text=unparse(node), node=node, place=term.place)
    return term


def _literal(old: tree.Node, value: Exact) -> tree.Node:
    """Return a constant of the same kind as another."""
    number = exact.to_decimal(value)
    while isinstance(old, tree.Unary):
        old = old.operand
    if isinstance(old, tree.Money):
        return replace(old, amount=number)
    percent = isinstance(old, tree.Number) and old.percent
    return tree.Number(start=old.start, end=old.end, value=number, percent=percent)
