"""What was paid, in the statement of an account: whose word it is, what is left, and what is a credit."""

from __future__ import annotations

from decimal import Decimal

from comity.clauses.remitted import Discharge
from comity.reports.view.accounts import accounts_view
from comity.reports.view.context import Context
from comity.reports.view.life_model import AccountView
from comity.reports.view.remittances import credit_words
from tests.reports.view.test_life import licence

PAID = "{on: 2027-02-10, by: licensee, do: pay, about: top_up 2026, with: {amount: USD 30k, reference: wire 7}}"


def account(*acts: str) -> AccountView:
    """Return the account on which USD 50,000 of 2026 are owed, after some acts."""
    (found,) = accounts_view(Context(licence(f"[{', '.join(acts)}]")))
    return found


def test_a_payment_is_a_line_of_the_statement_and_takes_from_the_balance() -> None:
    """Of 50,000 the licensee paid 30,000, as it states: 20,000 are left, all of it final."""
    found = account(PAID)
    owed, paid = found.entries
    assert (owed.amount.text, owed.balance) == ("USD 50,000", "USD 50,000")
    assert (paid.when, paid.what, paid.how) == ("10 Feb", "Paid by Licensee, 2026", "wire 7; as Licensee states")
    assert (paid.amount.text, paid.balance, paid.chip.word) == ("−USD 30,000", "USD 20,000", "Stated")
    assert (found.total, found.total_says) == ("Licensee owes Licensor USD 20,000", "all of it final")


def test_what_the_payee_says_of_it_stands_beside_it() -> None:
    """Received on 15 February it is confirmed; not received, it takes nothing from the balance."""
    confirmed = account(PAID, "{on: 2027-02-15, by: licensor, do: accept, about: top_up 2026}").entries[-1]
    assert (confirmed.chip.word, confirmed.settles) == ("Confirmed", "15 Feb")
    assert confirmed.how == "wire 7; Licensor has received it"
    denied = account(PAID, "{on: 2027-02-15, by: licensor, do: reject, about: top_up 2026}")
    assert (denied.entries[-1].chip.word, denied.entries[-1].balance) == ("Denied", "USD 50,000")
    assert denied.entries[-1].how == "wire 7; Licensor has not received it"
    assert denied.total == "Licensee owes Licensor USD 50,000"


def test_what_is_paid_beyond_what_is_owed_is_a_credit_and_no_debt_of_the_other() -> None:
    """60,000 for 50,000: nothing is owed, and 10,000 are kept for what comes next."""
    found = account(PAID, PAID.replace("wire 7", "wire 8"))
    assert found.total == "Nothing is owed"
    assert found.total_says == "all of it final, Licensee has paid USD 10,000 beyond what it owes"


def test_what_is_kept_for_what_is_not_known_is_not_called_a_credit() -> None:
    """4,000 wait: that they are beyond what is owed nobody can say."""
    paid = Discharge(payables=(), credits={}, kept={"licensee": Decimal(4000)})
    assert list(credit_words(paid, Context(licence("[]")))) == [
        "USD 4,000 that Licensee has paid wait for what is not known"
    ]
