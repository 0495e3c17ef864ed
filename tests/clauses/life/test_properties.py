"""Laws of the life of clauses, on agreements, figures, restatements and acts drawn at random."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.agreement.acts import Act
from comity.agreement.model import Agreement, Cap, Step
from comity.clauses.life.model import Life
from comity.clauses.model import Outcome
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from tests.clauses.life.drawing import (
    LAST,
    MONTHS,
    PLAIN,
    QUEUES,
    Cells,
    Story,
    act,
    figure,
    known,
    missing,
    pool,
    stories,
    until,
    values,
)
from tests.clauses.life.naive import naive, outcomes
from tests.clauses.life.seen import differences, lived, steps, summary, verdicts

LIMITS = {
    ("credits", "month", ()): Decimal(500),
    ("nested", "month", ("queue",)): Decimal(150),
    ("nested", "quarter", ()): Decimal(700),
    ("nested", "life", ()): Decimal(1000),
}
"""The caps of the pool, by account, span and members."""

# After a change of the engine more are tried by hand: EXAMPLES=500 pytest tests/clauses/life/test_properties.py
some = settings(
    max_examples=int(os.environ.get("EXAMPLES", "30")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@some
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_and_acts_are_handed_in_is_nothing(story: Story, random: Random) -> None:
    """Facts and acts have days of their own; in which order they are handed in changes nothing."""
    shuffled, mixed = list(story.cells.items()), list(story.acts)
    random.shuffle(shuffled)
    random.shuffle(mixed)
    one = summary(lived(story.agreement, known(story.cells), story.acts, as_of=LAST), LAST)
    other = summary(lived(story.agreement, known(dict(shuffled)), mixed, as_of=LAST), LAST)
    assert differences(one, other) == {}


@some
@given(stories(), st.dates(date(2026, 2, 1), LAST))
def test_nothing_looks_ahead(story: Story, day: date) -> None:
    """As of a day, a record that goes on says the same as one that ends there."""
    whole = lived(story.agreement, known(story.cells), story.acts, as_of=day)
    acts = [one for one in story.acts if one.on <= day]
    cut = lived(story.agreement, known(until(story.cells, day)), acts, as_of=day)
    assert differences(summary(whole, day), summary(cut, day)) == {}


@some
@given(stories(), st.dates(date(2026, 2, 1), LAST))
def test_what_was_booked_and_opened_by_a_day_is_the_same_later_on(story: Story, day: date) -> None:
    """What was in the books on a day is still there later; cases open when they did, and refusals stay refused."""
    then = lived(story.agreement, known(story.cells), story.acts, as_of=day)
    later = lived(story.agreement, known(story.cells), story.acts, as_of=LAST)
    for name, ledger in then.ledgers.items():
        assert ledger.entries == tuple(entry for entry in later.ledgers[name].entries if entry.day <= day)
    assert [(c.clause, c.scope, c.period.name, c.rule, c.opened) for c in then.cases] == [
        (c.clause, c.scope, c.period.name, c.rule, c.opened) for c in later.cases if c.opened <= day
    ]
    assert [one.act for one in then.refused] == [one.act for one in later.refused if one.act.on <= day]


AUTUMN = date(2026, 9, 1)
RESTORED = tuple(name for name in pool().versions[0][1].clauses if name != "probation")
"""Clauses without a condition that a step awaits: what such a step has come to, an act or a figure, stands."""


@st.composite
def restated_and_back(draw: st.DrawFn) -> tuple[Story, Cells]:
    """Draw a story, and its figures with some of them restated in September, and restated back a few days later."""
    story = draw(stories(names=RESTORED, days=(date(2026, 2, 1), date(2026, 8, 31))))
    cells = {cell: tuple(e for e in of if e[0] < AUTUMN or e[1].value is None) for cell, of in story.cells.items()}
    cells = {cell: of or missing(cell[0], cell[2]) for cell, of in cells.items() if of or not cell[1]}
    changed, valued = dict(cells), sorted(c for c, of in cells.items() if of[-1][1].value is not None)
    for cell in draw(st.sets(st.sampled_from(valued), min_size=1, max_size=3)) if valued else ():
        away = AUTUMN + timedelta(days=draw(st.integers(0, 10)))
        back = away + timedelta(days=draw(st.integers(1, 10)))
        first = cells[cell][-1][1]
        other = figure(*cell, draw(values(cell[0])), away)
        changed[cell] = (*cells[cell], (away, other), (back, replace(first, known=back)))
    return Story(story.agreement, cells, story.acts), changed


@some
@given(restated_and_back())
def test_restating_back_restores_the_first_standing(drawn: tuple[Story, Cells]) -> None:
    """A figure restated away and back leaves verdicts, firings, statuses, settings and balances as they were."""
    story, changed = drawn
    one = lived(story.agreement, known(story.cells), story.acts, as_of=LAST)
    other = lived(story.agreement, known(changed), story.acts, as_of=LAST)
    before, after = summary(one, LAST), summary(other, LAST)
    for name in ("steps", "refused"):
        del before[name], after[name]
    for part in (before, after):
        part["settings"] = {key: value for key, value in part["settings"].items() if key[1] > date(2026, 9, 21)}
    assert differences(before, after) == {}


@some
@given(restated_and_back())
def test_steps_whose_time_had_not_come_stand_as_they_stood(drawn: tuple[Story, Cells]) -> None:
    """A step that was open when its figure was restated away, and still had time when it came back, is as before."""
    story, changed = drawn
    day = date(2026, 9, 25)
    one = lived(story.agreement, known(story.cells), story.acts, as_of=day)
    other = lived(story.agreement, known(changed), story.acts, as_of=day)
    kept = [step for step in steps(one) if step[7] is None or step[7] > day]
    assert [step for step in kept if step not in steps(other)] == []


def _within(cap: Cap, entry_day: date, calendar: Calendar) -> object:
    """Return the span of a cap in which a day lies."""
    return () if cap.every == "life" else calendar.containing(Grain(cap.every), entry_day)


@some
@given(stories(restated=2))
def test_caps_are_never_exceeded(story: Story) -> None:
    """In every span of every cap, and for every member it is counted for, what is paid stays within it."""
    life = lived(story.agreement, known(story.cells), story.acts, as_of=LAST)
    terms = story.agreement.versions[0][1]
    for name, ledger in life.ledgers.items():
        for cap in terms.accounts[name].caps if name in terms.accounts else ():
            limit = LIMITS[name, cap.every, cap.per]
            sums: dict[object, Decimal] = {}
            for key, claim in ledger.claims.items():
                paid = ledger.paid_of(key)
                members = dict(claim.scope)
                where = _within(cap, claim.period.last, terms.calendar), tuple(members.get(c, "") for c in cap.per)
                if isinstance(paid, Decimal) and paid > 0:
                    sums[where] = sums.get(where, Decimal(0)) + paid
            assert all(total <= limit for total in sums.values())


@some
@given(stories(restated=2))
def test_no_amount_is_lost_or_counted_twice(story: Story) -> None:
    """What was booked is what the standing payments are worth, and every payment that fell due is claimed once."""
    life = lived(story.agreement, known(story.cells), story.acts, as_of=LAST)
    standing = [p for case in life.cases if case.withdrawn is None for p in case.payments]
    for name, ledger in life.ledgers.items():
        keys = [p.key for p in standing if p.account == name]
        assert sorted(map(repr, keys)) == sorted(map(repr, ledger.claims))
        if not list(ledger.undetermined()):
            booked = sum((entry.amount for entry in ledger.entries), Decimal(0))
            worth = [paid for key in keys if isinstance(paid := ledger.paid_of(key), Decimal)]
            assert booked == sum(worth, Decimal(0))
    assert _owed_at_once(story.agreement, life) == Counter(
        (case.clause, case.scope, case.period.name, case.rule, p.step.place)
        for case in life.cases
        for p in case.payments
        if case.withdrawn is None and p.step in _paid_at_once(story.agreement, case.clause, case.rule)
    )


def _paid_at_once(agreement: Agreement, clause: str, rule: str) -> list[Step]:
    """Return the payments that follow a rule at once."""
    found = agreement.versions[0][1].clauses[clause].rules.get(rule)
    return [step for step in (found.then if found is not None else ()) if step.pay is not None and not step.modal]


def _owed_at_once(agreement: Agreement, life: Life) -> Counter[object]:
    return Counter(
        (clause, scope, period, rule, step.place)
        for (clause, scope, period), rules in life.fires.items()
        for rule in rules
        for step in _paid_at_once(agreement, clause, rule)
    )


UNMOVED = (*(name for name in PLAIN if name.endswith("each_period")), "credited", "queues", "together", "pain_and_gain")
"""Clauses of the pool to which it is nothing in which order figures became known."""


@some
@given(stories(names=UNMOVED, most_acts=0, restated=0), st.randoms(use_true_random=False))
def test_the_days_on_which_facts_arrived_decide_no_verdict_and_no_amount(story: Story, random: Random) -> None:
    """Once all is known, it is nothing when and in which order it became so: verdicts, firings, sums are the same."""
    moved: Cells = {}
    for cell, history in story.cells.items():
        day, last = history[-1]
        if last.value is not None:
            day += timedelta(days=random.choice([0, 0, 3, 17, 40]))
            last = replace(last, known=day)
        moved[cell] = (*history[:-1], (day, last))
    one = summary(lived(story.agreement, known(story.cells), as_of=LAST), LAST)
    other = summary(lived(story.agreement, known(moved), as_of=LAST), LAST)
    for found in (one, other):
        found["fires"] = {where: set(rules) - {"election"} for where, rules in found["fires"].items()}
    for part in ("verdicts", "fires", "payments", "balances"):
        assert differences({part: one[part]}, {part: other[part]}) == {}


WORSE = {Outcome.EXCUSED: 0, Outcome.MET: 0, Outcome.NOT_DUE: 1, Outcome.UNDETERMINED: 1, Outcome.MISSED: 2}
LIMITED = ("after a clear period", "when closed")
"""Words of `again` with which a period that no longer counts can let another one come about."""


@st.composite
def relieved(draw: st.DrawFn) -> tuple[Story, list[Act]]:
    """Draw a story without other acts, and one claim of relief in it, made in time."""
    names = [*PLAIN, "credited", "queues", "cut", "probation"]
    story = draw(stories(names=names, most_acts=0))
    clauses = [c for c in story.agreement.versions[0][1].clauses.values() if "storm" in c.relief]
    clause = draw(st.sampled_from(clauses))
    member = f" {draw(st.sampled_from(QUEUES))}" if clause.per else ""
    about = f"{clause.name}{member} {draw(st.sampled_from(MONTHS[:8]))}"
    day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 360)))
    return story, [act(day, "maker", "claim", about, relief="storm", values={"from": date(2026, 1, 1)})]


@some
@given(relieved())
def test_an_excused_period_makes_nothing_worse(drawn: tuple[Story, list[Act]]) -> None:
    """Relief claimed makes no verdict worse and brings about no more payments or rights than there were without it."""
    story, claims = drawn
    without = lived(story.agreement, known(story.cells), as_of=LAST)
    with_it = lived(story.agreement, known(story.cells), claims, as_of=LAST)
    before, after = verdicts(without), verdicts(with_it)
    assert [key for key in before if WORSE[after[key][0]] > WORSE[before[key][0]]] == []
    for name, clause in story.agreement.versions[0][1].clauses.items():
        for rule, step in clause.rules.items():
            fired, now = _fired(without, name, rule), _fired(with_it, name, rule)
            if step.again in ("", "each period"):
                assert now <= fired
            elif step.again not in LIMITED:
                assert len(now) <= len(fired)


def _fired(life: Life, clause: str, rule: str) -> set[object]:
    return {(scope, period) for (name, scope, period), rules in life.fires.items() if name == clause and rule in rules}


EACH = tuple(name for name in PLAIN if name.endswith("each_period"))


@some
@given(stories(names=PLAIN, most_acts=0, restated=0), st.dates(date(2026, 2, 1), LAST))
def test_the_engine_gives_what_plain_recursion_gives(story: Story, day: date) -> None:
    """Verdicts, the months for which rules fire, and the days on which they do, are those of a plain recursion."""
    _as_by_recursion(story, day)


@some
@given(stories(names=EACH, most_acts=0, restated=2), st.dates(date(2026, 2, 1), LAST))
def test_what_is_restated_gives_what_plain_recursion_gives(story: Story, day: date) -> None:
    """Restated figures let a rule of every period fire and fall again as in a plain recursion over all of them."""
    _as_by_recursion(story, day)


def _as_by_recursion(story: Story, day: date) -> None:
    life = lived(story.agreement, known(story.cells), as_of=day)
    for clause in story.agreement.versions[0][1].clauses:
        by_hand = naive(clause, story.cells, day)
        assert {v.period.name: v.outcome.value for v in life.verdicts[clause]} == outcomes(by_hand, day)
        opened = {(c.period.name, c.opened) for c in life.cases if c.clause == clause and c.withdrawn is None}
        assert opened == {(MONTHS[firing.month], firing.day) for firing in by_hand.firings}
