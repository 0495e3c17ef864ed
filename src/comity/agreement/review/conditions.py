"""Conditions that can never be true, or never false: a condition as alternatives of simple statements.

A statement says of one number in which interval it lies, or of a truth or a text what it is. An alternative whose
statements cannot hold together is struck out; a condition with none left is never true. What is not understood counts
as possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product

from comity.agreement.formula import tree
from comity.agreement.formula.unparse import unparse
from comity.agreement.review import interval as iv
from comity.agreement.review.interval import Interval
from comity.agreement.review.linear import Linear, linear
from comity.agreement.review.ranges import Ranges
from comity.kernel import exact
from comity.kernel.values import dataclass

MOST_ALTERNATIVES = 64
"""A condition with more alternatives is not looked at: nobody writes one, and the work grows with them."""
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_EXCLUSIVE = ("missed", "met", "excused")
MISSED = {"at least": "<", "above": "<=", "at most": ">", "below": ">="}
"""How the value of a missed clause stands to its threshold, by the clause's relation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One simple statement. `of` is what it is about: an expression or a name; `part` is where it lies, if a number.

    `word` is what a text is (or, where `holds` is false, what it is not); a truth has neither.
    """

    of: str
    part: Interval | None = None
    word: str = ""
    holds: bool = True


Alternative = tuple[Statement, ...]


def never(node: tree.Node, ranges: Ranges) -> bool:
    """Say whether a condition is true of no facts at all."""
    found = _alternatives(node, ranges, positive=True)
    return found is not None and not any(_possible(one) for one in found)


def always(node: tree.Node, ranges: Ranges) -> bool:
    """Say whether a condition, once it is known, is true whatever the facts."""
    found = _alternatives(node, ranges, positive=False)
    return found is not None and not any(_possible(one) for one in found)


# -- alternatives -----------------------------------------------------------------------------


def _alternatives(node: tree.Node, ranges: Ranges, *, positive: bool) -> list[Alternative] | None:
    """Return a condition (or its negation) as alternatives of statements, None where there are too many."""
    match node:
        case tree.Truth(value=value):
            return [()] if value is positive else []
        case tree.Unary(operator="not"):
            return _alternatives(node.operand, ranges, positive=not positive)
        case tree.Binary(operator="and" | "or"):
            joint = (node.operator == "and") is positive
            parts = [_alternatives(part, ranges, positive=positive) for part in (node.left, node.right)]
            return _joined(parts) if joint else _either(parts)
        case tree.Binary(operator=operator) if operator in _OPPOSITE:
            return _comparison(node, ranges, positive=positive)
        case tree.Between():
            low = tree.Binary(start=0, end=0, operator=">=", left=node.operand, right=node.low)
            high = tree.Binary(start=0, end=0, operator="<=", left=node.operand, right=node.high)
            both = tree.Binary(start=0, end=0, operator="and", left=low, right=high)
            return _alternatives(both, ranges, positive=positive is not node.negated)
        case tree.In() if not (len(node.options) == 1 and isinstance(node.options[0], tree.Name)):
            return _options(node, ranges, positive=positive is not node.negated)
        case tree.Name(parts=(name,)):
            return _named(name, ranges, positive=positive)
    return [(Statement(of=unparse(node), holds=positive),)]


def _joined(parts: Iterable[list[Alternative] | None]) -> list[Alternative] | None:
    known = [part for part in parts if part is not None]
    # A part that is not understood may hold or not; what the others say must hold all the same.
    found = [sum(each, ()) for each in product(*known)]
    return found if len(found) <= MOST_ALTERNATIVES else None


def _either(parts: list[list[Alternative] | None]) -> list[Alternative] | None:
    found = [one for part in parts if part is not None for one in part]
    return found if None not in parts and len(found) <= MOST_ALTERNATIVES else None


def _options(node: tree.In, ranges: Ranges, *, positive: bool) -> list[Alternative] | None:
    equal = [tree.Binary(start=0, end=0, operator="=", left=node.operand, right=option) for option in node.options]
    parts = [_alternatives(each, ranges, positive=positive) for each in equal]
    return _either(parts) if positive else _joined(parts)


def _named(name: str, ranges: Ranges, *, positive: bool) -> list[Alternative] | None:
    """A truth by its name: one under `let` is what its formula says; a miss says how the value stands."""
    clause = ranges.clause
    own: Alternative = (Statement(of=name, holds=positive),)
    if clause is None or ranges.stopped(name):
        return [own]
    if name in clause.let:
        behind, sort = clause.let[name].node, f"alternatives {positive}"
        found = ranges.once(sort, name, lambda: _alternatives(behind, ranges.deeper(name), positive=positive))
        return _joined([[own], found])
    if positive and name in ("missed", "met") and clause.relation in MISSED:
        if ranges.later and ranges.of(tree.Name(start=0, end=0, parts=("threshold",))).point is None:
            return [own]  # a later period is held against a later threshold
        value, threshold = (tree.Name(start=0, end=0, parts=(part,)) for part in ("value", "threshold"))
        stands = tree.Binary(start=0, end=0, operator=MISSED[clause.relation], left=value, right=threshold)
        found = _alternatives(stands, ranges, positive=name == "missed")
        return _joined([[own], found])
    if positive and name == "missed" and clause.missed_if is not None:
        return _joined([[own], _alternatives(clause.missed_if.node, ranges.deeper(name), positive=True)])
    return [own]


# -- comparisons ------------------------------------------------------------------------------


def _comparison(node: tree.Binary, ranges: Ranges, *, positive: bool) -> list[Alternative] | None:
    operator = node.operator if positive else _OPPOSITE[node.operator]
    texts = [side for side in (node.left, node.right) if isinstance(side, tree.Text)]
    if texts:
        other = node.left if texts[0] is node.right else node.right
        if operator not in ("=", "<>") or len(texts) == 2:
            return [()]
        return [(Statement(of=unparse(other), word=texts[0].value, holds=operator == "="),)]
    difference = linear(tree.Binary(start=0, end=0, operator="-", left=node.left, right=node.right), ranges)
    return [_stated(difference, operator)]


def _stated(difference: Linear, operator: str) -> Alternative:
    """Return the statement that a sum of multiples stands to 0 as the operator says."""
    if not difference.parts:
        holds = _compare(difference.constant, operator)
        return () if holds else (Statement(of="", part=Interval(Decimal(1), Decimal(0))),)
    scaled, turned = difference.scaled()
    if turned:
        operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
    value = exact.neg(scaled.constant)
    name = scaled.name
    reach = Statement(of=name, part=scaled.reach)
    if operator == "<>":
        return (reach, Statement(of=name, part=iv.at(value), holds=False))
    return (reach, Statement(of=name, part=iv.compared(operator, value)))


def _compare(value: exact.Exact, operator: str) -> bool:
    return value in iv.compared(operator, Decimal(0)) if operator != "<>" else value != 0


# -- what can hold together -------------------------------------------------------------------


def _possible(alternative: Alternative) -> bool:
    """Say whether all statements of an alternative can be true at once."""
    return _truths_fit(alternative) and _texts_fit(alternative) and _numbers_fit(alternative)


def _truths_fit(alternative: Alternative) -> bool:
    truths = [one for one in alternative if one.part is None and not one.word]
    said: dict[str, bool] = {}
    for one in truths:
        if said.setdefault(one.of, one.holds) is not one.holds:
            return False
    return sum(said.get(name, False) for name in _EXCLUSIVE) <= 1


def _texts_fit(alternative: Alternative) -> bool:
    texts = [one for one in alternative if one.word]
    said: dict[str, str] = {}
    for one in texts:
        if one.holds and said.setdefault(one.of, one.word) != one.word:
            return False
    return not any(said.get(one.of) == one.word for one in texts if not one.holds)


def _numbers_fit(alternative: Alternative) -> bool:
    parts: dict[str, Interval] = {}
    for one in alternative:
        if one.part is not None and one.holds:
            parts[one.of] = iv.meet(parts.get(one.of, iv.ANY), one.part)
    if any(part.empty for part in parts.values()):
        return False
    return not any(_excluded(one, parts) for one in alternative if one.part is not None and not one.holds)


def _excluded(one: Statement, parts: dict[str, Interval]) -> bool:
    """Say whether the only number that is left is the one that it must not be."""
    left = parts.get(one.of, iv.ANY).point
    return left is not None and one.part is not None and left in one.part


def alternatives_of(node: tree.Node, ranges: Ranges) -> Iterator[Alternative]:
    """Yield the alternatives of a condition; none where there are too many."""
    yield from _alternatives(node, ranges, positive=True) or ()
