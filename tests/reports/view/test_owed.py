"""What an account comes to: net and by each side as the docket has it, what can still change, what is not known."""

from __future__ import annotations

import pytest

from comity.clauses.accounts import Ledger
from comity.clauses.postings import Entry
from comity.clauses.remitted import Remittance, discharge
from comity.clauses.settlements import settlements
from comity.reports.view.context import Context
from comity.reports.view.owed import owed
from tests.clauses.test_accounts import NOT_REPORTED, claim, name_of, settled
from tests.clauses.test_remitted import paid
from tests.clauses.test_settlements import LATE, ledger
from tests.reports.view.test_life import licence


def book(*amounts: str) -> Ledger:
    """Return an account on which alder owes birch, or with a minus birch alder, something for each quarter of 2026."""
    found = ledger("every quarter")
    for quarter, amount in enumerate(amounts, start=1):
        known = "2026-10-05" if quarter == 3 else f"2026-0{3 * quarter + 1}-05"
        settled(found, known, claim(f"credit {quarter}", f"2026-0{3 * quarter}", amount))
    return found


def said(of: Ledger, *remitted: Remittance, pending: tuple[str, ...] = ()) -> tuple[str, str]:
    """Return what an account comes to in words; the entries of some claims are pending."""

    def final(entry: Entry) -> bool:
        return name_of(entry) not in pending

    paid = discharge(settlements(of, as_of=LATE, is_final=final), remitted)
    return owed(of, paid, Context(licence()))


def test_what_one_side_owes_is_one_sum() -> None:
    """4,000 and 3,000 of Alder's, and nothing the other way."""
    assert said(book("4000", "3000")) == ("Alder owes Birch USD 7,000", "all of it final")


def test_what_both_sides_owe_is_said_net_and_by_each_of_them() -> None:
    """4,000 one way and 1,500 back in another quarter are two payments on the docket; their net alone is neither."""
    assert said(book("4000", "-1500")) == (
        "Alder owes Birch USD 2,500 net", "Alder has USD 4,000 to pay and Birch USD 1,500, all of it final",
    )  # fmt: skip
    assert said(book("1500", "-4000"))[0] == "Birch owes Alder USD 2,500 net"


def test_two_sums_that_cancel_out_are_still_owed() -> None:
    """A credit of 4,000 that was earned back in the next quarter: neither was paid, and the docket asks for both."""
    assert said(book("4000", "-4000")) == (
        "Alder and Birch owe each other USD 4,000", "nothing net, all of it final",
    )  # fmt: skip


def test_once_both_are_paid_nothing_is_owed() -> None:
    """Only then."""
    both = paid("4000", "2026-05-01", "2026-Q1"), paid("4000", "2026-08-01", "2026-Q2", by="birch")
    assert said(book("4000", "-4000"), *both) == ("Nothing is owed", "all of it final")


@pytest.mark.parametrize(
    ("pending", "words"),
    [
        (("credit 1",), "nothing net, of it USD 4,000 that Alder owes pending"),
        (
            ("credit 1", "credit 2"),
            "nothing net, of it USD 4,000 that Alder owes and USD 4,000 that Birch owes pending",
        ),
    ],
)  # fmt: skip
def test_what_is_pending_on_either_side_does_not_cancel_out(pending: tuple[str, ...], words: str) -> None:
    """Sums of both sides that can still change are not `all of it final` because they are alike."""
    assert said(book("4000", "-4000"), pending=pending)[1] == words


def test_a_settlement_that_is_not_known_is_not_nothing() -> None:
    """What was missed has no amount yet: nobody can say that nothing is owed, nor that all of it is final."""
    unknown = ledger("every quarter")
    settled(unknown, "2026-04-05", claim("credit", "2026-03", NOT_REPORTED))
    assert said(unknown) == ("Nothing is owed so far", "1 settlement is not known yet")
    settled(unknown, "2026-07-05", claim("credit 2", "2026-06", "3000"))
    assert said(unknown) == (
        "Alder owes Birch USD 3,000 so far", "what is known is final, 1 settlement is not known yet",
    )  # fmt: skip


def test_what_was_paid_of_a_pending_settlement_can_still_change() -> None:
    """Paid in full, nothing is owed; but the amount that was paid rests on facts that are not final."""
    payment = paid("4000", "2026-05-01", "2026-Q1")
    assert said(book("4000"), payment, pending=("credit 1",)) == ("Nothing is owed so far", "not all of it final")
