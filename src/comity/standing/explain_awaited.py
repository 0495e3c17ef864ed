"""What a step awaits, period by period: its conditions with their numbers, as far as they were looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.agreement.model import Formula
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.envs import await_env
from comity.clauses.life.steps import grain_of
from comity.kernel.period import Period
from comity.metrics.exhibits import Step
from comity.standing.explain_desk import Desk
from comity.standing.explain_formula import formula_step

ONE_DAY = timedelta(days=1)
MOST = 24
"""Periods that are shown; of a longer time the latest ones."""


def awaited_steps(desk: Desk, case: Case, run: Run) -> Iterator[Step]:
    """Yield the conditions of a step in each period that it looked at."""
    for word, formula in (("when", run.step.when), ("unless", run.step.unless)):
        if formula is None:
            continue
        periods = _periods(desk, run)
        below = tuple(_in_period(desk, case, run, formula, period) for period in periods[-MOST:])
        text = f"looked at in each period that begins after {run.measured}, the day measured"
        yield Step(kind="condition", label=f"{word} {formula.text}", text=text, value="", children=below)


def _in_period(desk: Desk, case: Case, run: Run, formula: Formula, period: Period) -> Step:
    env = await_env(case, period, run.measured, run.values)
    found = formula_step(desk, formula, env, depth=2)
    return Step(
        kind="period", label=f"{period}", text=found.text, value=found.value, state=found.state, reason=found.reason,
        children=found.children,
    )  # fmt: skip


def _periods(desk: Desk, run: Run) -> list[Period]:
    """Return the periods within the time of a step that have ended (clauses.life.steps looks at the same)."""
    until = _until(desk, run)
    grain = grain_of(run)
    if grain is None:
        track = run.case.track
        own = [span.period for at, span in enumerate(track.spans) if track.exists(at)]
    elif until > run.measured:
        own = desk.fold.court.calendar.between(grain, run.measured + ONE_DAY, until)
    else:
        own = []
    return [period for period in own if run.measured < period.first and period.last <= until]


def _until(desk: Desk, run: Run) -> date:
    days = [desk.fold.court.as_of, *(day for day in (run.due, run.ended) if day is not None)]
    return min(days)
