"""The judge's bench: the figures and verdicts a clause may look at, period by period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Protocol

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.fold import passed
from comity.agreement.model import Agreement, Clause, Terms
from comity.clauses.aggregate import aggregated
from comity.clauses.env import ClauseEnv, MemberEnv
from comity.clauses.model import Verdict
from comity.clauses.scope import members_of_maps, metrics_of
from comity.clauses.verdict import give, with_names
from comity.kernel.figure import Figure, Scope
from comity.kernel.period import Period


class Figures(Protocol):
    """What a clause sees of the metrics."""

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return the figure of a metric for one member and period; None if there is no such cell."""

    def scopes(self, metric: str, period: Period) -> Iterable[Scope]:
        """Return the members that a metric is measured for in a period."""


class Court:
    """Holds the figures and the verdicts already given; verdicts are given once and remembered."""

    def __init__(self, agreement: Agreement, figures: Figures, as_of: date) -> None:
        self.agreement = agreement
        self.figures = figures
        self.as_of = as_of
        self._verdicts: dict[tuple[str, Scope, str], Verdict | None] = {}

    def start_of(self, clause: Clause) -> date:
        """Return the first day a clause applies."""
        terms = self.agreement.versions[0][1]
        anchors = {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})
        own = terms.calendar.deadline_day(clause.starts, anchors) if clause.starts else None
        return max(own, terms.starts) if own else terms.starts

    def end_of(self, clause: Clause, terms: Terms) -> date | None:
        """Return the last day a clause applies, None if it has no end or the end is not known."""
        anchors = {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})
        own = terms.calendar.deadline_day(clause.ends, anchors) if clause.ends else None
        return own or terms.ends

    def scopes(self, clause: Clause, terms: Terms, period: Period) -> list[Scope]:
        """Return the members a clause is judged for in a period.

        They are the keys of keyed maps read with the scope's column, else the members the facts name.
        """
        if not clause.per:
            return [()]
        keyed = members_of_maps(clause, terms)
        if keyed and len(clause.per) == 1:
            return [((clause.per[0], member),) for member in keyed]
        found: dict[Scope, None] = {}
        for metric in metrics_of(clause, terms):
            if set(terms.metrics[metric].per) == set(clause.per):
                for scope in self.figures.scopes(metric, period):
                    members = dict(scope)
                    found[tuple((column, members[column]) for column in clause.per)] = None
        return sorted(found)

    def verdict(self, clause_name: str, scope: Scope, period: Period) -> Verdict | None:
        """Return the verdict on a clause, given once; None where the clause does not apply."""
        key = (clause_name, scope, period.name)
        if key not in self._verdicts:
            terms = self.agreement.as_of(period.first)
            clause = terms.clauses.get(clause_name)
            # A verdict that needs itself in the same period is refused by `check`; None ends it here.
            self._verdicts[key] = None
            if clause is not None and self._applies(clause, terms, period):
                cut = terms.calendar.cut(period, self.start_of(clause), self.end_of(clause, terms))
                env = ClauseEnv(self, clause, cut, scope)
                self._verdicts[key] = verdict = give(env)
                self._verdicts[key] = with_names(verdict, env)
        return self._verdicts[key]

    def _applies(self, clause: Clause, terms: Terms, period: Period) -> bool:
        ends = self.end_of(clause, terms)
        return period.last >= self.start_of(clause) and (ends is None or period.first <= ends)

    def aggregate(self, call: tree.Call, clause_name: str, env: ClauseEnv) -> Result:
        """Aggregate a formula over the members of another clause in the same period."""
        clause = env.terms.clauses[clause_name]
        values: list[Result] = []
        for scope in self.scopes(clause, env.terms, env.period):
            if not all(pair in scope for pair in env.scope):
                continue
            inner = MemberEnv(self, clause, env.period, scope, None, env.seen)
            where = True if call.where is None else evaluate(call.where, inner)
            values += passed(where, partial(evaluate, call.arguments[0], inner))
        return aggregated(call.function, values)
