"""What the parts of a formula can yield, whatever the facts: an interval for every node.

Only what follows from the agreement's own words is used: literals, settings that no step changes, conditions of
columns (`number >= 0`), what counts and windows can reach. Where nothing is known the answer is all numbers, so a
finding that rests on these intervals is never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace
from decimal import Decimal
from typing import Any, TypeVar

from comity.agreement.formula import tree
from comity.agreement.formula.parts import leaves
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Clause, Column, Formula, Metric, Rounding, Term, Terms
from comity.agreement.review import interval as iv
from comity.agreement.review.interval import ANY, ZERO, Interval
from comity.agreement.review.windows import grain_of, most_periods, periods_of_term
from comity.kernel import exact
from comity.kernel.values import dataclass

_DEEPEST = 12
"""How far names are followed; no agreement that people read goes deeper."""
Found = TypeVar("Found")
_SAME = ("previous", "year_ago", "opening", "closing", "mean", "highest", "lowest", "min", "max", "avg", "median")
"""Functions whose result lies among what their first argument can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranges:
    """Asks for intervals in one spot: the formulas of a clause, of a metric (`metric`), or of neither.

    `later` is true in a step inside a case, where `value` runs on with later periods and `threshold` does not.
    """

    terms: Terms
    clause: Clause | None = None
    metric: Metric | None = None
    later: bool = False
    depth: int = 0
    following: frozenset[str] = field(default_factory=frozenset)
    memo: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    """What names were found to be, so that each is followed once however often formulas mention it."""

    def of(self, node: tree.Node) -> Interval:
        """Return what a number or an amount can be."""
        match node:
            case tree.Number(value=value) | tree.Money(amount=value):
                return iv.at(value)
            case tree.Unary(operator="-"):
                return iv.negated(self.of(node.operand))
            case tree.Binary():
                return self._binary(node)
            case tree.Case():
                parts = [branch for _, branch in node.branches]
                parts += [node.otherwise] if node.otherwise is not None else []
                return iv.hull(self.of(part) for part in parts)
            case tree.Call():
                return self._call(node)
            case tree.Name(parts=(name,)):
                return self._name(name)
            case tree.Name(parts=(table, column)):
                return self._dotted(table, column)
        return ANY

    def of_term(self, term: Term | None) -> Interval:
        """Return what a value can be, whichever entry of its maps holds."""
        found = [self.of(leaf.node) if isinstance(leaf, Formula) else ANY for leaf in leaves(term)] if term else []
        return iv.hull(found)

    # -- operators ------------------------------------------------------------------------

    def _binary(self, node: tree.Binary) -> Interval:
        if node.operator == "/" and is_share(node.left, node.right):
            return Interval(ZERO, Decimal(1))
        one, other = self.of(node.left), self.of(node.right)
        match node.operator:
            case "+":
                return iv.added(one, other)
            case "-":
                return iv.added(one, iv.negated(other))
            case "*":
                return iv.times(one, other)
            case "/":
                return iv.divided(one, other)
        return ANY

    # -- calls ----------------------------------------------------------------------------

    def _call(self, node: tree.Call) -> Interval:
        name, first = node.function, node.arguments[0] if node.arguments else None
        if name in self.terms.settings and name not in self.terms.changeable:
            return self.of_term(self.terms.settings[name])
        if first is None:
            return ANY
        if name in _SAME:
            firsts = node.arguments[:2] if name == "previous" else (first,)
            return iv.hull(self.of(part) for part in firsts)
        match name:
            case "count" | "count_if" | "days_running":
                return iv.from_(ZERO)
            case "running" | "times":
                return self._counted(node)
            case "sum":
                return _summed(self.of(first), None)
            case "total":
                return _summed(self.of(first), self._periods(node))
            case "survey":
                return self._survey(str(first))
            case "score":
                return self._score(str(first))
        return self._scalar(node, first)

    def _scalar(self, node: tree.Call, first: tree.Node) -> Interval:
        match node.function:
            case "abs":
                return iv.magnitude(self.of(first))
            case "floor":
                return iv.mapped(self.of(first), exact.floor)
            case "ceil":
                return iv.mapped(self.of(first), exact.ceil)
            case "round" if len(node.arguments) == 1:
                return rounded(self.of(first), Rounding(step=Decimal(1), mode="half up", text="1"))
            case "least" | "greatest":
                return _extreme(node.function, [self.of(argument) for argument in node.arguments])
            case "coalesce":
                return iv.hull(self.of(argument) for argument in node.arguments)
            case "sqrt":
                known = iv.meet(self.of(first), iv.from_(ZERO))
                return iv.from_(ZERO) if known.empty else iv.mapped(known, exact.sqrt)
            case "power" if isinstance(node.arguments[1], tree.Number):
                return _powered(self.of(first), int(node.arguments[1].value))
            case "month":
                return Interval(Decimal(1), Decimal(12))
        return ANY

    def _counted(self, node: tree.Call) -> Interval:
        """A count of periods cannot exceed its window, nor the periods of the term."""
        most = self._periods(node)
        return Interval(ZERO, None if most is None else Decimal(most))

    def _periods(self, node: tree.Call) -> int | None:
        grain = grain_of(node.arguments[0], self.clause, self.terms) or (self.metric.every if self.metric else None)
        if grain is None:
            window = node.arguments[1] if len(node.arguments) > 1 else None
            return int(window.value) if isinstance(window, tree.Number) else None
        in_term = periods_of_term(grain, self.clause, self.terms)
        in_window = most_periods(node.arguments[1], grain, self.terms) if len(node.arguments) > 1 else None
        known = [count for count in (in_term, in_window) if count is not None]
        return min(known, default=None)

    def _survey(self, name: str) -> Interval:
        survey = self.terms.surveys.get(name.partition(".")[0])
        return ANY if survey is None else Interval(Decimal(survey.scale[0]), Decimal(survey.scale[1]))

    def _score(self, name: str) -> Interval:
        dimension = self.terms.scorecard.get(name)
        if dimension is None:
            return ANY
        stretched = any(scored.stretch is not None for scored in dimension.metrics)
        return Interval(ZERO, Decimal(120 if stretched else 100))

    # -- names ----------------------------------------------------------------------------

    def stopped(self, name: str) -> bool:
        """Say whether a name is not followed: it leads in a circle, or further than people follow."""
        return name in self.following or self.depth > _DEEPEST

    def once(self, sort: str, name: str, find: Callable[[], Found]) -> Found:
        """Return what is found behind a name in this spot; looked for once."""
        spot = self.clause.name if self.clause else self.metric.name if self.metric else ""
        key = (sort, spot, str(self.later), name)
        if key not in self.memo:
            self.memo[key] = find()
        found: Found = self.memo[key]
        return found

    def _name(self, name: str) -> Interval:
        """Return what a bare name can be: bound in the clause, a column of its row, a metric or a setting."""
        return ANY if self.stopped(name) else self.once("range", name, lambda: self._named(name))

    def _named(self, name: str) -> Interval:
        deeper = self.deeper(name)
        clause, terms = self.clause, self.terms
        if clause is not None:
            if name in clause.let:
                return deeper.of(clause.let[name].node)
            if name in ("raw", "value") and clause.measure is not None:
                return deeper.measured(clause) if name == "value" else deeper.of(clause.measure.node)
            if name == "threshold" and clause.threshold is not None:
                return deeper.of_term(clause.threshold)
            if clause.table in terms.facts and name in terms.facts[clause.table].columns:
                return of_column(terms.facts[clause.table].columns[name])
        if name in terms.metrics:
            return _of_metric(terms.metrics[name], deeper)
        if name in terms.settings and name not in terms.changeable:
            return deeper.of_term(terms.settings[name])
        return ANY

    def measured(self, clause: Clause) -> Interval:
        """Return what the value of a clause can be: its measure, rounded. Reliefs are left aside."""
        if clause.measure is None or any(relief.measure is not None for relief in clause.relief.values()):
            return ANY
        return rounded(self.of(clause.measure.node), clause.round)

    def _dotted(self, table: str, column: str) -> Interval:
        if self.stopped(f"{table}.{column}"):
            return ANY
        if table in self.terms.facts and column in self.terms.facts[table].columns:
            return of_column(self.terms.facts[table].columns[column])
        clause = self.terms.clauses.get(table)
        if clause is None or column not in (*clause.let, "value", "raw", "threshold"):
            return ANY
        there = Ranges(terms=self.terms, clause=clause, depth=self.depth + 1,
                       following=self.following | {f"{table}.{column}"}, memo=self.memo)  # fmt: skip
        return there._name(column)

    def deeper(self, name: str) -> Ranges:
        """Return the same spot one name further, so that no circle is followed for ever."""
        return replace(self, depth=self.depth + 1, following=self.following | {name})


def _of_metric(metric: Metric, asked: Ranges) -> Interval:
    there = Ranges(terms=asked.terms, metric=metric, depth=asked.depth, following=asked.following, memo=asked.memo)
    return rounded(there.of(metric.formula.node), metric.round)


def of_column(column: Column) -> Interval:
    """Return what a column can hold, as far as its condition says (`number >= 0`)."""
    if column.condition is None:
        return ANY
    return _bounded(column.condition.node)


def _bounded(node: tree.Node) -> Interval:
    """Return the numbers that a condition on one value allows; all where it says something else."""
    match node:
        case tree.Binary(operator="and"):
            return iv.meet(_bounded(node.left), _bounded(node.right))
        case tree.Binary(operator=operator, left=tree.Name(), right=right):
            value = constant(right)
            return ANY if value is None else iv.compared(operator, value)
        case tree.Between(negated=False, operand=tree.Name(), low=low, high=high):
            return Interval(constant(low), constant(high))
    return ANY


def constant(node: tree.Node) -> exact.Exact | None:
    """Return the number or amount that is written out, None for anything else."""
    match node:
        case tree.Number(value=value) | tree.Money(amount=value):
            return value
        case tree.Unary(operator="-"):
            inner = constant(node.operand)
            return None if inner is None else exact.neg(inner)
    return None


def rounded(found: Interval, how: Rounding | None) -> Interval:
    """Return an interval after the declared rounding; its ends then belong to it."""
    if how is None:
        return found
    return iv.mapped(found, lambda value: exact.round_to(value, how.step, how.mode))


def _summed(part: Interval, most: int | None) -> Interval:
    """Return the sum of any number of parts, or of at most `most`."""
    low: exact.Exact | None = ZERO if part.low is not None and part.low >= 0 else None
    high: exact.Exact | None = ZERO if part.high is not None and part.high <= 0 else None
    if most is not None:
        low = low if low is not None or part.low is None else exact.mul(part.low, Decimal(most))
        high = high if high is not None or part.high is None else exact.mul(part.high, Decimal(most))
    return Interval(low, high)


def _powered(base: Interval, count: int) -> Interval:
    """Return a power from 0 up of what lies in an interval; an even one does not know signs."""
    known = iv.magnitude(base) if count % 2 == 0 else base
    try:
        return iv.mapped(known, lambda value: exact.power(value, count)) if count else iv.at(Decimal(1))
    except ValueError:
        return ANY


def _extreme(function: str, parts: list[Interval]) -> Interval:
    choose = exact.least if function == "least" else exact.greatest
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    known_lows, known_highs = [low for low in lows if low is not None], [high for high in highs if high is not None]
    if function == "least":
        low = choose(known_lows) if len(known_lows) == len(lows) else None
        return Interval(low, choose(known_highs) if known_highs else None)
    high = choose(known_highs) if len(known_highs) == len(highs) else None
    return Interval(choose(known_lows) if known_lows else None, high)


# -- shares -----------------------------------------------------------------------------------


def is_share(part: tree.Node, whole: tree.Node) -> bool:
    """Say whether a quotient of two counts is a share: what is counted above is counted below as well."""
    above, below = _counting(part), _counting(whole)
    return above is not None and below is not None and above[0] == below[0] and above[1] >= below[1]


def _counting(node: tree.Node) -> tuple[str, frozenset[str]] | None:
    """Return the table a count reads and the conditions its rows fulfil; None for anything but a count of rows."""
    if not isinstance(node, tree.Call) or node.function not in ("count", "count_if") or node.distinct:
        return None
    tables = {name.parts[0] for name in tree.names(node) if len(name.parts) == 2}
    if len(tables) != 1:
        return None
    conditions = _conjuncts(node.arguments[0]) if node.function == "count_if" else frozenset()
    return tables.pop(), conditions | (_conjuncts(node.where) if node.where is not None else frozenset())


def _conjuncts(node: tree.Node) -> frozenset[str]:
    if isinstance(node, tree.Binary) and node.operator == "and":
        return _conjuncts(node.left) | _conjuncts(node.right)
    return frozenset((unparse(node),))
