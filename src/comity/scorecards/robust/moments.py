"""The scorecard on the last days of earlier quarters, by the terms of today, so that quarters compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.agreement.model import Terms
from comity.kernel.figure import Figure
from comity.kernel.period import Grain
from comity.scorecards.robust.sensitivity import Moment
from comity.scorecards.score import Figures, score

QUARTERS = 8
"""How many ends of quarters are looked back on."""


@dataclass(frozen=True, slots=True)
class _Until:
    """The figures of periods that were over on a day."""

    figures: Figures
    day: date

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the figures of a metric whose period had ended."""
        return [figure for figure in self.figures.of(metric) if figure.period.last <= self.day]


def moments(terms: Terms, figures: Figures, *, as_of: date) -> list[Moment]:
    """Return the scorecard on the last day of each of the latest quarters that are over; oldest first.

    Anchors and weights are those of `terms`; figures are as known today. Quarters before the first figure are
    left out.
    """
    ends = [
        quarter
        for quarter in terms.calendar.between(Grain.QUARTER, terms.starts, as_of)
        if quarter.last <= as_of
    ][-QUARTERS:]  # fmt: skip
    found: list[Moment] = []
    for quarter in ends:
        scored = score(terms, _Until(figures, quarter.last), as_of=quarter.last)
        if scored is not None and any(one.coverage for one in scored.dimensions):
            found.append(Moment(name=quarter.name, on=quarter.last, score=scored))
    return found
