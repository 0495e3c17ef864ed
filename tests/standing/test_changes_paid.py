"""What an entry changes of payments: each is held against itself, wherever it stands among the others."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from comity.standing.changes_paid import paid_changes
from tests.standing.agreements import lived
from tests.standing.due.test_paid import pay
from tests.standing.test_docket import CREDIT, supply

DAY = date(2026, 4, 20)
LATER = pay("2026-04-10", "USD 400")
RECEIVED = "{on: 2026-04-12, by: borealis, do: accept, about: credits, with: {amount: USD 400}}"


def stood(*acts: str) -> Any:
    """Return what of a standing speaks of payments, after some acts."""
    agreement, life = lived(supply(CREDIT, acts=f"[{', '.join(acts)}]", as_of=f"{DAY}"))
    return SimpleNamespace(life=life, terms=agreement.as_of(DAY), as_of=DAY)


def said(before: Any, after: Any) -> list[str]:
    """Return the changes of payments in words."""
    return [f"{one.what}: {one.before} -> {one.after}" for one in paid_changes(before, after)]


def test_a_payment_stated_for_an_earlier_day_is_the_one_that_is_new() -> None:
    """400 of 10 April are confirmed when 100 of the 5th are stated: nothing has become of the 400."""
    assert said(stood(LATER, RECEIVED), stood(pay("2026-04-05", "USD 100"), LATER, RECEIVED)) == [
        "payment of USD 100 by Aster on 2026-04-05: not there -> stated",
        "Credits, 2026-Q1: left for Aster to pay: USD 600 -> USD 500",
    ]


def test_a_payment_that_turns_out_to_be_another_one_is_gone() -> None:
    """With its reference 400 were stated on 10 April; stated for the 5th as well, they were paid then, and once."""
    late, early = (pay(day, "USD 400, reference: X1") for day in ("2026-04-10", "2026-04-05"))
    assert said(stood(late), stood(early, late)) == [
        "payment of USD 400 by Aster on 2026-04-05: not there -> stated",
        "payment of USD 400 by Aster on 2026-04-10: stated -> not there",
    ]


def test_an_answer_changes_the_payment_that_it_answers() -> None:
    """Two payments alike but for their day: the first is denied, and the same is stated again and stands."""
    denied = "{on: 2026-04-12, by: borealis, do: reject, about: credits}"
    again = pay("2026-04-15", "USD 400")
    assert said(stood(LATER, denied), stood(LATER, denied, again)) == [
        "payment of USD 400 by Aster on 2026-04-15: not there -> stated",
        "Credits, 2026-Q1: left for Aster to pay: USD 1,000 -> USD 600",
    ]
