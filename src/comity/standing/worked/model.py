"""What came of running a worked example."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.agreement.model import Example
from comity.kernel.problem import Place


class Result(StrEnum):
    """Whether an expectation holds. Some rest on acts, rights and payments, which are not followed yet."""

    HELD = "held"
    FAILED = "failed"
    NOT_FOLLOWED = "not followed"


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
    """An example with all its expectations."""

    example: Example
    expectations: tuple[Expectation, ...]

    @property
    def held(self) -> bool:
        """Tell whether no expectation failed."""
        return all(one.result is not Result.FAILED for one in self.expectations)
