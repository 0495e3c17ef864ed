"""Steps: opened, done, lapsed, tolled, void (language, sections 7 and 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import Result
from comity.agreement.model import Step
from comity.clauses.life.awaiting import conditions
from comity.clauses.life.cases import Case, LadderRun, Run
from comity.clauses.life.model import StepState
from comity.kernel import exact, lexical
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.figure import Exact, State, Unknown, Value
from comity.kernel.period import Grain, Period

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

ONE_DAY = timedelta(days=1)
NEVER, ONCE_A = "never", "once a "


def open_step(
    fold: Fold, case: Case, step: Step, measured: date, values: Mapping[str, Value], *, ladder: LadderRun | None = None,
    renewed: bool = False,
) -> Run:  # fmt: skip
    """Open a step. One that can no longer be done is passed over, and what is agreed for its lapse follows."""
    now = fold.court.now
    name = step.name or step.do or step.level or (f"pay {case.name}" if step.pay else case.name)
    run = Run(
        step=step, case=case, name=name, opened=now, measured=measured, values=dict(values), ladder=ladder,
        renewed=renewed,
    )  # fmt: skip
    case.runs.append(run)
    run.due = due_day(fold, run)
    if is_used_up(fold, run, now):
        _pass_over(fold, run, measured, "it was done as often as it may be")
        return run
    if run.due is not None and run.due < now:
        _pass_over(fold, run, measured, f"its time ended on {run.due}, before it could open")
        return run
    if fold.ended is not None and now > fold.ended and fold.is_void_after(run):
        void(fold, run, "the agreement had ended")
        return run
    if step.pay is not None and step.modal:
        run.amount = fold.purse.amount(case, step, values)
    fold.await_run(run)
    fold.step_changed(case, run.name)
    if step.when is not None or step.unless is not None:
        look(fold, run)
    return run


def _pass_over(fold: Fold, run: Run, measured: date, reason: str) -> None:
    run.state, run.ended, run.reason = StepState.PASSED_OVER, fold.court.now, reason
    follow(fold, run, run.step.otherwise, measured)


def follow(fold: Fold, run: Run, steps: tuple[Step, ...], measured: date) -> None:
    """Let what comes after a step happen, or the next level of its ladder open."""
    if steps:
        fold.execute(run.case, steps, measured, run.values)
    if run.ladder is not None and not run.ladder.outcome:
        fold.next_level(run.ladder, measured)


# -- done and lapsed --------------------------------------------------------------------------


def done(fold: Fold, run: Run, measured: date, values: Mapping[str, Value] | None = None) -> None:
    """Mark a step as done today; what follows it happens at once."""
    _end(fold, run, StepState.DONE)
    run.values = {**run.values, **(values or {})}
    case = run.case
    case.values.update(values or {})
    case.occasions += 1
    fold.happen(case, run.step, measured, run.values)
    if run.chosen:
        fold.execute(case, run.step.choose[run.chosen], measured, run.values)
    follow(fold, run, run.step.then, measured)
    if _opens_anew(fold, run):
        open_step(fold, case, run.step, measured, run.values, renewed=True)


def _opens_anew(fold: Fold, run: Run) -> bool:
    """Tell whether a step that was done may be done again within its time: it then opens anew."""
    if not run.step.again or not run.step.modal or run.ladder is not None:
        return False
    in_time = run.due is None or run.due > fold.court.now
    return in_time and not is_used_up(fold, run, run.due or date.max)


def lapse(fold: Fold, run: Run, measured: date, reason: str = "") -> None:
    """Let a step lapse today; what is agreed for that happens at once."""
    _end(fold, run, StepState.LAPSED)
    run.reason = reason
    follow(fold, run, run.step.otherwise, measured)


def _end(fold: Fold, run: Run, state: StepState) -> None:
    now = fold.court.now
    run.state, run.ended = state, now
    anchors = run.case.anchors
    for word in (run.name, run.step.do, run.step.level):
        if word:
            anchors[word] = now
    fold.anchored(run.case)
    fold.step_changed(run.case, run.name)


def void(fold: Fold, run: Run, reason: str) -> None:
    """Make a step void today; what was left of its time is remembered."""
    now = fold.court.now
    if run.state is StepState.OPEN and run.due is not None:
        run.left = max(_unused(fold, run, now, run.due), 0)
    run.voided = run.state
    run.state, run.ended, run.reason = StepState.VOID, now, reason
    fold.step_changed(run.case, run.name)


def unvoid(fold: Fold, run: Run) -> None:
    """Open a void step again; where its time passed meanwhile, it gets the days that were left."""
    if run.voided is None:
        return
    now = fold.court.now
    run.state, run.voided, run.ended, run.reason = run.voided, None, None, ""
    if run.state is StepState.TOLLED and not run.stopped:
        _run_on(fold, run)
    elif run.state is StepState.OPEN and run.due is not None and run.due < now:
        run.due = _later(fold, run, now, run.left or 0)
    for ladder in fold.open_ladders(run.case):
        if ladder.party in run.step.who and run not in ladder.tolls and run.ladder is None:
            toll(fold, run, now)
            ladder.tolls.append(run)
    fold.step_changed(run.case, run.name)
    fold.await_run(run)


# -- time -------------------------------------------------------------------------------------


def due_day(fold: Fold, run: Run) -> date | None:
    """Return the last day for a step; None where it has no time, or counts from what has not happened."""
    within = run.step.within
    if within is None:
        return None
    calendar = fold.court.calendar
    anchors = {} if _counts_from_opening(within) else fold.anchors(run.case, run.values)
    anchors[""] = run.opened
    if run.ladder is not None and run.ladder.party:
        anchors["dispute"] = run.ladder.opened
    if _in_periods(within):
        # Periods are counted from the day that brought the step about, not from the end of the period of the case.
        anchors["period end"] = run.measured
    day = calendar.deadline_day(within, anchors, grain_of(run)) or _carried(fold, run, within)
    if _in_periods(within):
        return day  # a period is never rolled
    return calendar.roll_day(day) if day is not None and date.min < day < date.max else day


def _carried(fold: Fold, run: Run, within: Deadline) -> date | None:
    """Return the last day where the time is a length that an act carries: `within: time_asked_for`."""
    text = {**run.case.values, **run.values}.get(within.anchor) if within.kind == "value" else None
    try:
        length = lexical.duration(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return fold.court.calendar.add(run.opened, length) if length is not None else None


def _counts_from_opening(deadline: Deadline) -> bool:
    """Tell whether a time is a mere length (`30 days`, `3 periods`): no other day has to be known for it."""
    return deadline.kind == "after" and deadline.duration is not None and not deadline.anchor


def _in_periods(deadline: Deadline) -> bool:
    own = deadline.duration is not None and deadline.duration.unit == "period" and not deadline.anchor
    return own or any(_in_periods(one) for one in deadline.among)


def grain_of(run: Run) -> Grain | None:
    """Return the periods a step looks at: the finest among the figures in its conditions, else the clause's."""
    return run.case.track.spans[run.case.index].text.grain_of(run.step)


def is_used_up(fold: Fold, run: Run, day: date) -> bool:
    """Tell whether `again` lets a step no longer be done by a day, for this member over all cases."""
    if not run.step.modal or not is_beyond(fold, run, day):
        return False
    span = span_of(run.step.again, day, fold.court.calendar)
    return span is None or (run.due is not None and run.due <= span.last)


def is_beyond(fold: Fold, run: Run, day: date) -> bool:
    """Tell whether doing a step on a day would be more often than `again` allows."""
    runs = fold.runs_of(run.case.track, run.step) if run.step.again else []
    done = [other.ended for other in runs if other.state is StepState.DONE and other.ended]
    return beyond(run.step.again, done, day, fold.court.calendar)


def beyond(again: str, done: Sequence[date], day: date, calendar: Calendar) -> bool:
    """Tell whether a step that was done on some days may not be done on this one, as `again` counts."""
    if again == NEVER:
        return bool(done)
    span = span_of(again, day, calendar)
    return span is not None and any(span.first <= one <= span.last for one in done)


def span_of(again: str, day: date, calendar: Calendar) -> Period | None:
    """Return the period around a day in which a step may be done once; None where `again` names none."""
    if not again.startswith(ONCE_A):
        return None
    return calendar.containing(Grain(again.removeprefix(ONCE_A)), day)


# -- tolling ----------------------------------------------------------------------------------


def toll(fold: Fold, run: Run, now: date) -> None:
    """Stop the clock of a step; each of several disputes holds it."""
    run.stopped += 1
    if run.state is StepState.TOLLED:
        return
    run.state = StepState.TOLLED
    if run.due is not None:
        run.left = _unused(fold, run, now, run.due)


def resume(fold: Fold, run: Run, now: date) -> None:
    """Let the clock of a step run on once no dispute holds it any more.

    Its deadline moves by the days stopped, or by the business days unused.
    """
    run.stopped -= 1
    if run.state is not StepState.TOLLED or run.stopped:
        return
    _run_on(fold, run)
    fold.await_run(run)


def _run_on(fold: Fold, run: Run) -> None:
    run.state = StepState.OPEN
    if run.due is not None and run.left is not None:
        run.due = _later(fold, run, fold.court.now, run.left)


def _counts_business_days(run: Run) -> bool:
    within = run.step.within
    return within is not None and within.duration is not None and within.duration.unit == "business day"


def _unused(fold: Fold, run: Run, now: date, due: date) -> int:
    if not _counts_business_days(run):
        return (due - now).days
    days = (now + timedelta(days=n) for n in range(1, (due - now).days + 1))
    return sum(fold.court.calendar.is_business_day(day) for day in days)


def _later(fold: Fold, run: Run, now: date, left: int) -> date:
    if not _counts_business_days(run):
        moved = now + timedelta(days=left)
        return (
            moved
            if run.step.within is not None and _in_periods(run.step.within)
            else fold.court.calendar.roll_day(moved)
        )
    day = now
    while left > 0:
        day += ONE_DAY
        left -= fold.court.calendar.is_business_day(day)
    return day


# -- conditions awaited -----------------------------------------------------------------------


def look(fold: Fold, run: Run) -> None:
    """Look at what a step awaits in each later period that is known, in order; `unless` wins over `when`.

    A step that awaits a condition lapses only when all periods that ended within its time are known.
    """
    if run.state is not StepState.OPEN:
        return
    now, sure = fold.court.seen, True
    run.looked = now
    for period, unless, when in conditions(fold, run):
        if unless is True:
            lapse(fold, run, period.last, f"its condition to end came about in {period}")
            return
        if when is True:
            done(fold, run, period.last)
            return
        sure = sure and (unless is False or not _is_open(unless)) and (when is False or not _is_open(when))
    if run.due is not None and now >= run.due and run.step.when is not None and sure:
        lapse(fold, run, run.due)


def _is_open(value: Result) -> bool:
    return isinstance(value, Unknown) and value.state is not State.EXCUSED


# -- payments awaited -------------------------------------------------------------------------


def receive(fold: Fold, run: Run, amount: Exact, day: date) -> None:
    """Count a payment towards the sum awaited; in full, the step is done. Parts add up."""
    before = run.paid_in if isinstance(run.paid_in, Exact) else exact.sub(amount, amount)
    run.paid_in = exact.add(before, amount)
    _paid_in_full(fold, run, day)


def reassess(fold: Fold, run: Run, amount: Result) -> None:
    """Ask for another sum, since the figures it rests on changed; what was paid already may be enough for it."""
    if amount != run.amount:
        run.amount = amount
        _paid_in_full(fold, run, fold.court.now)


def _paid_in_full(fold: Fold, run: Run, day: date) -> None:
    owed, paid = run.amount, run.paid_in
    if isinstance(owed, Exact) and isinstance(paid, Exact) and exact.compare(paid, owed) >= 0:
        done(fold, run, day)
