"""The test of a clause: facts, raw, rounding, comparison, in this order."""

from __future__ import annotations

from dataclasses import replace

from comity.agreement.formula.evaluate import Result, compare, evaluate
from comity.agreement.formula.values import lookup
from comity.agreement.model import Clause
from comity.clauses.env import ClauseEnv
from comity.clauses.model import Outcome, Verdict
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown

RELATIONS = {"at least": ">=", "above": ">", "at most": "<=", "below": "<"}


def give(env: ClauseEnv) -> Verdict:
    """Judge one clause for one period, without the names it binds (with_names).

    Met exactly when the relation holds, equality as its words say. Bounds of an unknown count may decide.
    """
    clause = env.clause
    blank = Verdict(
        clause=clause.name,
        period=env.period,
        scope=env.scope,
        outcome=Outcome.NOT_DUE,
        state=State.NOT_DUE,
        unit=clause.unit,
    )
    if clause.missed_if is not None:
        return _by_condition(blank, env)
    if clause.measure is None or clause.threshold is None:
        return replace(blank, reason="the clause has no test of its own")
    raw = evaluate(clause.measure.node, env)
    threshold = lookup(clause.threshold, env, "the threshold")
    return _by_measure(blank, env, raw, threshold)


def _by_condition(blank: Verdict, env: ClauseEnv) -> Verdict:
    condition = env.clause.missed_if
    if condition is None or env.period.last > env.as_of:
        return replace(blank, reason=f"{env.period} is not over")
    truth = evaluate(condition.node, env)
    if isinstance(truth, bool):
        return _settled(blank, env, Outcome.MISSED if truth else Outcome.MET)
    return _open(blank, env, truth)


def _by_measure(blank: Verdict, env: ClauseEnv, raw: Result, threshold: Result) -> Verdict:
    value = _rounded(env.clause, raw) if isinstance(raw, Exact) else raw
    measured = replace(
        blank,
        raw=raw if isinstance(raw, Exact) else None,
        value=value if isinstance(value, Exact) else None,
        threshold=threshold if isinstance(threshold, Exact) else None,
        shortfall=_shortfall(env.clause.relation, value, threshold),
    )
    if env.period.last > env.as_of:
        return replace(measured, reason=f"{env.period} is not over")
    met = compare(RELATIONS[env.clause.relation], value, threshold)
    if isinstance(met, bool):
        return _settled(measured, env, Outcome.MET if met else Outcome.MISSED)
    return _open(measured, env, threshold if isinstance(value, Exact) else value)


def _shortfall(relation: str, value: Result, threshold: Result) -> Exact | None:
    if not isinstance(value, Exact) or not isinstance(threshold, Exact):
        return None
    return exact.sub(threshold, value) if relation in ("at least", "above") else exact.sub(value, threshold)


def _rounded(clause: Clause, value: Exact) -> Exact:
    return exact.round_to(value, clause.round.step, clause.round.mode) if clause.round else value


def _settled(verdict: Verdict, env: ClauseEnv, outcome: Outcome) -> Verdict:
    """Give a verdict, unless an input is disputed; it is known when the period is over and its facts are."""
    known = max(filter(None, (env.period.last, env.seen.known)))
    if State.DISPUTED in env.seen.states:
        reason = next(iter(env.seen.reasons), "an input is disputed")
        open_ = replace(verdict, outcome=Outcome.UNDETERMINED, state=State.DISPUTED, known=known, reason=reason)
        return replace(open_, otherwise=outcome)
    state = State.PROVISIONAL if State.PROVISIONAL in env.seen.states else State.FINAL
    return replace(verdict, outcome=outcome, state=state, known=known)


def _open(verdict: Verdict, env: ClauseEnv, why: Result) -> Verdict:
    unknown = why if isinstance(why, Unknown) else Unknown(State.UNDETERMINED, "an empty column")
    outcome = {State.NOT_DUE: Outcome.NOT_DUE, State.EXCUSED: Outcome.EXCUSED}.get(unknown.state, Outcome.UNDETERMINED)
    state = unknown.state if outcome is not Outcome.UNDETERMINED else State.UNDETERMINED
    return replace(verdict, outcome=outcome, state=state, reason=unknown.reason, known=env.seen.known)


def with_names(verdict: Verdict, env: ClauseEnv) -> Verdict:
    """Return the verdict with the values of the names that `let` binds; they may look at the verdict itself."""
    if not env.clause.let:
        return verdict
    env.measured = verdict
    values = {name: evaluate(formula.node, env) for name, formula in env.clause.let.items()}
    return replace(verdict, names={name: value for name, value in values.items() if value is not None})
