"""What follows: payments, settings, statuses, ladders, steps; and what becomes of it when its cause falls."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.agreement.formula.evaluate import Result, evaluate
from comity.agreement.model import Formula, Step, Term, Word
from comity.clauses.court import members_read
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.closed import close
from comity.clauses.life.envs import CaseEnv, case_env
from comity.clauses.life.ladders import open_ladder
from comity.clauses.life.model import StepState
from comity.clauses.life.steps import open_step, unvoid, void
from comity.clauses.track import Track
from comity.kernel.figure import Unknown, Value

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

ONE_DAY = timedelta(days=1)


def execute(
    fold: Fold, case: Case, steps: Sequence[Step], measured: date, values: Mapping[str, Value], *, direct: bool = False
) -> None:  # fmt: skip
    """Let a list of consequences happen, in the order written.

    `measured` is the day that brought them about, `values` those of the acts that did; `direct` is true for what a rule
    itself brings about.
    """
    case.occasions += 1
    for step in steps:
        if step.condition is not None:
            holds = evaluate(step.condition.node, case_env(case, values))
            if holds is not True:
                _pass_over(fold, case, step, measured, holds)
                continue
        if awaits(step):
            open_step(fold, case, step, measured, values)
        else:
            happen(fold, case, step, measured, values, direct=direct)
            if step.then:
                execute(fold, case, step.then, measured, values, direct=direct)


def awaits(step: Step) -> bool:
    """Tell whether a consequence waits for an act or a condition instead of happening at once."""
    return bool(step.modal or step.when is not None or step.level)


def _pass_over(fold: Fold, case: Case, step: Step, measured: date, holds: Result) -> None:
    if not awaits(step):
        return
    reason = holds.reason if isinstance(holds, Unknown) else "its condition is not fulfilled"
    now = fold.court.now
    case.runs.append(
        Run(step=step, case=case, name=step.name, opened=now, measured=measured, values={},
            state=StepState.PASSED_OVER, ended=now, reason=reason)
    )  # fmt: skip


def happen(
    fold: Fold, case: Case, step: Step, measured: date, values: Mapping[str, Value], *, direct: bool = False
) -> None:  # fmt: skip
    """Let the immediate effects of a consequence happen: pay, set, declare, open a ladder."""
    if step.pay is not None and not step.modal:
        fold.purse.post(case, step, measured, values, direct=direct)
    if step.set:
        _set(fold, case, step, measured, values)
    if step.declare:
        declare(fold, case, step.declare, measured)
    if step.ladder:
        open_ladder(fold, case, step.ladder, values=values)


# -- settings ---------------------------------------------------------------------------------


def _set(fold: Fold, case: Case, step: Step, measured: date, values: Mapping[str, Value]) -> None:
    calendar = fold.court.calendar
    start = measured if step.after is None else calendar.add(measured, step.after)
    first = case.period.first if step.holds_from_period_start else start + ONE_DAY
    last = calendar.add(first - ONE_DAY, step.lasts) if step.lasts is not None else None
    env = case_env(case, values)
    changes = [(name, _value(term, env), _members(fold, case, name, env)) for name, term in step.set.items()]
    for name, value, members in changes:
        if isinstance(value, Unknown):
            continue
        case.changes.append(fold.court.settings.set(name, members, value, first, last, fold.court.now))
        fold.mark(f"settings.{name}", first, cause=measured)
        if name == "agreement" and value == "terminated":
            fold.terminate(first, case)


def _value(term: Term, env: CaseEnv) -> Result:
    if isinstance(term, Word):
        return term.text
    return evaluate(term.node, env) if isinstance(term, Formula) else None


def _members(fold: Fold, case: Case, name: str, env: CaseEnv) -> tuple[str, ...]:
    term = env.terms.settings.get(name)
    found = members_read(term, env, ()) if term is not None else ()
    return found if isinstance(found, tuple) else ()


# -- statuses ---------------------------------------------------------------------------------


def declare(fold: Fold, case: Case, word: str, measured: date) -> None:
    """Declare the status of a case and its period. A waived period counts as excused in every history from then on."""
    track = case.track
    fold.declared += 1
    case.statuses.append((fold.court.now, word))
    case.ordinals.append(fold.declared)
    _say(track, case.index, word, fold.declared)
    if word == "final":
        close(fold, case, measured)
    track.forget(case.index)
    fold.look_at(track, case.index, cause=measured)


def _say(track: Track, index: int, word: str, ordinal: int) -> None:
    """Put a word among the statuses of a period, in its place."""
    words, ordinals = track.statuses.setdefault(index, []), track.ordinals.setdefault(index, [])
    place = bisect_left(ordinals, ordinal)
    words.insert(place, word)
    ordinals.insert(place, ordinal)
    if word == "waived":
        track.waived.add(index)


def undeclare(case: Case) -> None:
    """Take back what a case declared, in its period's list of statuses."""
    track = case.track
    words, ordinals = track.statuses.get(case.index, []), track.ordinals.get(case.index, [])
    for ordinal in case.ordinals:
        place = ordinals.index(ordinal)
        del words[place], ordinals[place]
    if "waived" not in words:
        track.waived.discard(case.index)
    track.forget(case.index)


# -- a cause that falls, and comes back -------------------------------------------------------


def withdraw(fold: Fold, case: Case) -> None:
    """Let a case fall: its miss was restated away, relieved or overturned.

    Steps not yet done become void and what was posted is given back; acts done stand. Settings and statuses are
    reversed from today, the agreement's own state excepted.
    """
    now = fold.court.now
    case.withdrawn = now
    case.track.fired.get(case.name, set()).discard(case.index)
    if case.track.name in fold.shape.own_rules:
        case.track.forget_values(case.index)
    for run in case.runs:
        if run.is_ongoing:
            void(fold, run, "the miss is gone")
    fold.step_changed(case, case.name)
    fold.purse.drop(case)
    fold.fallen(case)
    # What a restatement alone had brought about, or the fall of another case, leaves no trace when it falls itself.
    since = date.min if case.before is not None or case.is_secondary else now
    case.reversed = [c for c in case.changes if c.setting != "agreement" and c.reversed_on is None]
    for change in case.reversed:
        change.reversed_on = since
        fold.mark(f"settings.{change.setting}", min(change.first, now))
    undeclare(case)


def revive(fold: Fold, case: Case) -> None:
    """Let a case that had fallen stand again as it stood: a later restatement has brought its cause back."""
    now = fold.court.now
    fallen = case.withdrawn
    case.withdrawn = None
    for run in case.runs:
        if run.voided is not None and run.ended == fallen:
            unvoid(fold, run)
    fold.step_changed(case, case.name)
    _forget_amounts(case)
    fold.purse.refresh(case)
    fold.stands_again(case)
    for change in case.reversed:
        change.reversed_on = None
        fold.mark(f"settings.{change.setting}", change.first)
    track = case.track
    for (_, word), ordinal in zip(case.statuses, case.ordinals, strict=True):
        _say(track, case.index, word, ordinal)
    track.forget(case.index)
    fold.look_at(track, case.index, cause=now)


def _forget_amounts(case: Case) -> None:
    """Forget what a case's payments were worth: the account does not hold them any more, and takes them anew."""
    for payment in case.payments:
        payment.amount = None
