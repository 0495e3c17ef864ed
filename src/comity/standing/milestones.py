"""How far milestones are: complete, accepted or rejected, and since when. Acts that count for nothing are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.agreement.acts import Act
from comity.agreement.formula.env import Env
from comity.agreement.formula.tables import MILESTONES
from comity.agreement.formula.values import lookup
from comity.agreement.model import Agreement, Milestone, Terms
from comity.agreement.worth import worth_of
from comity.clauses.life.model import Refusal
from comity.kernel.calendar import Calendar
from comity.kernel.deadline import Deadline
from comity.kernel.figure import Exact
from comity.kernel.period import Grain

COMPLETE, ACCEPT, REJECT = "complete", "accept", "reject"
REASON = "reason"
"""What a rejection says: `with: {reason: …}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How far a milestone is from a day on, `since`; `date.min` at the start.

    `done` is the day of completion, `accepted` that of acceptance, also where it is deemed accepted because nothing was
    said in time. `until` is the last day to accept or reject. `act` is what brought the stage about, None at the start
    and where silence did. After a rejection it is not done.
    """

    since: date = date.min
    done: date | None = None
    accepted: date | None = None
    until: date | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The stages of a milestone up to a day, earliest first, and the acts about it that count for nothing.

    `worth` is what is earned with it: nothing where only others are worth something, None where none is.
    """

    milestone: Milestone
    stages: tuple[Stage, ...]
    worth: Exact | None = None
    refused: tuple[Refusal, ...] = ()

    def at(self, day: date) -> Stage:
        """Return how far it is at the end of a day."""
        return next(stage for stage in reversed(self.stages) if stage.since <= day)

    def earned(self, stage: Stage) -> date | None:
        """Return the day on which its worth was earned: done, and accepted where acceptance is agreed."""
        return stage.done if self.milestone.accepted_by is None else stage.accepted


def is_about_milestone(act: Act, terms: Terms) -> bool:
    """Tell whether an act completes, accepts or rejects a milestone; a clause of that name comes first."""
    name = act.about[0] if act.about else ""
    return act.do == COMPLETE or (act.do in (ACCEPT, REJECT) and name in terms.milestones and name not in terms.clauses)


def courses_of(terms: Terms, acts: Iterable[Act], as_of: date) -> dict[str, Course]:
    """Return the course of every milestone of some terms, by name, from the acts received by a day."""
    by_name: dict[str, list[Act]] = {}
    for act in sorted((act for act in acts if act.on <= as_of), key=lambda act: act.on):
        if act.about and is_about_milestone(act, terms):
            by_name.setdefault(act.about[0], []).append(act)
    nothing = Decimal(0) if any(one.worth is not None for one in terms.milestones.values()) else None
    return {
        name: course_of(milestone, by_name.get(name, ()), terms.calendar, as_of, nothing)
        for name, milestone in terms.milestones.items()
    }


def course_of(
    milestone: Milestone, acts: Sequence[Act], calendar: Calendar, as_of: date, nothing: Exact | None = None
) -> Course:  # fmt: skip
    """Return the course of one milestone from the acts about it, in order; `nothing` is what it is worth by default."""
    stages, refused = [Stage()], []
    for act in acts:
        stages += _deemed(stages[-1], before=act.on)
        made = _next(milestone, stages[-1], act, calendar)
        if isinstance(made, str):
            refused.append(Refusal(act=act, reason=made))
        else:
            stages.append(made)
    stages += [stage for stage in _deemed(stages[-1], before=date.max) if stage.since <= as_of]
    worth = worth_of(milestone.worth)
    return Course(
        milestone=milestone, stages=tuple(_last_of_each_day(stages)), refused=tuple(refused),
        worth=worth if worth is not None else nothing,
    )  # fmt: skip


def refused_acts(agreement: Agreement, acts: Iterable[Act], as_of: date) -> Iterator[Refusal]:
    """Yield the acts about milestones that count for nothing, as the terms of the day of evaluation see them."""
    seen = [act for act in acts if act.on <= as_of]
    known = {name for _, terms in agreement.versions for name in terms.milestones}
    for act in seen:
        if act.do == COMPLETE and not (act.about and act.about[0] in known):
            what = f"{act.about[0]} is no milestone" if act.about else "say which milestone: about: MILESTONE"
            yield Refusal(act=act, reason=what)
    for course in courses_of(agreement.as_of(as_of), seen, as_of).values():
        yield from course.refused


def due_day(milestone: Milestone, terms: Terms) -> date | None:
    """Return the day a milestone is due, as agreed; None where it counts from something that has not happened."""
    anchors = {"starts": terms.starts} | ({"ends": terms.ends} if terms.ends else {})
    if isinstance(milestone.due, Deadline):
        return terms.calendar.deadline_day(milestone.due, anchors)
    env = Env(terms, terms.calendar.containing(Grain.DAY, terms.starts), (), terms.starts, terms.starts)
    day = lookup(milestone.due, env, milestone.name)
    return day if isinstance(day, date) else None


# -- one act after another --------------------------------------------------------------------


def _next(milestone: Milestone, stage: Stage, act: Act, calendar: Calendar) -> Stage | str:
    """Return the stage that an act leads to, or why it counts for nothing."""
    if act.do == COMPLETE:
        return _completed(milestone, stage, act, calendar)
    party, name = milestone.accepted_by, milestone.name
    if party is None:
        return f"nobody has to accept {name}: no acceptance is agreed"
    if party not in act.by:
        return f"{name} is for {party} to {act.do}, not for {' and '.join(act.by)}"
    if stage.accepted is not None:
        deemed = " because nothing was said in time" if stage.act is None else ""
        return f"{name} was accepted on {stage.accepted}{deemed}"
    if stage.done is None:
        return f"{name} is not complete"
    if act.do == ACCEPT:
        return replace(stage, since=act.on, accepted=act.on, until=None, act=act)
    if not act.written.get(REASON):
        return "a rejection says its reason: with: {reason: …}"
    return Stage(since=act.on, act=act)


def _completed(milestone: Milestone, stage: Stage, act: Act, calendar: Calendar) -> Stage | str:
    if milestone.owed_by is not None and milestone.owed_by not in act.by:
        return f"{milestone.name} is for {milestone.owed_by} to complete, not for {' and '.join(act.by)}"
    if stage.done is not None:
        return f"{milestone.name} has been complete since {stage.done}"
    return Stage(since=act.on, done=act.on, until=_last_day(milestone, act.on, calendar), act=act)


def _last_day(milestone: Milestone, done: date, calendar: Calendar) -> date | None:
    """Return the last day to accept or reject, None where no time is agreed; it is moved as deadlines of steps are."""
    if milestone.accepted_by is None or milestone.within is None:
        return None
    try:
        return calendar.roll_day(calendar.add(done, milestone.within))
    except ValueError:  # beyond the calendar, or in periods, which `check` refuses
        return None


def _deemed(stage: Stage, *, before: date) -> Iterator[Stage]:
    """Yield that a milestone is accepted at the end of the last day on which nothing was said, before another day."""
    if stage.until is not None and stage.until < before:
        yield replace(stage, since=stage.until, accepted=stage.until, until=None, act=None)


def _last_of_each_day(stages: Iterable[Stage]) -> Iterator[Stage]:
    """Yield the stages that hold at the end of a day: who accepts on the day of completion leaves one stage."""
    yield from {stage.since: stage for stage in stages}.values()


__all__ = [
    "MILESTONES", "REASON", "Course", "Stage", "course_of", "courses_of", "due_day", "is_about_milestone",
    "refused_acts",
]  # fmt: skip
