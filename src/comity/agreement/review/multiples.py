"""Amounts as multiples of the same thing: `8% * charges` and `5% * charges` can be compared, whatever the charges."""

from __future__ import annotations

from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.unparse import unparse
from comity.agreement.review import interval as iv
from comity.agreement.review.interval import Interval
from comity.agreement.review.ranges import Ranges
from comity.kernel import exact
from comity.kernel.values import dataclass

_ONE = iv.at(Decimal(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """A factor, known as an interval, of a product of things whose texts are `of` (in order); () for plain money."""

    factor: Interval
    of: tuple[str, ...] = ()


def multiple(node: tree.Node, ranges: Ranges) -> Multiple:
    """Return an amount as a multiple: what has finite bounds goes into the factor, the rest is the thing multiplied."""
    reach = ranges.of(node)
    if reach.low is not None and reach.high is not None:
        return Multiple(factor=reach)
    match node:
        case tree.Unary(operator="-"):
            inner = multiple(node.operand, ranges)
            return Multiple(factor=iv.negated(inner.factor), of=inner.of)
        case tree.Binary(operator="*"):
            one, other = multiple(node.left, ranges), multiple(node.right, ranges)
            return Multiple(factor=iv.times(one.factor, other.factor), of=tuple(sorted((*one.of, *other.of))))
        case tree.Binary(operator="/"):
            divisor = ranges.of(node.right).point
            if divisor:
                inner = multiple(node.left, ranges)
                return Multiple(factor=iv.times(inner.factor, iv.at(exact.div(Decimal(1), divisor))), of=inner.of)
        case tree.Binary(operator="+"):
            one, other = multiple(node.left, ranges), multiple(node.right, ranges)
            if one.of == other.of:
                return Multiple(factor=iv.added(one.factor, other.factor), of=one.of)
        case tree.Name(parts=(name,)) if ranges.clause is not None and name in ranges.clause.let:
            if not ranges.stopped(name):
                behind = ranges.clause.let[name].node
                return ranges.once("multiple", name, lambda: multiple(behind, ranges.deeper(name)))
    return Multiple(factor=_ONE, of=(unparse(node),))
