"""Maps called as functions: `points_for(level)`, `discount(points)`, `rates(before, so_far)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.context import SettingUse, Spot
from comity.agreement.formula.functions import ELSEWHERE, FUNCTIONS
from comity.agreement.formula.types import Kind, Maybe
from comity.kernel.guess import guess

if TYPE_CHECKING:
    from comity.agreement.formula.check import Checker


def call_of_map(checker: Checker, node: tree.Call, spot: Spot) -> Maybe:
    """Return the type of a call that is no function of the language: a setting that is a map, or nothing."""
    name = node.function
    used = checker.world.settings.get(name)
    if name in checker.world.broken:
        return None
    if used is not None:
        return _map(checker, node, used, spot)
    if name in checker.world.metrics or name in checker.context.names or name in checker.world.tables:
        checker.problem("CMY-321", node, f"{name} is not a function", f"Write {name} without brackets.")
        return None
    known = [*FUNCTIONS, *(s.name for s in checker.world.settings.values() if s.layers)]
    hint = ELSEWHERE.get(name) or guess(name, known) or "The reference lists all functions; there are no others."
    shown = name if len(name) <= 60 else f"{name[:57]}..."
    checker.problem("CMY-321", node, f"there is no function {shown}", hint)
    return None


def _map(checker: Checker, node: tree.Call, used: SettingUse, spot: Spot) -> Maybe:
    """Check a call of a keyed map or step table, with the arguments its layers need."""
    if node.distinct or node.where is not None:
        checker.problem("CMY-327", node, f"{used.name} is a map, no aggregate", f"Write {used.name}(…) alone.")
    near = (used.place, f"{used.name} is defined here")
    if not used.layers:
        checker.problem(
            "CMY-321", node, f"{used.name} is a single value, not a map", f"Write {used.name} without brackets.", near
        )
        return None
    layers = list(used.layers)
    count = len(node.arguments)
    steps = layers.count("step")
    # Keyed layers may be left to the member measured here; a last step table may take two numbers.
    fits = {len(layers), steps} | ({len(layers) + 1, steps + 1} if layers[-1] == "step" else set())
    if count not in fits - {0}:
        checker.problem(
            "CMY-322", node, f"{used.name} takes {len(layers)} arguments, but here it has {count}", "", near
        )
        return used.type
    if count < len(layers):
        layers = [layer for layer in layers if layer == "step"]
    found = [
        _map_argument(checker, argument, layer, used, spot)
        for argument, layer in zip(node.arguments, [*layers, "step"], strict=False)
    ]
    return _accrued(used.type, found[-1]) if count > len(layers) else used.type


def _accrued(rate: Maybe, span: Maybe) -> Maybe:
    """Return the type of what accrues between two numbers: a share of money is money."""
    if rate is None or span is None or (rate.kind, span.kind) != (Kind.NUMBER, Kind.MONEY):
        return rate
    return span


def _map_argument(checker: Checker, node: tree.Node, layer: str, used: SettingUse, spot: Spot) -> Maybe:
    found = checker.type_of(node, spot)
    near = (used.place, f"{used.name} is defined here")
    if layer == "keyed" and isinstance(node, tree.Text) and used.keys and node.value not in used.keys:
        checker.problem("CMY-334", node, f"{used.name} has no entry '{node.value}'", guess(node.value, used.keys), near)
    kinds = (Kind.TEXT,) if layer == "keyed" else (Kind.NUMBER, Kind.MONEY)
    if found is not None and found.kind not in kinds:
        wanted = "the name of a member" if layer == "keyed" else "a number"
        checker.problem("CMY-323", node, f"{used.name} is read by {wanted}, but this is {found}", "", near)
    return found
