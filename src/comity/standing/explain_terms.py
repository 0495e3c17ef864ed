"""Which of several agreed values counts: the entry of a dated map, the member, the band, or what a step has set."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from comity.agreement.formula import tree
from comity.agreement.formula.env import Env
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.formula.parts import formulas
from comity.agreement.formula.unparse import unparse
from comity.agreement.formula.values import lookup
from comity.agreement.model import DatedMap, Formula, KeyedMap, StepTable, Term, Terms
from comity.clauses.court import members_read
from comity.clauses.env import ClauseEnv
from comity.clauses.settings import Change
from comity.kernel import exact
from comity.kernel.figure import Exact, Unknown
from comity.metrics.exhibits import Step
from comity.standing.explain_arithmetic import unit_of
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_words import number, operand, where, words


def which(term: Term, env: Env, arguments: Sequence[tree.Node] = ()) -> str:
    """Return in words which entry of a term counts here; "" for a single value."""
    match term:
        case DatedMap():
            return _dated(term, env, arguments)
        case KeyedMap():
            member = evaluate(arguments[0], env) if arguments else env.member_of(term)
            entry = term.entries.get(str(member))
            below = which(entry, env, arguments[1:]) if entry is not None else ""
            return "; ".join(filter(None, (f"for {member}" if member else "", below)))
        case StepTable() if len(arguments) == 1:
            return _band(term, evaluate(arguments[0], env))
    return ""


def leaf(term: Term, env: Env, arguments: Sequence[tree.Node] = ()) -> Formula | None:
    """Return the formula that a term comes down to here, None where it comes to none, or to a band of a step table."""
    match term:
        case Formula():
            return term
        case DatedMap():
            entries = [entry for day, entry in term.entries if day <= env.day]
            return leaf(entries[-1], env, arguments) if entries else None
        case KeyedMap():
            member = evaluate(arguments[0], env) if arguments else env.member_of(term)
            entry = term.entries.get(str(member))
            return leaf(entry, env, arguments[1:]) if entry is not None else None
    return None


def _dated(term: DatedMap, env: Env, arguments: Sequence[tree.Node]) -> str:
    at = max((n for n, (day, _) in enumerate(term.entries) if day <= env.day), default=None)
    if at is None:
        return f"no entry holds on {env.day}; the first begins on {term.entries[0][0]}"
    since, entry = term.entries[at]
    next_ = f"; the next begins on {term.entries[at + 1][0]}" if at + 1 < len(term.entries) else ""
    said = f"entry of {since}, in force on {env.day}, the first day measured{next_}"
    return "; ".join(filter(None, (said, which(entry, env, arguments))))


def _band(table: StepTable, value: Result) -> str:
    if not isinstance(value, Exact):
        return ""
    at = max((n for n, (edge, _) in enumerate(table.entries) if exact.compare(edge, value) <= 0), default=None)
    shown = number(value)
    if at is None:
        return f"{shown} is below all entries, the lowest is {number(table.entries[0][0])}"
    edge = table.entries[at][0]
    said = f"{shown} is in the band from {number(edge)}"
    return f"{said}, below {number(table.entries[at + 1][0])}" if at + 1 < len(table.entries) else f"{said} up"


# -- settings ---------------------------------------------------------------------------------


def setting_step(desk: Desk, node: tree.Name | tree.Call, env: Env) -> Step:
    """Return a setting with its value here: which entry counts, or which step has set it."""
    name, arguments = (node.parts[0], ()) if isinstance(node, tree.Name) else (node.function, node.arguments)
    term = env.terms.settings[name]
    value = evaluate(node, env)
    change = _change(desk, name, term, env, arguments)
    text = _set_by(desk, change) if change is not None else which(term, env, arguments)
    shown = words(value, _unit(term, env, arguments) or unit_of(node, env))
    step = Step(
        kind="setting", label=unparse(node), text=text or "as agreed", place=term.place, value=shown,
        children=tuple(_bands(term, env, name, arguments)),
    )  # fmt: skip
    return doubted(step, value)


def _unit(term: Term, env: Env, arguments: tuple[tree.Node, ...]) -> str:
    """Return the currency of an agreed amount; "" for anything else."""
    agreed = leaf(term, env, arguments)
    return agreed.node.currency if agreed is not None and isinstance(agreed.node, tree.Money) else ""


def set_unit(setting: str, terms: Terms) -> str:
    """Return the unit of what a step sets: `percent` or a currency where all agreed values of the setting have it."""
    term = terms.settings.get(setting)
    nodes = [formula.node for formula in formulas(term)] if term is not None else []
    if nodes and all(isinstance(node, tree.Number) and node.percent for node in nodes):
        return "percent"
    found = {node.currency if isinstance(node, tree.Money) else "" for node in nodes}
    return found.pop() if len(found) == 1 else ""


def _change(desk: Desk, name: str, term: Term, env: Env, arguments: tuple[tree.Node, ...]) -> Change | None:
    if name not in env.terms.changeable or not isinstance(env, ClauseEnv):
        return None
    members = members_read(term, env, arguments)
    return None if isinstance(members, Unknown) else desk.fold.court.settings.at(name, members, env.day)


def _set_by(desk: Desk, change: Change) -> str:
    until = f" to {change.last}" if change.last is not None else " on"
    for case in desk.fold.cases:
        if any(one is change for one in case.changes):
            about = f"{case.track.name} {where(case.track.scope, case.period)}"
            return f"set by {case.name} of {about}, known {change.known}, from {change.first}{until}"
    return f"set on {change.known}, from {change.first}{until}"


def _bands(term: Term, env: Env, name: str, arguments: Sequence[tree.Node]) -> list[Step]:
    """Return band by band what accrues between two numbers; nothing for any other setting."""
    table = _table(term, env, arguments)
    numbers = [value for argument in arguments[-2:] if isinstance(value := evaluate(argument, env), Exact)]
    if table is None or len(numbers) < 2:
        return []
    low, high = sorted(numbers)
    edges = [edge for edge, _ in table.entries if low < edge < high]
    return [_accrued(table, start, end, env, name) for start, end in pairwise([low, *edges, high])]


def _accrued(table: StepTable, low: Exact, high: Exact, env: Env, name: str) -> Step:
    """Return what accrues in one band."""
    entry = next((entry for edge, entry in reversed(table.entries) if edge <= low), table.otherwise)
    rate = lookup(entry, env, name) if entry is not None else None
    text = ""
    if isinstance(rate, Exact):
        accrued = exact.mul(rate, exact.sub(high, low))
        text = f"{operand(rate)} * ({operand(high)} - {operand(low)}) = {number(accrued)}"
    return Step(kind="band", label=f"from {number(low)} to {number(high)}", text=text, value="")


def _table(term: Term, env: Env, arguments: Sequence[tree.Node]) -> StepTable | None:
    """Return the step table that two numbers are put to."""
    match term:
        case StepTable():
            return term if len(arguments) == 2 else None
        case DatedMap():
            entries = [entry for day, entry in term.entries if day <= env.day]
            return _table(entries[-1], env, arguments) if entries else None
        case KeyedMap() if arguments:
            entry = term.entries.get(str(evaluate(arguments[0], env)))
            return _table(entry, env, arguments[1:]) if entry is not None else None
    return None
