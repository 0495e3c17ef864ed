"""The test of a clause: facts, raw, relief, rounding, comparison, in this order (language, section 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import Result, compare, evaluate
from comity.agreement.formula.values import lookup
from comity.agreement.model import Clause
from comity.clauses.env import ClauseEnv
from comity.clauses.known import NOTHING_YET
from comity.clauses.model import DraftVerdict, Outcome, Verdict, frozen
from comity.clauses.relief import REJECTED, ReliefClaim, in_force
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown, Value

if TYPE_CHECKING:
    from comity.clauses.track import Track

RELATIONS = {"at least": ">=", "above": ">", "at most": "<=", "below": "<"}
OF_UNKNOWN = {State.NOT_DUE: Outcome.NOT_DUE, State.EXCUSED: Outcome.EXCUSED}
"""What a verdict is where its measure is not known; anything else leaves it undetermined."""


def judged(track: Track, index: int) -> Verdict:
    """Judge a period; where two reporters differ, on the other's account as well.

    A verdict that both accounts give stands; the others stay open, and so does every name that differs.
    """
    env = track.env(index)
    verdict = give(env)
    track.hold(index, verdict)  # the names under `let` may look at the verdict itself, also through a window
    verdict = with_names(verdict, env)
    other = track.court.other
    if verdict.state is not State.DISPUTED or verdict.otherwise is None or other is None:
        return verdict
    theirs = other.twin(track)
    return _decided(verdict, theirs.verdict(index) if theirs is not None else None)


def _decided(verdict: Verdict, other: Verdict | None) -> Verdict:
    names = {name: _agreed(name, value, other, verdict.reason) for name, value in verdict.names.items()}
    verdict = replace(verdict, names=names)
    if other is None or verdict.otherwise is None or verdict.otherwise is not (other.otherwise or other.outcome):
        return verdict
    word = "met" if verdict.otherwise is Outcome.MET else "missed"
    reason = f"{verdict.reason.rstrip('.')}; {word} on either account"
    return replace(verdict, outcome=verdict.otherwise, reason=reason)


def _agreed(name: str, value: Value, other: Verdict | None, reason: str) -> Value:
    """Return a value that both accounts give, else that it is open."""
    same = other is not None and name in other.names and other.names[name] == value
    return value if same else Unknown(State.UNDETERMINED, reason)


def give(env: ClauseEnv) -> Verdict:
    """Judge one clause for one period, without the names it binds (with_names).

    Met exactly when the relation holds, equality as its words say. Bounds of an unknown count may decide.
    """
    verdict = _tested(env, env.clause)
    claims = env.track.claims.get(env.index)
    if claims:
        verdict = _relieved(verdict, env, claims)
    overturned = env.track.upheld.get(env.index)
    if overturned and verdict.outcome in (Outcome.MISSED, Outcome.UNDETERMINED):
        return replace(verdict, outcome=Outcome.EXCUSED, state=State.FINAL, reason=overturned, otherwise=None)
    return verdict


def _tested(env: ClauseEnv, clause: Clause) -> Verdict:
    if env.text.reaches_back and env.period.last <= env.as_of and not _is_there(env):
        return _not_due(_draft(env), NOTHING_YET.reason)
    if clause.missed_if is not None:
        return _by_condition(env)
    if clause.measure is None or clause.threshold is None:
        return _not_due(_draft(env), "the clause has no test of its own")
    return _by_measure(env, evaluate(clause.measure.node, env))


def _is_there(env: ClauseEnv) -> bool:
    """Tell whether the period's own figures are in the record: what a window holds of others decides nothing before."""
    figures = (env.figure(env.terms.metrics[name]) for name in env.text.tested)
    return not any(isinstance(figure, Unknown) and figure.state is State.NOT_DUE for figure in figures)


def _draft(env: ClauseEnv) -> DraftVerdict:
    return DraftVerdict(
        clause=env.clause.name, period=env.period, scope=env.scope, outcome=Outcome.NOT_DUE, state=State.NOT_DUE,
        unit=env.clause.unit,
    )  # fmt: skip


def _not_due(draft: DraftVerdict, reason: str) -> Verdict:
    draft.reason = reason
    return frozen(draft)


def _by_condition(env: ClauseEnv) -> Verdict:
    draft, condition = _draft(env), env.clause.missed_if
    if condition is None or env.period.last > env.as_of:
        return _not_due(draft, f"{env.period} is not over")
    truth = evaluate(condition.node, env)
    if isinstance(truth, bool):
        return _settled(draft, env, Outcome.MISSED if truth else Outcome.MET)
    return _open(draft, env, truth)


def _by_measure(env: ClauseEnv, raw: Result, *, first: Result = None) -> Verdict:
    """Compare a measure with the threshold; `first` is the raw one where relief has adjusted it."""
    clause = env.clause
    assert clause.threshold is not None
    threshold = lookup(clause.threshold, env, "the threshold")
    value = _rounded(clause, raw) if isinstance(raw, Exact) else raw
    shown = raw if first is None else first
    draft = _draft(env)
    draft.raw = shown if isinstance(shown, Exact) else None
    draft.value = value if isinstance(value, Exact) else None
    draft.threshold = threshold if isinstance(threshold, Exact) else None
    draft.shortfall = _shortfall(clause.relation, value, threshold)
    if env.period.last > env.as_of:
        return _not_due(draft, f"{env.period} is not over")
    met = compare(RELATIONS[clause.relation], value, threshold)
    if isinstance(met, bool):
        # Bounds may decide where a number is not known; why it is not stays to be said.
        draft.reason = next((one.reason for one in (value, threshold) if isinstance(one, Unknown)), "")
        return _settled(draft, env, Outcome.MET if met else Outcome.MISSED)
    return _open(draft, env, threshold if isinstance(value, Exact) else value)


def _shortfall(relation: str, value: Result, threshold: Result) -> Exact | None:
    if not isinstance(value, Exact) or not isinstance(threshold, Exact):
        return None
    return exact.sub(threshold, value) if relation in ("at least", "above") else exact.sub(value, threshold)


def _rounded(clause: Clause, value: Exact) -> Exact:
    return exact.round_to(value, clause.round.step, clause.round.mode) if clause.round else value


def _settled(draft: DraftVerdict, env: ClauseEnv, outcome: Outcome) -> Verdict:
    """Give a verdict, unless an input is disputed; it is known when the period is over and its facts are."""
    seen = env.seen
    last = env.period.last
    draft.known = last if seen.known is None or seen.known < last else seen.known
    if State.DISPUTED in seen.states:
        draft.outcome, draft.state, draft.otherwise = Outcome.UNDETERMINED, State.DISPUTED, outcome
        draft.reason = next(iter(seen.reasons), "an input is disputed")
    else:
        draft.outcome = outcome
        draft.state = State.PROVISIONAL if State.PROVISIONAL in seen.states else State.FINAL
    return frozen(draft)


def _open(draft: DraftVerdict, env: ClauseEnv, why: Result) -> Verdict:
    unknown = why if isinstance(why, Unknown) else Unknown(State.UNDETERMINED, "an empty column")
    draft.outcome = OF_UNKNOWN.get(unknown.state, Outcome.UNDETERMINED)
    draft.state = unknown.state if draft.outcome is not Outcome.UNDETERMINED else State.UNDETERMINED
    draft.reason, draft.known = unknown.reason, env.seen.known
    return frozen(draft)


def with_names(verdict: Verdict, env: ClauseEnv) -> Verdict:
    """Return the verdict with the values of the names that `let` binds; they may look at the verdict itself."""
    if not env.clause.let:
        return verdict
    env.measured = verdict
    values = {name: evaluate(formula.node, env) for name, formula in env.clause.let.items()}
    return replace(verdict, names={name: value for name, value in values.items() if value is not None})


# -- relief -----------------------------------------------------------------------------------


def _relieved(verdict: Verdict, env: ClauseEnv, claims: list[ReliefClaim]) -> Verdict:
    """Return the verdict after the relief claimed for this period, each claim in turn."""
    for claim in in_force(claims):
        verdict = _one_relief(verdict, env, claim)
        if verdict.outcome is Outcome.EXCUSED:
            break
    rejected = [claim for claim in claims if claim.state == REJECTED]
    if rejected and _missed(verdict):
        reason = f"{_words(rejected[0])} was claimed and rejected"
        return replace(verdict, outcome=Outcome.UNDETERMINED, state=State.DISPUTED, reason=reason)
    return verdict


def _missed(verdict: Verdict) -> bool:
    return (verdict.otherwise or verdict.outcome) is Outcome.MISSED


def _one_relief(verdict: Verdict, env: ClauseEnv, claim: ReliefClaim) -> Verdict:
    effect = claim.relief.effect
    if effect == "excuse":
        return _excused(verdict, claim) if _missed(verdict) else verdict
    again = _again(verdict, env, claim)
    if effect == "extend":
        # The days of the row are moved already; what they were without relief stands beside.
        again = replace(again, raw=_raw_of(env))
        missed_without = _missed(_tested(env.unextended(), env.clause))
        return _excused(again, claim) if again.outcome is Outcome.MET and missed_without else again
    if not _missed(verdict):
        return verdict
    return _excused(again, claim) if again.outcome is Outcome.MET else again


def _again(verdict: Verdict, env: ClauseEnv, claim: ReliefClaim) -> Verdict:
    """Take the test again, as relief adjusts it."""
    adjusted = env.relieved(claim)
    if claim.relief.effect == "adjust" and claim.relief.measure is not None:
        return _by_measure(adjusted, evaluate(claim.relief.measure.node, adjusted), first=verdict.raw)
    if claim.relief.effect == "exclude" and env.clause.measure is not None:
        return _by_measure(adjusted, evaluate(env.clause.measure.node, adjusted), first=verdict.raw)
    return _tested(adjusted, env.clause)


def _raw_of(env: ClauseEnv) -> Exact | None:
    measure = env.clause.measure
    raw = evaluate(measure.node, env.unextended()) if measure is not None else None
    return raw if isinstance(raw, Exact) else None


def _excused(verdict: Verdict, claim: ReliefClaim) -> Verdict:
    state = State.FINAL if claim.state == "accepted" else State.PROVISIONAL
    reason = f"{_words(claim)} from {claim.first}, claimed on {claim.on}"
    known = max(filter(None, (verdict.known, claim.on)))
    return replace(verdict, outcome=Outcome.EXCUSED, state=state, reason=reason, known=known, otherwise=None)


def _words(claim: ReliefClaim) -> str:
    return claim.relief.name.replace("_", " ")
