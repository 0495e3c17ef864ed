"""The gap between the partners on each dimension: *aligned*, *apart*, or *cannot tell* with the reason.

The gap is shown and never averaged away. The statistics are those of `compare`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.surveys.compare import Compared, Difference, Sample, compare
from comity.surveys.model import CONFIDENCE, CannotTell


class GapVerdict(StrEnum):
    """What may be said of a gap."""

    ALIGNED = "aligned"
    APART = "apart"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The first party's mean less the second's on one dimension, the verdict and the reason for it.

    `adjusted` is the p value after Holm across all dimensions compared together.
    """

    dimension: str
    difference: Difference | CannotTell
    adjusted: float
    verdict: GapVerdict
    reason: str


def gaps(
    dimensions: Mapping[str, tuple[Sample, Sample]],
    *,
    margin: float,
    steps: Mapping[str, float] | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[Gap, ...]:
    """Judge the gap on every dimension; parameters as in `compare.compare`."""
    compared = compare(dimensions, margin=margin, steps=steps, confidence=confidence)
    return tuple(_judged(row, margin, confidence) for row in compared)


def _judged(row: Compared, margin: float, confidence: float) -> Gap:
    verdict, reason = _verdict(row, margin, confidence)
    return Gap(
        dimension=row.dimension, difference=row.difference, adjusted=row.adjusted, verdict=verdict, reason=reason
    )


def _verdict(row: Compared, margin: float, confidence: float) -> tuple[GapVerdict, str]:
    found = row.difference
    if isinstance(found, CannotTell):
        return GapVerdict.CANNOT_TELL, found.reason
    if row.close:
        more = ", though there is one" if row.apart else ""
        return GapVerdict.ALIGNED, f"the whole interval is closer than the {margin:g} that would matter{more}"
    if row.apart:
        return GapVerdict.APART, "a gap of this size would seldom arise by chance, the other dimensions considered"
    if row.p <= 1 - confidence:
        return GapVerdict.CANNOT_TELL, "alone this gap would stand out, among all dimensions one such arises by chance"
    return (
        GapVerdict.CANNOT_TELL,
        f"the interval holds both no gap and one of {margin:g} or more: more answers are needed",
    )
