"""Static checking of one formula: do its names exist here, and do its types fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.agreement.formula import calls, names, tree, types
from comity.agreement.formula.context import Context, Spot
from comity.agreement.formula.operators import SPOKEN, added, mended, multiplied
from comity.agreement.formula.source import at
from comity.agreement.formula.types import Kind, Maybe, Type
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Related

if TYPE_CHECKING:
    from comity.agreement.model import Formula

MOST_PROBLEMS = 20
"""How much is said about one formula."""


def check(formula: Formula, context: Context, expects: Maybe = None) -> tuple[Maybe, list[Problem]]:
    """Check a formula where it stands. Returns its type, or None where that is not known, and what is wrong.

    `expects` is the type the place asks for: a truth for `when`, money for `pay`, that of the measure for a threshold.
    """
    checker = Checker(context, formula.place)
    found = checker.type_of(formula.node, Spot(every=context.every))
    if not checker.problems and not types.agree(found, expects):
        checker.problem("CMY-333", formula.node, f"{expects} is needed here, but this is {found}", _mend(expects))
    return found, checker.problems


def _mend(expects: Maybe) -> str:
    if expects is not None and expects.kind is Kind.TRUTH:
        return "Compare it with something: points > 0."
    if expects is not None and expects.kind is Kind.MONEY:
        return "Multiply a number by a price, or write an amount such as USD 50m."
    return ""


class Checker:
    """Walks one formula, keeps its problems, and knows its context."""

    def __init__(self, context: Context, place: Place) -> None:
        self.context = context
        self.world = context.world
        self.place = place
        self.problems: list[Problem] = []

    def problem(self, code: str, node: tree.Node, why: str, hint: str = "", *near: tuple[Place | None, str]) -> None:
        """Keep a problem at a node, once; `near` are related places and what stands there."""
        related = tuple(Related(place=place, says=says) for place, says in near if place is not None)
        if len(self.problems) >= MOST_PROBLEMS:
            return
        made = Problem(code=code, place=at(self.place, node.start), why=why, hint=hint, related=related)
        if made not in self.problems:
            self.problems.append(made)

    def type_of(self, node: tree.Node, spot: Spot) -> Maybe:
        """Return the type of a node, None where it is not known or not right."""
        match node:
            case tree.Number():
                return (
                    types.ZERO if not node.value and not node.percent else replace(types.NUMBER, percent=node.percent)
                )
            case tree.Money():
                return self._money(node)
            case tree.Text():
                return types.TEXT
            case tree.Truth():
                return types.TRUTH
            case tree.Day():
                return types.DATE
            case tree.Span():
                return types.DURATION
            case tree.Name():
                return names.resolve(self, node, spot)
            case tree.Call():
                return calls.call(self, node, spot)
            case tree.Unary() | tree.Binary():
                return self._operation(node, spot)
            case _:
                return self._condition(node, spot)

    # -- parts ----------------------------------------------------------------------------

    def _money(self, node: tree.Money) -> Maybe:
        agreed = self.world.currency
        if agreed and node.currency != agreed:
            self.problem(
                "CMY-325", node, f"{node.currency} is not the currency of the agreement, {agreed}",
                f"Write the amount in {agreed}; facts in other currencies are converted before formulas see them.",
            )  # fmt: skip
            return None
        return types.money(node.currency)

    def truth(self, node: tree.Node, spot: Spot) -> None:
        """Require a node to be a truth."""
        found = self.type_of(node, spot)
        if found is not None and found.kind is not Kind.TRUTH:
            self.problem(
                "CMY-323",
                node,
                f"a truth is needed here, but this is {found}",
                "Compare it with something: points > 0.",
            )

    def require(self, node: tree.Node, found: Maybe, *kinds: Kind) -> Maybe:
        """Require a type to be of one of several kinds; return it, or None."""
        if found is None or found.kind in kinds:
            return found
        wanted = " or ".join(str(Type(kind=kind)) for kind in kinds)
        self.problem("CMY-323", node, f"{wanted} is needed here, but this is {found}")
        return None

    def whole(self, node: tree.Node, low: int, high: int, what: str) -> None:
        """Require a whole number written out, within bounds."""
        if isinstance(node, tree.Number) and node.value == node.value.to_integral_value() and low <= node.value <= high:
            return
        why = f"{what} must be a whole number from {low} to {high}"
        self.problem("CMY-322", node, why, "Write it as a number, not as a formula.")

    def alike(self, left: tree.Node, a: Maybe, right: tree.Node, b: Maybe) -> None:
        """Require two values to be of one type, as a comparison does."""
        if a is None or b is None:
            return
        if not types.agree(a, b):
            self._unlike(right, a, b)
            return
        for text, other in ((left, b), (right, a)):
            if isinstance(text, tree.Text) and other.words and text.value not in other.words:
                self.problem(
                    "CMY-334", text, f"'{text.value}' is none of the values it can have: {', '.join(other.words)}",
                    guess(text.value, other.words),
                )  # fmt: skip

    def _unlike(self, node: tree.Node, a: Type, b: Type) -> None:
        if a.kind is b.kind:
            self.problem("CMY-325", node, f"{a} is compared with {b}", "Compare amounts in one currency.")
            return
        hint = ""
        if {a.kind, b.kind} == {Kind.MONEY, Kind.NUMBER}:
            currency = a.currency or b.currency or "USD"
            hint = f"Write the number as money, as in {currency} 50k; only a bare 0 can stand for no money."
        elif Kind.DURATION in (a.kind, b.kind):
            hint = "Days between two dates are a number: period_end - day <= 30."
        elif Kind.TEXT in (a.kind, b.kind) and Kind.DATE in (a.kind, b.kind):
            hint = "A day has no quotes: 2026-03-31."
        self.problem("CMY-324", node, f"{a} is compared with {b}", hint)

    def _condition(self, node: tree.Node, spot: Spot) -> Maybe:
        match node:
            case tree.Between():
                found = self.type_of(node.operand, spot)
                for end in (node.low, node.high):
                    self.alike(node.operand, found, end, self.type_of(end, spot))
            case tree.In():
                found = self.type_of(node.operand, spot)
                for option in node.options:
                    self.alike(node.operand, found, option, self.type_of(option, spot))
            case tree.IsNull():
                self.type_of(node.operand, spot)
            case tree.Case():
                return self._case(node, spot)
        return types.TRUTH

    def _case(self, node: tree.Case, spot: Spot) -> Maybe:
        values = [value for _, value in node.branches] + ([node.otherwise] if node.otherwise is not None else [])
        for condition, _ in node.branches:
            self.truth(condition, spot)
        return self.one_type(values, spot, "the branches of `case`")

    def one_type(self, nodes: list[tree.Node], spot: Spot, what: str) -> Maybe:
        """Return the type that several values share; require that they do."""
        found: Maybe = None
        sound = True
        for node in nodes:
            own = self.type_of(node, spot)
            if not types.agree(found, own):
                self.problem("CMY-323", node, f"{what} must be of one type, but {found} comes before and this is {own}")
                sound = False
            found = types.joined(found, own)
        return found if sound else None

    # -- operators ------------------------------------------------------------------------

    def _operation(self, node: tree.Unary | tree.Binary, spot: Spot) -> Maybe:
        if isinstance(node, tree.Unary):
            return self._unary(node, spot)
        if node.operator in ("and", "or"):
            self.truth(node.left, spot)
            self.truth(node.right, spot)
            return types.TRUTH
        left, right = self.type_of(node.left, spot), self.type_of(node.right, spot)
        if node.operator in ("+", "-", "*", "/"):
            return self._arithmetic(node, left, right)
        self.alike(node.left, left, node.right, right)
        ordered = left if left is not None else right
        if node.operator not in ("=", "<>") and ordered is not None and ordered.kind is Kind.TRUTH:
            self.problem("CMY-324", node, "truths have no order", "Write missed, not missed, or a = b.")
        return types.TRUTH

    def _unary(self, node: tree.Unary, spot: Spot) -> Maybe:
        if node.operator == "not":
            self.truth(node.operand, spot)
            return types.TRUTH
        found = self.type_of(node.operand, spot)
        if found is not None and found.kind not in (Kind.NUMBER, Kind.MONEY):
            self.problem("CMY-323", node, f"a minus stands before {found}", "Only numbers and money have a sign.")
            return None
        return found

    def _arithmetic(self, node: tree.Binary, left: Maybe, right: Maybe) -> Maybe:
        if left is None or right is None:
            return None
        if types.clashing(left, right):
            self.problem(
                "CMY-325", node.right, f"{left} {SPOKEN[node.operator]} {right}", "Use amounts in one currency."
            )
            return None
        found = (
            added(left, right, node.operator) if node.operator in ("+", "-") else multiplied(left, right, node.operator)
        )
        if found is None:
            self.problem(
                "CMY-323", node.right, f"{left} {SPOKEN[node.operator]} {right} means nothing", mended(left, right)
            )
        return found
