"""Payments that one party states and the other has not received: people have to find out where the money is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.agreement.model import Terms
from comity.clauses.life.model import Life
from comity.clauses.remitted import DENIED, Payable, Remittance, discharge
from comity.clauses.settlements import settlements
from comity.kernel.words import day as in_words
from comity.standing.due.deadlines import RECENT
from comity.standing.due.paid import money
from comity.standing.model import Decision
from comity.standing.words import account_title, party_name


def denied_payments(life: Life, terms: Terms, *, as_of: date) -> Iterator[Decision]:
    """Yield the payments that were denied in the last quarter, as long as what they were made for is owed."""
    for name, remitted in life.remitted.items():
        denied = [one for one in remitted if one.state == DENIED and _is_recent(one, as_of)]
        ledger = life.ledgers.get(name)
        if denied and ledger is not None:
            payables = discharge(settlements(ledger, as_of=as_of), remitted).payables
            yield from (_decision(one, terms, as_of) for one in denied if any(_is_owed(one, each) for each in payables))


def _is_recent(one: Remittance, as_of: date) -> bool:
    return one.answered is not None and as_of - one.answered <= RECENT


def _is_owed(one: Remittance, payable: Payable) -> bool:
    settlement = payable.settlement
    return settlement.payer == one.payer and bool(payable.left) and one.concerns(settlement.period)


def _decision(one: Remittance, terms: Terms, as_of: date) -> Decision:
    payer, payee = party_name(terms, one.payer), party_name(terms, one.payee)
    period = f" {one.period}" if one.period is not None else ""
    stated, answered = in_words(one.on, as_of), in_words(one.answered or one.on, as_of)
    reference = f" ({one.reference})" if one.reference else ""
    return Decision(
        kind="disputed",
        subject=one.account,
        title=f"{account_title(terms, one.account)}{period}: {payee} has not received {money(one.amount, terms)}",
        says=f"{payer} stated on {stated} that it paid{reference}; {payee} said on {answered} that it has not come in.",
        who=(one.payer, one.payee),
        if_nothing="The payment does not count, and what it was made for stays owed.",
    )
