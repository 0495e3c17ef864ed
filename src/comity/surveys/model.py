"""What every method speaks in: an interval, an estimate with its interval, and "cannot tell" with its reason."""

from __future__ import annotations

from dataclasses import dataclass

CONFIDENCE = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """From `low` to `high`, both included; `confidence` between 0 and 1 says how often such intervals are right."""

    low: float
    high: float
    confidence: float = CONFIDENCE

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value with the interval around it."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotTell:
    """No statement is made, for this reason. It is never the same as zero."""

    reason: str
