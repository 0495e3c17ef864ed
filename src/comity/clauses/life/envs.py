"""The environments of what follows from a verdict: consequences of a case, and conditions that steps await."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.history import History
from comity.agreement.model import Terms
from comity.clauses.court import Court
from comity.clauses.env import ClauseEnv
from comity.clauses.known import NOTHING_YET
from comity.clauses.life.cases import Case
from comity.clauses.model import Verdict
from comity.kernel.figure import Scope, State, Unknown, Value
from comity.kernel.period import Period

OF_THE_CASE = frozenset({"threshold", "shortfall", "points_short", "paid", "pay"})
"""Names that stay those of the case while a step awaits later periods."""


class CaseEnv(ClauseEnv):
    """The clause's environment for the period of a case, with the values that its acts carried: see case_env."""

    __slots__ = ("case", "values")

    case: Case
    values: Mapping[str, Value]

    def resolve(self, name: tree.Name) -> Result:
        """Return a value that an act carried, a payment of this case, or what the clause binds."""
        if len(name.parts) == 1:
            word = name.parts[0]
            if word in self.values:
                return self.values[word]
            if word in ("pay", "paid") and self.period == self.case.period:
                return self.court.paying.of_case(self.case, word)
        return super().resolve(name)

    def let(self, word: str) -> Result:
        """Return the value of a name under `let`, from what was judged ahead of time where nothing was carried."""
        ahead = self.track.ahead
        if ahead is None or self.index < 0 or self.since is not None or self.values:
            return super().let(word)
        if not ahead.is_known(self.index, self.as_of):
            return super().let(word)
        self.seen.add(State.FINAL, ahead.days[self.index])
        return ahead.columns.of(self.clause.let[word].node)[self.index]

    def excuse(self, verdict: Verdict) -> Unknown | None:
        """Return why a period has no value; what follows in a case is computed from what was measured for it."""
        return None if self.index == self.case.index else super().excuse(verdict)

    def _copy(self, period: Period, index: int) -> Self:
        other = super()._copy(period, index)
        other.values, other.case = self.values, self.case
        return other

    def _remembers(self, node: tree.Node) -> bool:
        named = self.text.names(node)
        return named.isdisjoint(self.values) and named.isdisjoint(("pay", "paid")) and super()._remembers(node)


class AwaitEnv(CaseEnv):
    """A later period, looked at by a step of a case: its history begins after the day that opened the step."""

    __slots__ = ("home",)

    home: CaseEnv | None

    def resolve(self, name: tree.Name) -> Result:
        """Return what stays with the case from there, everything else from the period looked at."""
        if len(name.parts) == 1 and name.parts[0] in OF_THE_CASE:
            if self.home is None:
                self.home = _env_of(self.case, self.values)
            return self.home.resolve(name)
        return super().resolve(name)

    def _copy(self, period: Period, index: int) -> Self:
        other = super()._copy(period, index)
        other.home = self.home
        return other

    def history(self, node: tree.Node) -> History | None:
        """Count the few periods since the step opened one by one."""
        return None

    def elsewhere(self, node: tree.Node, period: Period) -> Result:
        """Evaluate in another period; what a step awaits is looked at too seldom to be remembered."""
        return evaluate(node, self.at(period))


def case_env(case: Case, values: Mapping[str, Value] | None = None) -> CaseEnv:
    """Return the environment of a case's consequences; `values` are those of the acts that led to them."""
    return _env_of(case, {**case.values, **values} if values else case.values)


def _env_of(case: Case, values: Mapping[str, Value]) -> CaseEnv:
    env = CaseEnv(case.track, case.period, case.index)
    env.case, env.values = case, values
    return env


def await_env(case: Case, period: Period, since: date, values: Mapping[str, Value]) -> AwaitEnv:
    """Return the environment of a condition awaited, in one later period."""
    env = AwaitEnv(case.track, period, case.track.index.get(period.name, -1), since=since)
    env.case, env.values, env.home = case, {**case.values, **values}, None
    return env


class LooseEnv(Env):
    """Metrics and settings for any period and member: for the limits of caps."""

    __slots__ = ("court",)

    def __init__(self, court: Court, terms: Terms, period: Period, scope: Scope) -> None:
        super().__init__(terms, period, scope, court.seen, terms.starts)
        self.court = court

    def at(self, period: Period) -> Self:
        """Return the environment of another period."""
        return type(self)(self.court, self.court.agreement.as_of(period.first), period, self.scope)

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Return the figure of a metric for the period of its own kind in which this one ends."""
        metric = self.terms.metrics.get(name.parts[0]) if len(name.parts) == 1 else None
        if metric is None:
            return NOT_HERE
        period = self.period
        if metric.every is not period.grain:
            period = self.terms.calendar.containing(metric.every, period.last)
        scope: Scope = ()
        if metric.per:
            members = dict(self.scope)
            if any(column not in members for column in metric.per):
                return Unknown(State.UNDETERMINED, f"{metric.name} has a figure for each {', '.join(metric.per)}")
            scope = tuple((column, members[column]) for column in metric.per)
        cell = self.court.figures.cell(metric.name, scope, period.name)
        for day, figure in reversed(cell):
            if day <= self.as_of:
                self.seen.add(figure.state, figure.known, figure.reason)
                return figure.value if figure.value is not None else Unknown(figure.state, figure.reason)
        return NOTHING_YET

    def _setting(self, name: str, arguments: tuple[tree.Node, ...] = ()) -> Result:  # type: ignore[override]
        return self.court.setting(self, name, arguments)
