"""Relief explained: who claimed what for which event, whether in time, and what the test gives with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.agreement.acts import Act
from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Clause, Relief
from comity.clauses.env import ClauseEnv
from comity.clauses.life.targets import Target, target_of
from comity.clauses.relief import ReliefClaim, in_force
from comity.clauses.track import Track
from comity.kernel import exact
from comity.kernel.figure import Exact, Value
from comity.metrics.exhibits import Step
from comity.standing.explain_desk import Desk
from comity.standing.explain_due import counted
from comity.standing.explain_formula import formula_step
from comity.standing.explain_words import words

EFFECTS = {
    "excuse": "the period is excused if it would be missed",
    "exclude": "the rows of the event are left out and the test is taken again",
    "adjust": "its own measure takes the place of the clause's and the test is taken again",
    "extend": "due days move by the delay, no more, and the test is taken again",
}


def relief_steps(desk: Desk, track: Track, index: int) -> Iterator[Step]:
    """Yield the claims of relief for a period: those in time, then those that came to nothing."""
    for claim in track.claims.get(index, ()):
        yield _claim(desk, track, index, claim)
    for refusal in desk.fold.refused:
        if refusal.act.do == "claim" and _is_about(desk, track, index, refusal.act):
            text = f"claimed by {' and '.join(refusal.act.by)} on {refusal.act.on}; {refusal.reason}"
            yield Step(
                kind="relief", label=f"relief {refusal.act.relief}", text=text, value="refused", place=refusal.act.place
            )


def _is_about(desk: Desk, track: Track, index: int, act: Act) -> bool:
    found = target_of(desk.fold.court, act)
    return isinstance(found, Target) and found.track is track and found.index in (None, index)


def adjusted(track: Track, index: int) -> Result:
    """Return the measure that relief has put in the place of the raw one, None where the raw one counts."""
    verdict, env = track.verdict(index), track.env(index)
    for claim in reversed(in_force(track.claims.get(index, ()))):
        found = _measure(env, claim) if claim.relief.effect != "excuse" else None
        if verdict is not None and isinstance(found, Exact) and _rounded(found, env.clause) == verdict.value:
            return found
    return None


def _rounded(value: Exact, clause: Clause) -> Exact:
    return exact.round_to(value, clause.round.step, clause.round.mode) if clause.round is not None else value


def _measure(env: ClauseEnv, claim: ReliefClaim) -> Result:
    formula = claim.relief.measure if claim.relief.effect == "adjust" else env.clause.measure
    if formula is None:
        return None
    within = env if claim.relief.effect == "extend" else env.relieved(claim)
    return evaluate(formula.node, within)


def _claim(desk: Desk, track: Track, index: int, claim: ReliefClaim) -> Step:
    relief = claim.relief
    event = f"{claim.first} to {claim.last}" if claim.last is not None else f"{claim.first} on"
    parts = [f"claimed by {claim.by} on {claim.on} for the event of {event}", EFFECTS.get(relief.effect, relief.effect)]
    if relief.evidence:
        parts.append(f"evidence: {relief.evidence}")
    below = [*_timely(desk, relief, claim), *_carried(claim.values)]
    env = track.env(index)
    if relief.effect != "excuse":
        below += _again(desk, env, claim)
    return Step(
        kind="relief", label=f"relief {relief.name}", text="; ".join(parts), value=claim.state, place=relief.place,
        children=tuple(below),
    )  # fmt: skip


def _timely(desk: Desk, relief: Relief, claim: ReliefClaim) -> Iterator[Step]:
    """Yield the test of the notice, counted from the event's first day."""
    if relief.within is None:
        yield Step(kind="due", label="in time", text="no time for a claim is agreed", value="")
        return
    anchors = {"event": claim.first, "period end": claim.first, "": claim.first}
    due = counted(desk.fold.court.calendar, relief.within, anchors, None)
    text = f"{due.says}; claimed on {claim.on}"
    yield Step(kind="due", label=f"in time until {due.day}", text=text, value="", children=due.steps)


def _carried(values: Mapping[str, Value]) -> Iterator[Step]:
    for name, value in values.items():
        if name not in ("from", "to"):
            yield Step(kind="value", label=name, text="as claimed", value=words(value))


def _again(desk: Desk, env: ClauseEnv, claim: ReliefClaim) -> list[Step]:
    """Return the measure taken again."""
    effect = claim.relief.effect
    formula = claim.relief.measure if effect == "adjust" else env.clause.measure or env.clause.missed_if
    if formula is None:
        return []
    within = env if effect == "extend" else env.relieved(claim)
    return [formula_step(desk, formula, within, kind="adjusted", unit=env.clause.unit, note="with this relief")]
