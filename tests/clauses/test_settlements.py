"""Settlements: when the net of both directions is due, and from whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from comity.clauses.accounts import Ledger
from comity.clauses.settlements import Settlement, settlements
from comity.kernel.figure import Unknown
from tests.clauses.test_accounts import CALENDAR, DAYS, NOT_REPORTED, account, claim, in_its_month, many_claims, settled

LATE = date(2030, 1, 1)


def ledger(settle: str) -> Ledger:
    """Return an uncapped account of alder and birch that settles at some time."""
    return Ledger(replace(account(), settle=settle), lambda index, period, scope: None, CALENDAR)


def said(found: Settlement) -> tuple[str, str, str, str]:
    """Return what a settlement says, in short."""
    return found.period.name, str(found.amount), f"{found.payer} to {found.payee}", str(found.due)


def test_both_directions_are_netted_each_quarter():
    """A credit of 4,000 in March and one earned back of 1,500 leave 2,500; more comes back in June than was owed."""
    book = ledger("every quarter")
    settled(book, "2026-04-05", claim("credit", "2026-03", "4000"), claim("back", "2026-02", "-1500"))
    settled(book, "2026-07-05", claim("back", "2026-06", "-1000"))
    assert [said(each) for each in settlements(book, as_of=LATE)] == [
        ("2026-Q1", "2500.00", "alder to birch", "2026-04-05"),
        ("2026-Q2", "1000.00", "birch to alder", "2026-07-05"),
    ]


def test_a_difference_is_settled_with_the_quarter_in_which_it_was_known():
    """P24: 60,000 of 2026-Q1 go back with 2027-Q2, and the settlement of 2026-Q1 stays as it was."""
    book = ledger("every quarter")
    settled(book, "2026-05-15", claim("royalty", "2026-Q1", "1000000"))
    settled(book, "2027-06-01", claim("royalty", "2026-Q1", "940000"))
    assert [said(each) for each in settlements(book, as_of=LATE)] == [
        ("2026-Q1", "1000000.00", "alder to birch", "2026-05-15"),
        ("2027-Q2", "60000.00", "birch to alder", "2027-06-30"),
    ]


def test_at_once_is_the_day_it_became_known():
    """What became known on one day is netted on that day."""
    book = ledger("at once")
    settled(book, "2026-04-05", claim("credit", "2026-03", "4000"), claim("back", "2026-02", "-1500"))
    [found] = settlements(book, as_of=LATE)
    assert said(found) == ("2026-04-05", "2500.00", "alder to birch", "2026-04-05")


def test_the_next_invoice_has_no_day_of_its_own():
    """What a month awards goes with the next invoice, whose day the agreement does not say."""
    book = ledger("next invoice")
    settled(book, "2026-04-05", claim("credit", "2026-03", "4000"))
    [found] = settlements(book, as_of=LATE)
    assert said(found) == ("2026-03", "4000.00", "alder to birch", "None")


def test_a_settlement_is_pending_until_its_period_is_over_and_all_in_it_is_final():
    """On 31 March the quarter is over; before it, or while an entry may still change, the net is pending."""
    book = ledger("every quarter")
    settled(book, "2026-02-05", claim("credit", "2026-01", "4000"))
    states = [
        settlements(book, as_of=date(2026, 3, 30)),
        settlements(book, as_of=date(2026, 3, 31)),
        settlements(book, as_of=date(2026, 3, 31), is_final=lambda entry: False),
    ]
    assert [each.state for found in states for each in found] == ["pending", "final", "pending"]


def test_an_unknown_amount_leaves_the_net_unknown():
    """One claim of the quarter is unknown: nobody knows who owes whom, and the settlement is pending."""
    book = ledger("every quarter")
    settled(book, "2026-06-10", claim("credit", "2026-04", "4000"), claim("uptime", "2026-05", NOT_REPORTED))
    [found] = settlements(book, as_of=LATE)
    assert isinstance(found.amount, Unknown)
    assert (found.payer, found.payee, found.due, found.state) == ("", "", None, "pending")


@pytest.mark.parametrize("settle", ["at once", "next invoice", "every month", "every contract year"])
@given(many_claims, many_claims)
def test_all_settlements_together_are_the_balance(settle, first, second):
    """However an account settles, what is due in all is what was booked in all."""
    book = ledger(settle)
    for day, put in zip(DAYS, (first, second), strict=False):
        for each in put:
            book.put(each)
        book.settle(day, in_its_month)
    due = [
        each.amount if each.payer == "alder" else -each.amount
        for each in settlements(book, as_of=LATE)
        if isinstance(each.amount, Decimal)
    ]
    assert sum(due) == book.balance("2030")
