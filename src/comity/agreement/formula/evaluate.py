"""Evaluation of a formula: exact numbers, truth with three values, unknowns with their reason.

Unknowns travel: what is computed from one is unknown, unless every possible value gives the same answer
(SQL's logic for `and` and `or`; bounds for counts and comparisons). None stands for an empty column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, cast

from comity.agreement.formula import tree
from comity.agreement.formula.functions import MOST_POWER
from comity.agreement.formula.windows import TIME_FUNCTIONS
from comity.kernel import exact
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, State, Unknown, Value

if TYPE_CHECKING:
    from comity.agreement.formula.env import Env

Result = Value | None


def evaluate(node: tree.Node, env: Env) -> Result:
    """Return the value of a formula in an environment. Never raises for what the data holds."""
    return _EVALUATORS[type(node)](node, env)


def combine(*values: Result) -> Unknown:
    """Return the unknown that several inputs, at least one of them unknown, add up to."""
    unknowns = [
        v if isinstance(v, Unknown) else Unknown(State.UNDETERMINED, "an empty column")
        for v in values
        if v is None or isinstance(v, Unknown)
    ]
    for unknown in unknowns:
        if unknown.state is State.NOT_DUE:
            return Unknown(State.NOT_DUE, unknown.reason)
    states = {unknown.state for unknown in unknowns}
    state = states.pop() if len(states) == 1 else State.UNDETERMINED
    return Unknown(state, unknowns[0].reason)


def is_number(value: Result) -> bool:
    """Tell whether a value is a number (a truth is not)."""
    return isinstance(value, Exact)


# -- leaves -----------------------------------------------------------------------------------


def _number(node: tree.Number, env: Env) -> Result:
    return node.value


def _money(node: tree.Money, env: Env) -> Result:
    return node.amount


def _constant(node: tree.Text | tree.Truth | tree.Day, env: Env) -> Result:
    return node.value


def _span(node: tree.Span, env: Env) -> Result:
    return Unknown(State.UNDETERMINED, f"{node.value} is a duration, not a value")


def _name(node: tree.Name, env: Env) -> Result:
    return env.resolve(node)


def _call(node: tree.Call, env: Env) -> Result:
    window = TIME_FUNCTIONS.get(node.function)
    if window is not None:
        return window(node, env, evaluate)
    scalar = _SCALARS.get(node.function)
    if scalar is None:
        return env.invoke(node)
    return scalar(node.arguments, env)


# -- arithmetic and comparison ----------------------------------------------------------------


def _unary(node: tree.Unary, env: Env) -> Result:
    value = evaluate(node.operand, env)
    if node.operator == "not":
        return not value if isinstance(value, bool) else combine(value)
    if isinstance(value, Unknown) and value.low is not None and value.high is not None:
        return Unknown(value.state, value.reason, exact.neg(value.high), exact.neg(value.low))
    return exact.neg(value) if isinstance(value, Exact) else combine(value)


def _binary(node: tree.Binary, env: Env) -> Result:
    if node.operator in ("and", "or"):
        return _logic(node, env)
    left = evaluate(node.left, env)
    right = node.right.value if isinstance(node.right, tree.Span) else evaluate(node.right, env)
    if type(left) is Decimal and type(right) is Decimal and node.operator in _PLAIN:
        return _PLAIN[node.operator](left, right)
    if node.operator in _COMPARISONS:
        return compare(node.operator, left, right)
    if isinstance(left, date):
        return _dates(node.operator, left, right, env)
    return arithmetic(node.operator, left, right)


def _logic(node: tree.Binary, env: Env) -> Result:
    decisive = node.operator == "or"
    left = evaluate(node.left, env)
    if left is decisive:
        return decisive
    right = evaluate(node.right, env)
    if right is decisive:
        return decisive
    if isinstance(left, bool) and isinstance(right, bool):
        return not decisive
    return combine(left, right)


def _dates(operator: str, left: date, right: Result | Duration, env: Env) -> Result:
    if isinstance(right, Duration):
        count = right.count if operator == "+" else -right.count
        try:
            return env.terms.calendar.add(left, Duration(count, right.unit))
        except ValueError as reason:
            return Unknown(State.UNDETERMINED, str(reason))
    if isinstance(right, date):
        return Decimal((left - right).days)
    return combine(cast("Result", right))


def arithmetic(operator: str, left: Result, right: object) -> Result:
    """Return the result of + - * / on two values; unknown where one is, with the bounds that are known."""
    if isinstance(left, Exact) and isinstance(right, Exact):
        if operator == "/" and not right:
            return Unknown(State.UNDETERMINED, "division by zero")
        return OPERATIONS[operator](left, right)
    return _bounded(operator, left, cast("Result", right))


def _bounded(operator: str, left: Result, right: Result) -> Result:
    """Carry the bounds of an unknown number through + - and *."""
    unknown = combine(left, right)
    lefts, rights = _bounds(left), _bounds(right)
    if lefts is None or rights is None or operator == "/":
        return unknown
    corners = [OPERATIONS[operator](a, b) for a in lefts for b in rights]
    low, high = corners[0], corners[0]
    for corner in corners[1:]:
        low = corner if exact.compare(corner, low) < 0 else low
        high = corner if exact.compare(corner, high) > 0 else high
    return Unknown(unknown.state, unknown.reason, low, high)


def _bounds(value: Result) -> tuple[Exact, Exact] | None:
    if isinstance(value, Exact):
        return value, value
    if isinstance(value, Unknown) and value.low is not None and value.high is not None:
        return value.low, value.high
    return None


def compare(operator: str, left: Result, right: object) -> bool | Unknown:
    """Compare two values; unknown unless the bounds of an unknown decide."""
    if type(left) is Decimal and type(right) is Decimal:
        return COMPARE_DECIMALS[operator](left, right)
    if type(left) in NUMBERS and type(right) in NUMBERS:
        return _COMPARISONS[operator](exact.compare(left, right))  # type: ignore[arg-type]
    a, b = _bounds(left), _bounds(cast("Result", right))
    if a is not None and b is not None:
        verdicts = {_COMPARISONS[operator](exact.compare(x, y)) for x in a for y in b}
        # The corners decide an inequality; equality inside the bounds stays open.
        inner = operator in ("=", "<>") and _overlap(a, b) and (a[0] != a[1] or b[0] != b[1])
        if len(verdicts) == 1 and not inner:
            return verdicts.pop()
        return combine(left, cast("Result", right))
    if left is None or right is None or isinstance(left, Unknown) or isinstance(right, Unknown):
        return combine(left, cast("Result", right))
    return _COMPARISONS[operator](_order(left, right))


def _overlap(a: tuple[Exact, Exact], b: tuple[Exact, Exact]) -> bool:
    return exact.compare(a[0], b[1]) <= 0 and exact.compare(b[0], a[1]) <= 0


def _order(left: object, right: object) -> int:
    if type(left) is not type(right):
        return 1
    return bool(left > right) - bool(left < right)  # type: ignore[operator]


OPERATIONS: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": exact.add, "-": exact.sub, "*": exact.mul, "/": exact.div,
}  # fmt: skip
NUMBERS = (Decimal, Fraction)
"""The types of exact numbers."""
COMPARE_DECIMALS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": eq, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
_PLAIN: dict[str, Callable[[Decimal, Decimal], Result]] = {
    "+": exact.add, "-": exact.sub, "*": exact.mul, **COMPARE_DECIMALS,
}  # fmt: skip
"""What cannot go wrong between two decimals; most of what formulas compute."""
_COMPARISONS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


# -- the rest of the tree ---------------------------------------------------------------------


def _between(node: tree.Between, env: Env) -> Result:
    value = evaluate(node.operand, env)
    above = compare(">=", value, evaluate(node.low, env))
    below = compare("<=", value, evaluate(node.high, env))
    if above is False or below is False:
        return node.negated
    if above is True and below is True:
        return not node.negated
    return combine(above, below)


def _in(node: tree.In, env: Env) -> Result:
    value = evaluate(node.operand, env)
    option = node.options[0]
    words = env.listed(option) if len(node.options) == 1 and isinstance(option, tree.Name) else None
    if words is not None and isinstance(value, str):
        return (value in words) is not node.negated
    matches = [compare("=", value, evaluate(option, env)) for option in node.options]
    if any(match is True for match in matches):
        return not node.negated
    if all(match is False for match in matches):
        return node.negated
    return combine(*matches)


def _is_null(node: tree.IsNull, env: Env) -> Result:
    value = evaluate(node.operand, env)
    if isinstance(value, Unknown):
        return value
    return (value is None) is not node.negated


def _case(node: tree.Case, env: Env) -> Result:
    for condition, branch in node.branches:
        holds = evaluate(condition, env)
        if holds is True:
            return evaluate(branch, env)
        if holds is not False:
            return combine(holds)
    if node.otherwise is None:
        return Unknown(State.UNDETERMINED, "no case applies")
    return evaluate(node.otherwise, env)


# -- scalar functions -------------------------------------------------------------------------

Arguments = Sequence[tree.Node]


def _numeric(function: Callable[..., Exact]) -> Callable[[Arguments, Env], Result]:
    """Make a function of known numbers one of formulas: unknown where an argument is."""

    def call(arguments: Arguments, env: Env) -> Result:
        values = [evaluate(argument, env) for argument in arguments]
        if not all(map(is_number, values)):
            return combine(*values)
        try:
            return function(*values)
        except ZeroDivisionError:
            return Unknown(State.UNDETERMINED, "division by zero")
        except ValueError as reason:  # of sqrt and power
            return Unknown(State.UNDETERMINED, str(reason))

    return call


def _round(value: Exact, places: Exact = Decimal(0)) -> Exact:
    return exact.round_to(value, Decimal(1).scaleb(-int(places)), "half up")


def _power(value: Exact, count: Exact) -> Exact:
    whole = exact.floor(count)
    if exact.compare(whole, count) or abs(whole) > MOST_POWER:
        raise ValueError(f"a power must be a whole number from -{MOST_POWER} to {MOST_POWER}")
    return exact.power(value, int(whole))


def _least(*values: Exact) -> Exact:
    return exact.least(values)


def _greatest(*values: Exact) -> Exact:
    return exact.greatest(values)


def _date_part(part: str) -> Callable[[Arguments, Env], Result]:
    def call(arguments: Arguments, env: Env) -> Result:
        value = evaluate(arguments[0], env)
        if isinstance(value, str):  # a period column holds names; a period belongs where its last day lies
            value = env.terms.calendar.period(value).last
        return Decimal(getattr(value, part)) if isinstance(value, date) else combine(value)

    return call


def _coalesce(arguments: Arguments, env: Env) -> Result:
    """Return the first that is not an empty column; what is undetermined stays unknown."""
    for argument in arguments:
        value = evaluate(argument, env)
        if value is not None:
            return value
    return None


def _reported(arguments: Arguments, env: Env) -> Result:
    value = evaluate(arguments[0], env)
    if isinstance(value, Unknown) and value.state is State.UNDETERMINED:
        return value
    return not (isinstance(value, Unknown) and value.state in (State.MISSING, State.NOT_DUE))


_SCALARS: dict[str, Callable[[Arguments, Env], Result]] = {
    "abs": _numeric(exact.magnitude),
    "floor": _numeric(exact.floor),
    "ceil": _numeric(exact.ceil),
    "round": _numeric(_round),
    "least": _numeric(_least),
    "greatest": _numeric(_greatest),
    "mod": _numeric(exact.mod),
    "sqrt": _numeric(exact.sqrt),
    "power": _numeric(_power),
    "month": _date_part("month"),
    "year": _date_part("year"),
    "coalesce": _coalesce,
    "reported": _reported,
}

_EVALUATORS: dict[type[tree.Node], Callable[..., Result]] = {
    tree.Number: _number,
    tree.Money: _money,
    tree.Text: _constant,
    tree.Truth: _constant,
    tree.Day: _constant,
    tree.Span: _span,
    tree.Name: _name,
    tree.Call: _call,
    tree.Unary: _unary,
    tree.Binary: _binary,
    tree.Between: _between,
    tree.In: _in,
    tree.IsNull: _is_null,
    tree.Case: _case,
}
