"""Arithmetic on types: money times a number is money, a day minus a day is a number of days."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.formula import types
from comity.agreement.formula.types import Kind, Maybe, Type

SPOKEN = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
"""How operators are read aloud."""


def added(left: Type, right: Type, operator: str) -> Maybe:
    """Return the type of a sum or difference, None where there is none."""
    match left.kind, right.kind:
        case Kind.NUMBER, Kind.NUMBER:
            return replace(types.NUMBER, percent=left.percent or right.percent)
        case Kind.MONEY, Kind.MONEY:
            return types.money(left.currency or right.currency)
        case Kind.DATE, Kind.DATE:
            return types.NUMBER if operator == "-" else None
        case Kind.DATE, Kind.DURATION:
            return types.DATE
    return None


def multiplied(left: Type, right: Type, operator: str) -> Maybe:
    """Return the type of a product or quotient, None where there is none."""
    match left.kind, right.kind:
        case Kind.NUMBER, Kind.NUMBER:
            return types.NUMBER
        case Kind.MONEY, Kind.NUMBER:
            return left
        case Kind.NUMBER, Kind.MONEY:
            return right if operator == "*" else None
        case Kind.MONEY, Kind.MONEY:
            return types.NUMBER if operator == "/" else None
    return None


def mended(left: Type, right: Type) -> str:
    """Return how to mend an operation on two types that do not go together, or nothing."""
    kinds = {left.kind, right.kind}
    if kinds == {Kind.MONEY, Kind.NUMBER}:
        return f"Write the number as money, as in {left.currency or right.currency or 'USD'} 50k."
    if kinds == {Kind.MONEY}:
        return "Money is multiplied by a number; money divided by money is a number."
    if kinds == {Kind.DATE, Kind.NUMBER}:
        return "A duration has a unit: day + 30 days."
    if Kind.DURATION in kinds:
        return "A duration is added to a date, which stands before it: day + 30 days."
    if Kind.TRUTH in kinds:
        return "Count truths with times or count_if, or write case when c then 1 else 0 end."
    if Kind.TEXT in kinds:
        return "Texts are only compared."
    return ""
