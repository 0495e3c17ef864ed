"""The steps of a case explained: opened why, due how, done by which act, and what followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from comity.agreement.acts import Act
from comity.agreement.model import Formula, Term, Word
from comity.agreement.model import Step as Agreed
from comity.clauses.life.cases import Case, Run
from comity.clauses.life.consequences import awaits
from comity.clauses.life.envs import case_env
from comity.clauses.life.model import StepState
from comity.clauses.life.rules import truth
from comity.clauses.life.targets import Target, target_of
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Duration
from comity.kernel.figure import Unknown
from comity.kernel.words import and_list, plural, weekday
from comity.metrics.exhibits import Step
from comity.standing.explain_awaited import awaited_steps
from comity.standing.explain_desk import Desk
from comity.standing.explain_due import Counted, counted, rolled
from comity.standing.explain_money import amount_steps
from comity.standing.explain_words import amount, words


def run_steps(desk: Desk, case: Case) -> Iterator[Step]:
    """Yield the steps of a case in the order in which they opened."""
    for run in case.runs:
        yield _run(desk, case, run)


def _run(desk: Desk, case: Case, run: Run) -> Step:
    below = [Step(kind="opened", label="opened", text=opened_because(case, run), value=f"{run.opened}")]
    if run.state is not StepState.PASSED_OVER:
        below += [*_due(desk, case, run), *awaited_steps(desk, case, run), *_sum(desk, case, run)]
    below += [*_ended(desk, case, run), *_followed(case, run)]
    ended = f" {run.ended}" if run.ended is not None else ""
    return Step(
        kind="step", label=f"step {run.name}", text=whose(run.step), value=f"{run.state.value}{ended}",
        reason=_reason(desk, case, run), place=run.step.place, children=tuple(below),
    )  # fmt: skip


def _reason(desk: Desk, case: Case, run: Run) -> str:
    """Return why a step stands as it does. One whose case has fallen may be void for a doubt alone, as in a dispute."""
    if case.rule is None or case.withdrawn is None or run.voided is None:
        return run.reason
    fires = truth(desk.fold.court, case.track, case.index, case.rule)
    return f"whether {case.rule.name} fires is open" if isinstance(fires, Unknown) else run.reason


def whose(step: Agreed) -> str:
    """Return whose step it is: `customer may`, `supplier and customer must`, `level board`."""
    if step.modal:
        joined = " and " if step.modal == "must" else " or "
        return f"{joined.join(step.who)} {step.modal}"
    return f"level {step.level}" if step.level else ""


# -- opened -----------------------------------------------------------------------------------


def opened_because(case: Case, run: Run) -> str:
    """Return why a step opened, or was passed over when it would have."""
    if run.ladder is not None:
        return _level(run)
    if run.renewed:
        return f"opened anew after {run.name} was done"
    for other in case.runs:
        how = _led_to(other, run)
        if how:
            return how
    if case.rule is None:
        return f"disputed on {case.opened}"
    return f"{case.rule.name} fired; its cause was known on {case.opened}"


def _level(run: Run) -> str:
    ladder = run.ladder
    assert ladder is not None
    number = next((n for n, step in enumerate(ladder.steps, start=1) if step is run.step), 1)
    by = f"disputed by {ladder.party}" if ladder.party else "opened by the agreement"
    return f"level {number} of {len(ladder.steps)} of the ladder {ladder.name}, {by} on {ladder.opened}"


def _led_to(other: Run, run: Run) -> str:
    """Return how one step led to another, "" where it did not."""
    if other is run or other.ended is None or other.ended > run.opened:
        return ""
    if other.state is StepState.DONE and _holds(other.step.then, run.step):
        return f"{other.name} was done on {other.ended}"
    if other.state is StepState.DONE and other.chosen and _holds(other.step.choose[other.chosen], run.step):
        return f"{other.chosen} was chosen on {other.ended}"
    if other.state in (StepState.LAPSED, StepState.PASSED_OVER) and _holds(other.step.otherwise, run.step):
        word = "lapsed" if other.state is StepState.LAPSED else "was passed over"
        return f"{other.name} {word} on {other.ended}"
    return ""


def _holds(steps: Sequence[Agreed], wanted: Agreed) -> bool:
    """Tell whether a list of consequences opens a step, also through what happens at once."""
    return any(step == wanted or (not awaits(step) and _holds(step.then, wanted)) for step in steps)


# -- due --------------------------------------------------------------------------------------


def _due(desk: Desk, case: Case, run: Run) -> Iterator[Step]:
    """Yield how the last day of a step was counted, and what moved it since."""
    if run.step.within is None:
        yield Step(kind="due", label="no time is set", text="it stays open", value="")
        return
    found = _counted(desk, case, run)
    day = found.day
    moved = rolled(desk.fold.court.calendar, day) if day is not None and date.min < day < date.max else None
    yield Step(kind="due", label="due", text=found.says, value=_shown(day), children=found.steps)
    if moved is not None:
        yield moved
        day = desk.fold.court.calendar.roll_day(day) if day is not None else None
    yield from _tolled(desk, run, day)


def _counted(desk: Desk, case: Case, run: Run) -> Counted:
    """Return the deadline as it was counted when the step opened (clauses.life.steps.due_day)."""
    from comity.clauses.life.steps import grain_of

    within = run.step.within
    assert within is not None
    anchors = desk.fold.anchors(case, run.values) | {"": run.opened}
    if run.ladder is not None and run.ladder.party:
        anchors["dispute"] = run.ladder.opened
    if within.duration is not None and within.duration.unit == "period" and not within.anchor:
        anchors["period end"] = run.measured
    return counted(desk.fold.court.calendar, within, anchors, grain_of(run))


def _tolled(desk: Desk, run: Run, day: date | None) -> Iterator[Step]:
    """Yield the times in which the clock of a step stood still; each moved its last day."""
    ladders = [ladder for case in desk.fold.cases for ladder in case.ladders if run in ladder.tolls]
    for ladder in ladders:
        until = f"to {ladder.ended}" if ladder.ended is not None else "on, it still stands"
        text = f"from {ladder.opened} {until}: the ladder {ladder.name}, on the dispute of {ladder.party}"
        if day is not None:
            unit, left = time_left(desk.fold.court.calendar, run.step, ladder.opened, day)
            text += f"; {plural(left, unit)} of its time were left"
            day = _run_on(desk, ladder.ended, left, unit)
        yield Step(kind="tolled", label="clock stood still", text=text, value=_shown(day) if ladder.ended else "")
    if not ladders and day is not None and run.due is not None and day != run.due:
        text = "this is the day that holds: by what was known when it opened, or with the days left when it was revived"
        yield Step(kind="due", label="counted otherwise", text=text, value=_shown(run.due))


def time_left(calendar: Calendar, step: Agreed, now: date, due: date) -> tuple[str, int]:
    """Return what is left of a step's time on a day, in the unit it is counted in: `business day` or `day`."""
    within = step.within
    if within is None or within.duration is None or within.duration.unit != "business day":
        return "day", (due - now).days
    days = (now + timedelta(days=n) for n in range(1, (due - now).days + 1))
    return "business day", sum(calendar.is_business_day(day) for day in days)


def _run_on(desk: Desk, ended: date | None, left: int, unit: str) -> date | None:
    """Return the last day of a clock that runs on the day after its ladder ended, None while it stands still."""
    return None if ended is None else desk.fold.court.calendar.add(ended, Duration(left, unit))


def _shown(day: date | None) -> str:
    return f"{day} ({weekday(day)})" if day is not None else "not known yet"


# -- sums -------------------------------------------------------------------------------------


def _sum(desk: Desk, case: Case, run: Run) -> Iterator[Step]:
    """Yield the sum that a step awaits, and what was paid in."""
    if run.step.pay is None or not run.step.modal:
        return
    below = tuple(amount_steps(desk, run.step, case_env(case, run.values)))
    yield Step(kind="payment", label="sum awaited", text="", value=amount(run.amount, desk.currency), children=below)
    if run.paid_in is not None:
        yield Step(kind="paid", label="received so far", text="", value=amount(run.paid_in, desk.currency))


# -- ended ------------------------------------------------------------------------------------


def _ended(desk: Desk, case: Case, run: Run) -> Iterator[Step]:
    """Yield the acts by which a step was done."""
    for act in acts_of(desk, run):
        said = f"; {act.says}" if act.says else ""
        carried = ", ".join(f"{name} {words(value)}" for name, value in act.values.items())
        text = f"received from {and_list(act.by)}{f', with {carried}' if carried else ''}{said}"
        what = f"{act.do} {act.choose}".strip()
        yield Step(kind="act", label=f"act {what}", text=text, value=f"{act.on}", place=act.place)


def acts_of(desk: Desk, run: Run) -> list[Act]:
    """Return the acts that a step awaited and received, up to the day it ended; of an open one what is in so far."""
    in_parts = run.step.pay is not None or (run.step.modal == "must" and len(run.step.who) > 1)
    if run.state is not StepState.DONE and not (run.is_ongoing and in_parts):
        return []
    refused = {id(refusal.act) for refusal in desk.fold.refused}
    return [
        act
        for _, act in desk.fold.acts
        if id(act) not in refused and _does(run, act) and _in_time(run, act) and _is_about(desk, run, act)
    ]


def _in_time(run: Run, act: Act) -> bool:
    """Tell whether a step was open; the act that let it open anew is not one of its own."""
    begun = act.on > run.opened if run.renewed else act.on >= run.opened
    return begun and (run.ended is None or act.on <= run.ended)


def _does(run: Run, act: Act) -> bool:
    step = run.step
    mine = not step.who or any(party in step.who for party in act.by)
    if act.do == "choose":
        return mine and act.choose in step.choose
    if act.do == "pay":
        return mine and step.pay is not None and bool(step.modal)
    if act.do in ("settle", "decide"):
        return bool(step.level) and not step.do
    return mine and bool(step.do) and act.do in (step.do, step.name)


def _is_about(desk: Desk, run: Run, act: Act) -> bool:
    found = target_of(desk.fold.court, act)
    return found is None or (isinstance(found, Target) and found.holds(run))


# -- what followed ----------------------------------------------------------------------------


def _followed(case: Case, run: Run) -> Iterator[Step]:
    """Yield what followed when a step ended, or will follow if it does."""
    step = run.step
    if run.state is StepState.DONE:
        chosen = step.choose.get(run.chosen, ()) if run.chosen else ()
        yield from _follows("followed", (*chosen, *step.then))
    elif run.state in (StepState.LAPSED, StepState.PASSED_OVER):
        yield from _follows("followed", step.otherwise)
    elif run.is_ongoing:
        for option, steps in step.choose.items():
            yield from _follows(f"if {option} is chosen", steps)
        yield from _follows("if it is done", step.then)
        yield from _follows("if it lapses", step.otherwise)


def _follows(label: str, steps: Sequence[Agreed]) -> Iterator[Step]:
    if steps:
        yield Step(kind="followed", label=label, text="; ".join(map(brief, steps)), value="")


def brief(step: Agreed) -> str:
    """Return a consequence in a few words: `declares reserved`, `customer may terminate`."""
    parts = [f"if {step.condition.text}"] if step.condition is not None else []
    if step.modal:
        parts.append(f"{whose(step)} {step.do or step.name or 'choose'}".strip())
    elif step.when is not None:
        parts.append(f"awaits {step.when.text}")
    if step.pay is not None:
        parts.append(f"pay {step.pay.text}")
    parts += [f"sets {name} to {_written(term)}{_later(step)}" for name, term in step.set.items()]
    parts += [f"declares {step.declare}"] if step.declare else []
    parts += [f"opens the ladder {step.ladder}"] if step.ladder else []
    return ", ".join(parts) or step.name


def _written(term: Term) -> str:
    return term.text if isinstance(term, Word | Formula) else "a new value"


def _later(step: Agreed) -> str:
    after = f", {step.after} later" if step.after is not None else ""
    return f"{after}, for {step.lasts}" if step.lasts is not None else after
