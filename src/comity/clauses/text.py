"""What follows from the text of a clause alone: found once, for all its periods and all lives under an agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial

from comity.agreement.formula import tree
from comity.agreement.formula.env import GRAINS
from comity.agreement.formula.evaluate import Result
from comity.agreement.formula.tables import milestone_columns
from comity.agreement.model import Agreement, Clause, Formula, Metric, Step, Terms
from comity.clauses.env import ClauseEnv
from comity.clauses.model import VERDICT_NAMES
from comity.clauses.needs import Needs, needs_of, needs_of_formulas, payers, tests_of
from comity.clauses.plain import Basis, basis_of, could_be_ahead, is_plain, is_windowed
from comity.clauses.scope import members_of_maps
from comity.clauses.spans import start_of
from comity.clauses.track import Course
from comity.kernel.period import Grain

How = Callable[[ClauseEnv, str], Result]
"""How a name of a clause is resolved."""


class Text:
    """A clause in one version of the terms, and what its words alone decide."""

    def __init__(self, clause: Clause, terms: Terms, agreement: Agreement) -> None:
        self.clause = clause
        self.terms = terms
        self.has_test = bool(clause.relation or clause.missed_if)
        self.starts = start_of(clause, agreement)
        self.plan = plan_of(clause, terms)
        self._names: dict[int, frozenset[str]] = {}
        self._awaited: dict[int, frozenset[str]] = {}
        self._grains: dict[int, Grain | None] = {}
        self._own: dict[int, bool] = {}
        self._local: dict[int, bool] = {}
        self._foreseen: dict[int, bool] = {}
        self._told: dict[int, tuple[str, ...] | None] = {}
        self._itself: dict[str, tuple[Step, ...]] = {}

    @cached_property
    def needs(self) -> Needs:
        """Everything the clause reads."""
        return needs_of(self.clause, self.terms)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """The metrics the clause reads."""
        needs = (need.partition(".") for need in sorted(self.needs))
        return tuple(name for kind, _, name in needs if kind == "metrics" and name in self.terms.metrics)

    @cached_property
    def reaches_back(self) -> bool:
        """Whether the test looks at other periods beside the one that is judged, as far as figures go."""
        return self.plain and not self.basis.at_once

    @cached_property
    def tested(self) -> tuple[str, ...]:
        """The metrics of the clause's own periods that its test reads."""
        needs = needs_of_formulas(tests_of(self.clause), self.clause, self.terms)
        named = [need.removeprefix("metrics.") for need in sorted(needs) if need.startswith("metrics.")]
        metrics = self.terms.metrics
        return tuple(n for n in named if n in metrics and metrics[n].every is self.clause.every)

    @cached_property
    def keyed(self) -> frozenset[str]:
        """The members that keyed maps of the clause name."""
        return frozenset(members_of_maps(self.clause, self.terms))

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """The metrics the clause mentions that have its members."""
        metrics, per = self.terms.metrics, set(self.clause.per)
        return tuple(name for name in self.read if set(metrics[name].per) == per)

    @cached_property
    def plain(self) -> bool:
        """Whether the clause can be judged ahead of time, as far as its words go."""
        return could_be_ahead(self.clause, self.terms)

    @cached_property
    def basis(self) -> Basis:
        """The figures that decide the verdict and whether rules fire."""
        return basis_of(self.clause, self.terms)

    def names(self, node: tree.Node) -> frozenset[str]:
        """Return the names, or the first of two words, that a formula mentions."""
        found = self._names.get(id(node))
        if found is None:
            found = self._names[id(node)] = frozenset(name.parts[0] for name in tree.names(node))
        return found

    def grain_of(self, step: Step) -> Grain | None:
        """Return the periods a step looks at: the finest among the figures in its conditions, else the clause's."""
        if id(step) not in self._grains:
            metrics = self.terms.metrics
            named = [metrics[name].every for name in self.awaited(step) & metrics.keys()]
            own = self.clause.every if isinstance(self.clause.every, Grain) else None
            self._grains[id(step)] = min(named, key=GRAINS.index) if named else own
        return self._grains[id(step)]

    def awaited(self, step: Step) -> frozenset[str]:
        """Return the names that the conditions of a step mention."""
        found = self._awaited.get(id(step))
        if found is None:
            nodes = [formula.node for formula in (step.when, step.unless) if formula is not None]
            found = self._awaited[id(step)] = frozenset().union(*(self.names(node) for node in nodes))
        return found

    def is_own(self, node: tree.Node) -> bool:
        """Tell whether a formula runs over the clause's own periods: it mentions no figures of other periods."""
        found = self._own.get(id(node))
        if found is None:
            metrics = self.terms.metrics
            grains = {metrics[name].every for name in self.names(node) & metrics.keys()}
            found = self._own[id(node)] = grains <= {self.clause.every}
        return found

    def is_local(self, node: tree.Node) -> bool:
        """Tell whether a formula looks at one period only, seen through `let`."""
        if id(node) not in self._local:
            self._local[id(node)] = True
            lets = (self.clause.let[word].node for word in self.names(node) & self.clause.let.keys())
            self._local[id(node)] = not is_windowed(node) and all(self.is_local(one) for one in lets)
        return self._local[id(node)]

    def foresees(self, step: Step, but: frozenset[str]) -> bool:
        """Tell whether the conditions of a step ask for nothing but what is judged ahead of time; `but` aside.

        They look at the clause's own periods then.
        """
        if id(step) not in self._foreseen:
            nodes = [formula.node for formula in (step.when, step.unless) if formula is not None]
            named = self.awaited(step)
            metrics = (named & self.terms.metrics.keys()) - self.clause.let.keys()
            plain = all(is_plain(node, self.clause, self.terms) for node in nodes) and named.isdisjoint(but)
            own = plain and metrics <= set(self.basis.metrics)
            self._foreseen[id(step)] = own and self.grain_of(step) is self.clause.every
        return self._foreseen[id(step)]

    def told_by(self, formula: Formula) -> tuple[str, ...] | None:
        """Return the metrics that a formula reads beside those of the test, for its one period.

        None where it rests on more than figures of that period: there it has to be evaluated when it is asked for.
        """
        node = formula.node
        if id(node) not in self._told:
            needs = needs_of_formulas((formula,), self.clause, self.terms)
            metrics = {need.removeprefix("metrics.") for need in needs if need.startswith("metrics.")}
            plain = self.plain and self.is_local(node) and is_plain(node, self.clause, self.terms)
            self._told[id(node)] = tuple(sorted(metrics - set(self.basis.metrics))) if plain else None
        return self._told[id(node)]

    def itself(self, rule: Step) -> tuple[Step, ...]:
        """Return what a rule brings about when it fires.

        What it holds beside `then` happens when it fires; its condition and `again` are spent by then.
        """
        found = self._itself.get(rule.name)
        if found is None:
            found = (replace(rule, when=None, again=""),) if _acts_itself(rule) else rule.then
            self._itself[rule.name] = found
        return found

    def asks_verdict(self, step: Step) -> bool:
        """Tell whether the conditions of a step ask for a verdict, or for names under `let` that may rest on one."""
        return not self.awaited(step).isdisjoint((*VERDICT_NAMES, *self.clause.let))


def _acts_itself(rule: Step) -> bool:
    """Tell whether a rule holds a consequence of its own beside, or instead of, `then`."""
    return bool(rule.pay or rule.set or rule.declare or rule.ladder or rule.modal or rule.condition)


class Texts:
    """The texts of all clauses of an agreement, and the periods they have by a day of evaluation."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        self._texts: dict[int, Text] = {}
        self._payers: dict[tuple[int, str], list[str]] = {}
        self._as_of = date.min
        self._courses: dict[str, Course] = {}

    def of(self, clause: Clause, terms: Terms) -> Text:
        """Return what follows from the text of a clause."""
        found = self._texts.get(id(clause))
        if found is None:
            found = self._texts[id(clause)] = Text(clause, terms, self.agreement)
        return found

    def payers(self, account: str, terms: Terms) -> list[str]:
        """Return the clauses that pay into an account."""
        key = (id(terms), account)
        if key not in self._payers:
            self._payers[key] = payers(account, terms)
        return self._payers[key]

    def kept(self, name: str, as_of: date) -> Course | None:
        """Return the periods that a clause has by a day of evaluation, if they are kept."""
        return self._courses.get(name) if as_of == self._as_of else None

    def keep(self, name: str, as_of: date, course: Course) -> Course:
        """Keep the periods of a clause, which facts do not change, for as long as the day of evaluation is the same."""
        if as_of != self._as_of:
            self._as_of = as_of
            self._courses.clear()
        self._courses[name] = course
        return course


def plan_of(clause: Clause, terms: Terms) -> Mapping[str, How]:
    """Return how each name of a clause is resolved, in the order in which names hide one another."""
    plan: dict[str, How] = {}
    for metric in terms.metrics.values():
        plan[metric.name] = partial(_figure, metric)
    for rule in clause.rules:
        plan[rule] = ClauseEnv.rule
    plan["status"] = ClauseEnv.status
    for word in ("pay", "paid"):
        plan[word] = _paid
    for word in VERDICT_NAMES:
        plan[word] = ClauseEnv.of_verdict
    for word in clause.let:
        plan[word] = _let
    table = terms.facts.get(clause.table)
    columns = table.columns if table is not None else milestone_columns(terms) if clause.table else ()
    for column in columns:
        plan[column] = ClauseEnv.column
    if clause.table:
        plan["day"] = _day
    # The scope and the ends of the period are the same everywhere.
    for word in (*clause.per, "period_start", "period_end"):
        plan.pop(word, None)
    return {**plan, "today": _today}


def _figure(metric: Metric, env: ClauseEnv, word: str) -> Result:
    return env.figure(metric)


def _let(env: ClauseEnv, word: str) -> Result:
    return env.let(word)


def _paid(env: ClauseEnv, word: str) -> Result:
    return env.court.paid(env, "", word)


def _today(env: ClauseEnv, word: str) -> Result:
    return env.court.now


def _day(env: ClauseEnv, word: str) -> Result:
    return env.period.first
