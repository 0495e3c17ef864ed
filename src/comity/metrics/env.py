"""The names a metric's formula may use: other metrics, and aggregates over the tables of facts."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Protocol, Self

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env, Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.fold import folded, passed
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.model import Metric, Terms
from comity.kernel.figure import Figure, Scope, State, Unknown
from comity.kernel.period import Period
from comity.metrics.plan import tables
from comity.metrics.store import Store
from comity.metrics.surveys import Surveys

OF_THE_RECORD = "rests on acts of the parties, which are not followed yet"


NEEDS_MEMBERS = "needs a table, or a metric with more members; what holds of all members is a metric without per"


class Source(Protocol):
    """Where a metric's environment finds terms, figures and aggregates."""

    as_of: date
    starts: date
    store: Store
    surveys: Surveys

    def terms(self, day: date) -> Terms:
        """Return the terms in force on a day."""

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return a figure; None where the metric has none for this period."""

    def scopes(self, metric: str, period: Period) -> list[Scope]:
        """Return the members measured in a period."""

    def read(self, call: tree.Call, env: MetricEnv) -> Result:
        """Return the value of an aggregate over facts."""


class MetricEnv(Env):
    """A metric's environment for one period and member."""

    __slots__ = ("source",)

    def __init__(self, source: Source, period: Period, scope: Scope, seen: Seen | None = None) -> None:
        super().__init__(source.terms(period.first), period, scope, source.as_of, source.starts, seen)
        self.source = source

    def at(self, period: Period) -> Self:
        """Return the environment of the same member in another period, under the terms of that period."""
        return type(self)(self.source, period, self.scope, self.seen)

    def member(self, scope: Scope) -> Self:
        """Return the environment of another member in the same period."""
        return type(self)(self.source, self.period, scope, self.seen)

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Return a metric's figure in the same period and scope."""
        word = name.parts[0]
        if len(name.parts) == 1 and word in self.terms.metrics:
            return self._figure(self.terms.metrics[word])
        if len(name.parts) == 2 and word in self.terms.facts:
            return Unknown(State.UNDETERMINED, f"{name} has one value for each row and needs an aggregate")
        if len(name.parts) == 2:
            return Unknown(State.UNDETERMINED, f"{name} {OF_THE_RECORD}")
        return NOT_HERE

    def other_call(self, call: tree.Call) -> Result | Elsewhere:
        """Return an aggregate over facts or over the members of a metric, or what a survey measured."""
        if call.function == "survey":
            return self.source.surveys.read(call, self)
        if call.function not in AGGREGATES:
            return NOT_HERE
        if self.source.store.table_of(call, self.terms):
            return self.source.read(call, self)
        mentioned = tables(call)
        if not mentioned:
            return self._over_members(call)
        return Unknown(State.UNDETERMINED, f"{mentioned[0]} {OF_THE_RECORD}")

    def _figure(self, metric: Metric) -> Result:
        members = dict(self.scope)
        lacking = [column for column in metric.per if column not in members]
        if lacking:
            return Unknown(
                State.UNDETERMINED, f"{metric.name} has a figure for each {lacking[0]} and needs an aggregate"
            )
        scope = tuple((column, members[column]) for column in metric.per)
        return self._value(self.source.figure(metric.name, scope, self.period), metric.name)

    def _value(self, figure: Figure | None, metric: str) -> Result:
        if figure is None:
            return Unknown(State.UNDETERMINED, f"{metric} is not measured for {self.period}")
        if figure.state is State.FINAL:
            # What a final figure says beside its value, such as an interval, is no reason for doubt.
            self.seen.add(figure.state, figure.known)
            self.seen.note(*filter(None, (figure.reason,)))
        else:
            self.seen.add(figure.state, figure.known, figure.reason)
        if figure.value is not None:
            return figure.value
        return Unknown(figure.state, figure.reason)

    def _over_members(self, call: tree.Call) -> Result:
        """Aggregate a formula over the members of the metrics it names that have more scope columns."""
        named = [n.parts[0] for n in tree.names(call) if n.parts[0] in self.terms.metrics]
        wider = [name for name in named if len(self.terms.metrics[name].per) > len(self.scope)]
        if not wider:
            return Unknown(State.UNDETERMINED, f"{call.function}() {NEEDS_MEMBERS}")
        values: list[Result] = []
        for scope in self.source.scopes(wider[0], self.period):
            if not all(pair in scope for pair in self.scope):
                continue
            inner = self.member(scope)
            where = True if call.where is None else evaluate(call.where, inner)
            values += passed(where, partial(evaluate, call.arguments[0], inner))
        return folded(call.function, values)
