"""The text of a formula while it is read: its tokens, its place, and the problems found in it."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import date
from decimal import Decimal

from comity.kernel.deadline import Duration
from comity.kernel.problem import Place, Problem
from comity.kernel.values import dataclass


def shortened(text: object) -> str:
    """Return a text as it is shown to people: its beginning, where it is long."""
    said = str(text)
    return said if len(said) <= 40 else f"{said[:37]}..."


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its `kind` (number, money, text, day, span, name, word, sign, end), its text and its place.

    `value` is the Decimal, date, Duration or text it stands for; `currency` belongs to money, `percent` to numbers.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Decimal | date | Duration | str = ""
    currency: str = ""
    percent: bool = False

    def __str__(self) -> str:
        return "the end" if self.kind == "end" else self.text


def at(place: Place, offset: int) -> Place:
    """Return the place of a formula's character, counted from its first.

    Exact for a formula on one line; in one folded over several lines, its beginning where the line is left.
    """
    if place.column is None:
        return place
    column = place.column + offset
    if place.excerpt and column > len(place.excerpt) + 1:
        return place
    return replace(place, column=column)


@dataclass(slots=True)
class Source:
    """The text of a formula, where it stands, and the problems found in it."""

    text: str
    place: Place
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, offset: int, why: str, hint: str = "") -> Problem:
        """Make a problem at a character of the text, and keep it."""
        made = Problem(code=code, place=at(self.place, offset), why=why, hint=hint)
        self.problems.append(made)
        return made
