"""The types of formulas, and which of them go together."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from comity.kernel.values import dataclass


class Kind(StrEnum):
    """What a formula yields."""

    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"
    DURATION = "duration"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """The type of a formula.

    `currency` belongs to money; "" fits any. `percent` is a hint for display only. `zero` marks the bare number 0,
    which may stand for no money. `words` are the only values a text can have, where they are known.
    """

    kind: Kind
    currency: str = ""
    percent: bool = False
    zero: bool = False
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        match self.kind:
            case Kind.MONEY if self.currency:
                return f"money in {self.currency}"
            case Kind.NUMBER if self.percent:
                return "a percentage"
            case Kind.MONEY:
                return "money"
            case _:
                return f"a {self.kind}"


NUMBER = Type(kind=Kind.NUMBER)
PERCENT = Type(kind=Kind.NUMBER, percent=True)
ZERO = Type(kind=Kind.NUMBER, zero=True)
TEXT = Type(kind=Kind.TEXT)
TRUTH = Type(kind=Kind.TRUTH)
DATE = Type(kind=Kind.DATE)
DURATION = Type(kind=Kind.DURATION)
PERIOD = Type(kind=Kind.PERIOD)

Maybe = Type | None
"""A type, or None where it cannot be known; what is not known is never complained about."""


def money(currency: str | None) -> Type:
    """Return the type of money in a currency; without one, of money in any."""
    return Type(kind=Kind.MONEY, currency=currency or "")


def agree(left: Maybe, right: Maybe) -> bool:
    """Tell whether two values can be compared, or stand for one another."""
    if left is None or right is None:
        return True
    if {left.kind, right.kind} == {Kind.MONEY, Kind.NUMBER}:
        return left.zero or right.zero
    return left.kind is right.kind and not clashing(left, right)


def clashing(left: Type, right: Type) -> bool:
    """Tell whether two amounts are in different currencies."""
    return bool(left.currency and right.currency and left.currency != right.currency)


def joined(left: Maybe, right: Maybe) -> Maybe:
    """Return the type of a value that is one of two that agree."""
    if left is None or right is None:
        return left or right
    if left.kind is not right.kind:
        return right if left.zero else left
    currency = left.currency or right.currency
    words = left.words + right.words if left.words and right.words else ()
    return replace(left, currency=currency, percent=left.percent or right.percent, zero=left.zero and right.zero,
                   words=words)  # fmt: skip
