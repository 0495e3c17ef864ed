"""Laws of payments made, on agreements, figures, restatements and acts drawn at random."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.agreement.acts import Act
from comity.clauses.life.model import Life
from comity.clauses.remitted import discharge
from comity.clauses.settlements import settlements
from tests.clauses.life.drawing import LAST, Story, act, known, stories
from tests.clauses.life.seen import EVER, differences, lived, summary

some = settings(
    max_examples=int(os.environ.get("EXAMPLES", "30")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FIRST = date(2026, 2, 1)
ACCOUNTS = ("credits", "nested")


@st.composite
def payments(draw: st.DrawFn) -> list[Act]:
    """Draw acts about accounts, on different days: payments of either party, and what the other says of them."""
    days = sorted(draw(st.sets(st.integers(0, (LAST - FIRST).days), max_size=8)))
    return [_drawn(draw, FIRST + timedelta(days=offset)) for offset in days]


def _drawn(draw: st.DrawFn, on: date) -> Act:
    do = draw(st.sampled_from(["pay", "pay", "pay", "accept", "reject"]))
    period = draw(st.sampled_from(["", "2026-02", "2026-05", "2026-Q2", "2026-11"]))
    about = f"{draw(st.sampled_from(ACCOUNTS))} {period}".strip()
    amount = Decimal(draw(st.integers(1, 80000))).scaleb(-2)
    carried = {"values": {"amount": amount}, "written": {"amount": f"USD {amount}"}} if do == "pay" else {}
    return act(on, draw(st.sampled_from(["maker", "buyer"])), do, about, **carried)


def both(story: Story, paid: Sequence[Act]) -> list[Act]:
    """Return the acts of a story and further ones, by day."""
    return sorted([*story.acts, *paid], key=lambda one: one.on)


def left(life: Life, name: str) -> Decimal:
    """Return what is left of all settlements less the credits, positive where the maker owes it."""
    came = discharge(settlements(life.ledgers[name], as_of=LAST), life.remitted.get(name, ()))
    lefts = [(one.left, one.settlement.payer) for one in came.payables]
    owed = [amount if payer == "maker" else -amount for amount, payer in lefts if isinstance(amount, Decimal)]
    over = [-amount if payer == "maker" else amount for payer, amount in came.credits.items()]
    return sum([*owed, *over], Decimal(0))


@some
@given(stories(restated=2), payments())
def test_due_and_paid_are_what_was_owed(story: Story, paid: list[Act]) -> None:
    """On every account whose amounts are known: what is left and what counts as paid is the balance."""
    life = lived(story.agreement, known(story.cells), both(story, paid), as_of=LAST)
    for name in ACCOUNTS:
        if name in life.ledgers and not list(life.ledgers[name].undetermined()):
            signs = {"maker": 1, "buyer": -1}
            counted = [one.amount * signs[one.payer] for one in life.remitted.get(name, ()) if one.counts]
            assert left(life, name) + sum(counted, Decimal(0)) == life.ledgers[name].balance(EVER)


@some
@given(stories(), payments(), st.randoms(use_true_random=False))
def test_a_payment_moves_nothing_but_what_is_left(story: Story, paid: list[Act], random: Random) -> None:
    """With payments or without: the same verdicts, steps, statuses and postings, whatever order they are handed in."""
    without = lived(story.agreement, known(story.cells), story.acts, as_of=LAST)
    acts = both(story, paid)
    life = lived(story.agreement, known(story.cells), acts, as_of=LAST)
    before, after = summary(without, LAST), summary(life, LAST)
    del before["refused"], after["refused"]
    assert differences(before, after) == {}
    random.shuffle(acts)
    assert lived(story.agreement, known(story.cells), acts, as_of=LAST).remitted == life.remitted
