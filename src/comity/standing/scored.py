"""Scores of the scorecard as clauses read them: of one dimension, for one period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.kernel.figure import Figure, State, Unknown
from comity.kernel.period import Period
from comity.scorecards.score import score


@dataclass(frozen=True, slots=True)
class ScoredByPeriod:
    """Scores a dimension from the figures of a period, as known on a day. Undetermined where one is missing."""

    agreement: Agreement
    known: Known

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension for a period, 0 to 120."""
        terms = self.agreement.as_of(period.first)
        if dimension not in terms.scorecard:
            return Unknown(State.UNDETERMINED, f"there is no dimension {dimension}")
        alone = replace(terms.scorecard[dimension], weight=Decimal(1), gate=False)
        found = score(replace(terms, scorecard={dimension: alone}), _Figures(self, period, now), as_of=now)
        if found is not None and found.score is not None:
            return found.score
        return Unknown(State.UNDETERMINED, f"the score {dimension} rests on figures of {period} that are not known")


@dataclass(frozen=True, slots=True)
class _Figures:
    by: ScoredByPeriod
    period: Period
    now: date

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the one figure of a metric that belongs to the period."""
        terms = self.by.agreement.as_of(self.period.first)
        definition = terms.metrics.get(metric)
        if definition is None:
            return ()
        same = definition.every is self.period.grain
        period = self.period if same else terms.calendar.containing(definition.every, self.period.last)
        cell = self.by.known.cell(metric, (), period.name)
        known = [figure for day, figure in cell if day <= self.now]
        return known[-1:]
