"""Payments on accounts: what the docket says of those that were made, and those that await a word of the payee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from comity.agreement.model import Agreement, Terms
from comity.clauses.life.model import Life
from comity.clauses.remitted import DENIED, STATED, Payable, Remittance, total
from comity.kernel.numbers import format_value
from comity.kernel.period import Period
from comity.kernel.words import day as in_words
from comity.standing.due.deadlines import RECENT
from comity.standing.model import Due
from comity.standing.words import account_title, party_name


def paid_words(payables: Sequence[Payable], remitted: Iterable[Remittance], terms: Terms) -> str:
    """Return what was paid on what is left, and whose word it is, and what the payee says it has not received.

    "" where nothing was paid on it.
    """
    parts = [part for one in payables for part in one.parts]
    owed = total(one.settlement.amount for one in payables if isinstance(one.settlement.amount, Decimal))
    said = [_paid(parts, owed, terms)] if parts else []
    periods = [one.settlement.period for one in payables]
    denied = [one for one in remitted if one.state == DENIED and _concerns(one, payables[0].settlement.payer, periods)]
    if denied:
        payer, payee = (party_name(terms, name) for name in (denied[0].payer, denied[0].payee))
        amount = money(total(one.amount for one in denied), terms)
        said.append(f"{payer} states that it paid {amount}, {payee} says that it has not received it")
    return "; ".join(said)


def _concerns(one: Remittance, payer: str, periods: Iterable[Period]) -> bool:
    return one.payer == payer and any(one.concerns(period) for period in periods)


def _paid(parts: Sequence[tuple[Remittance, Decimal]], owed: Decimal, terms: Terms) -> str:
    paid = total(part for _, part in parts)
    stated = total(part for one, part in parts if one.state == STATED)
    said = f"{money(paid, terms)} of {money(owed, terms)} is paid"
    if not stated:
        return said
    whose = f"as {party_name(terms, parts[0][0].payer)} states"
    return f"{said}, {whose}" if stated == paid else f"{said}, {money(stated, terms)} of that only {whose}"


def money(amount: Decimal, terms: Terms) -> str:
    """Return an amount in the currency of the agreement."""
    return format_value(amount, terms.currency or "")


# -- what awaits the payee --------------------------------------------------------------------


def receipts_due(agreement: Agreement, life: Life, *, as_of: date) -> Iterator[Due]:
    """Yield a line for each payment of the last quarter that its payee has neither confirmed nor denied."""
    terms = agreement.as_of(as_of)
    for name, remitted in life.remitted.items():
        for one in remitted:
            if one.state == STATED and as_of - one.on <= RECENT:
                yield _line(name, one, terms, as_of)


def _line(account: str, one: Remittance, terms: Terms, as_of: date) -> Due:
    payer, where = party_name(terms, one.payer), f" {one.period}" if one.period is not None else ""
    reference = f", {one.reference}" if one.reference else ""
    return Due(
        kind="receipt",
        modal="may",
        what=f"{account_title(terms, account)}{where}: accept or reject that {money(one.amount, terms)} was paid",
        table=account,
        party=one.payee,
        period=one.period,
        due=None,
        state="open",
        why=f"Stated by {payer} on {in_words(one.on, as_of)}{reference}",
        if_nothing=f"It counts as paid, as {payer} states.",
        opened=one.on,
        # What is alike in all of this is one payment (clauses.life.remittances).
        key="/".join(
            ["receipt", account, f"{one.on}", one.payer, f"{one.period or ''}", f"{one.amount}", one.reference]
        ),
    )
