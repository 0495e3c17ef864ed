"""Calls: the functions of the language and their arguments; aggregates read one table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.agreement.formula import tree, types
from comity.agreement.formula.context import Rows, Spot
from comity.agreement.formula.functions import AGGREGATE, AGGREGATES, FUNCTIONS, MOST_POWER, NOT_IN_SQL, TIME
from comity.agreement.formula.maps import call_of_map
from comity.agreement.formula.timing import time_function
from comity.agreement.formula.types import Kind, Maybe
from comity.kernel.guess import guess

if TYPE_CHECKING:
    from comity.agreement.formula.check import Checker


def call(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    """Return the type of a call; what is wrong is kept by the checker."""
    name = node.function
    function = FUNCTIONS.get(name)
    if function is None or (name in checker.world.settings and checker.world.settings[name].layers):
        return call_of_map(checker, node, spot)
    _decoration(checker, node)
    count = len(node.arguments)
    if count < function.least or (function.most is not None and count > function.most):
        takes = _takes(function.least, function.most)
        checker.problem("CMY-322", node, f"{name} takes {takes}, but here it has {count}", f"Write {function.call}.")
        return None
    if function.family == AGGREGATE:
        return _aggregate(checker, node, spot)
    if function.family == TIME:
        return time_function(checker, node, spot)
    if name in ("survey", "score", "days_running"):
        return _recorded(checker, node)
    return _scalar(checker, node, spot)


def _takes(least: int, most: int | None) -> str:
    if most is None:
        return f"at least {least} arguments"
    if least == most:
        return "one argument" if least == 1 else f"{least} arguments"
    return f"{least} to {most} arguments"


def _decoration(checker: Checker, node: tree.Call) -> None:
    """Refuse `distinct` and `filter` where they mean nothing."""
    if node.distinct and node.function != "count":
        checker.problem(
            "CMY-327", node, f"{node.function} knows no `distinct`", "Only count does: count(distinct levels.member)."
        )
    if node.where is not None and node.function not in AGGREGATES:
        checker.problem(
            "CMY-327", node, f"{node.function} is no aggregate and has no `filter`", "Write case when c then x end."
        )


# -- scalar functions -------------------------------------------------------------------------


def _scalar(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    arguments = list(node.arguments)
    if node.function in NOT_IN_SQL:
        return _root_or_power(checker, node, spot)
    match node.function:
        case "least" | "greatest":
            found = checker.one_type(arguments, spot, f"the arguments of {node.function}")
            return checker.require(node, found, Kind.NUMBER, Kind.MONEY)
        case "coalesce":
            return checker.one_type(arguments, spot, "the arguments of coalesce")
        case "reported":
            checker.type_of(arguments[0], spot)
            return types.TRUTH
        case "month" | "year":
            checker.require(arguments[0], checker.type_of(arguments[0], spot), Kind.DATE, Kind.PERIOD)
            return types.NUMBER
        case "mod":
            found = checker.one_type(arguments, spot, "the arguments of mod")
            return checker.require(node, found, Kind.NUMBER, Kind.MONEY)
    if len(arguments) == 2:
        checker.whole(arguments[1], 0, 12, "the places of round")
    return checker.require(arguments[0], checker.type_of(arguments[0], spot), Kind.NUMBER, Kind.MONEY)


def _root_or_power(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    """Type sqrt and power: of numbers, never of money, and never of each row of a table."""
    if spot.rows is not None:
        checker.problem(
            "CMY-327",
            node,
            f"{node.function} stands inside an aggregate",
            f"Take it out of the aggregate: {node.function} of a sum, not a sum of {node.function}.",
        )
        return None
    for argument in node.arguments:
        checker.require(argument, checker.type_of(argument, spot), Kind.NUMBER)
    count = node.arguments[-1]
    written = count.operand if isinstance(count, tree.Unary) and count.operator == "-" else count
    if node.function == "power" and isinstance(written, tree.Number):
        checker.whole(written, 0, MOST_POWER, "the power")
    return types.NUMBER


# -- aggregates -------------------------------------------------------------------------------


def _aggregate(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    if spot.rows is not None:
        checker.problem(
            "CMY-327",
            node,
            f"{node.function} stands inside another aggregate",
            "Give the inner one a metric or `let` of its own.",
        )
        return None
    rows = Rows()
    inside = replace(spot, rows=rows)
    argument = node.arguments[0]
    star = isinstance(argument, tree.Name) and argument.parts == ("*",)
    if star and (node.function != "count" or node.distinct):
        checker.problem(
            "CMY-322", argument, "only count(*) takes a star", f"Name the column: {node.function}(levels.good)."
        )
        return None
    found = types.NUMBER if star else checker.type_of(argument, inside)
    if node.where is not None:
        checker.truth(node.where, replace(inside, filtering=True))
    _one_source(checker, node, rows, star)
    return _aggregated(checker, node, found)


def _aggregated(checker: Checker, node: tree.Call, found: Maybe) -> Maybe:
    argument = node.arguments[0]
    match node.function:
        case "count":
            return types.NUMBER
        case "count_if":
            if found is not None and found.kind is not Kind.TRUTH:
                checker.problem(
                    "CMY-323",
                    argument,
                    f"count_if counts truths, but this is {found}",
                    "Write a condition, or count(x).",
                )
            return types.NUMBER
        case "min" | "max":
            return checker.require(argument, found, Kind.NUMBER, Kind.MONEY, Kind.DATE)
        case _:
            found = checker.require(argument, found, Kind.NUMBER, Kind.MONEY)
            return replace(found, zero=False) if found is not None else None


def _one_source(checker: Checker, node: tree.Call, rows: Rows, star: bool) -> None:
    """Require an aggregate to read the rows of one table, or metrics alone."""
    tables, metrics = rows.tables, rows.metrics
    if not tables and not metrics:
        if star and checker.context.table:
            return
        column = "Count a column that every row has: count(levels.month)."
        hint = column if star else f"Write {node.function}(levels.good)."
        if not checker.problems:
            checker.problem("CMY-327", node, f"{node.function} reads no table", hint)
    elif len(tables) > 1:
        one, other = list(tables)[:2]
        checker.problem(
            "CMY-327", tables[other], f"one aggregate reads two tables, {one} and {other}",
            f"Aggregate each on its own: sum({one}.x) / sum({other}.y).",
        )  # fmt: skip
    elif tables and metrics:
        name, where = next(iter(metrics.items()))
        checker.problem(
            "CMY-327", where, f"{name} is a metric inside an aggregate over the rows of {next(iter(tables))}",
            f"Take it out of the aggregate: sum(…) * {name}.",
        )  # fmt: skip


# -- what the record holds --------------------------------------------------------------------


def _recorded(checker: Checker, node: tree.Call) -> Maybe:
    argument, world, context = node.arguments[0], checker.world, checker.context
    parts = argument.parts if isinstance(argument, tree.Name) else ()
    shown = ".".join(parts) or "this"
    match node.function:
        case "survey":
            known = {f"{name}.{item}" for name, items in world.surveys.items() for item in items}
            sort = "a survey and one of its dimensions"
        case "score":
            known, sort = set(world.dimensions), "a dimension of the scorecard"
        case _:
            known, sort = set(context.reliefs), "a relief of this clause"
    if ".".join(parts) not in known and world.broken.isdisjoint(parts):
        hint = guess(shown, known) or (
            f"There is {', '.join(sorted(known)[:8])}." if known else "The agreement has none."
        )
        checker.problem("CMY-320", argument, f"{node.function} names {sort}, and {shown} is none", hint)
    return types.NUMBER
