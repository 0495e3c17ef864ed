"""Formulas of a clause over all its periods at once, column by column.

Where nothing but figures decides a clause, every period can be computed together: one pass a node of the formula
instead of one walk of the formula a period. It must give what clauses.env gives period by period; what has no rule here
is computed so, one period after the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import (
    COMPARE_DECIMALS,
    Result,
    arithmetic,
    combine,
    compare,
    evaluate,
)
from comity.agreement.formula.values import lookup
from comity.agreement.formula.windows import FOLDS, NOT_FULL, between, folded_window, is_open, why
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term
from comity.clauses.figured import Figured, figured
from comity.kernel import exact
from comity.kernel.deadline import Duration
from comity.kernel.figure import Exact, State, Unknown

if TYPE_CHECKING:
    from comity.clauses.court import Court
    from comity.clauses.track import Track

Column = list[Result]


class Columns:
    """The columns of one track, each computed once.

    A stretch of the `whole` begins with the period `first` and has `size` periods: a history of its own.
    """

    def __init__(self, track: Track, first: int = 0, end: int | None = None, whole: Columns | None = None) -> None:
        self.track = track
        self.first = first
        self.size = (len(track.spans) if end is None else end) - first
        self._whole = whole
        self.text = track.spans[0].text
        self.clause = self.text.clause
        self.terms = self.text.terms
        self.bound: dict[str, Column] = {}
        self.later: dict[str, Callable[[], Column]] = {}
        self.figures: dict[str, Figured] = {}
        self._columns: dict[int, Column] = {}
        self._windows: dict[int, list[int] | None] = {}

    def stretch(self, first: int, end: int | None = None) -> Columns:
        """Return the columns of a history that begins with a period, up to and without the period `end`."""
        return Columns(self.track, first, len(self.track.spans) if end is None else end, self)

    def of(self, node: tree.Node) -> Column:
        """Return the values of a formula in all periods."""
        found = self._columns.get(id(node))
        if found is None:
            if self._whole is not None and self.text.is_local(node):
                found = self._whole.of(node)[self.first : self.first + self.size]
            else:
                found = _RULES.get(type(node), Columns.one_by_one)(self, node)
            self._columns[id(node)] = found
        return found

    def one_by_one(self, node: tree.Node) -> Column:
        """Return the values of a formula, each period on its own."""
        with _in_the_end(self.track.court):
            envs = [self.track.env(at) for at in range(self.first, self.first + self.size)]
            for env in envs:
                env.floor = self.first
            return [evaluate(node, env) for env in envs]

    def named(self, word: str) -> Column:
        """Return the column that a bound name stands for, made when it is first asked for."""
        if word not in self.bound:
            self.bound[word] = self.later[word]()
        return self.bound[word]

    # -- leaves ---------------------------------------------------------------------------

    def _constant(self, node: tree.Number | tree.Text | tree.Truth | tree.Day) -> Column:
        return [node.value] * self.size

    def _money(self, node: tree.Money) -> Column:
        return [node.amount] * self.size

    def _name(self, node: tree.Name) -> Column:
        word = node.parts[0]
        if len(node.parts) == 1:
            if word in self.bound or word in self.later:
                return self.named(word)
            if word in self.clause.let:
                return self.of(self.clause.let[word].node)
            if word in self.terms.metrics:
                return self.metric(word).values
            if word in self.terms.settings:
                return self.term(self.terms.settings[word], word)
        return self.one_by_one(node)

    def metric(self, name: str) -> Figured:
        """Return the figures of a metric of the clause's own period, for its member."""
        found = self.figures.get(name)
        if found is None:
            per = self.terms.metrics[name].per
            scope = self.track.scope if per == self.clause.per else tuple(p for p in self.track.scope if p[0] in per)
            found = self.figures[name] = figured(self.track, name, scope)
        return found

    def term(self, term: Term, name: str) -> Column:
        """Return a threshold or setting in all periods: the entry in force, for this member."""
        if isinstance(term, Formula):
            return self.of(term.node)
        leaves = [self._leaf(term, first) for first in self.track.firsts]
        if leaves and all(leaf is leaves[0] for leaf in leaves) and isinstance(leaves[0], Formula):
            return self.of(leaves[0].node)
        if all(isinstance(leaf, Formula) and isinstance(leaf.node, tree.Number | tree.Money) for leaf in leaves):
            return [evaluate(leaf.node, self.track.env(0)) for leaf in leaves]  # type: ignore[union-attr]
        with _in_the_end(self.track.court):
            return [lookup(term, self.track.env(at), name) for at in range(self.size)]

    def _leaf(self, term: Term, day: date) -> Term | None:
        if isinstance(term, DatedMap):
            current = next((entry for since, entry in reversed(term.entries) if since <= day), None)
            return self._leaf(current, day) if current is not None else None
        if isinstance(term, KeyedMap) and self.track.scope:
            own = term.entries.get(self.track.scope[0][1])
            return self._leaf(own, day) if own is not None else None
        return term

    # -- operators ------------------------------------------------------------------------

    def _unary(self, node: tree.Unary) -> Column:
        values = self.of(node.operand)
        if node.operator == "not":
            return [not value if isinstance(value, bool) else combine(value) for value in values]
        if all(isinstance(value, Exact) for value in values):
            return [exact.neg(value) for value in values]  # type: ignore[arg-type]
        return self.one_by_one(node)

    def _binary(self, node: tree.Binary) -> Column:
        if isinstance(node.right, tree.Span):
            return self.one_by_one(node)
        left, right, operator = self.of(node.left), self.of(node.right), node.operator
        if operator in ("and", "or"):
            return _logic(operator == "or", left, right)
        if operator in COMPARE_DECIMALS:
            return _compared(operator, left, right)
        end = min(exact.leading(left), exact.leading(right)) if operator in "+-*" else 0
        rest = left[end:], right[end:]
        if any(isinstance(value, date) for value in rest[0]):
            return self.one_by_one(node)
        quick = exact.each(operator, left[:end], right[:end]) if end else []
        return [*quick, *(arithmetic(operator, a, b) for a, b in zip(*rest, strict=True))]

    def _case(self, node: tree.Case) -> Column:
        branches = [(self.of(condition), self.of(branch)) for condition, branch in node.branches]
        otherwise = self.of(node.otherwise) if node.otherwise is not None else None
        return [_chosen(branches, otherwise, at) for at in range(self.size)]

    # -- time functions -------------------------------------------------------------------

    def _call(self, node: tree.Call) -> Column:
        match node.function:
            case "times":
                return self._times(node)
            case "running":
                return self._running(node)
            case "total" | "mean" | "highest" | "lowest":
                return self._window(node)
        table = self.terms.settings.get(node.function)
        if isinstance(table, StepTable) and len(node.arguments) == 1:
            return self._steps(node, table)
        return self.one_by_one(node)

    def _steps(self, node: tree.Call, table: StepTable) -> Column:
        """Read a step table of written numbers: the entry with the greatest threshold not above each argument."""
        entries = [*(entry for _, entry in table.entries), table.otherwise]
        if not all(isinstance(e, Formula) and isinstance(e.node, tree.Number | tree.Money) for e in entries):
            return self.one_by_one(node)
        env = self.track.env(0)
        values = [evaluate(entry.node, env) for entry in entries]  # type: ignore[union-attr]
        edges = [threshold for threshold, _ in table.entries]
        arguments = self.of(node.arguments[0])
        if any(type(argument) is not Decimal and isinstance(argument, Exact) for argument in arguments):
            return self.one_by_one(node)
        return [
            values[bisect_right(edges, argument) - 1]
            if type(argument) is Decimal
            else (argument if isinstance(argument, Unknown) else combine(argument))
            for argument in arguments
        ]

    def _firsts(self, width: tree.Node) -> list[int] | None:
        """Return the first period of the window that ends with each period; None where its width is not the same."""
        if id(width) not in self._windows:
            self._windows[id(width)] = self._opens(width) if self._whole is None else self._within(width, self._whole)
        return self._windows[id(width)]

    def _within(self, width: tree.Node, whole: Columns) -> list[int] | None:
        firsts = whole._firsts(width)
        if firsts is None:
            return None
        return [max(0, first - self.first) for first in firsts[self.first : self.first + self.size]]

    def _opens(self, width: tree.Node) -> list[int] | None:
        lasts = self.track.lasts
        if isinstance(width, tree.Number):
            before = int(width.value) - 1
            return [at - before if at > before else 0 for at in range(self.size)]
        if isinstance(width, tree.Name) and width.parts == ("life",):
            return [0] * self.size
        if isinstance(width, tree.Span) and width.value.unit != "period":
            windows, length = self.track.windows, width.value
            if length not in windows:
                add, back = self.terms.calendar.add, Duration(-length.count, length.unit)
                windows[length] = [bisect_right(lasts, add(last, back)) for last in lasts]
            return windows[length]
        return None

    def _times(self, node: tree.Call) -> Column:
        truths, firsts = self.of(node.arguments[0]), self._firsts(node.arguments[1])
        if firsts is None:
            return self.one_by_one(node)
        true = list(accumulate([truth is True for truth in truths], initial=0))
        open_ = list(accumulate(map(is_open, truths), initial=0))
        found: Column = []
        counts = _counts(self.size)
        for at, first in enumerate(firsts):
            low, more = true[at + 1] - true[first], open_[at + 1] - open_[first]
            found.append(between(low, low + more, _reason(truths, first, at)) if more else counts[low])
        return found

    def _running(self, node: tree.Call) -> Column:
        truths = self.of(node.arguments[0])
        found: Column = []
        counts = _counts(self.size)
        low = high = 0
        for at, truth in enumerate(truths):
            if truth is True:
                low, high = low + 1, high + 1
            elif truth is False:
                low = high = 0
            elif is_open(truth):
                low, high = 0, high + 1
            found.append(counts[low] if low == high else between(low, high, _reason(truths, 0, at)))
        return found

    def _window(self, node: tree.Call) -> Column:
        width, fold = node.arguments[1], FOLDS[node.function]
        firsts, asked = self._firsts(width), node.arguments[2] if len(node.arguments) == 3 else width
        if firsts is None or (len(node.arguments) == 3 and not isinstance(asked, tree.Number)):
            return self.one_by_one(node)
        least = int(asked.value) if isinstance(asked, tree.Number) else None
        values = self.of(node.arguments[0])
        odd = list(accumulate([type(value) is not Decimal for value in values], initial=0))
        found: Column = []
        for at, first in enumerate(firsts):
            if odd[at + 1] > odd[first]:
                # Latest first, as windows are read: of several unknowns the latest gives the reason.
                found.append(folded_window(fold, values[first : at + 1][::-1], least))
            elif at + 1 - first >= (least or 1):
                found.append(fold(values[first : at + 1]))  # type: ignore[arg-type]
            else:
                found.append(NOT_FULL)
        return found


@contextmanager
def _in_the_end(court: Court) -> Iterator[None]:
    """Look at things as known on the day of evaluation, on whatever day of the fold a column is first asked for."""
    seen, court.seen = court.seen, court.as_of
    try:
        yield
    finally:
        court.seen = seen


@lru_cache(maxsize=16)
def _counts(most: int) -> list[Decimal]:
    """Return the numbers up to one, made once."""
    return [Decimal(number) for number in range(most + 1)]


def _compared(operator: str, left: Column, right: Column) -> Column:
    """Compare two columns, period by period."""
    end = min(exact.leading(left), exact.leading(right))
    quick = map(COMPARE_DECIMALS[operator], left[:end], right[:end])  # type: ignore[arg-type]
    return [*quick, *(compare(operator, a, b) for a, b in zip(left[end:], right[end:], strict=True))]


def _logic(decisive: bool, left: Column, right: Column) -> Column:
    return [
        decisive if a is decisive or b is decisive else _undecisive(decisive, a, b)
        for a, b in zip(left, right, strict=True)
    ]


def _undecisive(decisive: bool, left: Result, right: Result) -> Result:
    if isinstance(left, bool) and isinstance(right, bool):
        return not decisive
    return combine(left, right)


def _chosen(branches: Sequence[tuple[Column, Column]], otherwise: Column | None, at: int) -> Result:
    for condition, branch in branches:
        holds = condition[at]
        if holds is True:
            return branch[at]
        if holds is not False:
            return combine(holds)
    return otherwise[at] if otherwise is not None else Unknown(State.UNDETERMINED, "no case applies")


def _reason(truths: Column, first: int, last: int) -> str:
    return next((why(truths[at]) for at in range(last, first - 1, -1) if is_open(truths[at])), "")


_RULES: dict[type[tree.Node], Callable[[Columns, object], Column]] = {
    tree.Number: Columns._constant,  # type: ignore[dict-item]
    tree.Text: Columns._constant,  # type: ignore[dict-item]
    tree.Truth: Columns._constant,  # type: ignore[dict-item]
    tree.Day: Columns._constant,  # type: ignore[dict-item]
    tree.Money: Columns._money,  # type: ignore[dict-item]
    tree.Name: Columns._name,  # type: ignore[dict-item]
    tree.Unary: Columns._unary,  # type: ignore[dict-item]
    tree.Binary: Columns._binary,  # type: ignore[dict-item]
    tree.Case: Columns._case,  # type: ignore[dict-item]
    tree.Call: Columns._call,  # type: ignore[dict-item]
}  # fmt: skip
