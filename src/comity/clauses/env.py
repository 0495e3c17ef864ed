"""The names a clause binds, for one period and one member of its scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env, Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.formula.history import History
from comity.agreement.inline import inline_name, scored_surveys
from comity.agreement.model import Metric
from comity.clauses.finality import final_day
from comity.clauses.known import NOTHING_YET
from comity.clauses.model import VERDICT_NAMES, Outcome, Verdict, truth_of, unknown_of
from comity.clauses.relief import ReliefClaim, days_running
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown, Value
from comity.kernel.period import Period

if TYPE_CHECKING:
    from comity.clauses.track import Track

__all__ = ["VERDICT_NAMES", "ClauseEnv", "RelievedEnv"]

MEASURED = frozenset({"value", "shortfall", "points_short"})
"""Names that an excused period has no value for: in every history it is left out. `raw` stays what was measured."""


class ClauseEnv(Env):
    """The names a clause binds, for one period and one member of its scope.

    `index` is that of the period among the clause's own, -1 for any other period. `floor` is the first of them that
    belongs to the history (0: all do), `since` the day after which other periods must begin to belong to it.
    """

    __slots__ = (
        "by_days", "clause", "court", "figures", "floor", "index", "measured", "moved", "plan", "since", "text",
        "track",
    )  # fmt: skip

    def __init__(
        self,
        track: Track,
        period: Period,
        index: int,
        seen: Seen | None = None,
        floor: int = 0,
        since: date | None = None,
    ) -> None:
        court = track.court
        text = track.spans[index].text if index >= 0 else court.span_of(track, period).text
        # Named instead of super(): environments are made by the hundred thousand.
        Env.__init__(self, text.terms, period, track.scope, court.seen, text.starts, seen)
        self.court = court
        self.figures = court.figures
        self.track = track
        self.text = text
        self.clause = text.clause
        self.plan = text.plan
        self.index = index
        self.floor = floor
        self.since = since
        self.by_days = False
        self.measured: Verdict | None = None
        self.moved = True

    def at(self, period: Period) -> Self:
        """Return the same clause and member in another period."""
        return self._copy(period, self.track.index.get(period.name, -1))

    def _copy(self, period: Period, index: int) -> Self:
        other = type(self)(self.track, period, index, self.seen, self.floor, self.since)
        other.figures = self.figures
        return other

    def relieved(self, claim: ReliefClaim) -> ClauseEnv:
        """Return the environment in which a test is taken again: with the values of a claim, without its rows."""
        other = RelievedEnv(self.track, self.period, self.index, self.seen)
        other.figures = self.court.without(claim) if claim.relief.effect == "exclude" else self.figures
        other.values = claim.values
        return other

    def unextended(self) -> ClauseEnv:
        """Return the environment in which no relief moves the days of a row."""
        other = ClauseEnv(self.track, self.period, self.index, self.seen)
        other.moved = False
        return other

    # -- periods ------------------------------------------------------------------------------

    def current(self, node: tree.Node) -> Period:
        """Return the period in which a window ends: this one, unless the formula mentions finer metrics."""
        # A row bears the name of its day: where a window runs over days, no row is meant by it.
        own = self._is_own(node)
        self.by_days = bool(self.clause.table) and not own
        return self.period if own else super().current(node)

    def before(self, period: Period) -> Period | None:
        """Return the period before one: among the clause's own the one before it."""
        index = self._index_of(period)
        if index < 0:
            return super().before(period)
        index -= 1
        if self.track.complete_on > self.as_of:
            while index >= self.floor and not self.track.exists(index):
                index -= 1  # a row that is not in the record yet
        return self.track.spans[index].period if index >= self.floor else None

    def exists(self, period: Period) -> bool:
        """Tell whether a period belongs to the history."""
        index = self._index_of(period)
        if index >= 0:
            return index >= self.floor and (self.since is None or period.first > self.since)
        return period.last >= self.history_start and (self.since is None or period.first > self.since)

    def elsewhere(self, node: tree.Node, period: Period) -> Result:
        """Return the value of a formula in another period, remembered where it is one of the clause's own."""
        index = self.track.index.get(period.name, -1)
        if index < 0 or not self._remembers(node):
            return evaluate(node, self.at(period))
        value, seen = self.track.series(node).at(index)
        self.seen.merge(seen)
        return value

    def history(self, node: tree.Node) -> History | None:
        """Return the history of a condition over the clause's own periods."""
        if self.index < 0 or self.track.complete_on > self.as_of or not self._remembers(node):
            return None
        return self.track.history(node, self)

    def _index_of(self, period: Period) -> int:
        """Return the index of a period among the clause's own, -1 for any other."""
        if self.by_days and period is not self.period:
            return -1
        return self.track.index.get(period.name, -1)

    def _is_own(self, node: tree.Node) -> bool:
        return self.index >= 0 and self.text.is_own(node)

    def _remembers(self, node: tree.Node) -> bool:
        """Tell whether the values of a formula may be kept: of the clause's own periods, the same from everywhere."""
        if self.figures is not self.court.figures or not self._is_own(node):
            return False
        return (self.floor == 0 and self.since is None) or self.text.is_local(node)

    # -- names --------------------------------------------------------------------------------

    def resolve(self, name: tree.Name) -> Result:
        """Return what a name means: what the clause binds first, then what the terms hold."""
        if len(name.parts) == 1:
            how = self.plan.get(name.parts[0])
            if how is not None:
                return how(self, name.parts[0])
        return super().resolve(name)

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Resolve names of two parts: columns of the row, payments of a rule, accounts."""
        if len(name.parts) != 2:
            return NOT_HERE
        first, second = name.parts
        if first == self.clause.table:
            return self.column(second)
        if first in self.clause.rules:
            return self.court.paid(self, first, second)
        if first in self.terms.accounts:
            return self.court.account(self, first, second)
        if first == self.clause.name:
            return self.resolve(replace(name, parts=(second,)))
        return NOT_HERE

    def other_call(self, call: tree.Call) -> Result | Elsewhere:
        """Resolve aggregates over other clauses, over steps and figures, scores and the days of an event."""
        if call.function == "days_running":
            claims = self.track.claims.get(self.index, [])
            return days_running(claims, str(call.arguments[0]), self.period.last)
        if call.function == "score":
            self._note_scored(str(call.arguments[0]))
            return self.court.figures.score(str(call.arguments[0]), self.period, self.as_of)
        if call.function == "survey":
            return self._survey(call)
        if call.function in AGGREGATES and call.arguments:
            return self.court.aggregate(call, self)
        return NOT_HERE

    def _survey(self, call: tree.Call) -> Result:
        """Return what a survey measured: a metric of the clause's period (agreement.inline)."""
        own = self.terms.metrics.get(inline_name(call, self.clause))
        if own is not None and own.every is self.period.grain:
            return self.figure(own)
        return Unknown(State.UNDETERMINED, "a survey is read for a period: name a metric that is this survey")

    def _note_scored(self, dimension: str) -> None:
        """Note the figures that a score rests on: since when they are known, and whether they are in dispute."""
        scored = self.terms.scorecard.get(dimension)
        names = [one.metric for one in scored.metrics] if scored is not None else []
        names += scored_surveys(dimension, self.clause, self.terms)
        for metric in (self.terms.metrics.get(name) for name in names):
            if metric is not None and metric.every is self.period.grain and not metric.per:
                self.figure(metric)

    def listed(self, name: tree.Name) -> tuple[str, ...] | None:
        """Return the statuses of the period."""
        return tuple(self.track.statuses.get(self.index, ())) if name.parts == ("status",) else None

    def column(self, name: str) -> Result:
        """Return a column of the row that is this period."""
        if self.index < 0:
            return NOTHING_YET
        history = self.track.spans[self.index].row
        row = self.track.row(self.index) if self.moved or history is None else history.at(self.as_of)
        if row is None:
            return NOTHING_YET
        self.seen.add(State.DISPUTED if history is not None and history.disputed else State.FINAL, self._row_known())
        return row.get(name)

    def _row_known(self) -> date | None:
        history = self.track.spans[self.index].row
        return max((day for day, _ in history.states if day <= self.as_of), default=None) if history else None

    def figure(self, metric: Metric) -> Result:
        """Return the figure of a metric for this period and member."""
        per = metric.per
        scope = self.scope if per == self.clause.per else tuple(pair for pair in self.scope if pair[0] in per)
        cell = self.figures.cell(metric.name, scope, self.period.name)
        for day, figure in reversed(cell):
            if day <= self.as_of:
                # What a final figure says beside its value, such as an interval, is no reason for doubt.
                doubt = figure.reason if figure.state is not State.FINAL else ""
                self.seen.add(figure.state, figure.known, doubt)
                return figure.value if figure.value is not None else Unknown(figure.state, figure.reason)
        if cell or self.period.last > self.as_of:
            return NOTHING_YET
        return Unknown(State.UNDETERMINED, f"{metric.name} has no figure for {self.period}")

    def let(self, word: str) -> Result:
        """Return the value of a name under `let`."""
        if word not in self.remembered:
            self.remembered[word] = evaluate(self.clause.let[word].node, self)
        return self.remembered[word]

    def of_verdict(self, word: str) -> Result:
        """Return what a name of the verdict means for this period."""
        verdict = self.measured or (self.track.verdict(self.index) if self.index >= 0 else None)
        if verdict is None:
            return Unknown(State.NOT_DUE, f"{self.clause.name} is not measured for {self.period}")
        truth = word in ("missed", "met", "excused")
        if truth and self.index in self.track.waived:
            return word == "excused" or Unknown(State.EXCUSED, "waived")
        if verdict.otherwise is not None:
            self.seen.add(State.DISPUTED, verdict.known, verdict.reason)
        else:
            self.seen.add(verdict.state, verdict.known)
        if truth:
            return truth_of(verdict, word)
        if word in MEASURED:
            excuse = self.excuse(verdict)
            if excuse is not None:
                return excuse
        if word == "points_short":
            return exact.mul(verdict.shortfall, Decimal(100)) if verdict.shortfall is not None else unknown_of(verdict)
        value: Exact | None = getattr(verdict, word)
        return value if value is not None else unknown_of(verdict)

    def excuse(self, verdict: Verdict) -> Unknown | None:
        """Return why a period has no value, though it was measured: it is excused, or was waived."""
        if verdict.outcome is Outcome.EXCUSED:
            return Unknown(State.EXCUSED, verdict.reason)
        return Unknown(State.EXCUSED, "waived") if self.index in self.track.waived else None

    def status(self, word: str) -> Result:
        """Return the status declared last for this period, "" where none was."""
        return next(reversed(self.track.statuses.get(self.index, ())), "")

    def rule(self, word: str) -> Result:
        """Tell whether a rule fired for this period."""
        if self.index in self.track.fired.get(word, ()):
            return True
        if self.period.last > self.as_of:
            return Unknown(State.NOT_DUE, f"{self.period} is not over")
        found = self.track.when(word, self.index)
        return found if isinstance(found, Unknown) else False

    # -- settings that steps change -----------------------------------------------------------

    def _setting(self, name: str, arguments: tuple[tree.Node, ...] = ()) -> Result:  # type: ignore[override]
        return self.court.setting(self, name, arguments, self._is_closed_before)

    def _is_closed_before(self, day: date) -> bool:
        """Tell whether this period was final before a day."""
        if self.index < 0 or day <= self.period.last:
            return False
        final = final_day(self.track, self.index)
        return final is not None and final < day


class RelievedEnv(ClauseEnv):
    """A clause's environment with the values that a claim of relief carries."""

    __slots__ = ("values",)

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.values: Mapping[str, Value] = {}

    @classmethod
    def of(cls, track: Track, period: Period, values: Mapping[str, Value]) -> RelievedEnv:
        """Return the environment of a period with the values of a claim that is still to be tested."""
        env = cls(track, period, track.index.get(period.name, -1))
        env.values = values
        return env

    def resolve(self, name: tree.Name) -> Result:
        """Return a value of the claim, or what the name means without it."""
        if len(name.parts) == 1 and name.parts[0] in self.values:
            return self.values[name.parts[0]]
        return super().resolve(name)

    def _copy(self, period: Period, index: int) -> Self:
        other = super()._copy(period, index)
        other.values = self.values
        return other
