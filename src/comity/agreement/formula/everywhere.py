"""Every formula of an agreement, checked where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from comity.agreement.formula import tree, types
from comity.agreement.formula.again import without_again
from comity.agreement.formula.check import check
from comity.agreement.formula.circles import circles
from comity.agreement.formula.clashes import clashes
from comity.agreement.formula.context import Context, Table, World
from comity.agreement.formula.contexts import clause_context, metric_context
from comity.agreement.formula.functions import AGGREGATES
from comity.agreement.formula.members import unlike_members
from comity.agreement.formula.parse import parse
from comity.agreement.formula.parts import entries, every_step, following
from comity.agreement.formula.tables import column_type
from comity.agreement.formula.types import Kind, Maybe
from comity.agreement.formula.world import of_unit, type_of_term, world_of
from comity.agreement.model import (
    Account,
    Clause,
    Column,
    Dimension,
    FactTable,
    Formula,
    Metric,
    Step,
    Term,
    Terms,
    Word,
)  # fmt: skip
from comity.kernel.guess import guess
from comity.kernel.problem import Place, Problem, Related

MOST_PROBLEMS = 200
"""After so many problems no more formulas are looked at: nobody mends more at once."""


def check_formulas(terms: Terms, broken: frozenset[str] = frozenset()) -> list[Problem]:
    """Check every formula of an agreement: names, types, periods, members and circles. Returns what is wrong.

    `broken` are names that the reader could not make sense of and has complained about.
    """
    return _Everywhere(terms, broken).problems()


class _Everywhere:
    """Walks an agreement; each method checks the formulas of one section."""

    def __init__(self, terms: Terms, broken: frozenset[str]) -> None:
        self.terms = terms
        self.world: World = world_of(terms, broken)
        self.found: list[Problem] = []

    def problems(self) -> list[Problem]:
        terms = self.terms
        self.found += clashes(terms)
        for table in terms.facts.values():
            self.table(table)
        for name, term in terms.settings.items():
            self.setting(name, term)
        for metric in terms.metrics.values():
            self.metric(metric)
        for account in terms.accounts.values():
            self.account(account)
        for clause in terms.clauses.values():
            self.clause(clause)
        for name, steps in terms.ladders.items():
            self.ladder(name, steps)
        for dimension in terms.scorecard.values():
            self.dimension(dimension)
        self.found += circles(terms) + unlike_members(terms) + without_again(terms)
        return list(dict.fromkeys(self.found))

    # -- values ---------------------------------------------------------------------------

    def formula(self, formula: Formula | None, context: Context, expects: Maybe = None) -> Maybe:
        if formula is None or len(self.found) >= MOST_PROBLEMS:
            return None
        found, problems = check(formula, context, expects)
        self.found += problems
        return found

    def term(self, term: Term | None, context: Context, expects: Maybe = None) -> None:
        """Check every formula of a value; each must be of the type expected, or of that of the first."""
        if isinstance(term, Formula):
            self.formula(term, context, expects)
        elif isinstance(term, Word) and expects is not None and expects.kind is not Kind.TEXT:
            self.add("CMY-333", term.place, f"{expects} is needed here, but this is the word {term.text}")
        elif term is not None:
            for entry in entries(term):
                self.term(entry, context, expects)
                expects = types.joined(expects, type_of_term(entry, context))

    def add(self, code: str, place: Place, why: str, hint: str = "", *related: Related) -> None:
        self.found.append(Problem(code=code, place=place, why=why, hint=hint, related=related))

    # -- sections -------------------------------------------------------------------------

    def table(self, table: FactTable) -> None:
        for column in table.columns.values():
            self.column(column, Context(world=self.world, kind="column"))

    def column(self, column: Column, context: Context) -> None:
        """Check the condition of a column; it calls the value by the column's name, its type or `value`."""
        if column.condition is None:
            return
        own = column_type(column, self.terms.currency)
        spoken = {column.name: own, column.type: own, "value": own}
        self.formula(column.condition, replace(context, names={**context.names, **spoken}), types.TRUTH)

    def setting(self, name: str, term: Term) -> None:
        self.term(term, Context(world=self.world, kind="setting"))

    def metric(self, metric: Metric) -> None:
        context = metric_context(self.world, metric)
        expects = of_unit(metric.unit, self.terms.currency)
        found = self.formula(metric.formula, context, expects)
        if expects is None and found is not None and found.kind not in (Kind.NUMBER, Kind.MONEY):
            self.add("CMY-333", metric.formula.place, f"a metric is a number or money, but {metric.name} is {found}",
                     "Count truths with count_if; ask for a truth in a clause, under `missed if`.")  # fmt: skip
        self.term(metric.target, context, found or expects)
        self.members(metric)

    def members(self, metric: Metric) -> None:
        """Require the columns of `per` in every table the metric reads."""
        for table in self.tables_of(metric):
            for column in metric.per:
                if column not in table.columns:
                    why = f"{metric.name} is measured per {column}, but {table.name} has no column {column}"
                    hint = guess(column, table.columns) or f"Its columns are {', '.join(table.columns)}."
                    self.add("CMY-320", metric.place, why, hint, *near(table.place, f"{table.name} is defined here"))

    def tables_of(self, metric: Metric) -> list[Table]:
        """Return the tables of facts whose rows a metric aggregates."""
        calls = [node for node in tree.walk(metric.formula.node) if isinstance(node, tree.Call)]
        read = {
            n.parts[0] for call in calls if call.function in AGGREGATES for n in tree.names(call) if len(n.parts) == 2
        }
        return [table for table in self.world.tables.values() if table.name in read and table.sort == "facts"]

    def account(self, account: Account) -> None:
        for cap in account.caps:
            names: dict[str, Maybe] = dict.fromkeys(cap.per, types.TEXT)
            context = Context(world=self.world, kind="account", per=cap.per, names=names)
            self.term(cap.at_most, context, types.money(self.terms.currency))

    def clause(self, clause: Clause) -> None:
        context = clause_context(self.world, clause)
        measured = self.formula(clause.measure, context)
        if clause.measure is not None and measured is not None and measured.kind not in (Kind.NUMBER, Kind.MONEY):
            self.add(
                "CMY-333",
                clause.measure.place,
                f"a measure is a number or money, but this is {measured}",
                "Write a condition under `missed if`.",
            )
        self.term(clause.threshold, context, measured)
        self.formula(clause.missed_if, context, types.TRUTH)
        for formula in clause.let.values():
            self.formula(formula, context)
        for relief in clause.relief.values():
            carried = self.carried(relief.carries, context)
            self.formula(relief.measure, carried, measured)
        for rule in clause.rules.values():
            self.step(rule, context, opened=False)

    def carried(self, carries: Mapping[str, Column], context: Context) -> Context:
        """Return the context in which the values carried by an act are bound; check their conditions."""
        names = {column.name: column_type(column, self.terms.currency) for column in carries.values()}
        context = replace(context, names={**context.names, **names})
        for column in carries.values():
            self.column(column, context)
        return context

    def step(self, step: Step, context: Context, *, opened: bool) -> None:
        """Check a step and all that follows; `opened` is true inside a case, where finer metrics run on."""
        self.formula(step.condition, context, types.TRUTH)
        waiting = replace(context, steps_on=opened)
        self.formula(step.when, waiting, types.TRUTH)
        self.formula(step.unless, waiting, types.TRUTH)
        self.formula(step.pay, context, types.money(self.terms.currency))
        self.formula(step.at_most, context, types.money(self.terms.currency))
        for name, term in step.set.items():
            self.change(name, term, step.place, context)
        carried = self.carried(step.carries, context)
        for later in step.then:
            self.step(later, carried, opened=True)
        for later in following(step)[len(step.then) :]:
            self.step(later, context, opened=True)

    def change(self, name: str, term: Term, place: Place, context: Context) -> None:
        """Check what `set` makes of a setting: its name, and a value of its type."""
        used = self.world.settings.get(name)
        if name in self.world.broken:
            return
        if used is None:
            self.add("CMY-320", place, f"there is no setting {name} to set", guess(name, self.world.settings))
            return
        self.term(term, context, used.type)

    def ladder(self, name: str, steps: Iterable[Step]) -> None:
        """Check a ladder: it sees the names of the clauses whose disputes it takes."""
        contexts = [clause_context(self.world, clause) for clause in self.terms.clauses.values() if _uses(clause, name)]
        names = {word: found for context in contexts for word, found in context.names.items()}
        per = next((context.per for context in contexts), ())
        context = Context(world=self.world, kind="ladder", names=names, per=per)
        for step in steps:
            self.step(step, context, opened=True)

    def dimension(self, dimension: Dimension) -> None:
        context = Context(world=self.world, kind="scorecard")
        for scored in dimension.metrics:
            used = self.world.metrics.get(scored.metric)
            measured = used.type if used is not None else types.NUMBER
            if used is None and scored.metric not in self.world.broken:
                self.scored(scored.metric, scored.place, context)
            for anchor in scored.anchors:
                self.formula(anchor, context, measured)

    def scored(self, text: str, place: Place, context: Context) -> None:
        """Check what the scorecard scores where it is no metric: a survey."""
        node, problems = parse(text, place)
        if isinstance(node, tree.Call) and node.function == "survey":
            problems = check(Formula(text=text, node=node, place=place), context)[1]
        elif node is not None:
            problems = [
                Problem(
                    code="CMY-320",
                    place=place,
                    why=f"there is no metric {text[:60]}",
                    hint=guess(text, self.world.metrics),
                )
            ]
        self.found += problems


def near(place: Place | None, says: str) -> tuple[Related, ...]:
    """Return a related place, if there is one."""
    return () if place is None else (Related(place=place, says=says),)


def _uses(clause: Clause, ladder: str) -> bool:
    if clause.ladder == ladder:
        return True
    return any(step.ladder == ladder for rule in clause.rules.values() for step in every_step(rule))
