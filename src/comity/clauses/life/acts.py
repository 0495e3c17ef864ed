"""Acts: which open step, claim, dispute or waiver each belongs to; one that belongs to none is refused, with why.

Source of the rules: language, sections 7, 8 and 12. An act counts on the day it is received.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from comity.agreement.acts import Act
from comity.agreement.paying import PAY
from comity.clauses.life.carried import unfit
from comity.clauses.life.cases import Run
from comity.clauses.life.consequences import declare
from comity.clauses.life.envs import case_env
from comity.clauses.life.ladders import determined, open_ladder
from comity.clauses.life.reliefs import answer, claim, final_since
from comity.clauses.life.steps import done, is_beyond, receive, void
from comity.clauses.life.targets import Target, target_of
from comity.kernel.figure import Exact, Value

if TYPE_CHECKING:
    from comity.clauses.life.fold import Fold

OUTSIDE = ("report", "restate", "complete")
"""Acts about facts: they reach the fold as figures and rows that changed."""

OF_MILESTONES = ("complete", "accept", "reject")
"""Acts about milestones reach it as rows that changed; which of them count for nothing is found with the rows."""


def act(fold: Fold, received: Act) -> str:
    """Let an act count, on its day; returns why it is refused, "" if it is not."""
    if received.do in OUTSIDE or _about_milestone(fold, received):
        if received.do in OF_MILESTONES and received.about:
            fold.moved(received.about[0])
        return ""
    of_account = fold.remittances.receive(received)
    if of_account is not None:
        return of_account
    target = target_of(fold.court, received)
    if isinstance(target, str):
        return target
    if target is not None and target.coming is not None and received.do != "claim":
        return f"{target.coming} has not begun"
    handler = _HANDLERS.get(received.do)
    runs = _awaiting(fold, received, target)
    if handler is not None and not (runs and received.do in ("accept", "reject", PAY, "choose")):
        return handler(fold, received, target)
    return _step(fold, received, runs, target)


def _about_milestone(fold: Fold, received: Act) -> bool:
    """Tell whether an act accepts or rejects a milestone, and not what a claim or a step puts to a party."""
    name = received.about[0] if received.about else ""
    terms = fold.agreement.as_of(fold.court.as_of)
    return received.do in OF_MILESTONES and name in terms.milestones and name not in fold.court.tracks


def act_once_more(fold: Fold, received: Act) -> str:
    """Let an act that nothing awaited count after all, if a figure that became known today opened what it answers.

    Whoever reads the figures in the morning may serve notice in the afternoon. What a lapse opens at the end of the day
    can only be answered from the next day on.
    """
    target = target_of(fold.court, received)
    if isinstance(target, str) or received.do in _HANDLERS:
        return "nothing more came of the day"
    runs = [run for run in _awaiting(fold, received, target) if run.opened == run.case.opened == fold.court.now]
    return _step(fold, received, runs, target)


# -- steps ------------------------------------------------------------------------------------


def _awaiting(fold: Fold, received: Act, target: Target | None) -> list[Run]:
    """Return the open steps that await an act of this party in these words."""
    return [
        run
        for run in fold.ongoing()
        if any(party in run.step.who for party in received.by)
        and _matches(run, received)
        and (target is None or target.holds(run))
    ]


def _matches(run: Run, received: Act) -> bool:
    step = run.step
    if received.do == "choose":
        return bool(step.choose)
    if received.do == PAY:
        return step.pay is not None and bool(step.modal)
    return received.do in (step.do, step.name) and bool(step.do)


def _step(fold: Fold, received: Act, runs: list[Run], target: Target | None) -> str:
    if not runs:
        return _nothing_awaits(fold, received, target)
    if len(runs) > 1:
        runs = _narrowed(runs, received)
    if len(runs) > 1:
        names = ", ".join(sorted({f"{run.case.track.name} {run.case.period}" for run in runs}))
        return f"several steps await this act ({names}): say which with `about`"
    run = runs[0]
    if is_beyond(fold, run, received.on):
        return f"{run.name} may be done {run.step.again}, and it was done already"
    refused = _carries(run, received.values)
    if refused:
        return refused
    return _do(fold, run, received)


def _narrowed(runs: list[Run], received: Act) -> list[Run]:
    """Where several steps await the act, those that await just these values, or the option chosen."""
    wanted = [run for run in runs if set(run.step.carries) <= set(received.values)]
    if received.do == "choose":
        wanted = [run for run in runs if received.choose in run.step.choose]
    if received.do == PAY:
        wanted = [run for run in runs if run.amount == received.values.get("amount")]
    return wanted or runs


def _do(fold: Fold, run: Run, received: Act) -> str:
    if received.do == "choose":
        if received.choose not in run.step.choose:
            return f"{received.choose or 'nothing'} is no option here: {', '.join(run.step.choose)}"
        run.chosen = received.choose
        done(fold, run, received.on, received.values)
        return ""
    if received.do == PAY:
        amount = received.values.get("amount")
        if not isinstance(amount, Exact) or amount <= 0:
            return "a payment says its amount, which is more than nothing: with: {amount: USD 10k}"
        receive(fold, run, amount, received.on)
        return ""
    for party in received.by:
        run.received[party] = dict(received.values)
    if run.step.modal == "must" and len(run.step.who) > 1 and not _all_agree(run):
        return ""
    done(fold, run, received.on, received.values)
    return ""


def _all_agree(run: Run) -> bool:
    """Tell whether each party that must do it has, with equal values."""
    said = [run.received.get(party) for party in run.step.who]
    return None not in said and all(one == said[0] for one in said)


def _carries(run: Run, values: Mapping[str, Value]) -> str:
    """Return why the values of an act do not fit what the step asks for, "" if they do."""
    return unfit(run.name, run.step.carries, values, lambda named: case_env(run.case, {**run.values, **named}))


def _nothing_awaits(fold: Fold, received: Act, target: Target | None) -> str:
    """Say why no open step awaits an act."""
    who, what = " and ".join(received.by), received.choose or received.do
    past = [
        run
        for case in fold.cases
        for run in case.runs
        if any(party in run.step.who for party in received.by)
        and _matches(run, received)
        and (target is None or target.holds(run))
    ]
    if past:
        last = past[-1]
        return f"{last.name} is no longer open: {last.state.value} on {last.ended}"
    theirs = [run for run in fold.ongoing() if _matches(run, received)]
    if theirs and not any(party in run.step.who for run in theirs for party in received.by):
        return f"{what} is for {' and '.join(theirs[0].step.who)} to do, not for {who}"
    if theirs:
        open_ = ", ".join(sorted({f"{run.case.track.name} {run.case.period}" for run in theirs})[:3])
        return f"{what} is awaited about {open_}, not about {' '.join(received.about)}"
    on_account = "; what an account holds is paid about the account and a period" if received.do == PAY else ""
    return f"no open step awaits {what} by {who}{on_account}"


# -- acts that every agreement knows ----------------------------------------------------------


def _claim(fold: Fold, received: Act, target: Target | None) -> str:
    if target is None:
        return "a claim says what it is about: about: CLAUSE PERIOD"
    return claim(fold, received, target)


def _answer(fold: Fold, received: Act, target: Target | None) -> str:
    if target is None:
        return f"say which claim you {received.do}: about: CLAUSE PERIOD"
    return answer(fold, received, target)


def _position(fold: Fold, received: Act, target: Target | None) -> str:
    """Waive or reserve: open to the party that something is owed to, in every case."""
    if target is None or target.index is None:
        return f"say for which period you {received.do} it: about: CLAUSE PERIOD"
    track, index = target.track, target.index
    clause = track.spans[index].clause
    if clause.owed_to not in received.by:
        return f"only {clause.owed_to} may {received.do} what is owed to it"
    verdict = track.verdict(index)
    if verdict is None or verdict.period.last > received.on:
        return f"{track.spans[index].period} is not over"
    late = final_since(fold, track, index, received.on)
    if late and not any(run.case.track is track and run.case.index == index for run in fold.ongoing()):
        return late
    case = fold.case_about(track, index, received.on)
    if received.do == "waive":
        for run in fold.runs_about(case):
            # What the figures still decide, such as a credit to be earned back, is nobody's to waive here.
            if run.is_ongoing and run.step.modal:
                void(fold, run, "waived")
    declare(fold, case, "waived" if received.do == "waive" else "reserved", received.on)
    return ""


def _dispute(fold: Fold, received: Act, target: Target | None) -> str:
    if target is None or target.index is None:
        return "a dispute says what it is about: about: CLAUSE PERIOD"
    clause = target.track.spans[target.index].clause
    if not clause.ladder:
        return f"{clause.name} names no ladder for disputes"
    if not any(party in (clause.owed_by, clause.owed_to) for party in received.by):
        return f"{clause.name} is between {clause.owed_by} and {clause.owed_to}"
    span = target.track.spans[target.index]
    if span.period.last > received.on or not target.track.exists(target.index):
        return f"{span.period} is not over, or not in the record: there is nothing to dispute yet"
    late = final_since(fold, target.track, target.index, received.on)
    if late:
        return late
    case = fold.case_about(target.track, target.index, received.on)
    if any(ladder.ended is None and ladder.party in received.by for ladder in case.ladders):
        return "this dispute is open already"
    case.values.update(received.values)
    open_ladder(fold, case, clause.ladder, party=received.by[0], values=received.values)
    return ""


def _settle(fold: Fold, received: Act, target: Target | None) -> str:
    """Settle (both parties) or decide (the body of the level): the ladder ends."""
    levels = [
        run for run in fold.ongoing() if run.ladder is not None and run.step.level
        and not run.step.do and (target is None or target.holds(run))
    ]  # fmt: skip
    if not levels:
        return "no dispute is open that could be settled or decided"
    if len(levels) > 1:
        own = [run for run in levels if run.step.level in received.by]
        if len(own) != 1:
            return "several disputes are open: say which with `about`"
        levels = own
    run = levels[0]
    refused = _carries(run, received.values)
    if refused:
        return refused
    if received.do == "decide":
        if run.step.level not in received.by and not any(who in run.step.who for who in received.by):
            return f"the open level is {run.step.level}; only it may decide"
        determined(fold, run, received.on, received.values)
        return ""
    clause = run.case.track.spans[run.case.index].clause
    for party in received.by:
        run.received[party] = dict(received.values)
    sides = [run.received.get(party) for party in (clause.owed_by, clause.owed_to)]
    if None not in sides and sides[0] == sides[1]:
        determined(fold, run, received.on, received.values)
    return ""


_HANDLERS: dict[str, Callable[[Fold, Act, Target | None], str]] = {
    "claim": _claim,
    "accept": _answer,
    "reject": _answer,
    "waive": _position,
    "reserve": _position,
    "dispute": _dispute,
    "settle": _settle,
    "decide": _settle,
}
