"""A tree written back as text: one canonical spelling, the same for every way of writing the same formula."""

from __future__ import annotations

from decimal import Decimal

from comity.agreement.formula import tree

_ALTERNATIVE, _BOTH, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _VALUE = range(1, 9)
_POWERS = {"or": _ALTERNATIVE, "and": _BOTH, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT}


def unparse(node: tree.Node) -> str:
    """Return the canonical text of a tree; parsed again it gives the same tree, but for its offsets."""
    return _write(node)[0]


def _write(node: tree.Node) -> tuple[str, int]:
    """Return the text of a node and how tightly it holds together."""
    match node:
        case tree.Binary():
            return _binary(node)
        case tree.Unary(operator="not"):
            return f"not {_within(node.operand, _NOT)}", _NOT
        case tree.Unary():
            return f"-{_within(node.operand, _VALUE)}", _SIGN
        case tree.Between():
            word = "not between" if node.negated else "between"
            low, high = _within(node.low, _SUM), _within(node.high, _SUM)
            return f"{_within(node.operand, _SUM)} {word} {low} and {high}", _COMPARISON
        case tree.In():
            word = "not in" if node.negated else "in"
            return f"{_within(node.operand, _SUM)} {word} {_options(node.options)}", _COMPARISON
        case tree.IsNull():
            return f"{_within(node.operand, _SUM)} is {'not ' if node.negated else ''}null", _COMPARISON
        case tree.Case():
            return _case(node), _VALUE
        case tree.Call():
            return _call(node), _VALUE
        case _:
            return _leaf(node), _VALUE


def _within(node: tree.Node, power: int) -> str:
    """Return the text of a part, in brackets where it holds less tightly than `power`."""
    text, own = _write(node)
    return text if own >= power else f"({text})"


def _binary(node: tree.Binary) -> tuple[str, int]:
    power = _POWERS.get(node.operator, _COMPARISON)
    # The left part of a sum may be a sum, the left part of a comparison no comparison.
    left = _within(node.left, power + (power == _COMPARISON))
    return f"{left} {node.operator} {_within(node.right, power + 1)}", power


def _options(options: tuple[tree.Node, ...]) -> str:
    if len(options) == 1 and isinstance(options[0], tree.Name):
        return str(options[0])
    return f"({', '.join(map(unparse, options))})"


def _case(node: tree.Case) -> str:
    branches = [f"when {unparse(condition)} then {unparse(value)}" for condition, value in node.branches]
    otherwise = [] if node.otherwise is None else [f"else {unparse(node.otherwise)}"]
    return " ".join(["case", *branches, *otherwise, "end"])


def _call(node: tree.Call) -> str:
    inside = ", ".join(map(unparse, node.arguments))
    where = "" if node.where is None else f" filter (where {unparse(node.where)})"
    return f"{node.function}({'distinct ' if node.distinct else ''}{inside}){where}"


def _leaf(node: tree.Node) -> str:
    match node:
        case tree.Number(percent=True):
            sign, digits, exponent = node.value.as_tuple()
            return f"{_plain(Decimal((sign, digits, int(exponent) + 2)))}%"
        case tree.Number():
            return _plain(node.value)
        case tree.Money():
            return f"{node.currency} {_plain(node.amount)}"
        case tree.Text():
            return "'" + node.value.replace("'", "''") + "'"
        case tree.Truth():
            return "true" if node.value else "false"
        case tree.Day():
            return node.value.isoformat()
        case _:
            return str(node.value) if isinstance(node, tree.Span) else str(node)


def _plain(value: Decimal) -> str:
    """Return the digits of a number without an exponent and without zeros at its end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
