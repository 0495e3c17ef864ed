"""What the conditions of a step are in each later period, as things are known on a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Formula
from comity.clauses.ahead import Ahead
from comity.clauses.columns import Column, Columns
from comity.clauses.known import NOTHING_YET
from comity.clauses.life.cases import Run
from comity.clauses.life.envs import OF_THE_CASE, await_env
from comity.clauses.life.facts import figures_known, judgeable
from comity.clauses.model import Outcome
from comity.kernel.figure import State, Unknown
from comity.kernel.period import Period

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

ONE_DAY = timedelta(days=1)


def conditions(fold: Fold, run: Run) -> Iterator[tuple[Period, Result, Result]]:
    """Yield the periods that a step looks at, in order, each with what its `unless` and its `when` are.

    These are the periods that begin after the measured day, have ended, and lie within the step's time.
    """
    ahead = run.case.track.ahead
    if ahead is not None and _is_foreseen(fold, run):
        yield from _foreseen(fold, run, ahead)
        return
    for period in _periods(fold, run):
        if _waits(fold, run, period):
            yield period, NOTHING_YET, NOTHING_YET
        else:
            yield period, _holds(fold, run, run.step.unless, period), _holds(fold, run, run.step.when, period)


def _periods(fold: Fold, run: Run) -> list[Period]:
    now, track = fold.court.seen, run.case.track
    until = now if run.due is None else min(now, run.due)
    grain = track.spans[run.case.index].text.grain_of(run.step)
    if grain is None:
        own = (span.period for at, span in enumerate(track.spans) if track.exists(at))
        return [p for p in own if run.measured < p.first and p.last <= until]
    if until <= run.measured:
        return []
    between = fold.court.calendar.between(grain, run.measured + ONE_DAY, until)
    return [p for p in between if run.measured < p.first and p.last <= until]


def _holds(fold: Fold, run: Run, formula: Formula | None, period: Period) -> Result:
    if formula is None:
        return False
    value = evaluate(formula.node, await_env(run.case, period, run.measured, run.values))
    return _settled(fold, run, value, period)


def _settled(fold: Fold, run: Run, value: Result, period: Period) -> Result:
    if isinstance(value, Unknown) and value.state is State.NOT_DUE and figures_known(fold, run, period):
        return False  # what has to grow with later periods does not hold yet; nothing of this period is open
    return value


def _waits(fold: Fold, run: Run, period: Period) -> bool:
    """Tell whether a condition asks for the verdict on a period that cannot be judged yet."""
    track = run.case.track
    text, index = track.spans[run.case.index].text, track.index.get(period.name)
    if index is None or not text.has_test or not text.asks_verdict(run.step):
        return False
    verdict = track.verdict(index)
    return verdict is not None and verdict.outcome is Outcome.NOT_DUE and not judgeable(fold, track, index)


# -- ahead of time ----------------------------------------------------------------------------


def _is_foreseen(fold: Fold, run: Run) -> bool:
    """Tell whether nothing but verdicts given ahead of time decides a step."""
    track, step = run.case.track, run.step
    text = track.spans[run.case.index].text
    if not text.foresees(step, OF_THE_CASE):
        return False
    if not all(text.awaited(step).isdisjoint(carried) for carried in (run.values, run.case.values) if carried):
        return False
    # After the end of the clause there are no periods of its own to look at.
    return bool(track.lasts) and min(fold.court.seen, run.due or fold.court.seen) <= track.lasts[-1]


def _column(stretch: Columns, formula: Formula | None) -> Column:
    return stretch.of(formula.node) if formula is not None else [False] * stretch.size


def _foreseen(fold: Fold, run: Run, ahead: Ahead) -> Iterator[tuple[Period, Result, Result]]:
    track, seen = run.case.track, fold.court.seen
    first = bisect_right(track.firsts, run.measured)
    end = bisect_right(track.lasts, run.due) if run.due is not None else len(track.spans)
    begin = first if run.passed is None else run.passed
    for at in range(begin, min(end, bisect_right(track.lasts, seen))):
        period = track.spans[at].period
        if not ahead.is_known(at, seen):
            yield period, NOTHING_YET, NOTHING_YET
            continue
        if run.foreseen is None or run.foreseen[0] != end:
            stretch = ahead.columns.stretch(first, end)
            run.foreseen = end, _column(stretch, run.step.unless), _column(stretch, run.step.when)
        unless, when = run.foreseen[1][at - first], run.foreseen[2][at - first]
        if isinstance(unless, Unknown) or isinstance(when, Unknown):
            unless, when = _settled(fold, run, unless, period), _settled(fold, run, when, period)
        if unless is False and when is False and at == begin:
            # Verdicts given ahead of time stay as they are: what has not come about in a period never will.
            begin = run.passed = at + 1
        yield period, unless, when
