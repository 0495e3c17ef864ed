"""The change from one wave to the next on each dimension.

Tokens are not tied to answers, so nobody knows who answered twice: the waves are taken as independent samples. People
who answer twice tend to answer alike, so the interval errs, if at all, on the long side. Statistics as in `compare`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.surveys.compare import Compared, Difference, Sample, compare
from comity.surveys.model import CONFIDENCE, CannotTell


class ChangeVerdict(StrEnum):
    """What may be said of a change."""

    ROSE = "rose"
    FELL = "fell"
    STEADY = "steady"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The later wave's mean less the earlier one's, the verdict and its reason; `adjusted` is p after Holm."""

    dimension: str
    difference: Difference | CannotTell
    adjusted: float
    verdict: ChangeVerdict
    reason: str


def changes(
    dimensions: Mapping[str, tuple[Sample, Sample]],
    *,
    margin: float,
    steps: Mapping[str, float] | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[Change, ...]:
    """Judge the change on every dimension from pairs (earlier, later); parameters as in `compare.compare`."""
    turned = {name: (later, earlier) for name, (earlier, later) in dimensions.items()}
    compared = compare(turned, margin=margin, steps=steps, confidence=confidence)
    return tuple(_judged(row, margin, confidence) for row in compared)


def _judged(row: Compared, margin: float, confidence: float) -> Change:
    verdict, reason = _verdict(row, margin, confidence)
    return Change(
        dimension=row.dimension, difference=row.difference, adjusted=row.adjusted, verdict=verdict, reason=reason
    )


def _verdict(row: Compared, margin: float, confidence: float) -> tuple[ChangeVerdict, str]:
    found = row.difference
    if isinstance(found, CannotTell):
        return ChangeVerdict.CANNOT_TELL, found.reason
    if row.close:
        return ChangeVerdict.STEADY, f"the whole interval is closer than the {margin:g} that would matter"
    if row.apart:
        verdict = ChangeVerdict.ROSE if found.value > 0 else ChangeVerdict.FELL
        return verdict, "a change of this size would seldom arise by chance, the other dimensions considered"
    if row.p <= 1 - confidence:
        return ChangeVerdict.CANNOT_TELL, "alone it would stand out, among all dimensions one such arises by chance"
    return (
        ChangeVerdict.CANNOT_TELL,
        f"the interval holds both no change and one of {margin:g} or more: more answers are needed",
    )
