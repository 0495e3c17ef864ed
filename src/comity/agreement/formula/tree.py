"""The tree of a formula. Offsets count characters of the formula's text, from 0."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from comity.kernel.deadline import Duration
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any node: where it begins and ends in the text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """`42`, `0.5` or `97%`; the value of `97%` is 0.97 and `percent` is true."""

    value: Decimal
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Node):
    """`USD 50m`: an amount in whole units of the currency."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """`'budget'`."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth(Node):
    """`true`, `yes`, `false`, `no`."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Node):
    """`2026-03-31`."""

    value: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Node):
    """A duration such as `12 months`."""

    value: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """`net_sales`, or `levels.good` as ("levels", "good")."""

    parts: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """`sum(levels.good) filter (where levels.level = 'a')`, `severity(value)`; `*` is the name ("*",)."""

    function: str
    arguments: tuple[Node, ...]
    distinct: bool = False
    where: Node | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unary(Node):
    """`not x` or `-x`."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary(Node):
    """`+ - * /`, `= <> < <= > >=`, `and`, `or`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    operand: Node
    low: Node
    high: Node
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Node):
    """`x in (1, 2)`, or `'reserved' in status` with a single Name as `options`."""

    operand: Node
    options: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IsNull(Node):
    operand: Node
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Node):
    """`case when c then x … else y end`; without `else` an unmatched case is undetermined."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None


def children(node: Node) -> Iterator[Node]:
    """Yield the direct parts of a node, in the order they are written."""
    match node:
        case Call():
            yield from node.arguments
            if node.where is not None:
                yield node.where
        case Unary() | IsNull():
            yield node.operand
        case Binary():
            yield node.left
            yield node.right
        case Between():
            yield from (node.operand, node.low, node.high)
        case In():
            yield node.operand
            yield from node.options
        case Case():
            for condition, branch in node.branches:
                yield condition
                yield branch
            if node.otherwise is not None:
                yield node.otherwise


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def names(node: Node) -> Iterator[Name]:
    """Yield every name a formula mentions."""
    return (part for part in walk(node) if isinstance(part, Name))
