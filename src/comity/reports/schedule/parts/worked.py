"""The arithmetic of worked examples, printed only where it leads to what the example expects.

Nothing here decides anything: figures that the example gives are put into the formulas of the agreement, and a line is
printed if its result is the expected one.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapping_
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Self

from comity.agreement.formula import tree
from comity.agreement.formula.check import check
from comity.agreement.formula.contexts import clause_context
from comity.agreement.formula.env import NOT_HERE, Elsewhere, Env, Seen
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.formula.parts import every_step
from comity.agreement.formula.types import Kind
from comity.agreement.formula.values import lookup
from comity.agreement.model import Clause, Example, Formula, Step, Terms
from comity.agreement.nodes import Mapping, Node
from comity.kernel import exact, lexical
from comity.kernel.figure import Exact, Scope, State, Unknown, Value
from comity.kernel.period import Grain, Period
from comity.reports.schedule.english.names import Book
from comity.reports.schedule.english.speech import rule_key
from comity.reports.schedule.english.words import money, number, percent, period_named
from comity.reports.schedule.markup import reference
from comity.reports.schedule.parts.shown import leaves
from comity.standing.worked.given import by_member, entries, given, periods_named

MOST_LINES = 6
Amounts = set[tuple[Exact, str]]
Figures = Mapping_[tuple[str, Scope, str], Exact]
_BETTER = ("at least", "above")
_TESTS = {"at least": "at least", "above": "more than", "at most": "at most", "below": "less than"}


class _Given(Env):
    """The names of a clause, from the figures that an example gives."""

    __slots__ = ("clause", "figures")

    def __init__(
        self, terms: Terms, period: Period, scope: Scope, as_of: date, history_start: date, seen: Seen | None = None
    ) -> None:
        super().__init__(terms, period, scope, as_of, history_start, seen)
        self.figures: Figures = {}
        self.clause: Clause | None = None

    def knowing(self, clause: Clause, figures: Figures) -> Self:
        """Tell the environment its clause and the figures given."""
        self.clause, self.figures = clause, figures
        return self

    def at(self, period: Period) -> Self:
        """Return the same environment in another period."""
        moved = super().at(period)
        moved.clause, moved.figures = self.clause, self.figures
        return moved

    def other_name(self, name: tree.Name) -> Value | Elsewhere | None:
        """Return a figure given, or what the clause binds."""
        word = str(name)
        metric = self.terms.metrics.get(word)
        if metric is not None:
            scope = tuple(pair for pair in self.scope if pair[0] in metric.per)
            found = self.figures.get((word, scope, self.period.name))
            return found if found is not None else Unknown(State.MISSING, f"{word} is not given")
        return self.bound(word)

    def bound(self, word: str) -> Value | Elsewhere | None:
        """Return what the clause binds by a name."""
        clause = self.clause
        if clause is None:
            return NOT_HERE
        if word in clause.let:
            return evaluate(clause.let[word].node, self)
        if clause.measure is None or clause.threshold is None:
            return NOT_HERE
        match word:
            case "raw":
                return evaluate(clause.measure.node, self)
            case "value":
                raw = evaluate(clause.measure.node, self)
                if clause.round is None or not isinstance(raw, Exact) or isinstance(raw, bool):
                    return raw
                return exact.round_to(raw, clause.round.step, clause.round.mode)
            case "threshold":
                return lookup(clause.threshold, self, "the threshold")
            case "shortfall" | "points_short":
                return self._short(word)
            case "missed" | "met":
                return self._missed() if word == "missed" else _not(self._missed())
        return NOT_HERE

    def _short(self, word: str) -> Value | None:
        value, limit = self.bound("value"), self.bound("threshold")
        if not isinstance(value, Exact) or not isinstance(limit, Exact) or self.clause is None:
            return Unknown(State.UNDETERMINED, "not given")
        short = exact.sub(limit, value) if self.clause.relation in _BETTER else exact.sub(value, limit)
        return exact.mul(short, exact.HUNDRED) if word == "points_short" else short

    def _missed(self) -> Value | None:
        short = self._short("shortfall")
        if not isinstance(short, Exact) or self.clause is None:
            return Unknown(State.UNDETERMINED, "not given")
        return short > 0 if self.clause.relation in ("at least", "at most") else short >= 0


def _not(value: Value | None) -> Value | None:
    return not value if isinstance(value, bool) else value


# -- the lines --------------------------------------------------------------------------------


def computations(book: Book, example: Example) -> list[str]:
    """Return lines of arithmetic that lead to what an example expects; at most a handful."""
    supplied = given(example, book.terms)
    figures = {(name, *where): value for name, cells in supplied.figures.items() for where, value in cells.items()}
    lines = dict.fromkeys(_lines(book, example, figures, supplied.last))
    return list(lines)[:MOST_LINES]


def _lines(book: Book, example: Example, figures: Figures, last: date) -> Iterator[str]:
    wanted = _amounts(example)
    for key, node in entries(example.expect):
        clause = book.terms.clauses.get(key.text)
        if clause is None or not isinstance(clause.every, Grain):
            continue
        for scope, cells in by_member(clause.per, node):
            for name, words in entries(cells):
                for period in periods_named(name.text, book.terms):
                    env = _Given(book.terms, period, scope, last, book.terms.starts).knowing(clause, figures)
                    yield from _test(book, clause, env, words)
                    yield from _paid(book, clause, env, wanted, words)


def _amounts(example: Example) -> Amounts:
    """Return every amount that an example expects, or that an act in it carries."""
    found: Amounts = set()
    for node in (example.expect, example.acts):
        for _, leaf in leaves(node) if isinstance(node, Node) else ():
            with suppress(ValueError):
                found.add(lexical.money(leaf.text))
    return found


def _test(book: Book, clause: Clause, env: _Given, words: Node) -> Iterator[str]:
    verdict = words.text("verdict") if isinstance(words, Mapping) else None
    missed = env.bound("missed")
    if clause.measure is None or not isinstance(missed, bool) or verdict != ("missed" if missed else "met"):
        return
    raw, value, limit = (_shown(book, clause, env, word) for word in ("raw", "value", "threshold"))
    rounded = f", rounded to {value}," if clause.round is not None and raw != value else ""
    is_not = f"is {'not ' if missed else ''}{_TESTS[clause.relation]}"
    yield f"{_where(env)}: {raw}{rounded} {is_not} {limit}, so the clause is {verdict.capitalize()}."


def _where(env: _Given) -> str:
    return ", ".join([*(f"“{member}”" for _, member in env.scope), period_named(env.period)])


def _shown(book: Book, clause: Clause, env: _Given, word: str) -> str:
    return _symbols(book, clause, env, tree.Name(start=0, end=0, parts=(word,))) or "unknown"


def _paid(book: Book, clause: Clause, env: _Given, wanted: Amounts, words: Node) -> Iterator[str]:
    """Yield the arithmetic of each payment that comes to an amount which the example names."""
    currency = book.terms.currency or ""
    for name, rule in clause.rules.items():
        for step in every_step(rule):
            amount, limited = _worth(step, env)
            if amount is None or (amount, currency) not in wanted or not _concerned(step, name, words):
                continue
            said = _symbols(book, clause, env, step.pay.node) if step.pay is not None else ""
            most = _symbols(book, clause, env, step.at_most.node) if limited and step.at_most is not None else ""
            where = reference(rule_key(clause.name, name))
            limit = f", limited to {most}" if most else ""
            if said:
                yield f"{_where(env)}, payment under {where}: {said}{limit} = {money(amount, currency)}."


def _concerned(step: Step, rule: str, words: Node) -> bool:
    """Say whether an example speaks of a payment: it names the amount, the rule, or the step that awaits it."""
    if not isinstance(words, Mapping):
        return False
    fired = {leaf.text for key, below in words if key.text == "fires" for _, leaf in leaves(below)}
    steps = words.mapping("steps")
    return words.get("pay") is not None or rule in fired or (steps is not None and step.name in steps.names)


def _worth(step: Step, env: _Given) -> tuple[Exact | None, bool]:
    """Return what a payment comes to before caps, and whether its own limit decided; None where it is not known."""
    amount = _number(step.pay, env)
    most = _number(step.at_most, env)
    limited = amount is not None and most is not None and exact.compare(amount, most) > 0
    worth = most if limited else amount
    return (None if worth is None else exact.round_to(worth, _CENT, "half up")), limited


def _number(formula: Formula | None, env: _Given) -> Exact | None:
    found = evaluate(formula.node, env) if formula is not None else None
    return found if isinstance(found, Exact) and not isinstance(found, bool) else None


_CENT = Decimal("0.01")


# -- a formula with its numbers put in --------------------------------------------------------

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _symbols(book: Book, clause: Clause, env: _Given, node: tree.Node, *, inner: bool = False) -> str:
    """Return a formula with the values of its names put in; empty where one of them is not known."""
    if isinstance(node, tree.Binary) and node.operator in _SIGNS:
        left = _symbols(book, clause, env, node.left, inner=_weaker(node.left, node.operator))
        right = _symbols(book, clause, env, node.right, inner=isinstance(node.right, tree.Binary))
        said = f"{left} {_SIGNS[node.operator]} {right}" if left and right else ""
        return f"({said})" if inner and said else said
    found = evaluate(node, env)
    if not isinstance(found, Exact) or isinstance(found, bool):
        return ""
    of = check(Formula(text="", node=node, place=clause.place), clause_context(book.world, clause))[0]
    if of is not None and of.kind is Kind.MONEY:
        return money(found, of.currency or book.terms.currency or "")
    return percent(found) if of is not None and of.percent else number(found)


def _weaker(node: tree.Node, operator: str) -> bool:
    return isinstance(node, tree.Binary) and node.operator in "+-" and operator in "*/"
