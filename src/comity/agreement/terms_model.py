"""The values of the agreement as frozen values: formulas, words, maps of dates, numbers and names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from comity.agreement.formula.tree import Node
from comity.kernel.problem import Place
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula: its text as written and its tree."""

    text: str
    node: Node
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A value in plain words, like `in force` or `critical`."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Unset:
    """Agreed to be filled in later. Whatever needs it is undetermined, reason "unset"."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedMap:
    """A value that changes over time: (day from which it holds, value), earliest first."""

    entries: tuple[tuple[date, Term], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable:
    """(threshold, value), lowest first: the entry with the greatest threshold not above the argument."""

    entries: tuple[tuple[Decimal, Term], ...]
    otherwise: Term | None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedMap:
    """A value for each member of a scope."""

    entries: Mapping[str, Term]
    place: Place


Term = Formula | Word | Unset | DatedMap | StepTable | KeyedMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """`step` is the unit rounded to (0.1% is Decimal("0.001")); `mode` is half up, half even, down or up."""

    step: Decimal
    mode: str
    text: str
