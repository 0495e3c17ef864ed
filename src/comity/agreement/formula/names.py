"""What a name means where it stands: bound names, metrics, settings, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.agreement.formula import tree, types
from comity.agreement.formula.context import ROW, MetricUse, Spot, Table, coarser, finer
from comity.agreement.formula.functions import FUNCTIONS, WINDOWS
from comity.agreement.formula.types import Maybe
from comity.kernel.guess import guess

if TYPE_CHECKING:
    from comity.agreement.formula.check import Checker


def resolve(checker: Checker, node: tree.Name, spot: Spot) -> Maybe:
    """Return the type of what a name means here; what is wrong is kept by the checker."""
    if node.parts == ("*",):
        checker.problem("CMY-322", node, "only count(*) takes a star", "Name the column: sum(levels.good).")
        return None
    if not checker.world.broken.isdisjoint(node.parts):
        if spot.rows is not None:
            spot.rows.tables.setdefault(node.parts[0], node)
        return None
    if len(node.parts) == 1:
        return _bare(checker, node, spot)
    if len(node.parts) == 2:
        return _dotted(checker, node, spot)
    checker.problem("CMY-320", node, f"{node} has too many dots", "A name is a table and its column: levels.good.")
    return None


# -- bare names -------------------------------------------------------------------------------


def _bare(checker: Checker, node: tree.Name, spot: Spot) -> Maybe:
    name, context, world = node.parts[0], checker.context, checker.world
    if name in context.names:
        if (
            context.table
            and spot.rows is not None
            and not spot.filtering
            and name in world.tables[context.table].columns
        ):
            spot.rows.tables.setdefault(context.table, node)
        return context.names[name]
    if name in context.absent:
        checker.problem("CMY-330", node, f"{name} has no meaning here: {context.absent[name]}")
        return None
    if name in world.metrics:
        return metric(checker, node, world.metrics[name], spot)
    if name in world.settings:
        return _setting(checker, node)
    if name == "today":
        return types.DATE
    _unknown(checker, node)
    return None


def metric(checker: Checker, node: tree.Name, used: MetricUse, spot: Spot) -> Maybe:
    """Return the type of a metric; require that it is measured for the period and member in which it is read."""
    if spot.rows is not None:
        spot.rows.metrics.setdefault(used.name, node)
        if coarser(used.every, spot.every):
            _wrong_period(checker, node, used, spot)
        return used.type
    _grain(checker, node, used, spot)
    _members(checker, node, used)
    return used.type


def _grain(checker: Checker, node: tree.Name, used: MetricUse | Table, spot: Spot) -> None:
    if spot.every in ("", ROW) or not used.every or used.every == spot.every:
        return
    if checker.context.steps_on and finer(used.every, spot.every):
        return
    _wrong_period(checker, node, used, spot)


def _wrong_period(checker: Checker, node: tree.Name, used: MetricUse | Table, spot: Spot) -> None:
    here = "once, for the whole term" if spot.every == "once" else f"every {spot.every}"
    name = node.parts[0]
    if finer(used.every, spot.every):
        wide = {"quarter": "quarter", "year": "year", "contract year": "contract_year"}.get(spot.every, "life")
        hint = f"Bring it to this period: total({node}, {wide}), mean({node}, {wide}) or closing({node})."
    else:
        hint = f"Measure what is needed every {spot.every} in a metric of its own."
    checker.problem(
        "CMY-328", node, f"{name} is measured every {used.every}, but this formula stands for {here}", hint,
        (used.place, f"{name} is defined here, every {used.every}"),
    )  # fmt: skip


def _members(checker: Checker, node: tree.Name, used: MetricUse | Table) -> None:
    extra = [column for column in used.per if column not in checker.context.per]
    if not extra or checker.context.kind in ("setting", "ladder"):
        return
    here = f"per {', '.join(checker.context.per)}" if checker.context.per else "for all members together"
    checker.problem(
        "CMY-328", node, f"{node} is measured per {', '.join(used.per)}, but this formula stands {here}",
        f"Aggregate over the members, as in sum({node}) or min({node}), or add `per: {extra[0]}`.",
        (used.place, f"{node.parts[0]} is defined here, per {', '.join(used.per)}"),
    )  # fmt: skip


def _setting(checker: Checker, node: tree.Name) -> Maybe:
    used = checker.world.settings[node.parts[0]]
    if "step" in used.layers:
        checker.problem(
            "CMY-322", node, f"{node} is a step table and needs a number", f"Call it: {node}(value).",
            (used.place, f"{node} is defined here"),
        )  # fmt: skip
        return None
    if used.layers and not checker.context.per and checker.context.kind in ("metric", "clause", "account"):
        checker.problem(
            "CMY-330", node, f"{node} has a value for each member, but there are no members here",
            f"Name the member: {node}('{min(used.keys, default='member')}').", (used.place, f"{node} is defined here"),
        )  # fmt: skip
    return used.type


# -- dotted names -----------------------------------------------------------------------------


def _dotted(checker: Checker, node: tree.Name, spot: Spot) -> Maybe:
    first, column = node.parts
    context, world = checker.context, checker.world
    if first in context.rules and column in ("pay", "paid"):
        return types.money(world.currency)
    if first in world.tables:
        return _column(checker, node, world.tables[first], spot)
    if first in world.metrics:
        return _of_metric(checker, node, world.metrics[first], spot)
    hint = guess(first, [*world.tables, *world.metrics])
    if not hint:
        owners = [table.name for table in world.tables.values() if column in table.columns]
        hint = f"{owners[0]} has a column {column}: {owners[0]}.{column}." if owners else ""
    checker.problem("CMY-320", node, f"there is no table {first}", hint)
    return None


def _column(checker: Checker, node: tree.Name, table: Table, spot: Spot) -> Maybe:
    column = node.parts[1]
    if column not in table.columns:
        hint = guess(column, table.columns) or f"It has {', '.join(list(table.columns)[:12])}."
        checker.problem(
            "CMY-320",
            node,
            f"{table.name} has no column {column}",
            hint,
            (table.place, f"{table.name} is defined here"),
        )
        return None
    if spot.rows is not None:
        spot.rows.tables.setdefault(table.name, node)
    elif table.name == checker.context.table and column in checker.context.names:
        return checker.context.names[column]
    elif table.sort in ("account", "clause"):
        _grain(checker, node, table, spot)
        _members(checker, node, table)
    else:
        checker.problem(
            "CMY-326", node, f"{node} is a column, with a value in each row, and stands outside an aggregate",
            f"Say what is made of its rows: sum({node}), max({node}) or count({node}).",
            (table.place, f"{table.name} is defined here"),
        )  # fmt: skip
    return table.columns[column]


def _of_metric(checker: Checker, node: tree.Name, used: MetricUse, spot: Spot) -> Maybe:
    """Type `achieved.level`: the member a figure belongs to, inside an aggregate over the metric."""
    if node.parts[1] not in used.per:
        checker.problem(
            "CMY-320", node, f"{used.name} is a metric and has no column {node.parts[1]}",
            guess(node.parts[1], used.per) or f"Write {used.name}.", (used.place, f"{used.name} is defined here"),
        )  # fmt: skip
        return None
    if spot.rows is None:
        checker.problem(
            "CMY-326",
            node,
            f"{node} stands outside an aggregate",
            f"Write {node.parts[1]} for the member measured here.",
        )
    else:
        spot.rows.metrics.setdefault(used.name, node)
    return types.TEXT


# -- unknown names ----------------------------------------------------------------------------


def _unknown(checker: Checker, node: tree.Name) -> None:
    name, world, context = node.parts[0], checker.world, checker.context
    owners = [table.name for table in world.tables.values() if name in table.columns]
    if name in WINDOWS:
        checker.problem(
            "CMY-329",
            node,
            f"{name} is a window, and stands only as one",
            f"Write total(x, {name}) or times(c, {name}).",
        )
    elif name in world.tables:
        table = world.tables[name]
        some = next(iter(table.columns), "column")
        checker.problem(
            "CMY-326",
            node,
            f"{name} is a table, not a value",
            f"Name a column: {name}.{some}.",
            (table.place, f"{name} is defined here"),
        )
    elif name in FUNCTIONS:
        checker.problem("CMY-322", node, f"{name} is a function", f"Write {FUNCTIONS[name].call}.")
    elif name in world.dimensions:
        checker.problem("CMY-320", node, f"{name} is a dimension of the scorecard", f"Write score({name}).")
    elif name in world.surveys:
        checker.problem(
            "CMY-320", node, f"{name} is a survey", f"Write survey({name}.{min(world.surveys[name], default='item')})."
        )
    else:
        known = [*context.names, *world.metrics, *world.settings, *world.tables, "today"]
        hint = guess(name, known)
        if owners and not hint:
            hint = f"{owners[0]} has a column {name}: {owners[0]}.{name}, inside an aggregate such as sum()."
        checker.problem("CMY-320", node, f"nothing here is called {name}", hint or "Text stands in single quotes.")
