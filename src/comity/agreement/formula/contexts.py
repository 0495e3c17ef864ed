"""The contexts of metrics and clauses: the names that mean something in their formulas."""

from __future__ import annotations

from collections.abc import Iterable

from comity.agreement.formula import types
from comity.agreement.formula.circles import VERDICT
from comity.agreement.formula.context import ONCE, ROW, Context, Every, World
from comity.agreement.formula.types import Maybe
from comity.agreement.model import Clause, Metric
from comity.kernel.period import Grain


def metric_context(world: World, metric: Metric) -> Context:
    """Return the context of a metric's formula and target."""
    names = members_of(world, metric.per) | {"period_start": types.DATE, "period_end": types.DATE}
    absent = dict.fromkeys(
        ("value", "missed", "met", "threshold", "shortfall", "status", "raw"), "only clauses have it."
    )
    return Context(world=world, kind="metric", every=metric.every, per=metric.per, names=names,
                   absent={name: why for name, why in absent.items() if name not in world.metrics})  # fmt: skip


def clause_context(world: World, clause: Clause) -> Context:
    """Return the context of the formulas of a clause: what it binds, with the types known by now."""
    own = world.tables.get(clause.name)
    # A clause that shares its name with a table of facts is refused elsewhere.
    names = dict(own.columns) if own is not None and own.sort == "clause" else {}
    names.pop("period", None)
    names |= {"period_start": types.DATE, "period_end": types.DATE}
    return Context(
        world=world, kind="clause", every=every_of(clause), per=clause.per, names=names, absent=_absent(clause),
        rules=frozenset(clause.rules), reliefs=frozenset(clause.relief),
        table=clause.table if clause.table in world.tables else "",
    )  # fmt: skip


def every_of(clause: Clause) -> Every:
    """Return the period of a clause: a grain, `once` or `row`."""
    if isinstance(clause.every, Grain):
        return clause.every
    return ROW if clause.table else ONCE


def _absent(clause: Clause) -> dict[str, str]:
    if clause.measure is not None:
        return {}
    absent = dict.fromkeys(("raw", "value", "threshold", "shortfall", "points_short"), "this clause has no measure.")
    if clause.missed_if is None:
        absent |= dict.fromkeys(VERDICT, "this clause has neither a measure nor `missed if`.")
    return absent


def members_of(world: World, per: Iterable[str]) -> dict[str, Maybe]:
    """Return the types of scope columns: those of the fact columns with that name, else text."""
    facts = [table for table in world.tables.values() if table.sort == "facts"] if per else []
    found: dict[str, Maybe] = {}
    for column in per:
        found[column] = next((table.columns[column] for table in facts if column in table.columns), types.TEXT)
    return found
