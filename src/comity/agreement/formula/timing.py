"""Time functions: the period their argument is read in, and their windows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.agreement.formula import tree, types
from comity.agreement.formula.context import ROW, Every, Spot, finer
from comity.agreement.formula.functions import AGGREGATES, WINDOWED, WINDOWS
from comity.agreement.formula.source import shortened
from comity.agreement.formula.types import Kind, Maybe
from comity.kernel.period import Grain

if TYPE_CHECKING:
    from comity.agreement.formula.check import Checker

MOST_PERIODS = 4_000
"""The longest window in periods: ten years of days."""

MOST_TIMES = 3
"""How deep time functions nest: each multiplies what has to be looked at."""

_SPANS = {"quarter": Grain.QUARTER, "year": Grain.YEAR, "contract_year": Grain.CONTRACT_YEAR}


def time_function(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    """Return the type of a time function; what is wrong is kept by the checker."""
    if spot.rows is not None:
        checker.problem(
            "CMY-327", node, f"{node.function} looks at periods, and stands inside an aggregate over rows",
            "Give one of them a metric or `let` of its own.",
        )  # fmt: skip
        return None
    if checker.context.kind in ("column", "scorecard"):
        checker.problem("CMY-330", node, f"{node.function} has no meaning here: there are no periods to look at")
        return None
    if spot.timed >= MOST_TIMES:
        checker.problem(
            "CMY-302", node, f"time functions within one another more than {MOST_TIMES} deep",
            "Give one of them a metric or `let` of its own.",
        )  # fmt: skip
        return None
    inside = replace(spot, timed=spot.timed + 1, every=_every(checker, node, spot))
    argument = node.arguments[0]
    if node.function in ("times", "running"):
        checker.truth(argument, inside)
        found: Maybe = types.NUMBER
    else:
        found = checker.type_of(argument, inside)
    if node.function in WINDOWED:
        _window(checker, node, spot, inside.every)
        if node.function != "times":
            found = checker.require(argument, found, Kind.NUMBER, Kind.MONEY)
    if node.function == "previous" and len(node.arguments) == 2:
        first = checker.type_of(node.arguments[1], spot)
        if not types.agree(found, first):
            checker.problem(
                "CMY-323", node.arguments[1], f"x is {found}, but the value where there is none before is {first}"
            )
        found = types.joined(found, first)
    return found


def _every(checker: Checker, node: tree.Call, spot: Spot) -> Every:
    """Return the period in which a time function reads its argument: that of its finest metric.

    `previous` and `year_ago` stay with the period of the formula.
    """
    if node.function in ("previous", "year_ago"):
        return spot.every
    mentioned = [_period_of(checker, name) for name in _bare_names(node.arguments[0])]
    periods: list[Every] = [every for every in mentioned if isinstance(every, Grain)]
    finest = next((every for every in periods if not any(finer(other, every) for other in periods)), spot.every)
    if node.function in ("opening", "closing") and spot.every not in ("", ROW) and not finer(finest, spot.every):
        checker.problem(
            "CMY-328", node, f"{node.function} reads the finer periods within this one, but its figures are no finer",
            "Write previous(x) for the period before, or x itself.",
        )  # fmt: skip
    return finest


def _bare_names(node: tree.Node) -> list[tree.Name]:
    """Return the names a formula mentions outside its aggregates."""
    found, pending = [], [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tree.Name):
            found.append(current)
        if not (isinstance(current, tree.Call) and current.function in AGGREGATES):
            pending.extend(tree.children(current))
    return found


def _period_of(checker: Checker, name: tree.Name) -> Every:
    if name.parts[0] in checker.context.names:
        return ""
    if len(name.parts) == 2 and name.parts[0] in checker.world.tables:
        return checker.world.tables[name.parts[0]].every
    used = checker.world.metrics.get(name.parts[0])
    return used.every if used is not None else ""


def _window(checker: Checker, node: tree.Call, spot: Spot, every: Every) -> None:
    """Check the window over periods `every`, and after it the least number of them."""
    width = node.arguments[1]
    counted = True
    match width:
        case tree.Name(parts=(word,)) if word in WINDOWS:
            counted = False
            if word in _SPANS and finer(_SPANS[word], every):
                why = f"{word} is shorter than the periods it should hold: the figures are measured every {every}"
                checker.problem("CMY-329", width, why, "Write a number of periods, or `life`.")
        case tree.Span():
            counted = False
            if width.value.unit in ("period", "business day"):
                hint = (
                    f"Write {width.value.count}."
                    if width.value.unit == "period"
                    else "Write days, weeks, months or years."
                )
                checker.problem("CMY-329", width, f"{width.value} is no window", hint)
        case tree.Number():
            checker.whole(width, 1, MOST_PERIODS, "a window counted in periods")
        case tree.Name():
            found = checker.type_of(width, spot)
            used = checker.world.settings.get(width.parts[0])
            odd = next((n for n in used.numbers if not 1 <= n <= MOST_PERIODS or n % 1), None) if used else None
            if used is not None and odd is not None:
                why = f"{used.name} is {shortened(odd)}, but a window is a whole number of periods up to {MOST_PERIODS}"
                near = (used.place, f"{used.name} is defined here")
                checker.problem("CMY-329", width, why, "Write a whole number, or a duration.", near)
            if found is not None and found.kind not in (Kind.NUMBER, Kind.DURATION):
                checker.problem("CMY-329", width, f"a window is a number of periods or a duration, but this is {found}")
        case _:
            checker.problem(
                "CMY-329", width, "a window is a number of periods, a duration, a setting or a named window",
                f"Write 6, 12 months, or one of {', '.join(WINDOWS)}.",
            )  # fmt: skip
    if len(node.arguments) == 3:
        _least(checker, node, counted)


def _least(checker: Checker, node: tree.Call, counted: bool) -> None:
    width, least = node.arguments[1:]
    checker.whole(least, 1, MOST_PERIODS, "the least number of periods")
    if counted and isinstance(width, tree.Number) and isinstance(least, tree.Number) and least.value > width.value:
        checker.problem("CMY-329", least, f"at least {least.value} periods are asked of a window of {width.value}")
