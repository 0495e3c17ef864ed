"""Conditions and tests that the facts cannot decide: never true, always true, or looking back further than the term."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula import tree
from comity.agreement.formula.functions import WINDOWED
from comity.agreement.formula.parts import following, formulas
from comity.agreement.formula.unparse import unparse
from comity.agreement.model import Clause, Formula, Step
from comity.agreement.nodes import shown
from comity.agreement.review.conditions import always, never
from comity.agreement.review.desk import Desk, finding
from comity.agreement.review.parts import First, first_steps, formulas_of_clause
from comity.agreement.review.ranges import Ranges
from comity.agreement.review.windows import grain_of, most_periods, periods_of_term
from comity.agreement.review.wordings import is_percent, reach
from comity.kernel.problem import Problem

OPERATORS = {"at least": ">=", "above": ">", "at most": "<=", "below": "<"}
"""How the measure stands to the threshold where a clause is met, by its relation."""


def triggers(desk: Desk) -> Iterator[Problem]:
    """Find tests and conditions whose outcome is the same whatever is reported."""
    for clause in desk.terms.clauses.values():
        yield from _test(clause, desk)
    for first in first_steps(desk.terms):
        yield from _steps(first, desk)


# -- tests ------------------------------------------------------------------------------------


def _test(clause: Clause, desk: Desk) -> Iterator[Problem]:
    """A clause that cannot be missed, or cannot be met, promises nothing."""
    ranges = Ranges(terms=desk.terms, clause=clause)
    if clause.missed_if is not None:
        condition = clause.missed_if
        if isinstance(condition.node, tree.Truth):
            return
        if never(condition.node, ranges):
            yield _decided(clause, condition, "can never be missed", reason(condition.node, ranges))
        elif always(condition.node, ranges):
            yield _decided(clause, condition, "is always missed", reason(condition.node, ranges))
    elif clause.measure is not None and clause.threshold is not None and clause.relation in OPERATORS:
        for threshold in formulas(clause.threshold):
            yield from _against(clause, threshold, ranges)


def _against(clause: Clause, threshold: Formula, ranges: Ranges) -> Iterator[Problem]:
    value = tree.Name(start=0, end=0, parts=("value",))
    operator = OPERATORS[clause.relation]
    test = tree.Binary(start=0, end=0, operator=operator, left=value, right=threshold.node)
    found = reach(ranges.of(value), percent=clause.unit == "percent" or is_percent(threshold.node))
    why = f"its value is {found} whatever is reported"
    if always(test, ranges):
        yield _decided(clause, threshold, f"can never be missed with `{clause.relation} {threshold.text}`", why)
    elif never(test, ranges):
        yield _decided(clause, threshold, f"can never be met with `{clause.relation} {threshold.text}`", why)


def _decided(clause: Clause, at: Formula, what: str, why: str) -> Problem:
    hint = "Change the threshold or the relation, so that the facts decide."
    return finding("CMY-823", at.place, f"{clause.name} {what}: {why}", hint)


# -- conditions of steps ----------------------------------------------------------------------


def _steps(first: First, desk: Desk) -> Iterator[Problem]:
    """Look at the conditions of a step and of all that follows."""
    ranges = Ranges(terms=desk.terms, clause=first.clause)
    pending: list[tuple[Step, bool]] = [(first.step, False)]
    seen: set[int] = set()
    while pending:
        step, later = pending.pop()
        if id(step) in seen:
            continue
        seen.add(id(step))
        spot = Ranges(terms=ranges.terms, clause=ranges.clause, later=later)
        conditions = ((step.when, _subject(step, first)), (step.condition, "this step"), (step.unless, "`unless`"))
        for condition, subject in conditions:
            if condition is not None and not isinstance(condition.node, tree.Truth):
                yield from _condition(condition, subject, spot)
        pending += [(next_, True) for next_ in following(step)]


def _subject(step: Step, first: First) -> str:
    return f"the rule {first.rule}" if step is first.step and first.rule else "this step"


def _condition(condition: Formula, subject: str, ranges: Ranges) -> Iterator[Problem]:
    if never(condition.node, ranges):
        follows = "can never come to anything" if subject != "`unless`" else "never ends the step"
        why = f"{subject} {follows}: {reason(condition.node, ranges)}"
        yield finding("CMY-821", condition.place, why, "Change the condition, or take out what can never follow.")
    elif always(condition.node, ranges):
        follows = "does not depend on the facts" if subject != "`unless`" else "ends the step at once"
        why = f"{subject} {follows}: {reason(condition.node, ranges)}"
        yield finding("CMY-822", condition.place, why, "Change the condition; write `when: true` if it is meant.")


def reason(node: tree.Node, ranges: Ranges) -> str:
    """Return why a condition is decided: what its decided part can be at all, or that its parts exclude each other."""
    for below in tree.walk(node):
        if not isinstance(below, tree.Binary) or below.operator not in ("<", "<=", ">", ">=", "="):
            continue
        side = below.left if not isinstance(below.left, tree.Number | tree.Money) else below.right
        found = ranges.of(side)
        if (found.low is not None or found.high is not None) and (never(below, ranges) or always(below, ranges)):
            return f"{shown(unparse(side))} is {reach(found, percent=is_percent(below))}"
    return f"the parts of {shown(unparse(node))} exclude each other"


# -- windows ----------------------------------------------------------------------------------


def windows(desk: Desk) -> Iterator[Problem]:
    """Find windows that the term cannot fill."""
    for clause in desk.terms.clauses.values():
        for formula in dict.fromkeys(formulas_of_clause(clause)):
            yield from _windows(formula, clause, None, desk)
    for metric in desk.terms.metrics.values():
        yield from _windows(metric.formula, None, metric.name, desk)


def _windows(formula: Formula, clause: Clause | None, metric: str | None, desk: Desk) -> Iterator[Problem]:
    for call in tree.walk(formula.node):
        if not isinstance(call, tree.Call) or call.function not in WINDOWED or len(call.arguments) < 2:
            continue
        grain = desk.terms.metrics[metric].every if metric else grain_of(call.arguments[0], clause, desk.terms)
        if grain is None:
            continue
        term = periods_of_term(grain, clause, desk.terms)
        window = most_periods(call.arguments[1], grain, desk.terms)
        if term is None or window is None or window <= term:
            continue
        waits = (
            call.function in ("total", "mean")
            and isinstance(call.arguments[1], tree.Number)
            and len(call.arguments) == 2
        )
        follows = "so it is never due" if waits else "so it never looks at a full window"
        why = f"{shown(unparse(call))} looks back {window} periods, and the term has {term}, {follows}"
        yield finding("CMY-824", formula.place, why, "Shorten the window, or write `life` for all of the term.")
