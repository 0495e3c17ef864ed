"""Scores of the scorecard as clauses read them: of one dimension, for one period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Agreement
from comity.clauses.known import Known
from comity.facts.surveyed import SurveyScore
from comity.kernel.figure import Figure, State, Unknown
from comity.kernel.period import Period
from comity.scorecards.score import score
from comity.standing.surveyed import scored_figures


@dataclass(frozen=True, slots=True)
class ScoredByPeriod:
    """Scores a dimension from the figures of a period, as known on a day. Undetermined where one is missing."""

    agreement: Agreement
    known: Known
    surveyed: tuple[SurveyScore, ...] = ()

    def score(self, dimension: str, period: Period, now: date) -> Result:
        """Return the score of a dimension for a period, 0 to 120."""
        terms = self.agreement.as_of(period.first)
        if dimension not in terms.scorecard:
            return Unknown(State.UNDETERMINED, f"there is no dimension {dimension}")
        alone = replace(terms.scorecard[dimension], weight=Decimal(1), gate=False)
        back: dict[str, int] = {}
        for one in alone.metrics:
            back[one.metric] = max(back.get(one.metric, 1), len(one.recent))
        found = score(replace(terms, scorecard={dimension: alone}), _Figures(self, period, now, back), as_of=now)
        if found is not None and found.score is not None:
            return found.score
        return Unknown(State.UNDETERMINED, f"the score {dimension} rests on figures of {period} that are not known")


@dataclass(frozen=True, slots=True)
class _Figures:
    by: ScoredByPeriod
    period: Period
    now: date
    back: Mapping[str, int]
    """How many periods each metric is scored over, this one counted."""

    def of(self, metric: str) -> Sequence[Figure]:
        """Return the figure of a metric that belongs to the period, after those before it that are scored with it.

        Of a survey these are the waves that were closed by the period's end.
        """
        terms = self.by.agreement.as_of(self.period.first)
        definition = terms.metrics.get(metric)
        if definition is None and metric.startswith("survey("):
            closed = scored_figures(terms, self.by.surveyed, min(self.period.last, self.now))
            return closed.get(metric, ())[-self.back.get(metric, 1) :]
        if definition is None:
            return ()
        same = definition.every is self.period.grain
        period = self.period if same else terms.calendar.containing(definition.every, self.period.last)
        found = self._known(metric, period)
        if found is None:
            return ()
        figures = [found]
        starts = self.by.agreement.versions[0][1].starts
        while len(figures) < self.back.get(metric, 1) and period.first > starts:
            period = terms.calendar.shift(period, -1)
            # A period that was to be measured and is not known has its weight all the same.
            figures.append(self._known(metric, period) or _unknown(metric, period))
        return figures[::-1]

    def _known(self, metric: str, period: Period) -> Figure | None:
        cell = self.by.known.cell(metric, (), period.name)
        return next((figure for day, figure in reversed(cell) if day <= self.now), None)


def _unknown(metric: str, period: Period) -> Figure:
    reason = f"{metric} is not known for {period}"
    return Figure(metric=metric, period=period, scope=(), value=None, unit="", state=State.MISSING, reason=reason)
