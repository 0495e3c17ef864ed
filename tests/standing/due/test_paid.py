"""What was paid on an account: off the docket, what is left on it, and what the payee may still say."""

from __future__ import annotations

from datetime import date

from comity.standing.model import Due
from tests.standing.agreements import lines
from tests.standing.test_docket import CREDIT, supply

YEAR = "{2026-01: 93%, 2026-04: 93%, 2026-07: 93%, 2026-11: 93%}"
"""A miss each quarter, so that USD 1,000 are owed for each."""


def owed(acts: str, as_of: str = "2026-04-15", rule: str = CREDIT, given: str = "{2026-01: 93%}") -> list[Due]:
    """Return the settlements on the docket after some acts."""
    return lines(supply(rule, acts=acts, as_of=as_of, given=given), kind="settlement")


def pay(on: str, amount: str, about: str = "credits 2026-Q1") -> str:
    """Return the act by which Aster states a payment."""
    return f"{{on: {on}, by: aster, do: pay, about: {about}, with: {{amount: {amount}}}}}"


def test_what_is_paid_in_full_is_off_the_docket() -> None:
    """Aster pays the 1,000 of the first quarter on 10 April; from that day nothing is owed."""
    assert [line.what for line in owed(f"[{pay('2026-04-10', 'USD 1k')}]", as_of="2026-04-10")] == []
    assert len(owed(f"[{pay('2026-04-10', 'USD 1k')}]", as_of="2026-04-09")) == 1


def test_what_is_left_stands_and_says_what_was_paid_and_who_says_so() -> None:
    """Of 1,000 Aster paid 400: 600 stand, with the word of Aster, which Borealis has confirmed in the end."""
    part = pay("2026-04-10", "USD 400")
    (line,) = owed(f"[{part}]")
    assert line.what == "Credits 2026-Q1: pay Borealis USD 600"
    assert line.why.endswith("; USD 400 of USD 1,000 is paid, as Aster states")
    (line,) = owed(f"[{part}, {{on: 2026-04-12, by: borealis, do: accept, about: credits}}]")
    assert line.why.endswith("; USD 400 of USD 1,000 is paid")
    mixed = f"[{part}, {{on: 2026-04-12, by: borealis, do: accept, about: credits}}, {pay('2026-04-13', 'USD 100')}]"
    (line,) = owed(mixed)
    assert line.why.endswith("; USD 500 of USD 1,000 is paid, USD 100 of that only as Aster states")


def test_a_payment_that_was_not_received_leaves_the_debt_where_it_was() -> None:
    """Borealis has not received the money: the debt stands in full, with what either side says."""
    (line,) = owed(
        f"[{pay('2026-04-10', 'USD 1k')}, {{on: 2026-04-12, by: borealis, do: reject, about: credits 2026-Q1}}]"
    )
    assert line.what == "Credits 2026-Q1: pay Borealis USD 1,000"
    assert line.why.endswith("; Aster states that it paid USD 1,000, Borealis says that it has not received it")


def test_an_old_debt_is_less_by_what_was_paid() -> None:
    """Of three quarters of 1,000 the first is paid and half of the second: 1,500 are left, due since the second."""
    acts = f"[{pay('2026-04-10', 'USD 1k')}, {pay('2026-12-01', 'USD 500', 'credits')}]"
    older, recent = owed(acts, as_of="2027-01-20", given=YEAR)
    assert older.what == "Credits 2026-Q2 to 2026-Q3: pay Borealis USD 1,500"
    assert older.due == date(2026, 6, 30)
    assert older.why.endswith("; USD 500 of USD 2,000 is paid, as Aster states")
    assert recent.what == "Credits 2026-Q4: pay Borealis USD 1,000"


def test_money_without_an_account_is_paid_between_the_two_parties() -> None:
    """What goes into no account is paid about `aster to borealis`, as the docket lists it."""
    rule = "then: {pay: USD 1000}"
    (line,) = owed("[]", rule=rule)
    assert line.what == "Aster to Borealis 2026-02-05: pay Borealis USD 1,000"
    assert owed(f"[{pay('2026-04-10', 'USD 1k', 'aster to borealis')}]", rule=rule) == []
    assert owed(f"[{pay('2026-04-10', 'USD 1k', 'aster to borealis 2026-02')}]", rule=rule) == []


def test_who_was_paid_is_asked_for_its_word_for_a_quarter() -> None:
    """Borealis may confirm or deny what Aster states; once it has, or after a quarter, it is asked no more."""
    paid = pay("2026-04-10", "USD 1k")
    (line,) = lines(supply(CREDIT, acts=f"[{paid}]", as_of="2026-04-15"), kind="receipt")
    assert (line.what, line.party, line.modal, line.due) == (
        "Credits 2026-Q1: accept or reject that USD 1,000 was paid", "borealis", "may", None,
    )  # fmt: skip
    assert (line.why, line.if_nothing) == ("Stated by Aster on 10 Apr", "It counts as paid, as Aster states.")
    said = f"[{paid}, {{on: 2026-04-12, by: borealis, do: accept, about: credits 2026-Q1}}]"
    assert lines(supply(CREDIT, acts=said, as_of="2026-04-15"), kind="receipt") == []
    assert lines(supply(CREDIT, acts=f"[{paid}]", as_of="2026-08-15"), kind="receipt") == []
