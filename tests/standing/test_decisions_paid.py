"""Payments that were denied: people have to find out where the money is."""

from __future__ import annotations

from datetime import date

from comity.standing.decisions_paid import denied_payments
from comity.standing.model import Decision
from tests.standing.agreements import lived
from tests.standing.due.test_paid import pay
from tests.standing.test_docket import CREDIT, supply

DENIED = f"{pay('2026-04-10', 'USD 1k')}, {{on: 2026-04-12, by: borealis, do: reject, about: credits 2026-Q1}}"


def decided(acts: str, as_of: str = "2026-04-20") -> list[Decision]:
    """Return what is to be decided about payments on the 1,000 that Aster owes for the first quarter."""
    agreement, life = lived(supply(CREDIT, acts=f"[{acts}]", as_of=as_of))
    day = date.fromisoformat(as_of)
    return list(denied_payments(life, agreement.as_of(day), as_of=day))


def test_a_payment_that_was_not_received_is_for_both_to_clear_up() -> None:
    """Aster stated it on 10 April, Borealis denied it on the 12th; until that is settled the debt stands."""
    (found,) = decided(DENIED)
    assert (found.kind, found.subject, found.who) == ("disputed", "credits", ("aster", "borealis"))
    assert found.title == "Credits 2026-Q1: Borealis has not received USD 1,000"
    assert found.says == "Aster stated on 10 Apr that it paid; Borealis said on 12 Apr that it has not come in."
    assert found.if_nothing == "The payment does not count, and what it was made for stays owed."


def test_nothing_is_left_to_decide_once_the_money_came_or_a_quarter_has_passed() -> None:
    """Confirmed after all, paid once more, or an old story that the statement of the account still tells."""
    assert decided(f"{DENIED}, {{on: 2026-04-15, by: borealis, do: accept, about: credits}}") == []
    assert decided(f"{DENIED}, {pay('2026-04-18', 'USD 1k')}") == []
    assert decided(DENIED, as_of="2026-07-14") == []
