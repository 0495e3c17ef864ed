"""How a judged metric reads its ratings: the table, the column of each part, and which rows are its own."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.model import Metric, Terms
from comity.kernel.values import dataclass

ROLE, REASON = "role", "reason"
"""The columns of a table of ratings that have a fixed name; party and level are found by their type and use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Where the ratings of a judged metric stand: `party`, `role`, `level` are columns of `table`.

    `reason` is the column in which judges say why, "" where there is none. `calls` are the aggregates of the formula:
    a rating counts for the metric where the condition of one of them holds.
    """

    table: str
    party: str
    level: str
    reason: str
    calls: tuple[tree.Call, ...]
    role: str = ROLE


def judging_of(metric: Metric, terms: Terms) -> Judging | None:
    """Return how a judged metric reads its ratings; None where it is not judged, or reads none that could be judged.

    Its formula aggregates one column of one table; that table has a column of the type `reporter` and a text `role`.
    """
    calls = tuple(aggregates(metric.formula.node)) if metric.is_judged else ()
    levels = {name.parts for call in calls for name in _aggregated(call)}
    if len(levels) != 1:
        return None
    table_name, level = next(iter(levels))
    table = terms.facts.get(table_name)
    party = table.reporter_column if table is not None else None
    if table is None or party is None or _type(table.columns.get(ROLE)) != "text":
        return None
    if _type(table.columns.get(level)) != "number":
        return None
    reason = REASON if _type(table.columns.get(REASON)) == "text" else ""
    return Judging(table=table_name, party=party, level=level, reason=reason, calls=calls)


def aggregates(node: tree.Node) -> Iterator[tree.Call]:
    """Yield the aggregates of a formula, outermost only."""
    if isinstance(node, tree.Call) and node.function in AGGREGATES:
        yield node
        return
    for child in tree.children(node):
        yield from aggregates(child)


def _aggregated(call: tree.Call) -> Iterator[tree.Name]:
    """Yield the columns an aggregate is made of, without those of its condition."""
    for argument in call.arguments:
        yield from (name for name in tree.names(argument) if len(name.parts) == 2)


def _type(column: object) -> str:
    return str(getattr(column, "type", ""))
