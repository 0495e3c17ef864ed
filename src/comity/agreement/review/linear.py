"""Sums of multiples: `times(missed, 13) - 1 <= 3` says something about `times(missed, 13)`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from comity.agreement.formula import tree
from comity.agreement.formula.unparse import unparse
from comity.agreement.review import interval as iv
from comity.agreement.review.interval import Interval
from comity.agreement.review.ranges import Ranges
from comity.kernel import exact
from comity.kernel.exact import Exact
from comity.kernel.values import dataclass

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """`constant` plus, for each part (an expression in its canonical text), its factor times what it is.

    `reaches` are the intervals in which the parts lie.
    """

    constant: Exact
    parts: Mapping[str, Exact]
    reaches: Mapping[str, Interval]

    @property
    def name(self) -> str:
        """What the sum without its constant is called, the same for equal sums."""
        return " + ".join(f"{exact.text(self.parts[part])} {part}" for part in sorted(self.parts))

    @property
    def reach(self) -> Interval:
        """The interval in which the sum without its constant lies."""
        found = iv.at(iv.ZERO)
        for part, factor in self.parts.items():
            found = iv.added(found, iv.times(iv.at(factor), self.reaches[part]))
        return found

    def scaled(self) -> tuple[Linear, bool]:
        """Return the sum divided so that its first factor is 1, and whether that turned its sign."""
        factor = self.parts[min(self.parts)]
        return self.by(exact.div(_ONE, factor)), factor < 0

    def by(self, factor: Exact) -> Linear:
        """Return the sum multiplied by a number that is not 0."""
        parts = {part: exact.mul(each, factor) for part, each in self.parts.items()}
        return Linear(constant=exact.mul(self.constant, factor), parts=parts, reaches=self.reaches)

    def plus(self, other: Linear) -> Linear:
        """Return the sum of both; what cancels out is gone."""
        parts = dict(self.parts)
        for part, factor in other.parts.items():
            parts[part] = exact.add(parts.get(part, iv.ZERO), factor)
        left = {part: factor for part, factor in parts.items() if factor != 0}
        return Linear(
            constant=exact.add(self.constant, other.constant), parts=left, reaches={**self.reaches, **other.reaches}
        )


def linear(node: tree.Node, ranges: Ranges) -> Linear:
    """Return a number as a sum of multiples; what is none of that is one part of its own."""
    reach = ranges.of(node)
    if reach.point is not None:
        return Linear(constant=reach.point, parts={}, reaches={})
    match node:
        case tree.Unary(operator="-"):
            return linear(node.operand, ranges).by(exact.neg(_ONE))
        case tree.Binary(operator="+"):
            return linear(node.left, ranges).plus(linear(node.right, ranges))
        case tree.Binary(operator="-"):
            return linear(node.left, ranges).plus(linear(node.right, ranges).by(exact.neg(_ONE)))
        case tree.Binary(operator="*" | "/"):
            found = _multiple(node, ranges)
            if found is not None:
                return found
        case tree.Name(parts=(name,)):
            inner = _behind(name, ranges)
            if inner is not None:
                return inner
    return Linear(constant=iv.ZERO, parts={unparse(node): _ONE}, reaches={unparse(node): reach})


def _multiple(node: tree.Binary, ranges: Ranges) -> Linear | None:
    """Return a product with a number, or a quotient by one."""
    one, other = ranges.of(node.left).point, ranges.of(node.right).point
    if node.operator == "/":
        return linear(node.left, ranges).by(exact.div(_ONE, other)) if other else None
    if one:
        return linear(node.right, ranges).by(one)
    return linear(node.left, ranges).by(other) if other else None


def _behind(name: str, ranges: Ranges) -> Linear | None:
    """Return what a name of the clause stands for, where that is a sum: `let`, or how far the value falls short."""
    clause = ranges.clause
    if clause is None or ranges.stopped(name):
        return None
    if name in clause.let:
        behind = clause.let[name].node
        return ranges.once("linear", name, lambda: linear(behind, ranges.deeper(name)))
    if name in ("shortfall", "points_short") and clause.threshold is not None and not ranges.later:
        value, threshold = (linear(tree.Name(start=0, end=0, parts=(part,)), ranges) for part in ("value", "threshold"))
        short = threshold.plus(value.by(exact.neg(_ONE)))
        short = short if clause.relation in ("at least", "above") else short.by(exact.neg(_ONE))
        return short.by(iv.ZERO + 100) if name == "points_short" else short
    return None
