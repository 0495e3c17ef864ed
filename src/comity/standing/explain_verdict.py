"""A verdict explained in the order in which it is reached: measure, relief, rounding, threshold, comparison."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from comity.agreement.formula import tree
from comity.agreement.formula.evaluate import Result, compare, evaluate
from comity.agreement.formula.values import lookup
from comity.agreement.model import Clause, Rounding
from comity.clauses.env import ClauseEnv
from comity.clauses.model import Outcome, Verdict
from comity.clauses.track import Track
from comity.clauses.verdict import RELATIONS
from comity.kernel import exact
from comity.kernel.figure import Exact, State, Unknown
from comity.kernel.numbers import rounded_places
from comity.metrics.exhibits import Step
from comity.metrics.words import places_of
from comity.standing.explain_desk import Desk, doubted
from comity.standing.explain_formula import formula_step, name_step
from comity.standing.explain_relief import adjusted, relief_steps
from comity.standing.explain_terms import leaf, which
from comity.standing.explain_words import operand, words

EQUAL = {
    "at least": "a value equal to the threshold is met",
    "above": "a value equal to the threshold is missed",
    "at most": "a value equal to the threshold is met",
    "below": "a value equal to the threshold is missed",
}
"""What the words of a relation say of equality."""


def verdict_steps(desk: Desk, track: Track, index: int) -> Iterator[Step]:
    """Yield how a period came to its verdict, one step after the other."""
    verdict = track.verdict(index)
    env = track.env(index)
    clause = env.clause
    yield from _cut(desk, env)
    if clause.missed_if is not None:
        tested = formula_step(desk, clause.missed_if, env, kind="test")
        yield replace(tested, label=f"missed if {tested.label}")
    elif clause.measure is not None and clause.threshold is not None:
        yield from _by_measure(desk, track, index, env, verdict)
    if clause.missed_if is not None:
        yield from relief_steps(desk, track, index)
    if verdict is not None:
        yield from _afterwards(desk, track, index, verdict)
    yield from _names(desk, env, verdict)


def _cut(desk: Desk, env: ClauseEnv) -> Iterator[Step]:
    """Say where a period was cut to the clause's term."""
    calendar, period = desk.fold.court.calendar, env.period
    if env.clause.table or env.clause.every == "once":
        return
    whole = calendar.containing(period.grain, period.first)
    if (whole.first, whole.last) != (period.first, period.last):
        text = f"from {period.first} to {period.last}, cut to the term of the clause; its threshold is not prorated"
        yield Step(kind="period", label=f"{period}", text=text, value="")


# -- measure and threshold --------------------------------------------------------------------


def _by_measure(desk: Desk, track: Track, index: int, env: ClauseEnv, verdict: Verdict | None) -> Iterator[Step]:
    clause = env.clause
    assert clause.measure is not None and clause.threshold is not None
    plain = env.unextended()
    unit, least = clause.unit, _least(clause, env)
    raw = formula_step(desk, clause.measure, plain, unit=unit, kind="raw")
    measured = evaluate(clause.measure.node, plain)
    worth = words(measured, unit, _metric_places(clause, env)) if isinstance(measured, Exact) else raw.value
    yield replace(raw, label=f"raw, {raw.label}", value=worth)
    yield from relief_steps(desk, track, index)
    used = adjusted(track, index)
    value = used if used is not None else evaluate(clause.measure.node, env)
    if clause.round is not None and isinstance(value, Exact):
        yield _rounded(clause.round, value, unit)
        value = exact.round_to(value, clause.round.step, clause.round.mode)
    threshold = lookup(clause.threshold, env, "the threshold")
    yield _threshold(desk, clause, env, threshold)
    yield from _compared(clause, value, threshold, verdict, least)


def _least(clause: Clause, env: ClauseEnv) -> int:
    """Return the decimals of a clause's numbers: those of its rounding, else of the metric that is all it measures."""
    return rounded_places(clause.unit, clause.round.step) if clause.round is not None else _metric_places(clause, env)


def _metric_places(clause: Clause, env: ClauseEnv) -> int:
    """Return the decimals of the metric that is all a clause measures; 0 where it measures more than one."""
    node = clause.measure.node if clause.measure is not None else None
    metric = env.terms.metrics.get(str(node)) if isinstance(node, tree.Name) else None
    return places_of(metric, clause.unit) if metric is not None else 0


def _rounded(rounding: Rounding, value: Exact, unit: str) -> Step:
    done = exact.round_to(value, rounding.step, rounding.mode)
    text = f"{words(value, unit)} rounded {rounding.mode} to {rounding.text}"
    return Step(
        kind="rounding", label="rounded", text=text, value=words(done, unit, rounded_places(unit, rounding.step))
    )


def _threshold(desk: Desk, clause: Clause, env: ClauseEnv, threshold: Result) -> Step:
    assert clause.threshold is not None
    formula = leaf(clause.threshold, env)
    below = formula_step(desk, formula, env, unit=clause.unit) if formula is not None else None
    opened = below if below is not None and (below.text or below.children) else None
    written = f", {opened.label}" if opened is not None else ""
    step = Step(
        kind="threshold", label=f"threshold, {clause.relation}{written}", place=clause.threshold.place,
        text="; ".join(filter(None, (which(clause.threshold, env), opened.text if opened is not None else ""))),
        value=words(threshold, clause.unit, _least(clause, env)),
        children=opened.children if opened is not None else (),
    )  # fmt: skip
    return doubted(step, threshold)


def _compared(
    clause: Clause, value: Result, threshold: Result, verdict: Verdict | None, least: int
) -> Iterator[Step]:  # fmt: skip
    """Yield the comparison, with what equality means, and the shortfall."""
    relation, unit = RELATIONS[clause.relation], clause.unit
    met = compare(relation, value, threshold)
    # Bounds of a count that is open may decide as well: `(0 to 4) < 5 = yes`.
    decided = isinstance(met, bool)
    written = (
        f"{operand(value, unit, least)} {relation} {operand(threshold, unit, least)} = {words(met)}" if decided else ""
    )
    equal = isinstance(value, Exact) and isinstance(threshold, Exact) and exact.compare(value, threshold) == 0
    note = f"equal: {EQUAL[clause.relation]}" if equal else EQUAL[clause.relation]
    if met is True and verdict is not None and verdict.outcome is Outcome.EXCUSED:
        note += "; met only with relief, so excused"
    yield doubted(Step(kind="test", label="comparison", text="; ".join(filter(None, (written, note))), value=""), met)
    if verdict is None or not isinstance(value, Exact) or not isinstance(threshold, Exact):
        return
    upward = clause.relation in ("at least", "above")
    first, second = (threshold, value) if upward else (value, threshold)
    short = exact.sub(first, second)
    text = f"{operand(first, unit, least)} - {operand(second, unit, least)} = {words(short, unit, least)}"
    yield Step(kind="shortfall", label="shortfall", text=text, value=_points(short, unit, least))


def _points(short: Exact, unit: str, least: int) -> str:
    if unit != "percent":
        return words(short, unit, least)
    points = words(exact.mul(short, exact.HUNDRED), least=least)
    return f"{points} {'point' if points == '1' else 'points'}"


# -- what follows the test --------------------------------------------------------------------


def _afterwards(desk: Desk, track: Track, index: int, verdict: Verdict) -> Iterator[Step]:
    """Yield what decides a verdict beside the test: a dispute about facts, a determination, a waiver; and its day."""
    other = desk.fold.court.other
    theirs = other.twin(track) if other is not None else None
    if theirs is not None and verdict.otherwise is not None and index < len(theirs.spans):
        found = theirs.verdict(index)
        if found is not None:
            outcome = found.otherwise or found.outcome
            value = f"{_word(outcome)}, {words(found.value, found.unit)}" if found.value is not None else _word(outcome)
            yield Step(kind="account", label="on the other reporter's account", text="", value=value)
    if index in track.upheld:
        yield Step(kind="status", label="determination", text=track.upheld[index], value="")
    if index in track.waived:
        yield Step(kind="status", label="waived", text="the period counts as excused in every later count", value="")
    if verdict.known is not None and verdict.outcome is not Outcome.NOT_DUE:
        text = f"the later of {verdict.period.last}, the end of the period, and the day the last fact was known"
        if verdict.outcome is Outcome.EXCUSED:
            text += ", or relief was claimed"
        yield Step(kind="known", label="known", text=text, value=f"{verdict.known}")


def _names(desk: Desk, env: ClauseEnv, verdict: Verdict | None) -> Iterator[Step]:
    """Yield the names under `let`, as the verdict holds them."""
    for name, formula in env.clause.let.items():
        step = name_step(desk, name, formula, env)
        held = verdict.names.get(name) if verdict is not None else None
        # Where reporters differ, a name that comes out differently on the two accounts is open.
        yield doubted(replace(step, value=words(held)), held) if isinstance(held, Unknown) else step


def outcome_words(verdict: Verdict | None) -> str:
    """Return the verdict in a word; that a clause has none, or that a member is not measured."""
    return "not measured" if verdict is None else _word(verdict.outcome)


def verdict_state(verdict: Verdict | None) -> State | None:
    """Return the state of a verdict where it leaves a doubt."""
    return verdict.state if verdict is not None and verdict.state is not State.FINAL else None


def _word(outcome: Outcome) -> str:
    return outcome.value.replace("_", " ")
