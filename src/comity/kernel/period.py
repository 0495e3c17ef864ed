"""Periods: a stretch of whole days with a name that both parties write the same way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Grain(StrEnum):
    """The kinds of period the language knows, as they are written after `every`."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CONTRACT_YEAR = "contract year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period: its first and last day (both included), its grain and its name (`2026-Q1`, `2026/27`, `CY1`)."""

    first: date
    last: date
    grain: Grain
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1
