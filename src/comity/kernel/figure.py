"""Figures and unknowns: a number never travels without its state."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from comity.kernel.exact import Exact as Exact  # noqa: PLC0414 - everybody speaks of figures and their numbers
from comity.kernel.period import Period
from comity.kernel.values import dataclass

Scope = tuple[tuple[str, str], ...]
"""The member measured: (column, member) pairs in the order of `per`; empty without `per`."""


class State(StrEnum):
    """The state of a figure. The first three come with a value, the others without one."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    DISPUTED = "disputed"
    MISSING = "missing"
    NOT_DUE = "not_due"
    EXCUSED = "excused"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known: why, and its bounds where they are known.

    `low` and `high` (both inclusive) bound a count or a number, so that a comparison that comes out
    the same for every possible value can still be decided.
    """

    state: State
    reason: str
    low: Exact | None = None
    high: Exact | None = None


Value = Decimal | Fraction | str | bool | date | Unknown
"""What a formula can yield. Money is a number; its currency is the type of the formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """Digests (SHA-256, hexadecimal) of what a figure came from."""

    definition: str
    terms: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A metric measured for one period and one member of its scope.

    `value` is rounded as the metric declares; `unit` is a currency code, `percent`, another word, or "".
    `known` is the day the last fact it rests on was known. `reason` says why there is no value, or why
    the value is disputed or provisional.
    """

    metric: str
    period: Period
    scope: Scope
    value: Exact | None
    unit: str
    state: State
    reason: str = ""
    known: date | None = None
    derivation: Derivation | None = None

    @property
    def member(self) -> str:
        """The scope in words: `EWR`, `EWR, B6`, or "" where there is none."""
        return ", ".join(name for _, name in self.scope)
