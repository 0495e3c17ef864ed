"""What came of running a worked example."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.agreement.model import Example
from comity.clauses.life.model import Life
from comity.kernel.problem import Place


class Result(StrEnum):
    """Whether an expectation holds."""

    HELD = "held"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing an example expects: `about` is where (`quality core 2026-01`), `word` is what (`verdict`)."""

    about: str
    word: str
    expected: str
    found: str
    result: Result
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An example with all its expectations, and the life of the clauses that they were held against."""

    example: Example
    expectations: tuple[Expectation, ...]
    life: Life

    @property
    def held(self) -> bool:
        """Tell whether no expectation failed."""
        return all(one.result is not Result.FAILED for one in self.expectations)
