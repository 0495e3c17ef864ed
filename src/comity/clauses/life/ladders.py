"""Ladders: levels one after another, and the disputes that climb them (language, section 7).

A dispute stops the clock of every open step of the disputing party in its case until the ladder ends. Steps already
lapsed, rights of the other party already open, and other periods and members are untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import evaluate
from comity.clauses.life.cases import Case, LadderRun, Run
from comity.clauses.life.envs import case_env
from comity.clauses.life.model import StepState
from comity.clauses.life.steps import done, open_step, resume, toll
from comity.clauses.relief import FALLEN, REJECTED
from comity.kernel.figure import Value

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

UPHELD, DISMISSED = "upheld", "dismissed"


def open_ladder(
    fold: Fold, case: Case, name: str, *, party: str = "", values: Mapping[str, Value] | None = None
) -> None:
    """Open a ladder in a case; by a dispute of a party, whose clocks in the case then stand still."""
    terms = case.track.spans[case.index].terms
    now = fold.court.now
    ladder = LadderRun(
        name=name, case=case, steps=terms.ladders.get(name, ()), opened=now, party=party, values=dict(values or {})
    )  # fmt: skip
    case.ladders.append(ladder)
    _branch(ladder, now)
    case.anchors.setdefault("dispute", now)
    if party:
        for run in fold.runs_about(case):
            if run.is_ongoing and party in run.step.who and run.ladder is None:
                toll(fold, run, now)
                ladder.tolls.append(run)
    next_level(fold, ladder, now)


def _branch(ladder: LadderRun, now: date) -> None:
    """Pass over the levels that are not for this subject: what their conditions ask is known when a ladder opens."""
    case = ladder.case
    for step in ladder.steps:
        if step.condition is not None and evaluate(step.condition.node, case_env(case, ladder.values)) is not True:
            ladder.passed.append(step)
            case.runs.append(
                Run(step=step, case=case, name=step.name or step.level, opened=now, measured=now, values={},
                    state=StepState.PASSED_OVER, ended=now, ladder=ladder, reason="its condition is not fulfilled")
            )  # fmt: skip


def next_level(fold: Fold, ladder: LadderRun, measured: date) -> None:
    """Open the next level for this subject; after the last the ladder ends without an outcome."""
    while ladder.at + 1 < len(ladder.steps):
        ladder.at += 1
        step = ladder.steps[ladder.at]
        if step not in ladder.passed:
            open_step(fold, ladder.case, step, measured, ladder.values, ladder=ladder)
            return
    end(fold, ladder, "")


def end(fold: Fold, ladder: LadderRun, outcome: str) -> None:
    """End a ladder: the clocks it stopped run on, and a miss that was overturned falls."""
    if ladder.ended is not None:
        return
    ladder.ended, ladder.outcome = fold.court.now, outcome or "open"
    for run in ladder.tolls:
        resume(fold, run, fold.court.now)
    case = ladder.case
    if outcome == UPHELD:
        day = fold.court.now
        case.track.upheld[case.index] = f"determined on {day}: the miss falls"
        fold.changed(case.track, case.index)
    elif outcome == DISMISSED:
        for claim in case.track.claims.get(case.index, ()):
            if claim.state == REJECTED:
                claim.state = FALLEN
        fold.changed(case.track, case.index)


def determined(fold: Fold, run: Run, measured: date, values: Mapping[str, Value]) -> None:
    """Let a level decide, or the parties settle on it: the ladder ends."""
    ladder = run.ladder
    assert ladder is not None
    outcome = values.get("outcome")
    ladder.outcome = str(outcome) if outcome is not None else "settled"
    done(fold, run, measured, values)
    end(fold, ladder, ladder.outcome)
