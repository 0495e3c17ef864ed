"""Formulas in plain English, precise enough to be computed from.

`value` says what a formula yields, `condition` what it claims. A part that holds less tightly than the words around it
stands in brackets, so that two formulas that differ are never said alike.
"""

from __future__ import annotations

from comity.agreement.formula import tree
from comity.reports.schedule.english.calls import call
from comity.reports.schedule.english.days import difference, is_day
from comity.reports.schedule.english.naming import claim_of_name, name
from comity.reports.schedule.english.said import BOTH, CLAIM, COUNTED, EITHER, OPEN, PHRASE, PRODUCT, SUM, Said, Voice
from comity.reports.schedule.english.speech import Speech
from comity.reports.schedule.english.windows import count_claim
from comity.reports.schedule.english.words import day, duration, listed, money, number, percent, quoted


def value(node: tree.Node, speech: Speech) -> str:
    """Return what a formula yields, in words; a quotient that stands alone needs no brackets."""
    if isinstance(node, tree.Binary) and node.operator == "/":
        left, right = _said(node.left, speech), _said(node.right, speech)
        if left.hold == right.hold == PHRASE:
            return f"{left.text}, divided by {right.text}"
    return _said(node, speech).text


def atom(node: tree.Node, speech: Speech) -> str:
    """Return what a formula yields, in brackets unless it is a single term."""
    return _said(node, speech).within()


def condition(node: tree.Node, speech: Speech) -> str:
    """Return what a formula claims, as a sentence without its full stop."""
    return _claimed(node, speech).text


# -- values -----------------------------------------------------------------------------------


def _said(node: tree.Node, speech: Speech) -> Said:
    match node:
        case tree.Name():
            return Said(name(node, speech))
        case tree.Call():
            return call(node, speech, VOICE)
        case tree.Unary(operator="-"):
            return Said(f"minus {atom(node.operand, speech)}", PHRASE)
        case tree.Binary(operator="+" | "-" | "*" | "/"):
            return _arithmetic(node, speech)
        case tree.Case():
            return _case(node, speech)
        case tree.Unary() | tree.Binary() | tree.Between() | tree.In() | tree.IsNull():
            return Said(f"whether {VOICE.claim(node, speech)}", OPEN)
        case _:
            return Said(_literal(node))


def _literal(node: tree.Node) -> str:
    match node:
        case tree.Number():
            return percent(node.value) if node.percent else number(node.value)
        case tree.Money():
            return money(node.amount, node.currency)
        case tree.Text():
            return quoted(node.value)
        case tree.Truth():
            return "yes" if node.value else "no"
        case tree.Day():
            return day(node.value)
        case tree.Span():
            return duration(node.value)
    raise TypeError(f"no literal: {node!r}")


_WORDS = {"+": "plus", "-": "minus", "*": "multiplied by", "/": "divided by"}


def _arithmetic(node: tree.Binary, speech: Speech) -> Said:
    """Say a sum or a product; only a chain of additions, or of multiplications, goes without brackets."""
    if is_day(node.left, speech) and node.operator in "+-":
        return difference(node, speech, VOICE)
    left, right = _said(node.left, speech), _said(node.right, speech)
    if _is_share(node):
        return Said(f"{left.text} of {right.within()}", PRODUCT)
    hold = SUM if node.operator in "+-" else PRODUCT
    chained = isinstance(node.left, tree.Binary) and node.left.operator == node.operator and node.operator in "+*"
    chained = chained and not _is_share(node.left)
    return Said(f"{left.text if chained else left.within()} {_WORDS[node.operator]} {right.within()}", hold)


def _is_share(node: tree.Node) -> bool:
    """Say whether a product is said as a share: `10% of the Invoice`."""
    percent_of = isinstance(node, tree.Binary) and node.operator == "*" and isinstance(node.left, tree.Number)
    return percent_of and node.left.percent  # type: ignore[attr-defined]


def _case(node: tree.Case, speech: Speech) -> Said:
    parts = [f"{atom(result, speech)} if {_claimed(when, speech).within(COUNTED)}" for when, result in node.branches]
    last = f"otherwise {atom(node.otherwise, speech)}" if node.otherwise is not None else "otherwise no value"
    return Said("; ".join([*parts, last]), OPEN)


# -- claims -----------------------------------------------------------------------------------


def _claimed(node: tree.Node, speech: Speech) -> Said:
    match node:
        case tree.Name():
            return Said(claim_of_name(node, speech), CLAIM)
        case tree.Truth():
            return Said("in every case" if node.value else "in no case", CLAIM)
        case tree.Binary(operator="and" | "or"):
            return _together(node, speech)
        case tree.Unary(operator="not"):
            return _denied(node.operand, speech)
        case tree.Binary(operator="=" | "<>" | "<" | "<=" | ">" | ">="):
            counted = count_claim(node, speech, VOICE)
            return Said(counted, COUNTED) if counted else Said(_compared(node, speech), CLAIM)
        case tree.Between():
            return Said(_between(node, speech), CLAIM)
        case tree.In():
            return Said(_among(node, speech), CLAIM)
        case tree.IsNull():
            return Said(f"{atom(node.operand, speech)} is {'not ' if node.negated else ''}empty", CLAIM)
        case tree.Call(function="reported"):
            return Said(f"the facts needed for {atom(node.arguments[0], speech)} have been reported", CLAIM)
        case _:
            return Said(f"{atom(node, speech)} is true", CLAIM)


def _together(node: tree.Binary, speech: Speech) -> Said:
    """Say a chain of `and`, or of `or`; the other kind within it stands in brackets."""
    hold = BOTH if node.operator == "and" else EITHER
    parts = [_claimed(part, speech).within(COUNTED) for part in _chain(node, node.operator)]
    return Said(f" {node.operator} ".join(parts), hold)


def _chain(node: tree.Node, operator: str) -> list[tree.Node]:
    if isinstance(node, tree.Binary) and node.operator == operator:
        return [*_chain(node.left, operator), *_chain(node.right, operator)]
    return [node]


def _denied(node: tree.Node, speech: Speech) -> Said:
    claim = _claimed(node, speech)
    if isinstance(node, tree.Name) and claim.text.count(" is ") == 1:
        return Said(claim.text.replace(" is ", " is not ", 1), CLAIM)
    return Said(f"it is not so that {claim.within()}", CLAIM)


_NUMBERS = {
    "=": "is equal to", "<>": "is not equal to", "<": "is less than", "<=": "is at most", ">": "is more than",
    ">=": "is at least",
}  # fmt: skip
_WORDY = {**_NUMBERS, "=": "is", "<>": "is not"}
_DAYS = {
    "=": "is", "<>": "is not", "<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after",
}  # fmt: skip


def _compared(node: tree.Binary, speech: Speech) -> str:
    words = _NUMBERS
    if is_day(node.left, speech) or is_day(node.right, speech):
        words = _DAYS
    elif isinstance(node.right, tree.Text | tree.Truth) or isinstance(node.left, tree.Text | tree.Truth):
        words = _WORDY
    left, right = _said(node.left, speech), _said(node.right, speech)
    return f"{left.within(SUM)} {words[node.operator]} {right.within(SUM)}"


def _between(node: tree.Between, speech: Speech) -> str:
    low, high = atom(node.low, speech), atom(node.high, speech)
    return f"{atom(node.operand, speech)} is {'not ' if node.negated else ''}within {low} to {high}, both included"


def _among(node: tree.In, speech: Speech) -> str:
    operand = atom(node.operand, speech)
    if len(node.options) == 1 and isinstance(node.options[0], tree.Name):
        return f"{operand} is {'not ' if node.negated else ''}among {atom(node.options[0], speech)}"
    return (
        f"{operand} is {'none' if node.negated else 'one'} of {listed([atom(o, speech) for o in node.options], 'or')}"
    )


VOICE = Voice(said=_said, claimed=_claimed)
