"""How far a milestone is: complete, accepted, rejected, deemed accepted; and which acts count for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.agreement.acts import Act
from comity.agreement.worth import worth_of
from comity.standing.milestones import Course, course_of, courses_of, refused_acts
from tests.clauses.life.drawing import act
from tests.clauses.life.reading import agreed

TEXT = """
comity: 1
alliance: stages
title: Stages of a milestone
parties: {yard: Yard, line: Line}
currency: USD
starts: 2026-01-01
calendar: {roll: next}
milestones:
  keel: {due: 2026-03-20, owed by: yard, accepted by: line, within: 5 business days, worth: USD 50k}
  hull: {due: 2026-03-31, owed by: yard, accepted by: line}
  berth: {due: 2026-02-28, owed by: line}
  shared: {due: 2026-02-28}
  rolled: {due: 2026-02-28, owed by: yard, accepted by: line, within: 10 days}
"""
AGREEMENT = agreed(TEXT)
TERMS = AGREEMENT.versions[0][1]
JUNE = date(2026, 6, 30)
WHY = {"reason": "crooked"}


def course(name: str, *acts: Act, as_of: date = JUNE) -> Course:
    """The course of a milestone."""
    return courses_of(TERMS, acts, as_of)[name]


def rejection(day: date, name: str) -> Act:
    """A rejection that says why."""
    return act(day, "line", "reject", name, written=WHY)


def refusals(*acts: Act) -> list[str]:
    """Why acts count for nothing."""
    return [one.reason for one in refused_acts(AGREEMENT, acts, JUNE)]


# -- what follows from what -------------------------------------------------------------------


def test_a_milestone_that_nobody_accepts_is_earned_when_it_is_done() -> None:
    """The berth is done on 20 February, and that is all there is to it."""
    found = course("berth", act(date(2026, 2, 20), "line", "complete", "berth"))
    stage = found.at(JUNE)
    assert (stage.done, stage.accepted, found.earned(stage)) == (date(2026, 2, 20), None, date(2026, 2, 20))


def test_a_milestone_that_a_party_accepts_is_earned_when_it_is_accepted() -> None:
    """The hull is done on 30 March and accepted on 2 April: nothing is earned before."""
    found = course(
        "hull", act(date(2026, 3, 30), "yard", "complete", "hull"), act(date(2026, 4, 2), "line", "accept", "hull")
    )
    assert found.earned(found.at(date(2026, 4, 1))) is None
    assert found.earned(found.at(date(2026, 4, 2))) == date(2026, 4, 2)
    assert found.at(JUNE).done == date(2026, 3, 30)


def test_without_a_time_agreed_silence_accepts_nothing() -> None:
    """Of the hull nothing is said for three months; it stays without acceptance."""
    found = course("hull", act(date(2026, 3, 30), "yard", "complete", "hull"))
    assert (found.at(JUNE).accepted, found.at(JUNE).until) == (None, None)


def test_silence_within_the_time_agreed_accepts_at_the_end_of_its_last_day() -> None:
    """Five business days after Thursday 12 March end on Thursday the 19th."""
    found = course("keel", act(date(2026, 3, 12), "yard", "complete", "keel"))
    assert found.at(date(2026, 3, 18)).until == date(2026, 3, 19)
    assert found.at(date(2026, 3, 18)).accepted is None
    assert found.at(date(2026, 3, 19)).accepted == date(2026, 3, 19)


def test_the_last_day_to_accept_moves_as_deadlines_of_steps_do() -> None:
    """Ten days after Wednesday 11 February end on a Saturday; deadlines roll to the Monday."""
    found = course("rolled", act(date(2026, 2, 11), "yard", "complete", "rolled"))
    assert found.at(date(2026, 2, 12)).until == date(2026, 2, 23)


def test_what_is_not_over_yet_is_not_deemed_accepted() -> None:
    """As of the 18th nobody knows what the line will say on the 19th."""
    found = course("keel", act(date(2026, 3, 12), "yard", "complete", "keel"), as_of=date(2026, 3, 18))
    assert [stage.accepted for stage in found.stages] == [None, None]


def test_a_rejected_milestone_is_not_done_until_it_is_completed_again() -> None:
    """Rejected on the last day it may be, done again on 2 April: that day counts, and time runs anew."""
    acts = [
        act(date(2026, 3, 12), "yard", "complete", "keel"),
        rejection(date(2026, 3, 19), "keel"),
        act(date(2026, 4, 2), "yard", "complete", "keel"),
    ]
    found = course("keel", *acts)
    assert [found.at(date(2026, 3, day)).done for day in (18, 19)] == [date(2026, 3, 12), None]
    assert (found.at(date(2026, 4, 2)).done, found.at(date(2026, 4, 2)).until) == (date(2026, 4, 2), date(2026, 4, 9))


def test_who_accepts_on_the_day_of_completion_leaves_one_stage_of_that_day() -> None:
    """Within a day the acts come in the order of the record; what holds at its end is kept."""
    day = date(2026, 3, 12)
    found = course("keel", act(day, "yard", "complete", "keel"), act(day, "line", "accept", "keel"))
    assert [(stage.since, stage.accepted) for stage in found.stages] == [(date.min, None), (day, day)]


def test_without_an_owner_any_party_completes_it() -> None:
    """Nobody owes the shared milestone, so either party may say that it is done."""
    assert course("shared", act(date(2026, 2, 1), "line", "complete", "shared")).at(JUNE).done == date(2026, 2, 1)


# -- what counts for nothing ------------------------------------------------------------------

DONE = act(date(2026, 3, 12), "yard", "complete", "hull")
ACCEPTED = act(date(2026, 3, 13), "line", "accept", "hull")


@pytest.mark.parametrize(
    ("before", "last", "why"),
    [
        ((), act(JUNE, "line", "complete", "hull"), "hull is for yard to complete, not for line"),
        ((DONE,), act(JUNE, "yard", "complete", "hull"), "hull has been complete since 2026-03-12"),
        ((), act(JUNE, "line", "accept", "hull"), "hull is not complete"),
        ((), act(JUNE, "line", "reject", "hull", written=WHY), "hull is not complete"),
        ((DONE,), act(JUNE, "yard", "accept", "hull"), "hull is for line to accept, not for yard"),
        ((DONE,), act(JUNE, "yard", "reject", "hull", written=WHY), "hull is for line to reject, not for yard"),
        ((DONE,), act(JUNE, "line", "reject", "hull"), "a rejection says its reason: with: {reason: …}"),
        ((DONE, ACCEPTED), rejection(JUNE, "hull"), "hull was accepted on 2026-03-13"),
        ((), act(JUNE, "yard", "accept", "berth"), "nobody has to accept berth: no acceptance is agreed"),
        ((), act(JUNE, "yard", "complete"), "say which milestone: about: MILESTONE"),
        ((), act(JUNE, "yard", "complete", "keeel"), "keeel is no milestone"),
    ],
)  # fmt: skip
def test_an_act_that_counts_for_nothing_is_refused_with_the_reason(
    before: tuple[Act, ...], last: Act, why: str
) -> None:  # fmt: skip
    """The wrong party, the wrong time, or no milestone at all."""
    assert refusals(*before, last) == [why]


def test_what_was_deemed_accepted_cannot_be_rejected_any_more() -> None:
    """The refusal says that silence was the acceptance."""
    acts = [act(date(2026, 3, 12), "yard", "complete", "keel"), rejection(date(2026, 3, 20), "keel")]
    assert refusals(*acts) == ["keel was accepted on 2026-03-19 because nothing was said in time"]


# -- laws -------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), JUNE)
ACTS = st.builds(
    lambda day, by, do, said: act(day, by, do, "keel", written=WHY if said else {}),
    DAYS, st.sampled_from(["yard", "line"]), st.sampled_from(["complete", "accept", "reject"]), st.booleans(),
)  # fmt: skip


@given(acts=st.lists(ACTS, max_size=8), day=DAYS)
def test_what_is_known_on_a_day_does_not_depend_on_what_comes_later(acts: list[Act], day: date) -> None:
    """Looked at on a day, or looked back at from June: the milestone was as far."""
    then, now = course("keel", *acts, as_of=day), course("keel", *acts)
    assert then.at(day) == now.at(day)


@given(acts=st.lists(ACTS, max_size=8))
def test_nothing_is_accepted_that_is_not_done_and_every_act_counts_or_is_refused(acts: list[Act]) -> None:
    """Stages follow one another day by day, and who completed it was the yard."""
    found = course("keel", *acts)
    for stage in found.stages:
        assert stage.accepted is None or (stage.done is not None and stage.done <= stage.accepted == stage.since)
        assert stage.done is None or stage.done <= stage.since
    days = [stage.since for stage in found.stages]
    assert days == sorted(set(days))
    counted = {id(stage.act) for stage in found.stages if stage.act is not None}
    refused = {id(one.act) for one in found.refused}
    assert not counted & refused


@given(acts=st.lists(ACTS, max_size=8))
def test_an_act_that_is_refused_changes_nothing(acts: list[Act]) -> None:
    """Without the acts that were refused the course is the same."""
    found = course("keel", *acts)
    refused = {id(one.act) for one in found.refused}
    kept = sorted((one for one in acts if id(one) not in refused), key=lambda one: one.on)
    assert course_of(TERMS.milestones["keel"], kept, TERMS.calendar, JUNE).stages == found.stages


def test_what_it_is_worth_is_what_is_written() -> None:
    """Fifty thousand for the keel, nothing agreed for the hull."""
    assert [worth_of(TERMS.milestones[name].worth) for name in ("keel", "hull")] == [50_000, None]


def test_a_time_beyond_the_calendar_never_ends() -> None:
    """Ten thousand years are no day that could come: it is as if no time were agreed."""
    long = agreed(TEXT.replace("within: 10 days", "within: 9999 years")).versions[0][1]
    done = act(date(2026, 2, 11), "yard", "complete", "rolled")
    assert courses_of(long, [done], JUNE + timedelta(days=1))["rolled"].at(JUNE).until is None
