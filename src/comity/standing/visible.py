"""The one gate for reading: a standing as one reader may see it. Every view, export and page takes what passes here.

What may not be seen is taken out of the standing, so that no view can show it by mistake: figures, verdicts, cases,
accounts, lines of the docket and decisions about them, and the sentences that could quote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from comity.clauses.life.model import Life, Where
from comity.clauses.model import Verdict
from comity.clauses.settings import Timeline
from comity.kernel.figure import Figure
from comity.kernel.period import Period
from comity.standing.concerns import KIND as CONCERN
from comity.standing.model import Decision, Due, Standing
from comity.standing.proposals import KIND as PROPOSAL
from comity.standing.sight import EVERYONE, NOTHING, WHOLE, Reader, Sight, Sights, sights
from comity.standing.surveyed import SurveyStanding

T = TypeVar("T")
MONEY = ("settlement", "receipt")
"""Kinds of lines that say what an account came to."""


class _Measured(Protocol):
    @property
    def period(self) -> Period: ...


M = TypeVar("M", bound=_Measured)


def visible(standing: Standing, reader: Reader) -> Standing:
    """Return what a reader may see of a standing; the same standing where that is all of it."""
    return _passed(standing, reader, sights(standing.agreement, reader, standing.as_of), standing.as_of)


def tried(standing: Standing, reader: Reader, on: date) -> Standing:
    """Return what a reader may see, on a day, of a standing with facts that they only try out.

    That is what rests on nothing closed to them. A verdict that the agreement opens, though it rests on a closed
    number too, gives that number away to whoever may try their own facts until it changes.
    """
    found = sights(standing.agreement, reader, on)
    sure = {name: WHOLE if name in found.grounded else NOTHING for name in found.of}
    return _passed(standing, reader, Sights(sure, found.grounded), on)


def _passed(standing: Standing, reader: Reader, found: Sights, on: date) -> Standing:
    return standing if found.whole else _Gate(standing, reader, found, on).passed()


@dataclass(frozen=True, slots=True)
class _Gate:
    """Takes from a standing what a reader's sights do not show."""

    standing: Standing
    reader: Reader
    sights: Sights
    on: date

    def passed(self) -> Standing:
        one = self.standing
        scored = {*one.terms.scorecard, *(m.metric for d in one.terms.scorecard.values() for m in d.metrics)}
        return replace(
            one,
            figures=self._measured({name: tuple(map(self._figure, of)) for name, of in one.figures.items()}),
            targets=self._measured(one.targets),
            verdicts=self._measured({name: tuple(map(self._verdict, of)) for name, of in one.verdicts.items()}),
            # They are rows of a table, word for word, even where the metric made of them is opened by itself.
            judgements=self._measured({m: of for m, of in one.judgements.items() if m in self.sights.grounded}),
            comparisons=tuple(c for c in one.comparisons if self._shows(c.table, c.period)),
            # With the weights, which are agreed, the total and all parts but one give away that one.
            score=one.score if all(self._whole(name) for name in scored) else None,
            sensitivity=None,
            decisions=tuple(decision for decision in one.decisions if self._decides(decision)),
            docket=tuple(line for line in one.docket if self._line(line)),
            life=self._life(one.life),
            problems=(),  # they quote the rows of files
            surveys={name: self._survey(of) for name, of in one.surveys.items() if not self._sight(name).nothing},
            surveyed=tuple(score for score in one.surveyed if self._whole(score.survey)),
            reader=tuple(sorted(self.reader.names)) or (EVERYONE,),
            restated=self._measured(one.restated),
            withheld=tuple(sorted(name for name, sight in self.sights.of.items() if not sight.whole)),
        )

    # -- by name and period ---------------------------------------------------------------

    def _sight(self, name: str) -> Sight:
        """Return the sight of something; what the agreement does not name is not shown."""
        return self.sights.of.get(name, NOTHING)

    def _whole(self, name: str) -> bool:
        name = name.removeprefix("survey(").partition(".")[0].strip(" )") if name.startswith("survey(") else name
        return self._sight(name).whole

    def _shows(self, name: str, period: Period) -> bool:
        return self._sight(name).shows(period, self.standing.terms.calendar, self.on)

    def _measured(self, of: Mapping[str, tuple[M, ...]]) -> Mapping[str, tuple[M, ...]]:
        shown = {name: tuple(one for one in found if self._shows(name, one.period)) for name, found in of.items()}
        return {name: found for name, found in shown.items() if found or self._sight(name).whole}

    def _figure(self, figure: Figure) -> Figure:
        return figure if figure.metric in self.sights.grounded else replace(figure, reason="", derivation=None)

    def _verdict(self, verdict: Verdict) -> Verdict:
        return verdict if verdict.clause in self.sights.grounded else replace(verdict, reason="", names={})

    # -- what is to be done ---------------------------------------------------------------

    def _decides(self, decision: Decision) -> bool:
        return self._whole(decision.subject)

    def _line(self, line: Due) -> bool:
        """Tell whether a line may be shown: all that its key and its columns name is whole, or is no name."""
        if line.kind == PROPOSAL:
            return False  # as everything that an entry of the record says: for who sees the whole
        if line.kind == CONCERN and line.key.split("/")[1] not in self.sights.of:
            return False  # free words, about nobody knows what
        if line.kind in MONEY and not self._whole(line.table):
            return False  # an account between two parties, of which no clause they may see says anything
        names = {line.table, line.clause, *line.key.split("/")}
        return all(self.sights.of[name].whole for name in names if name in self.sights.of)

    def _survey(self, survey: SurveyStanding) -> SurveyStanding:
        limits = self._sight(survey.survey.name).limits
        if limits is None:
            return survey
        least, age, calendar = limits.groups_of or 0, limits.older_than, self.standing.terms.calendar
        old = [one for one in survey.waves if age is None or calendar.add(one.closed, age) <= self.on]
        return replace(survey, waves=tuple(one for one in old if one.least >= least), open=None)

    # -- the life of clauses --------------------------------------------------------------

    def _life(self, life: Life) -> Life:
        return replace(
            life,
            verdicts=self._measured(life.verdicts),
            bare=self._by_clause(life.bare),
            cases=tuple(case for case in life.cases if self._whole(case.clause)),
            fires=self._by_clause(life.fires),
            unsure=self._by_clause(life.unsure),
            statuses=self._by_clause(life.statuses),
            ledgers={name: ledger for name, ledger in life.ledgers.items() if self._whole(name)},
            remitted={name: of for name, of in life.remitted.items() if self._whole(name)},
            settings=self._settings(life.settings),
            refused=(),
            reliefs=self._by_clause(life.reliefs),
            rows={where: row for where, row in life.rows.items() if where[0] in self.sights.grounded},
        )

    def _by_clause(self, of: Mapping[Where, T]) -> dict[Where, T]:
        return {where: one for where, one in of.items() if self._whole(where[0])}

    def _settings(self, timeline: Timeline) -> Timeline:
        shown = {name: list(of) for name, of in timeline.changes.items() if name == "agreement" or self._whole(name)}
        return Timeline(changes=shown, count=timeline.count)
