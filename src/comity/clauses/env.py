"""The names a clause binds, for one period and one member of its scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from comity.agreement.formula import tree
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env, Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.model import Clause
from comity.clauses.model import Outcome, Verdict
from comity.kernel import exact
from comity.kernel.figure import Exact, Scope, State, Unknown
from comity.kernel.period import Period

if TYPE_CHECKING:
    from comity.clauses.court import Court

Row = Mapping[str, Result]
"""The columns of one fact row, for a clause over rows."""

TRUTHS = {Outcome.MET: "met", Outcome.MISSED: "missed", Outcome.EXCUSED: "excused"}
LATER = frozenset({"status", "paid", "pay"})
"""Names that need the acts and the accounts of the parties."""


class ClauseEnv(Env):
    """The names a clause binds, for one period and one member of its scope."""

    __slots__ = ("clause", "court", "measured", "row")

    def __init__(
        self,
        court: Court,
        clause: Clause,
        period: Period,
        scope: Scope,
        row: Row | None = None,
        seen: Seen | None = None,
    ) -> None:
        terms = court.agreement.as_of(period.first)
        super().__init__(terms, period, scope, court.as_of, court.start_of(clause), seen)
        self.court = court
        self.clause = clause
        self.row = row
        self.measured: Verdict | None = None

    def at(self, period: Period) -> Self:
        """Return the same clause and member in another period."""
        return type(self)(self.court, self.clause, period, self.scope, None, self.seen)

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Resolve row columns, verdict names, `let` and metrics, in this order."""
        word = name.parts[0]
        if self.row is not None and name.parts[-1] in self.row and (len(name.parts) == 1 or word == self.clause.table):
            return self.row[name.parts[-1]]
        if len(name.parts) > 1:
            return NOT_HERE
        if word in self.clause.let:
            if word not in self.remembered:
                self.remembered[word] = evaluate(self.clause.let[word].node, self)
            return self.remembered[word]
        if word in VERDICT_NAMES:
            return self._of_verdict(word)
        if word in LATER or word in self.clause.rules:
            return Unknown(State.UNDETERMINED, f"{word} rests on acts of the parties, which are not followed yet")
        return self._figure(word)

    def other_call(self, call: tree.Call) -> Result | Elsewhere:
        """Resolve aggregates over the verdicts of another clause in the same period."""
        if call.function not in AGGREGATES or not call.arguments:
            return NOT_HERE
        mentioned = [n.parts[0] for n in tree.names(call) if len(n.parts) == 2]
        clause = next((c for c in mentioned if c in self.terms.clauses), None)
        if clause is None:
            return Unknown(State.UNDETERMINED, f"{call.function}() of a table belongs into a metric")
        return self.court.aggregate(call, clause, self)

    def _figure(self, metric: str) -> Result | Elsewhere:
        definition = self.terms.metrics.get(metric)
        if definition is None:
            return NOT_HERE
        scope = tuple(pair for pair in self.scope if pair[0] in definition.per)
        figure = self.court.figures.figure(metric, scope, self.period)
        if figure is None:
            return Unknown(State.UNDETERMINED, f"{metric} has no figure for {self.period}")
        self.seen.add(figure.state, figure.known, figure.reason)
        if figure.value is None:
            return Unknown(figure.state, figure.reason)
        return figure.value

    def _of_verdict(self, word: str) -> Result:
        verdict = self.measured or self.court.verdict(self.clause.name, self.scope, self.period)
        if verdict is None:
            return Unknown(State.NOT_DUE, f"{self.clause.name} is not measured for {self.period}")
        if word in TRUTHS.values():
            if verdict.otherwise is not None:
                self.seen.add(State.DISPUTED, verdict.known, verdict.reason)
            return _truth(verdict, word)
        if word == "points_short":
            return exact.mul(verdict.shortfall, Decimal(100)) if verdict.shortfall is not None else _unknown(verdict)
        value: Exact | None = getattr(verdict, word)
        return value if value is not None else _unknown(verdict)


VERDICT_NAMES = frozenset({"raw", "value", "threshold", "shortfall", "points_short", "missed", "met", "excused"})


def _unknown(verdict: Verdict) -> Unknown:
    states = {Outcome.NOT_DUE: State.NOT_DUE, Outcome.EXCUSED: State.EXCUSED}
    return Unknown(states.get(verdict.outcome, State.UNDETERMINED), verdict.reason)


def _truth(verdict: Verdict, word: str) -> bool | Unknown:
    outcome = verdict.otherwise or verdict.outcome
    if outcome in (Outcome.MET, Outcome.MISSED):
        return TRUTHS[outcome] == word
    if verdict.outcome is Outcome.EXCUSED and word == "excused":
        return True
    return _unknown(verdict)


class MemberEnv(ClauseEnv):
    """One row of a clause's table: `levels.points` is the name `points` of the clause `levels`."""

    def other_name(self, name: tree.Name) -> Result | Elsewhere:
        """Read `clause.name` as the clause's own name."""
        if len(name.parts) == 2 and name.parts[0] == self.clause.name:
            return self.resolve(replace(name, parts=name.parts[1:]))
        return super().other_name(name)
