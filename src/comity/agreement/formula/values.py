"""Settings and thresholds as of a day: dated values, step tables, values per member."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import evaluate
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term, Unset, Word
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown, Value

if TYPE_CHECKING:
    from comity.agreement.formula.env import Env


def lookup(term: Term, env: Env, name: str, arguments: Sequence[tree.Node] = ()) -> Value | None:
    """Return the value of a term in an environment.

    A dated map gives the entry in force on the first day of the period; a keyed map is read by an argument,
    or by bare name through the first scope column; a step table by a number, or accrues between two.
    """
    match term:
        case Formula():
            return evaluate(term.node, env)
        case Word():
            return term.text
        case Unset():
            return Unknown(State.UNDETERMINED, f"{name} is unset")
        case DatedMap():
            return _dated(term, env, name, arguments)
        case KeyedMap():
            return _keyed(term, env, name, arguments)
        case StepTable():
            return _stepped(term, env, name, arguments)


def _dated(term: DatedMap, env: Env, name: str, arguments: Sequence[tree.Node]) -> Value | None:
    current: Term | None = None
    for day, entry in term.entries:
        if day <= env.day:
            current = entry
    if current is None:
        return Unknown(State.UNDETERMINED, f"{name} has no value on {env.day}")
    return lookup(current, env, name, arguments)


def _keyed(term: KeyedMap, env: Env, name: str, arguments: Sequence[tree.Node]) -> Value | None:
    member = evaluate(arguments[0], env) if arguments else env.member_of(term)
    if isinstance(member, Unknown):
        return member
    entry = term.entries.get(str(member))
    if entry is None:
        return Unknown(State.UNDETERMINED, f"{name} has no value for {member or 'all members together'}")
    return lookup(entry, env, f"{name}({member})", arguments[1:])


def _stepped(term: StepTable, env: Env, name: str, arguments: Sequence[tree.Node]) -> Value | None:
    if not arguments:
        return Unknown(State.UNDETERMINED, f"{name} is a step table and needs a number, as in {name}(value)")
    numbers: list[Exact] = []
    for argument in arguments[:2]:
        number = evaluate(argument, env)
        if number is None or isinstance(number, Unknown):
            return number
        if isinstance(number, bool) or not isinstance(number, Exact):
            return Unknown(State.UNDETERMINED, f"{name} needs a number")
        numbers.append(number)
    if len(numbers) == 2:
        return _accrued(term, env, name, numbers[0], numbers[1])
    return _band(term, env, name, numbers[0])


def _band(term: StepTable, env: Env, name: str, number: Exact) -> Value | None:
    entry = term.otherwise
    for threshold, value in term.entries:
        if exact.compare(threshold, number) <= 0:
            entry = value
    if entry is None:
        return Unknown(State.UNDETERMINED, f"{name} has no entry for {exact.text(number)}")
    return lookup(entry, env, name)


def _accrued(term: StepTable, env: Env, name: str, before: Exact, so_far: Exact) -> Value | None:
    """Sum, band by band, the rate times what lies between the two numbers in that band; downwards it is undone."""
    if exact.compare(so_far, before) < 0:
        undone = _accrued(term, env, name, so_far, before)
        return exact.neg(undone) if isinstance(undone, Exact) else undone
    total: Exact = Decimal(0)
    edges = [threshold for threshold, _ in term.entries if exact.compare(before, threshold) < 0]
    marks = [before, *(edge for edge in edges if exact.compare(edge, so_far) < 0), so_far]
    for low, high in pairwise(marks):
        rate = _band(term, env, name, low)
        if rate is None or isinstance(rate, Unknown):
            return rate
        if isinstance(rate, bool) or not isinstance(rate, Exact):
            return Unknown(State.UNDETERMINED, f"{name} does not hold rates")
        total = exact.add(total, exact.mul(rate, exact.sub(high, low)))
    return total
