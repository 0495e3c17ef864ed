"""What was paid on an account: which settlements it discharges, what is left, and what is a credit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.clauses.accounts import Ledger
from comity.clauses.remitted import DENIED, Discharge, Remittance, discharge, outstanding, unpaid
from comity.clauses.settlements import settlements
from comity.kernel.figure import Unknown
from tests.clauses.test_accounts import CALENDAR, DAYS, NOT_REPORTED, claim, in_its_month, many_claims, settled
from tests.clauses.test_settlements import LATE, ledger


def paid(amount: str, on: str, period: str = "", by: str = "alder", reference: str = "") -> Remittance:
    """Return a payment of one of the two parties, alder or birch, to the other."""
    return Remittance(
        account="credits", payer=by, payee="birch" if by == "alder" else "alder", amount=Decimal(amount),
        on=date.fromisoformat(on), period=CALENDAR.period(period) if period else None, reference=reference,
    )  # fmt: skip


def two_quarters() -> Ledger:
    """Return an account on which alder owes birch 4,000 for the first quarter of 2026 and 3,000 for the second."""
    book = ledger("every quarter")
    settled(book, "2026-04-05", claim("credit", "2026-03", "4000"))
    settled(book, "2026-07-05", claim("credit", "2026-06", "3000"))
    return book


def found(book: Ledger, *remitted: Remittance) -> tuple[list[str], dict[str, str]]:
    """Return what is left of each settlement, and the credits."""
    came = discharge(settlements(book, as_of=LATE), remitted)
    left = [f"{one.settlement.period} {_text(one.left)}" for one in came.payables]
    return left, {who: str(amount) for who, amount in came.credits.items()}


def _text(left: Decimal | Unknown) -> str:
    return str(left) if isinstance(left, Decimal) else left.state.value


def test_a_quarter_paid_in_full_leaves_the_other() -> None:
    """4,000 for the first quarter discharge it; the 3,000 of the second stand."""
    payment = paid("4000", "2026-04-20", "2026-Q1")
    assert found(two_quarters(), payment) == (["2026-Q1 0.00", "2026-Q2 3000.00"], {})


def test_what_names_no_period_goes_to_the_oldest() -> None:
    """5,000 without a word pay the first quarter and 1,000 of the second."""
    assert found(two_quarters(), paid("5000", "2026-08-01")) == (["2026-Q1 0.00", "2026-Q2 2000.00"], {})


def test_a_payment_for_a_month_is_one_for_its_quarter() -> None:
    """The account settles each quarter; who pays for June pays the second one."""
    assert found(two_quarters(), paid("3000", "2026-08-01", "2026-06"))[0] == ["2026-Q1 4000.00", "2026-Q2 0.00"]


def test_what_is_over_goes_to_later_settlements_never_to_earlier_ones() -> None:
    """500 too much for the first quarter pay of the second; too much for the second leaves the first as it is."""
    assert found(two_quarters(), paid("4500", "2026-04-20", "2026-Q1")) == (["2026-Q1 0.00", "2026-Q2 2500.00"], {})
    over = found(two_quarters(), paid("3500", "2026-07-20", "2026-Q2"))
    assert over == (["2026-Q1 4000.00", "2026-Q2 0.00"], {"alder": "500.00"})


def test_paid_early_it_waits_for_what_it_was_paid_for() -> None:
    """1,000 for the third quarter, in which nothing is owed yet, are a credit; they pay it as soon as it is owed."""
    book, early = two_quarters(), paid("1000", "2026-07-10", "2026-Q3")
    assert found(book, early) == (["2026-Q1 4000.00", "2026-Q2 3000.00"], {"alder": "1000"})
    settled(book, "2026-10-05", claim("credit", "2026-09", "2500"))
    assert found(book, early) == (["2026-Q1 4000.00", "2026-Q2 3000.00", "2026-Q3 1500.00"], {})


def test_a_difference_after_the_payment_is_due_in_its_own_direction() -> None:
    """March falls from 4,000 to 3,400 in August: birch owes 600 with the third quarter, and pays them back."""
    book, first = two_quarters(), paid("4000", "2026-04-20", "2026-Q1")
    settled(book, "2026-08-10", claim("credit", "2026-03", "3400"))
    assert found(book, first) == (["2026-Q1 0.00", "2026-Q2 3000.00", "2026-Q3 600.00"], {})
    assert unpaid(book, [first], CALENDAR.period("2026-Q3"), as_of=LATE) == -600
    back = paid("600", "2026-10-02", "2026-Q3", by="birch")
    assert found(book, first, back)[0] == ["2026-Q1 0.00", "2026-Q2 3000.00", "2026-Q3 0.00"]


def test_one_party_never_pays_what_the_other_owes() -> None:
    """Money from birch discharges nothing that alder owes; it is birch's credit."""
    money = paid("4000", "2026-04-20", "2026-Q1", by="birch")
    assert found(two_quarters(), money) == (["2026-Q1 4000.00", "2026-Q2 3000.00"], {"birch": "4000"})


def test_what_the_payee_denies_discharges_nothing() -> None:
    """Birch says that nothing came: the debt stands, and nothing is a credit."""
    denied = replace(paid("4000", "2026-04-20", "2026-Q1"), state=DENIED)
    assert found(two_quarters(), denied) == (["2026-Q1 4000.00", "2026-Q2 3000.00"], {})


def kept(book: Ledger, *remitted: Remittance) -> tuple[dict[str, str], str]:
    """Return what is kept of the payments of each party, and what is left of all that was booked."""
    came = discharge(settlements(book, as_of=LATE), remitted)
    forth, back = outstanding(came, "alder")
    return {who: str(amount) for who, amount in came.kept.items()}, str(forth - back)


def test_a_payment_for_what_is_not_known_yet_is_kept_for_it() -> None:
    """Nobody knows what the first quarter comes to: 1,000 for it neither pay it nor the second, and are no credit."""
    book = ledger("every quarter")
    settled(book, "2026-07-05", claim("uptime", "2026-03", NOT_REPORTED), claim("credit", "2026-06", "3000"))
    payment = paid("1000", "2026-04-20", "2026-Q1")
    assert found(book, payment) == (["2026-Q1 undetermined", "2026-Q2 3000.00"], {})
    assert kept(book, payment) == ({"alder": "1000"}, "3000.00")
    assert isinstance(unpaid(book, [payment], CALENDAR.period("2026-Q1"), as_of=LATE), Unknown)
    settled(book, "2026-07-09", claim("uptime", "2026-03", "1200"))
    assert found(book, payment) == (["2026-Q1 200.00", "2026-Q2 3000.00"], {})
    assert kept(book, payment) == ({}, "3200.00")


@pytest.mark.parametrize("period", ["2026-Q1", ""])
def test_a_quarter_that_was_paid_and_is_not_known_any_more_keeps_its_payment(period: str) -> None:
    """March is disputed after 4,000 were paid for it: they are no credit, pay nothing later, and are owed no more."""
    book, payment = two_quarters(), paid("4000", "2026-04-20", period)
    assert kept(book, payment) == ({}, "3000.00")
    settled(book, "2026-08-10", claim("credit", "2026-03", NOT_REPORTED))
    assert found(book, payment) == (["2026-Q1 undetermined", "2026-Q2 3000.00"], {})
    assert kept(book, payment) == ({"alder": "4000"}, "3000.00")
    assert kept(book, payment, paid("500", "2026-08-11", period)) == ({"alder": "4500"}, "3000.00")
    assert kept(book, payment, paid("500", "2026-08-11", "2026-Q2")) == ({"alder": "4000"}, "2500.00")
    assert kept(book) == ({}, "7000.00")


def test_what_is_over_waits_for_the_next_that_is_not_known() -> None:
    """5,000 for the first quarter: the 1,000 over do not jump the second to the third while it is not known."""
    book, payment = two_quarters(), paid("5000", "2026-04-20", "2026-Q1")
    settled(book, "2026-08-10", claim("credit", "2026-06", NOT_REPORTED))
    settled(book, "2026-10-05", claim("credit", "2026-09", "2500"))
    assert found(book, payment) == (["2026-Q1 0.00", "2026-Q2 undetermined", "2026-Q3 2500.00"], {})
    assert kept(book, payment)[0] == {"alder": "1000.00"}
    assert found(book, replace(payment, period=None)) == found(book, payment)


# -- laws -------------------------------------------------------------------------------------

payments = st.builds(
    lambda cents, on, period, by, reference: replace(
        paid("1", str(on), period, by, reference), amount=Decimal(cents).scaleb(-2)
    ),
    st.integers(1, 40000),
    st.dates(date(2026, 1, 1), date(2027, 6, 1)),
    st.sampled_from(["", "", "2026-Q1", "2026-03", "2026-11", "2026", "2027-Q1"]),
    st.sampled_from(["alder", "birch"]),
    st.sampled_from(["", "A1", "A2"]),
)
SETTLES = st.sampled_from(["at once", "next invoice", "every month", "every quarter", "every contract year"])


def booked(settle: str, first: list, second: list) -> Ledger:
    """Return an account in which claims were put on two days."""
    book = ledger(settle)
    for day, put in zip(DAYS, (first, second), strict=False):
        for each in put:
            book.put(each)
        book.settle(day, in_its_month)
    return book


def signed(found: Discharge) -> Decimal:
    """Return what is left of all settlements, positive where alder owes it."""
    lefts = [(one.left, one.settlement.payer == "alder") for one in found.payables]
    return sum((left if forth else -left for left, forth in lefts if isinstance(left, Decimal)), Decimal(0))


@given(SETTLES, many_claims, many_claims, st.lists(payments, max_size=8), st.randoms(use_true_random=False))
def test_what_is_due_and_what_was_paid_is_what_was_owed(settle, first, second, remitted, random: Random) -> None:
    """Whatever was paid and in whichever order it came, due plus paid is owed: nothing is lost or counted twice."""
    book = booked(settle, first, second)
    due = settlements(book, as_of=LATE)
    came = discharge(due, remitted)
    mixed = list(remitted)
    random.shuffle(mixed)
    assert discharge(due, mixed) == came
    paid_in = sum((one.amount if one.payer == "alder" else -one.amount for one in remitted), Decimal(0))
    credit = came.credits.get("alder", Decimal(0)) - came.credits.get("birch", Decimal(0))
    assert signed(came) - credit + paid_in == book.balance("2030")


@given(SETTLES, many_claims, st.lists(payments, max_size=8))
def test_nothing_is_paid_twice_and_no_debt_grows(settle, first, remitted) -> None:
    """No settlement takes more than it comes to, no payment gives more than it is, and a further one adds no debt."""
    due = settlements(booked(settle, first, []), as_of=LATE)
    came, before = discharge(due, remitted), discharge(due, remitted[:-1])
    for one in came.payables:
        assert isinstance(one.left, Decimal)
        assert isinstance(one.settlement.amount, Decimal)
        assert 0 <= one.left <= one.settlement.amount
        assert all(part > 0 and payment.payer == one.settlement.payer for payment, part in one.parts)
    given_out = sum((part for one in came.payables for _, part in one.parts), Decimal(0))
    assert given_out + sum(came.credits.values(), Decimal(0)) == sum((one.amount for one in remitted), Decimal(0))
    for payer in ("alder", "birch"):
        less, more = (
            sum(one.left for one in of.payables if one.settlement.payer == payer and isinstance(one.left, Decimal))
            for of in (came, before)
        )
        assert less <= more
