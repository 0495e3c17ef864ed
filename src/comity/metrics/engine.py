"""One evaluation: terms, facts and a day; figures and aggregates are computed once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env, Seen
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Agreement, Metric, Terms
from comity.facts.model import Comparison, Facts
from comity.kernel import exact
from comity.kernel.figure import Exact, Figure, Scope, State, Unknown
from comity.kernel.period import Grain, Period
from comity.kernel.problem import Problem, Refused
from comity.metrics.coverage import Coverage, Needed
from comity.metrics.derivation import Derivations
from comity.metrics.driver import Driver
from comity.metrics.env import MetricEnv
from comity.metrics.finish import finished, left_out
from comity.metrics.judges import unjudged
from comity.metrics.open_rows import open_row
from comity.metrics.plan import ScanPlan, aggregates, tables
from comity.metrics.scopes import Given, Scopes
from comity.metrics.store import Bound, Store
from comity.metrics.surveys import Surveys

UNKNOWN_YET = (State.NOT_DUE, State.MISSING)
WEAKEST_FIRST = (State.DISPUTED, State.PROVISIONAL, State.FINAL)
"""A figure with a value takes the weakest state among the facts and figures it was computed from."""


class Engine:
    """Computes figures on request; `prepare` computes the aggregates of all of them in few passes."""

    def __init__(
        self, agreement: Agreement, facts: Facts, as_of: date, driver: Driver, given: Given | None = None
    ) -> None:
        self.agreement = agreement
        self.facts = facts
        self.as_of = as_of
        self.starts = agreement.versions[0][1].starts
        self.ends = agreement.as_of(as_of).ends
        self.given = given or {}
        self._driver = driver
        self.store = Store(facts.tables, driver, self)
        self.surveys = Surveys(facts.surveyed)
        self.plans: tuple[ScanPlan, ...] = ()
        self._derivations = Derivations(facts)
        self._figures: dict[tuple[str, Scope, str], Figure | None] = {}
        self._periods: dict[Grain, list[Period]] = {}
        self._scopes = Scopes(self)
        self._coverage: dict[tuple[int, str], Coverage] = {}
        self._differences: dict[str, list[Comparison]] = {}

    # -- what is agreed -----------------------------------------------------------------------

    def terms(self, day: date) -> Terms:
        """Return the terms in force on a day."""
        return self.agreement.as_of(day)

    def definitions(self, name: str) -> list[Metric]:
        """Return the definitions a metric has had, each once, in the order they came into force."""
        found: list[Metric] = []
        for _, terms in self.agreement.versions:
            metric = terms.metrics.get(name)
            if metric is not None and not any(metric is known for known in found):
                found.append(metric)
        return found

    def periods(self, grain: Grain) -> Sequence[Period]:
        """Return the periods of a grain that have begun, from the start of the term to its end or today."""
        if grain not in self._periods:
            last = min(self.as_of, self.ends) if self.ends else self.as_of
            calendar = self.agreement.as_of(self.as_of).calendar
            self._periods[grain] = calendar.between(grain, self.starts, last) if last >= self.starts else []
        return self._periods[grain]

    def period(self, day: date, grain: Grain) -> Period | None:
        """Return the period in which a day lies, None outside those that have begun."""
        periods = self.periods(grain)
        if not periods or not periods[0].first <= day <= periods[-1].last:
            return None
        return self.agreement.as_of(self.as_of).calendar.containing(grain, day)

    def period_column(self, table: str) -> str | None:
        """Return the column of a table that names periods, if it has one."""
        owed = self.agreement.as_of(self.as_of).facts.get(table)
        return owed.period_column if owed is not None and owed.every else None

    def env(self, period: Period, scope: Scope) -> Env:
        """Return the environment of a period and member."""
        return MetricEnv(self, period, scope)

    # -- aggregates ---------------------------------------------------------------------------

    def prepare(self) -> None:
        """Note the aggregates of every metric, and compute them. Raises Refused, naming the metrics concerned."""
        metrics = [metric for metric in self._all_metrics() if metric.name not in self.given]
        for metric in metrics:
            self._note(metric, self.store)
        try:
            self.plans = self.store.run()
        except Refused as refused:
            raise Refused(*(self._blamed(metrics) or refused.problems)) from None

    def _all_metrics(self) -> list[Metric]:
        names = dict.fromkeys(name for _, terms in self.agreement.versions for name in terms.metrics)
        return [metric for name in names for metric in self.definitions(name)]

    def _note(self, metric: Metric, store: Store) -> None:
        for call in aggregates(metric.formula.node):
            for period in self.periods(metric.every):
                terms = self.terms(period.first)
                if store.table_of(call, terms) and not store.note(call, metric.per, MetricEnv(self, period, ())):
                    break

    def _blamed(self, metrics: Sequence[Metric]) -> list[Problem]:
        """Return what the database says of each metric that it cannot compute, tried one by one."""
        found: list[Problem] = []
        for metric in metrics:
            store = Store(self.facts.tables, self._driver, self)
            self._note(metric, store)
            try:
                store.run()
            except Refused as refused:
                found += [replace(one, place=metric.place, why=f"{metric.name}: {one.why}") for one in refused.problems]
        return found

    def read(self, call: tree.Call, env: Env) -> Result:
        """Return the value of an aggregate over facts for the period and member of an environment."""
        bound = self.store.bound(call, tuple(column for column, _ in env.scope), env)
        members = tuple(member for column, member in env.scope if column in bound.per)
        coverage = self.coverage(env.terms, bound.table)
        cell = bound.cell(env.period, members)
        strict = bound.strict if coverage.table.every else ()
        known = cell.known if cell is not None else None
        found = coverage.assessed(Needed(env.period, members, bound.per, cell is not None, strict, known))
        dispute = self._dispute(bound, env) if cell is not None and cell.disputed and found.unknown is None else ""
        env.seen.add(State.DISPUTED if dispute else found.state, known, dispute or found.reason)
        unsettled = open_row(bound, self.facts.tables[bound.table].open, env) if found.unknown is None else None
        if unsettled is not None and not unsettled.counted:
            return next(iter(unsettled.unknown.values()))
        if unsettled is not None:
            env.seen.add(State.PROVISIONAL, known, unsettled.why)
        if found.unknown is None and (gap := left_out(bound, cell)):
            env.seen.note(gap)
        return found.unknown or finished(bound, cell)

    def coverage(self, terms: Terms, table: str) -> Coverage:
        """Return what is known of a table under some terms."""
        key = (id(terms), table)
        if key not in self._coverage:
            self._coverage[key] = Coverage(terms, terms.facts[table], self.facts.tables[table], self.as_of)
        return self._coverage[key]

    def _dispute(self, bound: Bound, env: Env) -> str:
        """Return what is disputed in the columns an aggregate uses, "" where the dispute is about others."""
        differing = self._differing(bound.table)
        if not differing:
            return f"{bound.table} is disputed for {env.period}"
        wanted = {column: member for column, member in env.scope if column in bound.per}
        for one in differing:
            inside = env.period.first <= one.period.last <= env.period.last
            alike = all(wanted.get(column, member) == member for column, member in one.scope)
            if inside and alike and one.column in bound.columns:
                return f"{bound.table}.{one.column} for {one.period} is disputed: {one.reason}"
        return ""

    def _differing(self, table: str) -> list[Comparison]:
        if table not in self._differences:
            compared = self.facts.tables[table].comparisons
            self._differences[table] = [one for one in compared if one.state == "differs"]
        return self._differences[table]

    # -- figures ------------------------------------------------------------------------------

    def figure(self, metric: str, scope: Scope, period: Period) -> Figure | None:
        """Return a figure, computed once; None where the metric is not defined for this period."""
        key = (metric, scope, period.name)
        if key not in self._figures:
            # A metric that needs itself in the same period is refused by `check`; None ends it here.
            self._figures[key] = None
            self._figures[key] = self._measured(metric, scope, period)
        return self._figures[key]

    def _measured(self, name: str, scope: Scope, period: Period) -> Figure | None:
        terms = self.terms(period.first)
        metric = terms.metrics.get(name)
        if metric is None or metric.every is not period.grain or period.last < self.starts:
            return None
        if period.last > self.as_of:
            reason = f"{period} ends on {period.last}"
            return self._figure(metric, terms, scope, period, Unknown(State.NOT_DUE, reason), Seen())
        if name in self.given:
            return self._figure(metric, terms, scope, period, self._given(name, scope, period), Seen(known=period.last))
        env = MetricEnv(self, period, scope)
        value = evaluate(metric.formula.node, env)
        if metric.is_judged and not isinstance(value, Unknown):
            value = unjudged(self, metric, scope, period) or value
        return self._figure(metric, terms, scope, period, value, env.seen)

    def _given(self, name: str, scope: Scope, period: Period) -> Result:
        missing = Unknown(State.MISSING, f"{name} for {period} is not given")
        return self.given[name].get((scope, period.name), missing)

    def _figure(self, metric: Metric, terms: Terms, scope: Scope, period: Period, value: Result, seen: Seen) -> Figure:
        number, state, reason = settled(metric, value, seen)
        known = seen.known if state not in UNKNOWN_YET else None
        return Figure(
            metric=metric.name, period=period, scope=scope, value=number, unit=metric.unit, state=state,
            reason=reason, known=known, derivation=self._derivations.of(metric, terms),
        )  # fmt: skip

    def scopes(self, metric: str, period: Period) -> list[Scope]:
        """Return the members measured for a metric in a period, sorted."""
        return self._scopes.of(metric, period)


def settled(metric: Metric, value: Result, seen: Seen) -> tuple[Exact | None, State, str]:
    """Return the number, state and reason of a figure from what its formula gave."""
    if isinstance(value, Exact):
        rounding = metric.round
        number = exact.round_to(value, rounding.step, rounding.mode) if rounding else value
        state = next((state for state in WEAKEST_FIRST if state in seen.states), State.FINAL)
        doubts = seen.reasons if state is not State.FINAL else []
        return number, state, "; ".join([*doubts, *seen.notes])
    if isinstance(value, Unknown):
        # Missing is a figure whose own facts are; one whose inputs are missing is undetermined.
        derived = not any(tables(call) for call in aggregates(metric.formula.node))
        state = State.UNDETERMINED if value.state is State.MISSING and derived else value.state
        return None, state, value.reason
    reason = "an empty column" if value is None else f"the formula gives {value!r}, which is no number"
    return None, State.UNDETERMINED, reason
