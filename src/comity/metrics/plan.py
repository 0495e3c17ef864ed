"""From aggregates to scans: which primitives to compute, over which table, in how few passes.

An aggregate of a formula is taken apart into primitives that can be computed exactly and merged: an average
into a sum and a count (divided in Python), a condition into a predicate. Equal primitives are computed once.
Every (table, grain, per) is one scan; medians and distinct counts have scans of their own, since they cost as
much as all the rest; what SQL cannot do exactly is evaluated row by row in Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES
from comity.kernel.period import Grain
from comity.metrics.canonical import canonical


class Merge(StrEnum):
    """How two values of a primitive become one: by adding, by the smaller or larger, or not at all."""

    ADDITIVE = "additive"
    MINMAX = "minmax"
    HOLISTIC = "holistic"


class Pass(StrEnum):
    """Who computes a scan: the database, the database in a pass of its own, or Python row by row."""

    SQL = "sql"
    HOLISTIC = "holistic"
    ROWS = "rows"


MERGES = {
    "sum": Merge.ADDITIVE,
    "count": Merge.ADDITIVE,
    "min": Merge.MINMAX,
    "max": Merge.MINMAX,
    "lower median": Merge.HOLISTIC,
    "upper median": Merge.HOLISTIC,
    "count distinct": Merge.HOLISTIC,
}


@dataclass(frozen=True, slots=True)
class Primitive:
    """One number per period and member: a function of an expression over the rows where the predicate is true.

    Without an expression rows are counted. `key` is the canonical text: equal keys mean equal numbers.
    """

    function: str
    expression: tree.Node | None = field(compare=False)
    predicate: tree.Node | None = field(compare=False)
    key: str

    @property
    def merge(self) -> Merge:
        """How this primitive's values for parts of a period become its value for the whole."""
        return MERGES[self.function]


def primitive(function: str, expression: tree.Node | None, predicate: tree.Node | None) -> Primitive:
    """Return a primitive with its canonical key."""
    over = canonical(expression) if expression is not None else "*"
    where = f" where {canonical(predicate)}" if predicate is not None else ""
    return Primitive(function, expression, predicate, f"{function}({over}){where}")


@dataclass(frozen=True, slots=True)
class ScanKey:
    """What a scan is grouped by, and who computes it. `per` names only columns that the table has."""

    table: str
    grain: Grain
    per: tuple[str, ...]
    by: Pass


@dataclass(frozen=True, slots=True)
class ScanPlan:
    """One pass over a table. Its digest names exactly what is computed, whoever computes it."""

    key: ScanKey
    primitives: tuple[Primitive, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text of the plan."""
        head = "\x1f".join((self.key.table, self.key.grain, *self.key.per, self.key.by))
        return sha256("\x1e".join((head, *(p.key for p in self.primitives))).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Reading:
    """How an aggregate is read from scans: the scan, and the keys of its primitives in the order of `parts`."""

    call: tree.Call
    scan: ScanKey
    keys: tuple[str, ...]


def aggregates(node: tree.Node) -> Iterator[tree.Call]:
    """Yield the aggregates of a formula, as written, outermost only."""
    if isinstance(node, tree.Call) and node.function in AGGREGATES:
        yield node
        return
    for child in tree.children(node):
        yield from aggregates(child)


def tables(call: tree.Call) -> tuple[str, ...]:
    """Return the tables that an aggregate mentions, in order."""
    return tuple(dict.fromkeys(name.parts[0] for name in tree.names(call) if len(name.parts) == 2))


def parts(call: tree.Call, counted: bool = False) -> tuple[Primitive, ...]:
    """Return the primitives of an aggregate: avg is a sum and a count, median the two middle values.

    `counted` adds to a sum or an average how many rows meet its condition, and how many of them have a value, where
    cells may be empty: it tells "no such row" (the sum is 0) from "no value in any of them" (there is none), and how
    many rows a figure leaves out.
    """
    inner: tree.Node | None = call.arguments[0]
    if isinstance(inner, tree.Name) and inner.parts == ("*",):
        inner = None
    if call.function == "count_if":
        return (primitive("count", None, _both(inner, call.where)),)
    if call.function == "count":
        return (primitive("count distinct" if call.distinct else "count", inner, call.where),)
    if call.function == "median":
        return tuple(primitive(f"{edge} median", inner, call.where) for edge in ("lower", "upper"))
    rows, valued = primitive("count", None, call.where), primitive("count", inner, call.where)
    if call.function == "avg":
        return primitive("sum", inner, call.where), valued, *((rows,) if counted else ())
    if call.function == "sum" and counted:
        return primitive("sum", inner, call.where), rows, valued
    return (primitive(call.function, inner, call.where),)


def _both(first: tree.Node | None, second: tree.Node | None) -> tree.Node | None:
    if first is None or second is None:
        return first if second is None else second
    return tree.Binary(operator="and", left=first, right=second, start=first.start, end=second.end)


class Planner:
    """Collects aggregates and deduplicates their primitives into scans."""

    def __init__(self) -> None:
        self._scans: dict[ScanKey, dict[str, Primitive]] = {}

    def add(self, call: tree.Call, key: ScanKey, needed: tuple[Primitive, ...]) -> Reading:
        """Note the primitives of an aggregate for a scan, and return how to read it afterwards."""
        if key.by is Pass.SQL and needed[0].merge is Merge.HOLISTIC:
            key = replace(key, by=Pass.HOLISTIC)
        scan = self._scans.setdefault(key, {})
        for part in needed:
            scan.setdefault(part.key, part)
        return Reading(call, key, tuple(part.key for part in needed))

    def scans(self) -> tuple[ScanPlan, ...]:
        """Return the scans noted so far, each with its primitives in the order they were first needed."""
        return tuple(ScanPlan(key, tuple(found.values())) for key, found in self._scans.items())

    def clear(self) -> None:
        """Forget the scans noted so far."""
        self._scans = {}
